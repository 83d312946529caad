// The queue against a std::map that does the obvious thing, under random schedules.
#include "runtime/queue/event_queue.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "runtime/env/random.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

// What the queue promises, written without any cleverness.
class Reference {
 public:
  struct Event {
    int tag;
    int process;
    EventId cause;
  };
  using Place = std::pair<TimePoint, std::uint64_t>;

  void schedule(TimePoint when, Event event) {
    const Place place{std::max(when, now), ++sequence_};
    pending_[place] = event;
    places_[event.tag] = place;
  }
  bool cancel(int tag) {
    const auto at = places_.find(tag);
    if (at == places_.end()) return false;
    pending_.erase(at->second);
    places_.erase(at);
    return true;
  }
  bool rearm(int tag, TimePoint when, EventId cause) {
    const auto at = places_.find(tag);
    if (at == places_.end()) return false;
    Event event = pending_.extract(at->second).mapped();
    event.cause = cause;
    schedule(when, event);
    return true;
  }
  void kill(int process) {
    std::erase_if(pending_, [&](const auto& entry) {
      if (entry.second.process != process) return false;
      places_.erase(entry.second.tag);
      return true;
    });
  }
  // The next event up to `limit` whose process is not paused.
  std::optional<Event> take(TimePoint limit, const std::vector<bool>& paused) {
    for (const auto& [place, event] : pending_) {
      if (place.first > limit) break;
      if (paused[event.process]) continue;
      const Event taken = event;
      now = std::max(now, place.first);
      places_.erase(taken.tag);
      pending_.erase(place);
      return taken;
    }
    return std::nullopt;
  }
  std::size_t size() const { return pending_.size(); }

  TimePoint now{};

 private:
  std::map<Place, Event> pending_;
  std::map<int, Place> places_;
  std::uint64_t sequence_ = 0;
};

// Times that hit every level of a wheel, its bucket borders, ties, the past and the ends of int64.
TimePoint random_time(Random& random, TimePoint now) {
  switch (random.below(12)) {
    case 0: return now;
    case 1: return later(now, -Duration{random.between(0, 1'000'000)});
    case 2: return later(now, Duration{random.between(0, 3)});
    case 3: return later(now, Duration{std::int64_t{1} << random.below(63)});
    case 4: return later(now, Duration{(std::int64_t{1} << random.below(40)) - 1});
    case 5: return next_tick(now, 10s);
    case 6: return random.chance({1, 50}) ? kForever : later(now, 40s);
    case 7: return random.chance({1, 50}) ? TimePoint::min() : later(now, 1ms);
    default: return later(now, random.exponential(Duration{std::int64_t{1000} << random.below(24)}));
  }
}

class Comparison {
 public:
  Comparison(std::uint64_t seed, TimePoint start, bool with_processes)
      : random_(seed), queue_({.start = start}), timers_(1), processes_{EventQueue::kRoot}, paused_(1) {
    reference_.now = start;
    for (int i = 1; with_processes && i < 6; ++i) {
      processes_.push_back(queue_.start_process());
      paused_.push_back(false);
    }
  }

  void run(int operations) {
    for (int i = 0; i < operations; ++i) operate();
    for (std::size_t p = 1; p < processes_.size(); ++p) set_paused(static_cast<int>(p), false);
    while (take(kForever)) {
    }
    REQUIRE(queue_.pending() == 0);
    REQUIRE(queue_.next_time() == std::nullopt);
  }

 private:
  void operate() {
    queue_.moment().cause = random_.below(1000);
    const auto dice = random_.below(100);
    if (dice < 40) {
      schedule();
    } else if (dice < 50) {
      const int tag = random_tag();
      REQUIRE(queue_.cancel(timers_[tag]) == reference_.cancel(tag));
    } else if (dice < 65) {
      rearm();
    } else if (dice < 67 && processes_.size() > 1) {
      replace_process();
    } else if (dice < 70 && processes_.size() > 1) {
      const int process = random_process();
      if (process > 0) set_paused(process, !paused_[process]);
    } else if (dice < 71) {
      for (auto burst = random_.below(300); burst > 0; --burst) schedule();
    } else {
      take(random_.chance({1, 2}) ? kForever : later(reference_.now, 1ms));
    }
    REQUIRE(queue_.pending() == reference_.size());
  }

