#include "scenarios/report/lanes.h"

#include "tests/scenarios/report/scripted.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::test;

namespace {

// "Pending 1-2, Ready 2-9"
std::string told(const PodLife& life) {
  std::string text;
  for (const PodSpan& span : life.spans) {
    text += (text.empty() ? "" : ", ") + std::string(to_string(span.state)) + " " +
            std::to_string(nanos(span.from) / 1'000'000'000) + "-" +
            std::to_string(nanos(span.to) / 1'000'000'000);
  }
  return text;
}

}  // namespace

TEST_CASE("a pod's life is told by the store's changes") {
  Scripted story;
  story.write(1, "pod/default/web-1", "created");
  story.tell(2, Category::kDecision, "scheduler", "pod/default/web-1",
             "assigned to node-9");  // not yet written
  story.write(3, "pod/default/web-1", "bound to node-2");
  story.write(3, "pod/default/web-1", "Ready False (ContainersNotReady)");
  story.write(5, "pod/default/web-1", "Pending -> Running");
  story.write(8, "pod/default/web-1", "Ready False -> True");
  story.write(20, "pod/default/web-1", "deletion asked for");
  story.write(21, "pod/default/web-1",
              "web ended: Completed (exit 0); Ready True -> False (ContainersNotReady)");
  story.write(22, "pod/default/web-1", "deleted");

  const auto lives = pod_lives(story.chronicle, at(100));
  REQUIRE(lives.size() == 1);
  CHECK(lives[0].name == "default/web-1");
  CHECK(lives[0].node == "node-2");
  CHECK(lives[0].created == at(1));
  CHECK(lives[0].bound == at(3));
  CHECK(lives[0].deleted);
  CHECK(lives[0].ended == at(22));
  CHECK(told(lives[0]) == "Pending 1-5, Running, not Ready 5-8, Ready 8-20, Terminating 20-22");
}

TEST_CASE("several clauses of one change count together") {
  Scripted story;
  story.write(1, "pod/default/a", "created");
  story.write(4, "pod/default/a", "bound to node-1; Pending -> Running; Ready False -> True");
  story.write(6, "pod/default/a", "web restarts: 1; Ready True -> False (ContainersNotReady)");
  story.write(7, "pod/default/a", "Running -> Succeeded; web ended: Completed (exit 0)");
  CHECK(told(pod_lives(story.chronicle, at(9)).at(0)) ==
        "Pending 1-4, Ready 4-6, Running, not Ready 6-7, Done 7-9");
}

TEST_CASE("a pod that lives on ends with the story, and one that was never bound has no node") {
  Scripted story;
  story.write(1, "pod/shop/db-0", "created");
  story.write(2, "pod/shop/db-0", "PodScheduled False (Unschedulable)");
  const auto lives = pod_lives(story.chronicle, at(60));
  REQUIRE(lives.size() == 1);
  CHECK(lives[0].node.empty());
  CHECK_FALSE(lives[0].bound);
  CHECK_FALSE(lives[0].deleted);
  CHECK(told(lives[0]) == "Pending 1-60");
}

TEST_CASE("a name that is used again begins another life") {
  Scripted story;
  story.write(1, "pod/default/db-0", "created");
  story.write(2, "pod/default/db-0", "bound to node-1");
  story.write(3, "pod/default/db-0", "deleted");
  story.write(4, "pod/default/db-0", "created");
  story.write(5, "pod/default/db-0", "bound to node-2");
  const auto lives = pod_lives(story.chronicle, at(9));
  REQUIRE(lives.size() == 2);
  CHECK(lives[0].node == "node-1");
  CHECK(told(lives[0]) == "Pending 1-3");
  CHECK(lives[1].node == "node-2");
  CHECK(told(lives[1]) == "Pending 4-9");
}

TEST_CASE("a node has what the control plane saw of it, and when its machine was down") {
  Scripted story;
  story.write(1, "node/node-1", "created");
  story.write(2, "node/node-1", "Ready False -> True (KubeletReady); taints: none");
  story.tell(10, Category::kFault, "chaos", "machine/node-1", "power off");
  story.tell(11, Category::kFault, "chaos", "machine/client", "power off");  // no node
  story.write(50, "node/node-1", "Ready True -> Unknown (NodeStatusUnknown)");
  story.tell(60, Category::kFault, "chaos", "machine/node-1", "power on");
  story.write(70, "node/node-1", "Ready Unknown -> True (KubeletReady)");
  const auto nodes = node_lives(story.chronicle, at(100));
  REQUIRE(nodes.size() == 1);
  CHECK(nodes[0].name == "node-1");
  REQUIRE(nodes[0].ready.size() == 2);
  CHECK(nodes[0].ready[0].from == at(2));
  CHECK(nodes[0].ready[0].to == at(50));
  CHECK(nodes[0].ready[1].from == at(70));
  CHECK(nodes[0].ready[1].to == at(100));
  REQUIRE(nodes[0].down.size() == 1);
  CHECK(nodes[0].down[0].from == at(10));
  CHECK(nodes[0].down[0].to == at(60));
  CHECK(nodes[0].ended == at(100));
}

TEST_CASE("marks are the user's acts and the faults") {
  Scripted story;
  story.tell(1, Category::kUser, "user", "deployment/default/web", "apply (create)");
  story.write(1, "deployment/default/web", "created");
  story.tell(2, Category::kFault, "chaos", "machine/node-1", "power off");
  const auto found = marks(story.chronicle);
  REQUIRE(found.size() == 2);
  CHECK_FALSE(found[0].fault);
  CHECK(found[0].text == "apply (create): deployment/default/web");
  CHECK(found[1].fault);
  CHECK(found[1].at == at(2));
}
