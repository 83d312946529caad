// The workloads on which event engines are compared, written once for ours and for others'.
//
// An engine is given as `Sim` with: after(ns, callable); Timer; arm(Timer&, ns, callable), which
// sets or moves a watchdog; run_for(ns). All times are nanoseconds.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

namespace podium::bench {

inline constexpr std::int64_t kSecond = 1'000'000'000;

// Exponential increments with a mean of one second: the quantiles of the distribution in a table,
// blurred. Drawing one costs about a nanosecond, so that the engine is what is measured.
class Increments {
 public:
  Increments() {
    for (std::size_t i = 0; i < table_.size(); ++i) {
      table_[i] = static_cast<std::int64_t>(-std::log1p(-(i + 0.5) / table_.size()) * kSecond);
    }
  }
  std::int64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return table_[state_ % table_.size()] + static_cast<std::int64_t>(state_ >> 48);
  }

 private:
  std::array<std::int64_t, 1024> table_;
  std::uint64_t state_ = 88172645463325252ULL;
};

// Hold model: `pending` events; each schedules its successor an increment later.
template <class Sim>
class Hold {
 public:
  Hold(Sim& sim, std::int64_t pending) : sim_(sim), pending_(pending) {
    for (std::int64_t i = 0; i < pending; ++i) again();
  }
  // Virtual time in which about `events` events happen.
  std::int64_t span(std::int64_t events) const { return events * kSecond / pending_; }
  std::int64_t events() const { return events_; }

 private:
  void again() {
    sim_.after(increments_.next(), [this] {
      ++events_;
      again();
    });
  }

  Sim& sim_;
  const std::int64_t pending_;
  Increments increments_;
  std::int64_t events_ = 0;
};

// `nodes` nodes, each with a heartbeat every 10 s that re-arms its watchdog of 40 s. One event is
// one heartbeat with its re-arming.
template <class Sim>
class Watchdog {
 public:
  Watchdog(Sim& sim, std::int64_t nodes) : sim_(sim), nodes_(nodes, Node{this, {}}) {
    Increments phases;
    for (Node& node : nodes_) {
      sim_.after(phases.next() % (10 * kSecond), [n = &node] { n->all->beat(*n); });
    }
  }
  std::int64_t span(std::int64_t events) const {
    return events * 10 * kSecond / static_cast<std::int64_t>(nodes_.size());
  }
  std::int64_t events() const { return events_; }

 private:
  struct Node {
    Watchdog* all;
    typename Sim::Timer watchdog;
  };

  void beat(Node& node) {
    ++events_;
    sim_.arm(node.watchdog, 40 * kSecond, [] { std::abort(); });  // every heart beats in time
    sim_.after(10 * kSecond, [n = &node] { n->all->beat(*n); });
  }

  Sim& sim_;
  std::vector<Node> nodes_;
  std::int64_t events_ = 0;
};

// Processor time: other programs on the machine disturb it less than they disturb the wall clock.
inline double cpu_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class Workload, class Sim>
void measure(Sim& sim, const char* engine, const char* name, std::int64_t size, std::int64_t least_events) {
  Workload workload(sim, size);
  const std::int64_t span = workload.span(std::max(size, least_events));
  sim.run_for(workload.span(2 * size) + span / 4);  // to the steady state
  const std::int64_t before = workload.events();
  const double begin = cpu_nanoseconds();
  sim.run_for(span);
  const double took = cpu_nanoseconds() - begin;
  const auto events = static_cast<double>(workload.events() - before);
  std::printf("%s\t%s\t%lld\t%.1f\t%lld\n", engine, name, static_cast<long long>(size), took / events,
              static_cast<long long>(workload.events()));
}

// Runs the workload `name` and prints: engine, workload, size, nanoseconds per event, events in all.
template <class Sim>
int run_workload(Sim& sim, const char* engine, const char* name, std::int64_t size,
                 std::int64_t least_events = 1'000'000) {
  if (std::strcmp(name, "hold") == 0) {
    measure<Hold<Sim>>(sim, engine, name, size, least_events);
  } else if (std::strcmp(name, "watchdog") == 0) {
    measure<Watchdog<Sim>>(sim, engine, name, size, least_events);
  } else {
    std::fprintf(stderr, "unknown workload: %s\n", name);
    return 1;
  }
  return 0;
}

}  // namespace podium::bench
