#include "sim/world/network.h"

#include <algorithm>
#include <cassert>

namespace podium::sim {

Duration transit(const Path& path, std::size_t bytes, const NetworkOptions& options, Random& random) {
  assert(path.up);
  Duration total = path.latency;
  if (path.jitter > Duration{0}) total += random.between(Duration{0}, path.jitter);
  // Split so that neither product overflows: whole seconds, then the rest.
  if (path.bandwidth > 0) {
    const auto size = static_cast<std::int64_t>(bytes);
    total += std::chrono::seconds{size / path.bandwidth} +
             Duration{size % path.bandwidth * 1'000'000 / path.bandwidth * 1'000};
  }
  if (path.loss.numerator > 0) {
    Duration pause = options.first_retransmission;
    while (total < options.give_up && random.chance(path.loss)) {
      total += pause;
      pause = std::min(pause * 2, options.max_retransmission);
    }
  }
  return total;
}

Network::Network(Executor& executor, Topology& topology, Random random, NetworkOptions options)
    : executor_(executor), topology_(topology), random_(random), options_(options) {}

Network::~Network() {
  for (auto& [id, channel] : channels_) channel->network = nullptr;
}

void Network::listen(std::string endpoint, std::string machine, Executor& executor, Acceptor accept) {
  const auto at = topology_.find(machine);
  assert(at);
  listeners_[std::move(endpoint)] = Listener{*at, &executor, std::move(accept)};
}

void Network::stop_listening(std::string_view endpoint) {
  const auto found = listeners_.find(endpoint);
  if (found != listeners_.end()) found->second.executor = nullptr;
}

std::unique_ptr<Connection> Network::connect(std::string machine, std::string_view endpoint,
                                             Executor& executor) {
  const auto from = topology_.find(machine);
  assert(from);
  const auto listener = listeners_.find(endpoint);
  auto channel = std::make_shared<Channel>();
  channel->id = ++last_channel_;
  channel->network = this;
  channel->endpoint = endpoint;
  channel->sides[0].machine = *from;
  channel->sides[0].executor = &executor;
  // A name that nobody ever listened under is refused by the caller's own machine.
  channel->sides[1].machine = listener == listeners_.end() ? *from : listener->second.machine;
  channels_.emplace(channel->id, channel);
  auto handle = std::make_unique<SimConnection>(channel, 0);
  send(channel, 1, ParcelKind::kOpen, nullptr);
  return handle;
}

void Network::send(const Shared& channel, int to, ParcelKind kind, std::unique_ptr<Message> message) {
  if (channel->broken) return;
  Direction& direction = channel->to[to];
  Parcel parcel{direction.next_sequence++, kind, std::move(message), executor_.cause()};
  // Until the listener has accepted, only the opening travels.
  if (to == 1 && !channel->accepted && kind != ParcelKind::kOpen) {
    direction.blocked.push_back(std::move(parcel));
  } else if (!direction.blocked.empty() || !carries(*channel, to)) {
    block(channel, to, std::move(parcel));
  } else {
    dispatch(channel, to, std::move(parcel));
  }
}

// Sends over a way that carries.
void Network::dispatch(const Shared& channel, int to, Parcel parcel) {
  Direction& direction = channel->to[to];
  const std::size_t bytes = parcel.message ? parcel.message->wire_size() : 0;
  const Duration travel = transit(path(*channel, to), bytes, options_, random_);
  const TimePoint arrival = std::max(executor_.now() + travel, direction.earliest);
  direction.earliest = arrival + Duration{1};
  fly(channel, to, std::move(parcel), arrival);
}

// Schedules the arrival, as one task of the receiver: its death or pause then holds for the parcel too.
void Network::fly(const Shared& channel, int to, Parcel parcel, TimePoint arrival) {
  Side& side = channel->sides[to];
  const bool opening = parcel.kind == ParcelKind::kOpen;
  if (!opening && side.state != Side::State::kOpen) {
    if (side.state == Side::State::kDead && parcel.kind != ParcelKind::kReset) answer_reset(channel, to);
    return;
  }
  struct Tag {
    std::uint32_t sequence;
    ParcelKind kind;
    std::uint8_t to;
  };
  const Tag tag{parcel.sequence, parcel.kind, static_cast<std::uint8_t>(to)};
  auto task = [channel, message = std::move(parcel.message), tag]() mutable {
    Network* network = channel->network;
    if (network == nullptr || channel->broken) return;
    network->arrive(channel, tag.to,
                    Parcel{tag.sequence, tag.kind, std::move(message), network->executor_.cause()});
  };
  static_assert(sizeof(task) <= Task::kInlineBytes, "a message in flight allocates nothing");
  Executor& receiver = opening ? executor_ : *side.executor;
  const EventId cause = executor_.cause();
  receiver.because(parcel.cause);
  const TimerId timer = receiver.run_at(arrival, std::move(task));
  receiver.because(cause);
  if (timer != TimerId::kNone) return;
  side_gone(channel, to);
  if (parcel.kind != ParcelKind::kReset) answer_reset(channel, to);
}

void Network::arrive(const Shared& channel, int to, Parcel parcel) {
  Direction& direction = channel->to[to];
  // The way was cut while the parcel travelled, or an earlier one is still held up.
  const bool behind = !direction.blocked.empty() && direction.blocked.front().sequence < parcel.sequence;
  if (behind || !carries(*channel, to)) return block(channel, to, std::move(parcel));
  if (parcel.kind == ParcelKind::kOpen) return accept(channel);
  deliver(channel, to, std::move(parcel));
}

// Calls the user. The function is moved out meanwhile, since the user may destroy the connection.
void Network::deliver(const Shared& channel, int to, Parcel parcel) {
  Side& side = channel->sides[to];
  if (side.state != Side::State::kOpen || side.handle == nullptr) return;
  if (parcel.kind == ParcelKind::kClose)
    return tell_end(channel, to,
                    {ErrorCode::kUnavailable, channel->endpoint + ": connection closed by the peer"});
  if (parcel.kind == ParcelKind::kReset) {
    const char* what = channel->accepted ? ": connection reset by peer" : ": connect: connection refused";
    return tell_end(channel, to, {ErrorCode::kRefused, channel->endpoint + what});
  }
  if (!side.handle->on_message) return;
  auto on_message = std::move(side.handle->on_message);
  side.handle->on_message = nullptr;
  on_message(std::move(parcel.message));
  if (side.handle != nullptr && !side.handle->on_message) side.handle->on_message = std::move(on_message);
}

// The opening reached the listener's machine.
void Network::accept(const Shared& channel) {
  const auto listener = listeners_.find(channel->endpoint);
  Side& server = channel->sides[1];
  if (listener == listeners_.end() || listener->second.executor == nullptr) return answer_reset(channel, 1);
  server.executor = listener->second.executor;
  const TimerId posted = server.executor->post([this, channel] {
    if (channel->network == nullptr || channel->broken) return;
    // By now the listener may have stopped.
    const auto found = listeners_.find(channel->endpoint);
    if (found->second.executor == nullptr) return answer_reset(channel, 1);
    found->second.accept(std::make_unique<SimConnection>(channel, 1));
  });
  if (posted == TimerId::kNone) return answer_reset(channel, 1);
  channel->accepted = true;
  // The answer travels back before the first message can come.
  Direction& direction = channel->to[1];
  const Duration handshake = path(*channel, 0).latency + path(*channel, 1).latency;
  direction.earliest = executor_.now() + std::max(handshake, Duration{1});
  auto waiting = std::exchange(direction.blocked, {});
  for (auto& parcel : waiting) {
    if (!direction.blocked.empty() || !carries(*channel, 1)) {
      block(channel, 1, std::move(parcel));
    } else {
      dispatch(channel, 1, std::move(parcel));
    }
  }
}

// Side `from` has no such connection: its kernel says so, once what it answers has arrived there.
void Network::answer_reset(const Shared& channel, int from) {
  const int to = 1 - from;
  channel->sides[from].state = Side::State::kDead;
  const TimePoint leaves = std::max(executor_.now(), channel->to[from].earliest - Duration{1});
  channel->to[to].earliest = std::max(channel->to[to].earliest, leaves + path(*channel, to).latency);
  send(channel, to, ParcelKind::kReset, nullptr);
  retire_if_done(channel);
}

const Path& Network::path(Channel& channel, int to) {
  Direction& direction = channel.to[to];
  if (direction.path_version != topology_.version()) {
    direction.path = topology_.path(channel.sides[1 - to].machine, channel.sides[to].machine);
    direction.path_version = topology_.version();
  }
  return direction.path;
}

}  // namespace podium::sim
