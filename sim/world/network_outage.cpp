// What Network does while a way does not carry: parcels wait and are tried again with doubling
// pauses, until the way opens or the connection is given up.
#include <algorithm>

#include "sim/world/network.h"

namespace podium::sim {
namespace {

// The first moment not before `now` at which a sender whose pauses double tries again.
TimePoint next_attempt(TimePoint since, TimePoint now, Duration pause, Duration longest) {
  TimePoint attempt = since;
  while (attempt < now) {
    attempt += pause;
    pause = std::min(pause * 2, longest);
  }
  return attempt;
}

bool is_silent(const std::vector<char>& silent, VertexId machine) {
  return machine < silent.size() && silent[machine] != 0;
}

}  // namespace

bool Network::carries(Channel& channel, int to) {
  if (is_silent(silent_, channel.sides[0].machine) || is_silent(silent_, channel.sides[1].machine))
    return false;
  const Path& way = path(channel, to);
  return way.up && way.loss.numerator < way.loss.denominator;
}

void Network::block(const Shared& channel, int to, Parcel parcel) {
  Direction& direction = channel->to[to];
  const bool opening = parcel.kind == ParcelKind::kOpen;
  const auto before = [](const Parcel& a, const Parcel& b) { return a.sequence < b.sequence; };
  auto& blocked = direction.blocked;
  blocked.insert(std::upper_bound(blocked.begin(), blocked.end(), parcel, before), std::move(parcel));
  if (direction.give_up == TimerId::kNone) {
    direction.blocked_since = executor_.now();
    const Duration patience = opening ? options_.connect_timeout : options_.give_up;
    direction.give_up = executor_.run_after(patience, [this, channel, to] {
      channel->to[to].give_up = TimerId::kNone;
      break_off(channel, channel->accepted ? "connection timed out" : "connect: i/o timeout");
    });
  }
  plan_retry(channel, to);
  watch_silence(channel);
}

// One task for the next attempt that can succeed; none while the way is cut.
void Network::plan_retry(const Shared& channel, int to) {
  Direction& direction = channel->to[to];
  if (direction.blocked.empty() || direction.retry != TimerId::kNone) return;
  if (direction.give_up == TimerId::kNone || !carries(*channel, to)) return;
  const Duration pause = channel->accepted ? options_.first_retransmission : options_.connect_retransmission;
  const TimePoint at =
      next_attempt(direction.blocked_since + pause, executor_.now(), pause * 2, options_.max_retransmission);
  const EventId cause = executor_.cause();
  executor_.because(direction.blocked.front().cause);
  direction.retry = executor_.run_at(at, [this, channel, to] { retry(channel, to); });
  executor_.because(cause);
}

void Network::retry(const Shared& channel, int to) {
  Direction& direction = channel->to[to];
  direction.retry = TimerId::kNone;
  if (!carries(*channel, to)) return;
  executor_.cancel(std::exchange(direction.give_up, TimerId::kNone));
  auto waiting = std::exchange(direction.blocked, {});
  for (auto& parcel : waiting) {
    // What was sent before the listener accepts goes on waiting for that.
    if (to == 1 && !channel->accepted && parcel.kind != ParcelKind::kOpen) {
      direction.blocked.push_back(std::move(parcel));
    } else {
      dispatch(channel, to, std::move(parcel));
    }
  }
}

void Network::set_silent(VertexId machine, bool silent) {
  if (silent_.size() <= machine) silent_.resize(machine + 1, 0);
  silent_[machine] = silent ? 1 : 0;
  reconsider();
}

void Network::reconsider() {
  for (const auto& [id, channel] : channels_) {
    for (const int to : {0, 1}) plan_retry(channel, to);
    watch_silence(channel);
  }
}

// Starts or ends the watch over a connection whose peer does not answer.
void Network::watch_silence(const Shared& channel) {
  if (options_.keepalive == Duration{0} || !channel->accepted || channel->broken) return;
  const auto some_side_is = [&channel](Side::State state) {
    return channel->sides[0].state == state || channel->sides[1].state == state;
  };
  if (!some_side_is(Side::State::kOpen)) return;
  const bool dead = some_side_is(Side::State::kDead);
  const bool silent = dead || !carries(*channel, 0) || !carries(*channel, 1);
  if (silent && channel->keepalive == TimerId::kNone) {
    channel->keepalive = executor_.run_after(options_.keepalive, [this, channel] { check_alive(channel); });
  } else if (!silent && channel->keepalive != TimerId::kNone) {
    executor_.cancel(std::exchange(channel->keepalive, TimerId::kNone));
  }
}

void Network::check_alive(const Shared& channel) {
  channel->keepalive = TimerId::kNone;
  break_off(channel, "http2: client connection lost");
}

}  // namespace podium::sim
