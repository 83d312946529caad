// How fast targets follow: windows, rates and bounds, and the words of their conditions.
#include "control-plane/controllers/autoscaling/pace.h"

#include <string>

#include "tests/control-plane/controllers/autoscaling/rig.h"
#include "tests/support/catch.h"

namespace podium::controllers {

TEST_CASE("without a behaviour: up to twice as many or four, down after five minutes", "[hpa]") {
  Stepper stepper(1, 10);
  const Pace first = stepper.step(8);
  CHECK(first.replicas == 4);
  CHECK(first.limited);
  CHECK(std::string(first.limit.reason) == "ScaleUpLimit");
  CHECK(std::string(first.limit.message) ==
        "the desired replica count is increasing faster than the maximum scale rate");
  CHECK(stepper.step(8).replicas == 8);
  const Pace most = stepper.step(12);
  CHECK(most.replicas == 10);
  CHECK(std::string(most.limit.reason) == "TooManyReplicas");

  const Pace held = stepper.step(4);
  CHECK(held.replicas == 10);
  CHECK(std::string(held.able.reason) == "ScaleDownStabilized");
  // The last recommendation of twelve was at 45 s: it counts for five minutes, to the second.
  for (Duration at = 75s; at <= 345s; at += 15s) CHECK(stepper.step(4).replicas == 10);
  const Pace down = stepper.step(4);
  CHECK(down.replicas == 4);
  CHECK_FALSE(down.limited);
  CHECK(std::string(down.able.reason) == "ReadyForNewScale");
  CHECK(std::string(down.limit.message) == "the desired count is within the acceptable range");
  Stepper low(3, 10);
  low.spec.min_replicas = 2;
  low.memory.recommendations.clear();
  CHECK(std::string(low.step(1).limit.reason) == "TooFewReplicas");
}

TEST_CASE("with a behaviour: the policy that changes most, least, or none", "[hpa]") {
  const auto up_to = [](const char* select) {
    Stepper stepper(10);
    stepper.behave_by_default();
    stepper.spec.behavior.edit().scale_up.edit().select_policy = select;
    return stepper.step(1000).replicas;
  };
  CHECK(up_to("Max") == 20);
  CHECK(up_to("Min") == 14);
  CHECK(up_to("Disabled") == 10);
  const auto down_to = [](const char* select) {
    Stepper stepper(100);
    stepper.behave_by_default();
    HpaScalingRules& down = stepper.spec.behavior.edit().scale_down.edit();
    down = Stepper::rules("Pods", 4, 60, 0);
    down.policies.push_back({"Percent", 10, 60});
    down.select_policy = select;
    return stepper.step(1).replicas;
  };
  CHECK(down_to("Max") == 90);
  CHECK(down_to("Min") == 96);
  CHECK(down_to("Disabled") == 100);
}

TEST_CASE("a rate counts what was added and taken away in its period", "[hpa]") {
  Stepper stepper(10);
  stepper.behave_by_default();
  stepper.spec.behavior.edit().scale_up = Stepper::rules("Pods", 4, 60, 0);
  CHECK(stepper.step(12).replicas == 12);
  const Pace second = stepper.step(100);
  CHECK(second.replicas == 14);
  CHECK(std::string(second.limit.reason) == "ScaleUpLimit");
  CHECK(stepper.step(100).replicas == 14);
  CHECK(stepper.step(100).replicas == 14);
  CHECK(stepper.step(100).replicas == 16);  // 60 s after the first two
  stepper.spec.behavior.edit().scale_down = Stepper::rules("Pods", 1, 15, 0);
  const Pace down = stepper.step(1);
  CHECK(down.replicas == 15);
  CHECK(std::string(down.limit.reason) == "ScaleDownLimit");
}

TEST_CASE("an upward window applies the lowest recommendation, and says so", "[hpa]") {
  Stepper stepper(2);
  stepper.behave_by_default();
  stepper.spec.behavior.edit().scale_up.edit().stabilization_window_seconds = 60;
  const Pace held = stepper.step(6);
  CHECK(held.replicas == 2);
  CHECK(std::string(held.able.reason) == "ScaleUpStabilized");
  CHECK(std::string(held.able.message) ==
        "recent recommendations were lower than current one, applying the lowest recent recommendation");
  stepper.step(6), stepper.step(5);
  CHECK(stepper.step(6).replicas == 5);
}

}  // namespace podium::controllers
