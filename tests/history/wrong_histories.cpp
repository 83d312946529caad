// The checker finds each kind of wrong: in small histories written for it, and in real ones once damaged.
#include "tests/history/workload.h"
#include "tests/support/catch.h"

using namespace podium::history;

namespace {

// One writer makes a at 10, changes it at 11, removes it at 13; another makes b at 12. A watcher is told of
// all, a reader reads each in between, a list of two pages shows both.
History correct() {
  using Kind = Write::Kind;
  History h;
  h.writes = {{Kind::kCreate, {1, 2}, {"a", "a1", 10}, 0},
              {Kind::kUpdate, {5, 6}, {"a", "a2", 11}, 10},
              {Kind::kCreate, {9, 10}, {"b", "b1", 12}, 0},
              {Kind::kRemove, {21, 22}, {"a", "", 0}, 11}};
  h.reads = {{{3, 4}, {"a", "a1", 10}}, {{7, 8}, {"a", "a2", 11}}, {{23, 24}, {"a", "", 0}}};
  h.lists = {{{{{11, 12}, 12, {{"a", "a2", 11}}}, {{13, 14}, 12, {{"b", "b1", 12}}}}, true}};
  h.watches = {{9,
                {{15, EventKind::kAdded, {"a", "a1", 10}},
                 {16, EventKind::kModified, {"a", "a2", 11}},
                 {17, EventKind::kAdded, {"b", "b1", 12}},
                 {25, EventKind::kDeleted, {"a", "a2", 13}}},
                true}};
  return h;
}

bool finds(const History& history, const std::string& rule) {
  for (const std::string& violation : violations(history)) {
    if (violation.starts_with(rule + ": ")) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a correct history breaks nothing") {
  CHECK(violations(correct()) == std::vector<std::string>{});
  CHECK(violations({}).empty());
}

TEST_CASE("wrong writes are found") {
  History h = correct();
  SECTION("a write whose revision is below one that was known before it began") {
    h.writes[2].result.revision = 5;
    h.watches[0].events[2].object.revision = 5;
    CHECK(finds(h, "revision goes back"));
  }
  SECTION("two writes of one revision") {
    h.writes[2].result.revision = 11;
    CHECK(finds(h, "revision told differently"));
  }
  SECTION("an update that names a version behind which there was another") {
    h.watches[0].from = 10;
    h.watches[0].events.erase(h.watches[0].events.begin());
    h.writes[1].result.revision = h.watches[0].events[0].object.revision = 20;
    h.watches[0].events[0].object = {"a", "other", 15};
    CHECK(finds(h, "lost update"));
  }
  SECTION("a removal that names a version behind which there was another") {
    h.writes[3].base = 10;
    CHECK(finds(h, "lost update"));
  }
  SECTION("a removal that nobody saw") {
    h.watches[0].events.pop_back();
    CHECK(finds(h, "removal that did nothing"));
  }
  SECTION("a name that is given twice") {
    h.writes[1].kind = Write::Kind::kCreate;
    CHECK(finds(h, "created what was there"));
  }
  SECTION("an update of what was never made") {
    h.writes[2].kind = Write::Kind::kUpdate;
    CHECK(finds(h, "changed what was not there"));
  }
}

TEST_CASE("wrong reads are found") {
  History h = correct();
  SECTION("a client does not see its own write") {
    h.reads[1].found = {"a", "a1", 10};
    CHECK(finds(h, "stale read"));
  }
  SECTION("what was written is not there") {
    h.reads[0].found = {"a", "", 0};
    CHECK(finds(h, "stale read"));
  }
  SECTION("what was removed is still there") {
    h.reads[2].found = {"a", "a2", 11};
    CHECK(finds(h, "stale read"));
  }
  SECTION("a value that nobody wrote") {
    h.reads[1].found.value = "a3";
    CHECK(finds(h, "stale read"));
  }
}

TEST_CASE("wrong lists are found") {
  History h = correct();
  std::vector<Page>& pages = h.lists[0].pages;
  SECTION("older than what was acknowledged before it began") {
    pages = {{{11, 12}, 11, {{"a", "a2", 11}}}};
    CHECK(finds(h, "stale list"));
  }
  SECTION("newer than what had been asked for") {
    pages = {{{11, 12}, 13, {{"b", "b1", 12}}}};
    CHECK(finds(h, "list of what was to come"));
  }
  SECTION("a page of another revision") {
    pages[1].revision = 13;
    CHECK(finds(h, "pages of two snapshots"));
  }
  SECTION("an object is missing") {
    pages.pop_back();
    CHECK(finds(h, "list of what was not there"));
  }
  SECTION("an object is told on two pages") {
    pages[1].items.insert(pages[1].items.begin(), pages[0].items[0]);
    CHECK(finds(h, "list of what was not there"));
  }
  SECTION("an object as it no longer was") {
    pages[0].items[0] = {"a", "a1", 10};
    CHECK(finds(h, "list of what was not there"));
  }
  SECTION("a list that breaks off may miss its end, but nothing before") {
    h.lists[0].complete = false;
    pages.pop_back();
    CHECK(violations(h).empty());
    pages[0].items = {{"b", "b1", 12}};
    CHECK(finds(h, "list of what was not there"));
  }
}

TEST_CASE("wrong watches are found") {
  History h = correct();
  std::vector<Event>& events = h.watches[0].events;
  SECTION("an event between others is lost") {
    events.erase(events.begin() + 2);
    CHECK(finds(h, "event lost"));
  }
  SECTION("the last events are lost, by a watcher that had the time to hear of them") {
    h.watches.push_back(h.watches[0]);
    h.watches[1].events.pop_back();
    CHECK(finds(h, "event lost"));
    h.watches[1].caught_up = false;
    CHECK(violations(h).empty());
  }
  SECTION("an event is told again after a resume") {
    events.insert(events.begin() + 2, events[1]);
    CHECK(finds(h, "event out of order or twice"));
  }
  SECTION("an event comes after a later one") {
    std::swap(events[1], events[2]);
    CHECK(finds(h, "event out of order or twice"));
  }
  SECTION("an event from before the watch's beginning") {
    h.watches[0].from = 10;
    CHECK(finds(h, "event out of order or twice"));
  }
  SECTION("an addition of what was there, a change of what was not") {
    events[1].kind = EventKind::kAdded;
    CHECK(finds(h, "event of the wrong kind"));
    events[1].kind = EventKind::kModified;
    events[0].kind = EventKind::kModified;
    CHECK(finds(h, "event of the wrong kind"));
  }
  SECTION("an event comes before its write was asked for") {
    events[3].at = 18;
    CHECK(finds(h, "event of what was to come"));
  }
  SECTION("two watchers are told different values") {
    h.watches.push_back(h.watches[0]);
    h.watches[1].events[2].object.value = "b2";
    CHECK(finds(h, "revision told differently"));
  }
}

TEST_CASE("any one event taken out of a recorded history is missed, any one told twice is noticed") {
  const History recorded = record({}).history;
  REQUIRE(violations(recorded).empty());
  for (std::size_t w = 0; w < recorded.watches.size(); ++w) {
    const std::vector<Event>& events = recorded.watches[w].events;
    for (std::size_t i = 0; i + 1 < events.size(); i += 37) {
      History damaged = recorded;
      damaged.watches[w].events.erase(damaged.watches[w].events.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK(finds(damaged, "event lost"));
      damaged = recorded;
      damaged.watches[w].events.insert(damaged.watches[w].events.begin() + static_cast<std::ptrdiff_t>(i),
                                       events[i]);
      CHECK(finds(damaged, "event out of order or twice"));
    }
  }
}
