// Facts 3.12: thresholds, the order of evictions, and their words; 3.11: who the kernel kills.
#include "control-plane/kubelet/eviction_rank.h"
#include "control-plane/kubelet/pressure.h"
#include "tests/control-plane/kubelet/support/node_world.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::kubelet;

namespace {

constexpr std::int64_t kMi = 1LL << 20, kGi = 1LL << 30;

sim::AppModel hungry(const std::string& image, sim::UseCurve memory, sim::UseCurve disk = {}) {
  sim::AppModel model = NodeWorld::model(image);
  model.memory = memory;
  model.disk = disk;
  return model;
}

// A pod of one container "c" of that image.
PodSpec spec_of(const std::string& image, std::int64_t request = 0, std::int64_t limit = 0) {
  PodSpec spec = make::spec({make::container("c")});
  Container& container = spec.containers.edit()[0];
  container.image = image;
  if (request > 0) container.resources.requests.set("memory", Quantity::bytes(request));
  if (limit > 0) container.resources.limits.set("memory", Quantity::bytes(limit));
  return spec;
}

Condition node_condition(NodeWorld& w, const char* type) {
  return *find_condition(w.node()->status.value().conditions, type);
}

PodUse use(const std::string& name, int priority, std::int64_t used, std::int64_t requested) {
  Ref<Pod> pod = make::pod(name, make::spec({make::container("c")}));
  pod->spec.edit().priority = priority;
  return {pod, {{"c", used, 0, requested, 0}}};
}

}  // namespace

TEST_CASE("those beyond their request go first, then the less important, then the greatest excess") {
  std::vector<PodUse> pods{use("within", 0, 5 * kGi, 6 * kGi), use("important", 100, 3 * kGi, kGi),
                           use("little", 0, kGi, kGi / 2), use("much", 0, 2 * kGi, kGi / 2),
                           use("well-within", 0, kGi, 6 * kGi)};
  rank(pods, EvictionSignal::kMemoryAvailable);
  std::string order;
  for (const PodUse& pod : pods) order += pod.pod->metadata.name.str() + " ";
  CHECK(order == "much little important within well-within ");
}

