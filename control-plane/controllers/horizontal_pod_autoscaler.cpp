// Gives workloads as many replicas as their metrics ask for.
#include "control-plane/controllers/horizontal_pod_autoscaler.h"

#include "control-plane/controllers/autoscaling/metrics.h"
#include "control-plane/controllers/autoscaling/pace.h"
#include "control-plane/controllers/autoscaling/target.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/kinds/horizontal_pod_autoscaler.h"
#include "control-plane/objects/selector_text.h"

namespace podium::controllers {

namespace {

using Autoscaler = HorizontalPodAutoscaler;
constexpr const char* kAboveMax = "Current number of replicas above Spec.MaxReplicas";
constexpr const char* kBelowMin = "Current number of replicas below Spec.MinReplicas";

ScaledPods pods_of(const Snapshot& snapshot, const Text& namespace_, const LabelSelector& selector) {
  ScaledPods pods;
  snapshot.each_in(Pod::info(), namespace_, [&](const ObjectRef& object) {
    if (selector.matches(object->metadata.labels)) pods.push_back(as<Pod>(object));
  });
  return pods;
}

// Autoscalers of the same target, if there are several: "default/a default/b".
std::string rivals(const Snapshot& snapshot, const Autoscaler& autoscaler) {
  std::string names;
  int count = 0;
  snapshot.each_in(Autoscaler::info(), autoscaler.metadata.namespace_, [&](const ObjectRef& object) {
    const auto& other = static_cast<const Autoscaler&>(*object);
    if (!(other.spec.value().scale_target_ref == autoscaler.spec->scale_target_ref)) return;
    names += (count++ > 0 ? " " : "") + other.metadata.namespace_.str() + "/" + other.metadata.name.str();
  });
  return count > 1 ? names : "";
}

// One look at an autoscaler, with the answers to its questions where it had any.
class Look {
 public:
  Look(const Snapshot& snapshot, const Autoscaler& autoscaler, const Turn& turn,
       const PodAutoscalerOptions& options)
      : snapshot_(snapshot),
        autoscaler_(autoscaler),
        spec_(autoscaler.spec.value()),
        turn_(turn),
        options_(options),
        status_(autoscaler.status.value()) {
    const auto* memory = static_cast<const AutoscalerMemory*>(turn.memory.get());
    if (memory != nullptr && memory->uid == autoscaler.metadata.uid) memory_ = *memory;
    memory_.uid = autoscaler.metadata.uid;
  }

  Plan plan() {
    plan_.wake_by(turn_.now + options_.sync_period);
    if (turn_.failure != nullptr && turn_.failure->kind != &Autoscaler::info())
      set("AbleToScale", false, "FailedUpdateScale",
          "the HPA controller was unable to update the target scale: " + turn_.failure->message);
    else
      decide();
    if (!plan_.questions.empty()) return std::move(plan_);
    if (!(status_ == autoscaler_.status.value())) {
      const Ref<Autoscaler> changed = copy(autoscaler_);
      changed->status = Box<HorizontalPodAutoscalerStatus>(std::move(status_));
      plan_.then(update_status(changed));
    }
    plan_.memory = std::make_shared<AutoscalerMemory>(std::move(memory_));
    return std::move(plan_);
  }

 private:
  std::int32_t least() const { return spec_.min_replicas.value_or(1); }

  void decide() {
    const Result<ScaleTarget> found =
        find_target(snapshot_, autoscaler_.metadata.namespace_, spec_.scale_target_ref);
    if (!found.ok()) {
      warn("FailedGetScale", found.error().message);
      return set("AbleToScale", false, "FailedGetScale",
                 "the HPA controller was unable to get the target's current scale: " + found.error().message);
    }
    const ScaleTarget& target = found.value();
    set("AbleToScale", true, "SucceededGetScale",
        "the HPA controller was able to get the target's current scale");
    status_.current_metrics.clear();  // told of only while they are looked at
    if (memory_.recommendations.empty()) memory_.recommendations.push_back({target.wanted, turn_.now});
    if (target.wanted == 0 && least() != 0) {
      set("ScalingActive", false, "ScalingDisabled",
          "scaling is disabled since the replica count of the target is zero");
      return settle(target, 0, {});
    }
    if (target.wanted > spec_.max_replicas) return settle(target, spec_.max_replicas, kAboveMax);
    if (target.wanted < least()) return settle(target, least(), kBelowMin);
    measure(target);
  }

  // Metrics count only while the target is within its bounds.
  void measure(const ScaleTarget& target) {
    if (!selects_alone(target)) return;
    if (turn_.answers == nullptr) {
      for (const MetricSpec& metric : spec_.metrics)
        plan_.questions.push_back(question_about(metric, autoscaler_.metadata.namespace_, target.selector));
      if (!plan_.questions.empty()) return;
    }
    const std::optional<std::int32_t> wanted = weigh(target);
    if (!wanted) return;
    const std::string reason = *wanted > target.wanted   ? above_ + " above target"
                               : *wanted < target.wanted ? "All metrics below target"
                                                         : "";
    const Pace paced = pace(spec_, target.wanted, *wanted, options_, turn_.now, memory_);
    set("AbleToScale", true, paced.able.reason, paced.able.message);
    set("ScalingLimited", paced.limited, paced.limit.reason, paced.limit.message);
    settle(target, paced.replicas, reason);
  }