  void schedule() {
    const TimePoint when = random_time(random_, reference_.now);
    const int tag = static_cast<int>(timers_.size());
    const int process = random_process();
    reference_.schedule(when, {tag, process, queue_.moment().cause});
    timers_.push_back(queue_.schedule(processes_[process], when, [this, tag] { ran_ = tag; }));
  }
  void rearm() {
    const TimePoint when = random_time(random_, reference_.now);
    const int tag = random_tag();
    REQUIRE(queue_.rearm(timers_[tag], when) == reference_.rearm(tag, when, queue_.moment().cause));
  }
  void replace_process() {
    const int process = random_process();
    if (process == 0) return;
    queue_.end_process(processes_[process]);
    reference_.kill(process);
    processes_[process] = queue_.start_process();
    paused_[process] = false;
  }
  void set_paused(int process, bool paused) {
    paused_[process] = paused;
    paused ? queue_.pause(processes_[process]) : queue_.resume(processes_[process]);
  }
  bool take(TimePoint limit) {
    if (random_.chance({1, 8})) queue_.next_time();  // looking must change nothing
    const auto expected = reference_.take(limit, paused_);
    const auto due = queue_.take_due(limit);
    REQUIRE(static_cast<bool>(due) == expected.has_value());
    if (!due) return false;
    REQUIRE(queue_.moment().cause == expected->cause);
    queue_.run(due);
    REQUIRE(ran_ == expected->tag);
    REQUIRE(queue_.moment().now == reference_.now);
    return true;
  }

  int random_tag() { return static_cast<int>(random_.below(timers_.size())); }
  int random_process() { return static_cast<int>(random_.below(processes_.size())); }

  Random random_;
  EventQueue queue_;
  Reference reference_;
  std::vector<TimerId> timers_;  // by tag; 0: none
  std::vector<ProcessIndex> processes_;
  std::vector<bool> paused_;
  int ran_ = 0;
};

}  // namespace

TEST_CASE("random schedules run as in an ordered map") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) Comparison(seed, TimePoint{}, false).run(4000);
}

