// Silence has no sender, and still the chronicle knows which fault it comes from.
#include "control-plane/objects/kinds/node.h"
#include "scenarios/cluster/cluster.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

// What caused node-1 to be called Unknown, as "SUBJECT TEXT".
std::string cause_of_silence(const std::function<Status(Chaos&)>& fault,
                             Duration mended_after = Duration{0}) {
  Cluster cluster;
  cluster.run_for(30s);
  REQUIRE(fault(cluster.chaos()).ok());
  if (mended_after > Duration{0}) {
    cluster.run_for(mended_after);
    REQUIRE(cluster.chaos().mend_link("node-1", "control-plane").ok());
  }
  cluster.run_for(70s);
  std::string cause = "node-1 was not called Unknown";
  cluster.chronicle().for_each([&](const ChronicleEvent& event) {
    if (event.subject != "node/node-1" || event.text.find("-> Unknown") == std::string_view::npos) return;
    const auto found = cluster.chronicle().get(event.cause);
    cause = found ? std::string(found->subject) + " " + std::string(found->text) : "none";
  });
  return cause;
}

}  // namespace

TEST_CASE("a node's silence is caused by the fault of its machine, its kubelet or its link") {
  CHECK(cause_of_silence([](Chaos& c) { return c.power_off("node-1"); }) == "machine/node-1 power off");
  CHECK(cause_of_silence([](Chaos& c) { return c.pause_machine("node-1"); }) == "machine/node-1 paused");
  CHECK(cause_of_silence([](Chaos& c) { return c.stop_kubelet("node-1"); }) == "kubelet/node-1 stopped");
  CHECK(cause_of_silence([](Chaos& c) { return c.cut_link("node-1", "control-plane", true); }) ==
        "link/node-1->control-plane cut");
  CHECK(cause_of_silence([](Chaos& c) { return c.cut_link("control-plane", "node-1", false); }) ==
        "link/control-plane<->node-1 cut");
}

TEST_CASE("a mended link is not what silenced a node, even if the node is missed only afterwards") {
  CHECK(cause_of_silence([](Chaos& c) { return c.cut_link("node-1", "control-plane", false); }, 39s) ==
        "link/node-1<->control-plane cut");
}
