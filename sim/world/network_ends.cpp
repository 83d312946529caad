// How connections end in Network: closed, reset, given up, or forgotten by a machine without power.
#include "sim/world/network.h"

namespace podium::sim {

void Network::tell_end(const Shared& channel, int side_index, Error error) {
  Side& side = channel->sides[side_index];
  if (side.state != Side::State::kOpen) return;
  side.state = Side::State::kClosed;
  if (side.handle != nullptr && side.handle->on_close) {
    auto on_close = std::move(side.handle->on_close);
    side.handle->on_close = nullptr;
    on_close(error);
  }
  retire_if_done(channel);
}

// Both ends learn it, each from its own kernel.
void Network::break_off(const Shared& channel, const std::string& why) {
  channel->broken = true;
  for (const int i : {0, 1}) {
    Side& side = channel->sides[i];
    channel->to[i].blocked.clear();
    executor_.cancel(std::exchange(channel->to[i].give_up, TimerId::kNone));
    executor_.cancel(std::exchange(channel->to[i].retry, TimerId::kNone));
    if (side.state != Side::State::kOpen || side.executor == nullptr || side.handle == nullptr) continue;
    side.executor->post([channel, i, why] {
      if (channel->network == nullptr) return;
      channel->network->tell_end(channel, i, {ErrorCode::kTimeout, channel->endpoint + ": " + why});
    });
  }
  channels_.erase(channel->id);
}

// A list of its own, since what is done to channels may retire them.
template <class Condition>
std::vector<std::shared_ptr<Channel>> Network::channels_with(Condition side) const {
  std::vector<Shared> found;
  for (const auto& [id, channel] : channels_)
    if (side(channel->sides[0]) || side(channel->sides[1])) found.push_back(channel);
  return found;
}

void Network::machine_lost(VertexId machine) {
  for (auto& [endpoint, listener] : listeners_)
    if (listener.machine == machine) listener.executor = nullptr;
  const auto here = [machine](const Side& side) { return side.machine == machine; };
  for (const Shared& channel : channels_with(here)) {
    for (const int i : {0, 1})
      if (here(channel->sides[i])) side_gone(channel, i);
    watch_silence(channel);
  }
}

void Network::process_died(const Executor& executor) {
  for (auto& [endpoint, listener] : listeners_)
    if (listener.executor == &executor) listener.executor = nullptr;
  const auto its = [&executor](const Side& side) {
    return side.executor == &executor && side.state != Side::State::kDead;
  };
  for (const Shared& channel : channels_with(its)) {
    for (const int i : {0, 1}) {
      if (!its(channel->sides[i])) continue;
      const bool was_open = channel->sides[i].state == Side::State::kOpen;
      side_gone(channel, i);
      if (was_open && channel->sides[1 - i].state == Side::State::kOpen) answer_reset(channel, i);
    }
  }
}

void Network::side_gone(const Shared& channel, int side) {
  channel->sides[side].state = Side::State::kDead;
  retire_if_done(channel);
}

// Forgets a channel that can tell nobody anything any more.
void Network::retire_if_done(const Shared& channel) {
  for (const Side& side : channel->sides)
    if (side.state == Side::State::kOpen) return;
  for (Direction& direction : channel->to) {
    executor_.cancel(std::exchange(direction.give_up, TimerId::kNone));
    executor_.cancel(std::exchange(direction.retry, TimerId::kNone));
    direction.blocked.clear();
  }
  executor_.cancel(std::exchange(channel->keepalive, TimerId::kNone));
  channels_.erase(channel->id);
}

}  // namespace podium::sim
