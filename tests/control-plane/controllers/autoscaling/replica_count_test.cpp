// The arithmetic of HorizontalPodAutoscalers. Numbers: Kubernetes' documentation of its algorithm, and worked
// examples of replica_calculator.go.
#include "control-plane/controllers/autoscaling/replica_count.h"

#include "tests/control-plane/controllers/autoscaling/rig.h"
#include "tests/support/catch.h"

namespace podium::controllers {

namespace {

// What pods of one core each make of a target of 50 %, where `known` of them use so much.
Result<Proposal> at_half(const ScaledPods& pods, int known, std::int64_t milli) {
  const PodAutoscalerOptions options;
  return count_by_utilization({pods, static_cast<std::int32_t>(pods.size()), options, kBegin},
                              samples_of(pods, known, milli), "cpu", {}, 50);
}

std::int32_t replicas_at_half(const ScaledPods& pods, int known, std::int64_t milli) {
  return at_half(pods, known, milli).value().replicas;
}

void edit(ScaledPods& pods, std::size_t which, void (*change)(Pod&)) {
  Ref<Pod> changed = copy(*pods[which]);
  change(*changed);
  pods[which] = changed;
}

}  // namespace

TEST_CASE("desiredReplicas = ceil(currentReplicas * current / desired), unless within a tenth", "[hpa]") {
  CHECK(replicas_at_half(pods_of(4), 4, 900) == 8);
  CHECK(replicas_at_half(pods_of(1), 1, 4000) == 8);
  CHECK(replicas_at_half(pods_of(10), 10, 520) == 10);
  CHECK(replicas_at_half(pods_of(10), 10, 200) == 4);
  // The utilisation is cut to whole per cent before it is compared: 55.9 % is 55 %, which is 1.1 times 50 %.
  CHECK(replicas_at_half(pods_of(10), 10, 559) == 10);
  CHECK(replicas_at_half(pods_of(10), 10, 560) == 12);
  const Result<Proposal> found = at_half(pods_of(3), 3, 333);
  CHECK(found.value().utilization == 33);
  CHECK(found.value().milli == 333);
}

TEST_CASE("pods without a sample use nothing when the others ask for more, and all when for fewer", "[hpa]") {
  CHECK(replicas_at_half(pods_of(4), 3, 1000) == 6);
  CHECK(replicas_at_half(pods_of(4), 3, 200) == 4);
  // The direction never turns: two of five at 60 % would make 24 %, but nothing is taken away.
  CHECK(replicas_at_half(pods_of(5), 2, 600) == 5);
}

TEST_CASE("pods that are not ready yet hold a scale-up up, and do not count on the way down", "[hpa]") {
  const auto young = [](Pod& pod) {
    PodStatus& status = pod.status.edit();
    status.start_time = kBegin - 1min;
    Condition ready;
    ready.type_ = "Ready";
    ready.status = "False";
    set_condition(status.conditions, ready, kBegin - 1min);
  };
  ScaledPods pods = pods_of(4);
  edit(pods, 3, young);
  CHECK(replicas_at_half(pods, 4, 1000) == 6);  // (300 / 4) / 50 = 1.5
  CHECK(replicas_at_half(pods, 4, 200) == 2);   // ceil(0.4 * 3)
  edit(pods, 3, [](Pod& pod) { pod.status.edit().phase = "Pending"; });
  CHECK(replicas_at_half(pods, 3, 1000) == 6);
  // "failed pods and pods being deleted are ignored"
  edit(pods, 3, [](Pod& pod) { pod.status.edit().phase = "Failed"; });
  CHECK(replicas_at_half(pods, 4, 1000) == 6);
  edit(pods, 2, [](Pod& pod) { pod.metadata.deletion_timestamp = kBegin; });
  CHECK(replicas_at_half(pods, 4, 1000) == 4);
}

TEST_CASE("a sample that began before a young pod was ready does not count; an old pod's does", "[hpa]") {
  // Ready for 20 s, measured over 30 s.
  const auto just_ready = [](Pod& pod) {
    pod.status.edit().start_time = kBegin - 1min;
    pod.status.edit().conditions.edit()[0].last_transition_time = kBegin - 20s;
  };
  ScaledPods pods = pods_of(2);
  edit(pods, 1, just_ready);
  CHECK(replicas_at_half(pods, 2, 1000) == 2);  // (100 + 0) / 2 is the target
  edit(pods, 1, [](Pod& pod) { pod.status.edit().start_time = kBegin - 6min; });
  CHECK(replicas_at_half(pods, 2, 1000) == 4);
}

TEST_CASE("a pod that asks for nothing, or pods that nobody has measured, are errors", "[hpa]") {
  ScaledPods pods = pods_of(2);
  CHECK(at_half(pods, 0, 0).error().message ==
        "did not receive metrics for targeted pods (pods might be unready)");
  CHECK(at_half({}, 0, 0).error().message == "no pods returned by selector while calculating replica count");
  edit(pods, 1, [](Pod& pod) { pod.spec.edit().containers.edit()[0].resources.requests.erase("cpu"); });
  CHECK(at_half(pods, 2, 500).error().message == "missing request for cpu in container main of Pod pod-1");
}

TEST_CASE("averages of each pod, values of an object, and shares of one", "[hpa]") {
  const PodAutoscalerOptions options;
  const ScaledPods pods = pods_of(4);
  const CountContext context{pods, 4, options, kBegin};
  const auto average = count_by_average(context, samples_of(pods, 4, 15'000), "", 10'000);
  CHECK(average.value().replicas == 6);
  CHECK(average.value().milli == 15'000);
  // Missing ones use the target on the way down, and nothing on the way up.
  CHECK(count_by_average(context, samples_of(pods, 2, 1000), "", 10'000).value().replicas == 3);
  CHECK(count_by_average(context, samples_of(pods, 2, 40'000), "", 10'000).value().replicas == 8);

  CHECK(count_by_value(context, 3000, 2000).value().replicas == 6);
  CHECK(count_by_value(context, 2100, 2000).value().replicas == 4);
  CHECK(count_by_value({pods, 0, options, kBegin}, 3000, 2000).value().replicas == 2);

  CHECK(count_by_share(context, 95'000, 10'000, 4).replicas == 10);
  CHECK(count_by_share(context, 95'000, 10'000, 4).milli == 23'750);
  CHECK(count_by_share(context, 42'000, 10'000, 4).replicas == 4);
}

}  // namespace podium::controllers
