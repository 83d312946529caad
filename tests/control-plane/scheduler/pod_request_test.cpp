#include "control-plane/scheduler/pod_request.h"

#include "tests/support/catch.h"

using namespace podium;

namespace {

Container container(const char* cpu, const char* memory, const char* restart_policy = "") {
  Container c;
  c.name = "c";
  c.restart_policy = restart_policy;
  if (*cpu != '\0') c.resources.requests.set("cpu", *Quantity::parse(cpu));
  if (*memory != '\0') c.resources.requests.set("memory", *Quantity::parse(memory));
  return c;
}

}  // namespace

TEST_CASE("a pod asks for the sum of its containers") {
  PodSpec spec;
  spec.containers = {container("500m", "1Gi"), container("250m", "512Mi")};
  const PodRequest request = request_of(spec);
  CHECK(request.cpu == 750);
  CHECK(request.memory == (1536LL << 20));
}

TEST_CASE("an init container counts where it needs more than all that runs together") {
  PodSpec spec;
  spec.containers = {container("500m", "1Gi")};
  spec.init_containers = {container("2", "512Mi"), container("1", "4Gi")};
  const PodRequest request = request_of(spec);
  CHECK(request.cpu == 2000);
  CHECK(request.memory == (4LL << 30));
}

TEST_CASE("a sidecar runs beside the containers and beside later init containers") {
  PodSpec spec;
  spec.containers = {container("500m", "")};
  spec.init_containers = {container("300m", "", "Always"), container("600m", "")};
  CHECK(request_of(spec).cpu == 900);  // 600 + 300 for the init step, 500 + 300 afterwards
}

TEST_CASE("overhead is added on top") {
  PodSpec spec;
  spec.containers = {container("500m", "")};
  spec.overhead.set("cpu", Quantity::milli(120));
  CHECK(request_of(spec).cpu == 620);
}

TEST_CASE("scores count 100m and 200Mi for a container that is silent, but respect an explicit zero") {
  PodSpec spec;
  spec.containers = {container("", ""), container("0", "0")};
  const PodRequest request = request_of(spec);
  CHECK(request.cpu == 0);
  CHECK(request.nonzero_cpu == 100);
  CHECK(request.nonzero_memory == (200LL << 20));
}

TEST_CASE("extended resources are kept by name, zeros dropped") {
  PodSpec spec;
  Container c = container("1", "");
  c.resources.requests.set("example.com/gpu", Quantity::of(2));
  c.resources.requests.set("example.com/none", Quantity::of(0));
  spec.containers = {c};
  const PodRequest request = request_of(spec);
  REQUIRE(request.scalars.size() == 1);
  CHECK(request.scalars[0].first == "example.com/gpu");
  CHECK(request.scalars[0].second == 2);
}

namespace {

// A running pod with one container that asks for `asked` and was given `given` milli-CPU.
Pod resizing(const char* asked, const char* given, const char* reason = "") {
  Pod pod;
  pod.spec.edit().containers = {container(asked, "")};
  pod.spec.edit().containers.edit()[0].name = "c";
  ContainerStatus status;
  status.name = "c";
  status.resources.requests.set("cpu", *Quantity::parse(given));
  pod.status.edit().container_statuses = {status};
  if (*reason != '\0') pod.status.edit().conditions = {Condition{"PodResizePending", "True", reason, "", {}}};
  return pod;
}

}  // namespace

TEST_CASE("in the middle of a resize the greater of what is asked for and what was given counts") {
  CHECK(request_of(resizing("2", "500m")).cpu == 2000);
  CHECK(request_of(resizing("500m", "2")).cpu == 2000);
  CHECK(request_of(resizing("2", "500m", "Deferred")).cpu == 2000);
  CHECK(asks_for_what_it_has(resizing("500m", "0.5")));
}

TEST_CASE("what the node never can grant does not count") {
  CHECK(request_of(resizing("20", "500m", "Infeasible")).cpu == 500);
}
