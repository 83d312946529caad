#include "control-plane/scheduler/queue.h"

#include "tests/control-plane/scheduler/make.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

constexpr TimePoint at(Duration since) { return TimePoint{} + 1h + since; }

std::string name_of(const std::optional<QueuedPod>& pod) { return pod ? pod->pod->metadata.name.str() : "-"; }

}  // namespace

TEST_CASE("the queue gives the highest priority first, then the longest waiting") {
  SchedulingQueue queue;
  queue.add(make::pod("late"), at(2s));
  queue.add(make::pod("early"), at(1s));
  queue.add(make::pod("urgent", {.priority = 10}), at(3s));
  CHECK(name_of(queue.pop(at(3s))) == "urgent");
  CHECK(name_of(queue.pop(at(3s))) == "early");
  CHECK(name_of(queue.pop(at(3s))) == "late");
  CHECK(name_of(queue.pop(at(3s))) == "-");
}

TEST_CASE("an error backs off 1, 2, 4, 8, 10, 10 seconds") {
  SchedulingQueue queue;
  queue.add(make::pod("p"), at(0s));
  TimePoint now = at(0s);
  for (const Duration expected : {1s, 2s, 4s, 8s, 10s, 10s}) {
    auto pod = queue.pop(now);
    REQUIRE(pod);
    queue.put_back(*pod, 0, now);
    CHECK(queue.next_due() - now == expected);
    CHECK_FALSE(queue.pop(now + expected - 1ns));
    now += expected;
    queue.advance(now);
  }
}

TEST_CASE("a rejected pod waits until something that may help happens") {
  SchedulingQueue queue;
  queue.add(make::pod("p"), at(0s));
  queue.put_back(*queue.pop(at(0s)), 0b100, at(0s));
  CHECK_FALSE(queue.pop(at(4min)));
  queue.wake([](const QueuedPod& pod) { return pod.rejected_by == 0b1; }, at(4min));
  CHECK_FALSE(queue.pop(at(4min)));
  queue.wake([](const QueuedPod& pod) { return pod.rejected_by == 0b100; }, at(4min));
  CHECK(name_of(queue.pop(at(4min))) == "p");
}

TEST_CASE("a woken pod that still backs off is tried early when nothing else is active") {
  SchedulingQueue queue;
  queue.add(make::pod("p"), at(0s));
  queue.put_back(*queue.pop(at(0s)), 0b1, at(0s));
  queue.wake([](const QueuedPod&) { return true; }, at(100ms));
  queue.add(make::pod("fresh"), at(200ms));
  CHECK(name_of(queue.pop(at(200ms))) == "fresh");
  CHECK(name_of(queue.pop(at(200ms))) == "p");
}

TEST_CASE("after five minutes among the unschedulable a pod is tried again") {
  SchedulingQueue queue;
  queue.add(make::pod("p"), at(0s));
  queue.put_back(*queue.pop(at(0s)), 0b1, at(0s));
  CHECK(queue.next_due() == at(5min));
  CHECK_FALSE(queue.pop(at(5min) - 1ns));
  CHECK(name_of(queue.pop(at(5min))) == "p");
}

TEST_CASE("a pod that was replaced under its name starts afresh") {
  SchedulingQueue queue;
  queue.add(make::pod("p"), at(0s));
  queue.put_back(*queue.pop(at(0s)), 0b1, at(0s));
  auto again = make::pod("p");
  again->metadata.uid = "another";
  queue.add(again, at(1s));
  const auto popped = queue.pop(at(1s));
  REQUIRE(popped);
  CHECK(popped->attempts == 0);
  CHECK(queue.size() == 0);
}