TEST_CASE("an evicted pod says what the node lacked, and what its containers used") {
  const MetThreshold met{EvictionSignal::kMemoryAvailable, true, 100 * kMi, 52 * kMi};
  CHECK(eviction_message(use("web", 0, 1200 * kMi, 500 * kMi), met) ==
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. Container c was "
        "using 1200Mi, request is 500Mi, has larger consumption of memory. ");
  CHECK(eviction_message(use("web", 0, kMi, 500 * kMi), met) ==
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. ");
}

TEST_CASE("a soft threshold counts after its grace period, and a pressure shows for five minutes more") {
  EvictionOptions options;
  options.soft = {{EvictionSignal::kMemoryAvailable, kGi, 0, 90s}};
  PressureWatch watch(options);
  const MachineStats low{16 * kGi, kGi / 2, 100 * kGi, 90 * kGi},
      well{16 * kGi, 2 * kGi, 100 * kGi, 90 * kGi};
  CHECK(watch.look(low, make::kStart).empty());
  CHECK_FALSE(watch.quiet());
  CHECK(watch.look(well, make::kStart + 80s).empty());
  CHECK(watch.quiet());
  CHECK(watch.look(low, make::kStart + 90s).empty());
  const auto due = watch.look(low, make::kStart + 180s);
  REQUIRE(due.size() == 1);
  CHECK_FALSE(due[0].hard);
  CHECK(watch.pressures().memory);
  CHECK(watch.look(well, make::kStart + 479s).empty());
  CHECK(watch.pressures().memory);
  watch.look(well, make::kStart + 480s);
  CHECK_FALSE(watch.pressures().memory);
  CHECK(watch.quiet());
}

TEST_CASE("a node without memory shows it, evicts one pod, and refuses BestEffort pods for five minutes") {
  NodeWorld w;
  w.world.applications().add(hungry("hog", {.start = 15 * kGi, .growth = 2 * kMi}));
  w.create("calm", spec_of("app:1"));
  w.create("hog", spec_of("hog", 500 * kMi));
  // 15 GiB + 20 MiB + 2 MiB/s leave less than 100 MiB after 453 s; a look every 10 s sees it.
  w.run(450s);
  CHECK(node_condition(w, "MemoryPressure").status == "False");
  w.run(25s);
  const Ref<const Pod> hog = w.find("hog");
  const PodStatus& status = hog->status.value();
  CHECK(status.phase == "Failed");
  CHECK(status.reason == "Evicted");
  CHECK_THAT(status.message.str(),
             Catch::Matchers::StartsWith(
                 "The node was low on resource: memory. Threshold quantity: 100Mi, available: "));
  CHECK_THAT(status.message.str(),
             Catch::Matchers::EndsWith("request is 500Mi, has larger consumption of memory. "));
  CHECK(find_condition(status.conditions, "DisruptionTarget")->reason == "TerminationByKubelet");
  CHECK(w.event_count("hog", "Evicted") == 1);
  CHECK(w.event_count("n1", "EvictionThresholdMet") == 1);
  CHECK(w.event_count("n1", "NodeHasInsufficientMemory") == 1);
  CHECK(node_condition(w, "MemoryPressure").reason == "KubeletHasInsufficientMemory");
  CHECK(w.find("calm")->status.value().phase == "Running");

  w.create("besteffort", spec_of("app:1"));
  w.create("burstable", spec_of("app:1", kMi));
  w.run(10s);
  CHECK(w.find("besteffort")->status.value().reason == "Evicted");
  CHECK(w.find("besteffort")->status.value().message ==
        "Pod was rejected: The node had condition: [MemoryPressure]. ");
  CHECK(w.find("burstable")->status.value().phase == "Running");
  w.run(5min);
  CHECK(node_condition(w, "MemoryPressure").status == "False");
  CHECK(w.event_count("n1", "NodeHasSufficientMemory") == 2);  // one when it registered
}

// The eviction manager looks every 10 s; the kernel does not wait for it.
TEST_CASE("memory that runs out between two looks has the kernel kill whom it minds least") {
  NodeWorld w;
  w.world.applications().add(hungry("burst", {.start = 13 * kGi, .growth = kGi, .cap = 149 * kGi / 10}));
  w.world.applications().add(hungry("cache", {.start = 2 * kGi}));
  w.create("cache", spec_of("cache"));
  w.create("gold", spec_of("burst", 15 * kGi, 15 * kGi));
  w.run(10s);
  // BestEffort: 1000 and 125 for its memory. The other has 1000 - 1000 * 15/16, and less than 937.
  CHECK(w.container("cache").restart_count >= 1);
  CHECK(w.container("cache").last_state.terminated->reason == "OOMKilled");
  CHECK(w.container("gold").restart_count == 0);
}

TEST_CASE("a full disk costs unused images first, and pods only if that is not enough") {
  NodeWorld w;
  w.world.registry().set_image("old:1", 20 * kGi);
  w.world.applications().add(
      hungry("logs", {.start = kMi}, {.start = 70 * kGi, .growth = 100 * kMi, .cap = 82 * kGi}));
  w.create("old", spec_of("old:1"));
  w.run(20min);
  w.remove("old", 0);
  w.run(1min);
  w.create("logs", spec_of("logs"));
  w.run(2min);
  CHECK_FALSE(w.host.runtime.has_image("old:1"));
  CHECK(w.find("logs")->status.value().phase == "Running");
  CHECK(node_condition(w, "DiskPressure").status == "True");
  w.run(10min);
  CHECK(node_condition(w, "DiskPressure").status == "False");

  w.world.applications().add(hungry("more", {.start = kMi}, {.start = 10 * kGi}));
  w.create("more", spec_of("more"));
  w.run(1min);
  CHECK(w.find("logs")->status.value().reason == "Evicted");
  CHECK_THAT(
      w.find("logs")->status.value().message.str(),
      Catch::Matchers::StartsWith("The node was low on resource: ephemeral-storage. Threshold quantity: "));
  CHECK(w.find("more")->status.value().phase == "Running");
}