TEST_CASE("random schedules with processes that die and pause run as in an ordered map") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Comparison(seed, TimePoint{Duration{1'735'689'600s}}, true).run(4000);
  }
}

TEST_CASE("a queue may begin at the very first time") { Comparison(7, TimePoint::min(), true).run(4000); }

TEST_CASE("a flood of tasks for one time runs in the order of scheduling") {
  EventQueue queue;
  std::vector<int> ran;
  const auto flood = [&](TimePoint when, int from) {
    for (int i = 0; i < 50'000; ++i) queue.schedule(0, when, [&ran, n = from + i] { ran.push_back(n); });
  };
  flood(TimePoint{10s}, 0);
  queue.schedule(0, TimePoint{10s}, [&] { flood(queue.moment().now, 50'000); });
  while (const auto due = queue.take_due(kForever)) queue.run(due);
  CHECK(ran.size() == 100'000);
  CHECK(std::is_sorted(ran.begin(), ran.end()));
}

TEST_CASE("a busy queue keeps the total order, whatever the mixture of near and far") {
  // Timers for many densities, so that buckets of each level are both sorted at once and dealt out,
  // and messages among them, so that many arrive for times that are already sorted.
  for (const Duration mean : {Duration{10us}, Duration{1ms}, Duration{1s}, Duration{1h}}) {
    EventQueue queue;
    Random random(1);
    std::function<void()> act = [&] {
      const bool message = random.chance({3, 4});
      const Duration delay = random.exponential(message ? mean / 1000 : mean);
      queue.schedule(0, later(queue.moment().now, delay), [&] { act(); });
    };
    for (int i = 0; i < 20'000; ++i) queue.schedule(0, TimePoint{random.exponential(mean)}, [&] { act(); });
    queue::Key last = 0;
    for (int i = 0; i < 200'000; ++i) {
      const auto due = queue.take_due(kForever);
      REQUIRE(due.key > last);
      REQUIRE(due.time() == queue.moment().now);
      last = due.key;
      queue.run(due);
    }
    CHECK(queue.pending() == 20'000);
  }
}

TEST_CASE("tasks that are cancelled by the million leave no memory behind") {
  EventQueue queue;
  std::uint64_t ran = 0;
  queue.schedule(0, TimePoint{1h}, [&] { ++ran; });
  for (int i = 0; i < 2'000'000; ++i) {
    REQUIRE(queue.cancel(queue.schedule(0, TimePoint{Duration{i} + 30s}, [&] { ran += 100; })));
  }
  CHECK(queue.pending() == 1);
  CHECK(queue.keys() < 10'000);
  while (const auto due = queue.take_due(kForever)) queue.run(due);
  CHECK(ran == 1);
}

TEST_CASE("timer ids are not reused and unknown ones are refused") {
  EventQueue queue;
  const TimerId first = queue.schedule(0, TimePoint{1s}, [] {});
  CHECK(queue.cancel(first));
  const TimerId second = queue.schedule(0, TimePoint{1s}, [] {});
  CHECK(second != first);
  CHECK_FALSE(queue.cancel(first));
  CHECK_FALSE(queue.rearm(first, TimePoint{2s}));
  CHECK_FALSE(queue.cancel(TimerId::kNone));
  CHECK_FALSE(queue.cancel(TimerId{~std::uint64_t{0}}));
  CHECK(queue.pending() == 1);
}

TEST_CASE("a task that throws is destroyed and its slot is used again") {
  EventQueue queue;
  const auto token = std::make_shared<int>(0);
  queue.schedule(0, TimePoint{1s}, [token] { throw 42; });
  CHECK_THROWS_AS(queue.run(queue.take_due(kForever)), int);
  CHECK(token.use_count() == 1);
  CHECK(queue.pending() == 0);
}

TEST_CASE("a queue destroys what is pending, though destructors call back into it") {
  const auto token = std::make_shared<int>(0);
  struct Rescheduler {
    EventQueue* queue;
    std::shared_ptr<int> token;
    ~Rescheduler() {
      if (token) queue->schedule(0, TimePoint{}, [token = token] {});
    }
    Rescheduler(EventQueue* q, std::shared_ptr<int> t) : queue(q), token(std::move(t)) {}
    Rescheduler(Rescheduler&&) noexcept = default;
    void operator()() {}
  };
  {
    EventQueue queue;
    for (int i = 0; i < 10; ++i) queue.schedule(0, TimePoint{1s}, Rescheduler(&queue, token));
    CHECK(token.use_count() == 11);
  }
  CHECK(token.use_count() == 1);
}

TEST_CASE("shuffled ties: each seed has its own order, times and causality stay") {
  const auto order = [](std::optional<std::uint64_t> seed) {
    EventQueue queue({.shuffle_ties = seed});
    std::vector<int> ran;
    for (int i = 0; i < 100; ++i) {
      queue.schedule(0, TimePoint{Duration{i / 50}}, [&ran, &queue, i] {
        ran.push_back(i);
        if (i % 50 == 0) queue.schedule(0, TimePoint{}, [&ran, i] { ran.push_back(i + 1000); });
      });
    }
    while (const auto due = queue.take_due(kForever)) queue.run(due);
    return ran;
  };
  const auto plain = order(std::nullopt);
  const auto one = order(1);
  CHECK(order(1) == one);
  CHECK(order(2) != one);
  CHECK(one != plain);
  CHECK(std::is_permutation(one.begin(), one.end(), plain.begin(), plain.end()));
  // Those of time 0 and what one of them scheduled come before those of time 1.
  CHECK(std::all_of(one.begin(), one.begin() + 51, [](int n) { return n < 50 || n == 1000; }));
  CHECK(std::find(one.begin(), one.end(), 0) < std::find(one.begin(), one.end(), 1000));
}