  bool selects_alone(const ScaleTarget& target) {
    status_.current_replicas = target.wanted;
    if (target.selector.empty()) {
      fail_selector("SelectorRequired", "InvalidSelector", "selector is required",
                    "the HPA target's scale is missing a selector");
      return false;
    }
    const std::string names = rivals(snapshot_, autoscaler_);
    if (names.empty()) return true;
    const std::string told = "pods by selector " + selector_text(&target.selector) +
                             " are controlled by multiple HPAs: [" + names + "]";
    fail_selector("AmbiguousSelector", "AmbiguousSelector", told, told);
    return false;
  }

  void fail_selector(std::string_view event, const char* reason, const std::string& told,
                     const std::string& message) {
    warn(event, told);
    warn("FailedComputeMetricsReplicas", told);
    set("ScalingActive", false, reason, message);
  }

  // The most that a metric asks for. Nothing if none can tell, or if those that can would have fewer.
  std::optional<std::int32_t> weigh(const ScaleTarget& target) {
    const ScaledPods pods = pods_of(snapshot_, autoscaler_.metadata.namespace_, target.selector);
    const CountContext context{pods, target.wanted, options_, turn_.now};
    std::int32_t most = 0;
    int failed = 0;
    std::string first_error, first_message;
    const char* first_reason = "";
    for (std::size_t i = 0; i < spec_.metrics.size(); ++i) {
      const Evaluation found = evaluate(spec_.metrics[i], (*turn_.answers)[i], context,
                                        autoscaler_.metadata.namespace_, target.present);
      status_.current_metrics.push_back(found.status);
      if (found.proposal.ok()) {
        if (most != 0 && found.proposal.value().replicas <= most) continue;
        most = found.proposal.value().replicas;
        above_ = found.name;
        continue;
      }
      const std::string& why = found.proposal.error().message;
      warn(found.failure, why);
      if (failed++ > 0) continue;
      first_reason = found.failure.data();
      first_message = why;
      first_error = found.failed_to_get + why;
    }
    const int all = static_cast<int>(spec_.metrics.size());
    if (failed >= all || (failed > 0 && most < target.wanted)) {
      warn("FailedComputeMetricsReplicas", "invalid metrics (" + std::to_string(failed) + " invalid out of " +
                                               std::to_string(all) + "), first error is: " + first_error);
      set("ScalingActive", false, first_reason,
          "the HPA was unable to compute the replica count: " + first_message);
      return std::nullopt;
    }
    set("ScalingActive", true, "ValidMetricFound",
        "the HPA was able to successfully calculate a replica count from " + above_);
    return most;
  }

  // The target shall have so many.
  void settle(const ScaleTarget& target, std::int32_t replicas, const std::string& reason) {
    status_.current_replicas = target.wanted;
    status_.desired_replicas = replicas;
    if (replicas == target.wanted) return;
    const std::string told = "New size: " + std::to_string(replicas) + "; reason: " + reason;
    Action scale = update(with_replicas(*target.workload, replicas));
    scale.subresource = "scale";
    plan_.then(std::move(scale).telling(ObjectRef::share(&autoscaler_), {"SuccessfulRescale", told},
                                        {"FailedRescale", told + "; error: ", true}));
    note_scaling(spec_, target.wanted, replicas, turn_.now, memory_);
    status_.last_scale_time = turn_.now;
    set("AbleToScale", true, "SucceededRescale",
        "the HPA controller was able to update the target scale to " + std::to_string(replicas));
  }

  void set(const char* type, bool holds, const char* reason, const std::string& message) {
    Condition condition;
    condition.type_ = type;
    condition.status = holds ? "True" : "False";
    condition.reason = reason;
    condition.message = message;
    set_condition(status_.conditions, std::move(condition), turn_.now);
  }

  void warn(std::string_view reason, std::string message) {
    plan_.notes.push_back({ObjectRef::share(&autoscaler_), true, reason, std::move(message)});
  }

  const Snapshot& snapshot_;
  const Autoscaler& autoscaler_;
  const HorizontalPodAutoscalerSpec& spec_;
  const Turn& turn_;
  const PodAutoscalerOptions& options_;
  HorizontalPodAutoscalerStatus status_;
  AutoscalerMemory memory_;
  std::string above_;  // the metric that asks for the most
  Plan plan_;
};

class AutoscalerController final : public Controller {
 public:
  explicit AutoscalerController(PodAutoscalerOptions options) : options_(options) {}

  std::string_view name() const override { return "horizontal-pod-autoscaler"; }
  std::vector<const KindInfo*> watches() const override {
    std::vector<const KindInfo*> kinds = scaled_kinds();
    kinds.insert(kinds.end(), {&Autoscaler::info(), &Pod::info()});
    return kinds;
  }
  int workers() const override { return options_.workers; }
  // A scaling that failed is told of at once, and tried again a period later.
  Backoff backoff() const override { return {5ms, options_.sync_period}; }

  // By the clock alone: neither a change of the autoscaler nor one of its pods makes it look earlier.
  void observe(const Snapshot&, const Change& change, TimePoint now, Wake& wake) override {
    if (!change.of(Autoscaler::info())) return;
    if (change.after == nullptr)
      wake.now(key_of(change.latest()));
    else
      wake.at(key_of(change.latest()), now + options_.sync_period);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    const Ref<const Autoscaler> autoscaler = snapshot.find<Autoscaler>(root);
    if (!autoscaler || !autoscaler->spec) return {};
    return Look(snapshot, *autoscaler, turn, options_).plan();
  }

 private:
  PodAutoscalerOptions options_;
};

}  // namespace

std::unique_ptr<Controller> horizontal_pod_autoscaler_controller(const Settings& settings) {
  return std::make_unique<AutoscalerController>(settings.get<PodAutoscalerOptions>());
}

}  // namespace podium::controllers
