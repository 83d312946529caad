#include "control-plane/metrics/use_table.h"

#include "tests/support/catch.h"

namespace podium {
namespace {

const TimePoint kStart = TimePoint{} + 1000s;

ContainerUse container(const char* pod, const char* name, std::int64_t cpu, TimePoint started = kStart) {
  return {.pod = {"default", pod}, .container = name, .started = started, .cpu_milli = cpu, .memory = 1000};
}

NodeUse scrape(Duration at, std::vector<ContainerUse> containers) {
  NodeUse use;
  use.at = kStart + at;
  use.containers = std::move(containers);
  return use;
}

TEST_CASE("a rate needs two scrapes") {
  UseTable table;
  table.take("n1", scrape(1s, {container("web", "c", 100)}));
  CHECK(!table.node("n1"));
  CHECK(!table.pod("n1", {"default", "web"}));

  table.take("n1", scrape(16s, {container("web", "c", 120), container("new", "c", 5)}));
  REQUIRE(table.node("n1"));
  CHECK(table.node("n1")->window == 15s);
  CHECK(table.node("n1")->cpu_milli == 125);
  CHECK(table.node("n1")->memory == 2000);
  REQUIRE(table.pod("n1", {"default", "web"}));
  CHECK(table.pod("n1", {"default", "web"})->containers[0].cpu_milli == 120);
  CHECK(!table.pod("n1", {"default", "new"}));
}

TEST_CASE("a pod with a container that was restarted is unknown until that has two scrapes") {
  UseTable table;
  const Key web{"default", "web"};
  table.take("n1", scrape(1s, {container("web", "a", 1), container("web", "b", 2)}));
  table.take("n1", scrape(16s, {container("web", "a", 1), container("web", "b", 2)}));
  REQUIRE(table.pod("n1", web));
  CHECK(table.pod("n1", web)->containers.size() == 2);
  table.take("n1", scrape(31s, {container("web", "a", 1), container("web", "b", 2, kStart + 20s)}));
  CHECK(!table.pod("n1", web));
  table.take("n1", scrape(46s, {container("web", "a", 1), container("web", "b", 2, kStart + 20s)}));
  CHECK(table.pod("n1", web));
}

TEST_CASE("a node that is forgotten begins anew") {
  UseTable table;
  table.take("n1", scrape(1s, {}));
  table.take("n1", scrape(16s, {}));
  CHECK(table.node("n1"));
  table.forget("n1");
  table.take("n1", scrape(31s, {}));
  CHECK(!table.node("n1"));
}

}  // namespace
}  // namespace podium
