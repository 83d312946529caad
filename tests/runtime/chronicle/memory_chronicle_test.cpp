#include "runtime/chronicle/memory_chronicle.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace podium;

namespace {

// An executor that stands still: recording needs its time and cause only.
class Still final : private Moment, public Executor {
 public:
  Still() : Executor(static_cast<Moment&>(*this)) { Moment::now = TimePoint{1s}; }
  TimerId run_at(TimePoint, Task) override { return TimerId::kNone; }
  bool cancel(TimerId) override { return false; }
  bool rearm(TimerId, TimePoint) override { return false; }
  void tick() { Moment::now += 1s; }
};

std::string texts(const std::vector<ChronicleEvent>& events) {
  std::string all;
  for (const auto& event : events) all += (all.empty() ? "" : " < ") + std::string(event.text);
  return all;
}

}  // namespace

TEST_CASE("an event keeps what was recorded, with the time and cause of its executor") {
  MemoryChronicle chronicle;
  Still executor;
  CHECK(chronicle.size() == 0);
  const EventId first =
      chronicle.record(executor, Category::kUser, "kubectl", "deployment/default/web", "created");
  executor.tick();
  const EventId second = chronicle.record(executor, Category::kWrite, "apiserver", "pod/default/web-1", "");
  CHECK(first == 1);
  CHECK(second == 2);
  CHECK(chronicle.size() == 2);
  const auto one = chronicle.get(first);
  REQUIRE(one);
  CHECK(one->id == 1);
  CHECK(one->at == TimePoint{1s});
  CHECK(one->cause == kNoCause);
  CHECK(one->category == Category::kUser);
  CHECK(one->component == "kubectl");
  CHECK(one->subject == "deployment/default/web");
  CHECK(one->text == "created");
  CHECK(chronicle.get(second)->cause == first);  // recording makes it the cause of what follows
  CHECK(chronicle.get(second)->text.empty());
  CHECK(chronicle.get(second)->at == TimePoint{2s});
  CHECK_FALSE(chronicle.get(0));
  CHECK_FALSE(chronicle.get(3));
}

TEST_CASE("why: the chain walks up the causes") {
  MemoryChronicle chronicle;
  Still executor;
  const auto record = [&](EventId cause, const char* text) {
    executor.because(cause);
    return chronicle.record(executor, Category::kDecision, "c", "s", text);
  };
  const EventId fault = record(kNoCause, "node lost power");
  const EventId taint = record(fault, "tainted");
  record(kNoCause, "unrelated");
  const EventId evicted = record(taint, "evicted");
  CHECK(texts(chronicle.chain(evicted)) == "evicted < tainted < node lost power");
  CHECK(texts(chronicle.chain(fault)) == "node lost power");
  CHECK(chronicle.chain(99).empty());
  CHECK(texts(chronicle.chain(record(1000, "cause that never was"))) == "cause that never was");
}

TEST_CASE("the last event about a subject is found") {
  MemoryChronicle chronicle;
  Still executor;
  for (const char* subject : {"a", "b", "a"}) chronicle.record(executor, Category::kNote, "c", subject, "");
  CHECK(chronicle.last_for_subject("a") == 3);
  CHECK(chronicle.last_for_subject("b") == 2);
  CHECK(chronicle.last_for_subject("c") == kNoCause);
}

TEST_CASE("observers and the digest see each event from when they were added") {
  const auto run = [](const char* last_text) {
    MemoryChronicle chronicle;
    Still executor;
    std::vector<EventId> seen;
    std::vector<std::uint64_t> digests;
    chronicle.record(executor, Category::kNote, "c", "s", "before");
    chronicle.observe([&](const ChronicleEvent& event) {
      seen.push_back(event.id);
      CHECK(event.component == "c");
    });
    chronicle.digest_to([&](std::uint64_t value) { digests.push_back(value); });
    chronicle.record(executor, Category::kNote, "c", "s", "same");
    chronicle.record(executor, Category::kNote, "c", "s", last_text);
    CHECK(seen == std::vector<EventId>{2, 3});
    REQUIRE(digests.size() == 2);
    return digests;
  };
  const auto one = run("pulled image");
  const auto two = run("pulled images");
  CHECK(one[0] == two[0]);
  CHECK(one[1] != two[1]);
  CHECK(run("pulled image") == one);
}

TEST_CASE("many events, long texts and many subjects are kept exactly") {
  MemoryChronicle chronicle;
  Still executor;
  const auto text_of = [](EventId id) { return std::string(id % 500 == 0 ? 300'000 : id % 90, 'x'); };
  for (EventId id = 1; id <= 10'000; ++id) {
    const std::string subject = "pod/default/web-" + std::to_string(id);
    REQUIRE(chronicle.record(executor, Category::kNote, "c", subject, text_of(id)) == id);
  }
  EventId expected = 0;
  chronicle.for_each([&](const ChronicleEvent& event) {
    REQUIRE(event.id == ++expected);
    REQUIRE(event.subject == "pod/default/web-" + std::to_string(event.id));
    REQUIRE(event.text == text_of(event.id));
    REQUIRE(event.cause == event.id - 1);
  });
  CHECK(expected == 10'000);
  CHECK(chronicle.chain(10'000).size() == 10'000);
}

TEST_CASE("a text without end is cut, not refused") {
  MemoryChronicle chronicle;
  Still executor;
  const std::string huge(3 << 20, 'y');
  const EventId id = chronicle.record(executor, Category::kNote, "c", "s", huge);
  CHECK(chronicle.get(id)->text.size() == 1 << 20);
  CHECK(chronicle.record(executor, Category::kNote, "c", "s", "next") == 2);
  CHECK(chronicle.get(2)->text == "next");
}

TEST_CASE("keep_last forgets the oldest and keeps at least the last ones") {
  MemoryChronicle chronicle({.keep_last = 100});
  Still executor;
  for (int i = 1; i <= 50'000; ++i) {
    chronicle.record(executor, Category::kNote, "c", i == 5 ? "old" : "s", std::to_string(i));
    REQUIRE(chronicle.size() - chronicle.first() + 1 <= 100 + 2048);
  }
  CHECK(chronicle.size() == 50'000);
  CHECK(chronicle.first() > 1);
  CHECK(chronicle.first() <= 50'000 - 99);
  CHECK_FALSE(chronicle.get(1));
  CHECK_FALSE(chronicle.get(chronicle.first() - 1));
  CHECK(chronicle.get(chronicle.first())->text == std::to_string(chronicle.first()));
  CHECK(chronicle.last_for_subject("old") == kNoCause);
  CHECK(chronicle.last_for_subject("s") == 50'000);
  CHECK(chronicle.chain(50'000).size() == chronicle.size() - chronicle.first() + 1);
}
