#include "control-plane/kubelet/admission.h"

#include "tests/control-plane/kubelet/support/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::kubelet;

namespace {

Container asking(const std::string& name, const char* cpu, const char* memory) {
  Container container = make::container(name);
  container.resources.requests = {{"cpu", *Quantity::parse(cpu)}, {"memory", *Quantity::parse(memory)}};
  return container;
}

}  // namespace

TEST_CASE("a pod asks for the greater of its containers together and its init containers") {
  PodSpec spec = make::spec({asking("a", "500m", "1Gi"), asking("b", "250m", "1Gi")});
  spec.init_containers = {asking("i", "2", "512Mi")};
  const Share share = share_of(spec);
  CHECK(share.cpu == 2000);
  CHECK(share.memory == 2LL << 30);
  CHECK(share.pods == 1);
}

TEST_CASE("what does not fit is refused in Kubernetes' words, and fits again when room is given back") {
  Admission admission({4000, 8LL << 30, 2});
  const Share one{1000, 1LL << 30, 1}, four{4000, 0, 1};
  admission.take(one);
  REQUIRE(admission.refuses(four));
  CHECK(admission.refuses(four)->reason == "OutOfcpu");
  CHECK(admission.refuses(four)->message ==
        "Node didn't have enough resource: cpu, requested: 4000, used: 1000, capacity: 4000");
  CHECK(admission.refuses({0, 8LL << 30, 1})->reason == "OutOfmemory");
  admission.take(one);
  CHECK(admission.refuses({0, 0, 1})->message ==
        "Node didn't have enough resource: pods, requested: 1, used: 2, capacity: 2");
  admission.give_back(one);
  admission.give_back(one);
  CHECK_FALSE(admission.refuses(four));
}
