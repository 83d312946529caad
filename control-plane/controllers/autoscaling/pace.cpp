#include "control-plane/controllers/autoscaling/pace.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace podium::controllers {

namespace {

constexpr Words kReady = {"ReadyForNewScale", "recommended size matches current size"};
constexpr Words kHeldUp = {
    "ScaleDownStabilized",
    "recent recommendations were higher than current one, applying the highest recent recommendation"};
constexpr Words kHeldDown = {
    "ScaleUpStabilized",
    "recent recommendations were lower than current one, applying the lowest recent recommendation"};
constexpr Words kInRange = {"DesiredWithinRange", "the desired count is within the acceptable range"};
constexpr Words kTooFew = {"TooFewReplicas",
                           "the desired replica count is less than the minimum replica count"};
constexpr Words kTooMany = {"TooManyReplicas",
                            "the desired replica count is more than the maximum replica count"};
constexpr Words kTooFastUp = {"ScaleUpLimit",
                              "the desired replica count is increasing faster than the maximum scale rate"};
constexpr Words kTooFastDown = {"ScaleDownLimit",
                                "the desired replica count is decreasing faster than the maximum scale rate"};

struct Limited {
  std::int32_t replicas;
  Words words;
};

std::int32_t least(const HorizontalPodAutoscalerSpec& spec) { return spec.min_replicas.value_or(1); }

void remember(AutoscalerMemory& memory, std::int32_t replicas, TimePoint now, Duration longest) {
  std::erase_if(memory.recommendations, [&](const auto& past) { return past.at < now - longest; });
  memory.recommendations.push_back({replicas, now});
}

// Without a behaviour: down only as far as every recommendation of the window would have it.
std::int32_t stabilized(std::int32_t wanted, Duration window, TimePoint now, AutoscalerMemory& memory) {
  std::int32_t highest = wanted;
  for (const auto& past : memory.recommendations) {
    if (past.at >= now - window) highest = std::max(highest, past.replicas);
  }
  remember(memory, wanted, now, window);
  return highest;
}

// Without a behaviour: up to twice as many at a time, or four.
Limited bounded(const HorizontalPodAutoscalerSpec& spec, std::int32_t current, std::int32_t wanted) {
  const std::int32_t fastest = std::max(2 * current, 4);
  if (wanted < least(spec)) return {least(spec), kTooFew};
  if (wanted > std::min(spec.max_replicas, fastest))
    return spec.max_replicas > fastest ? Limited{fastest, kTooFastUp} : Limited{spec.max_replicas, kTooMany};
  return {wanted, kInRange};
}

Duration window_of(const Box<HpaScalingRules>& rules, Duration otherwise) {
  const std::optional<std::int32_t> seconds = rules.value().stabilization_window_seconds;
  return seconds ? Duration(std::chrono::seconds(*seconds)) : otherwise;
}

// With a behaviour: as close to the present number as the recommendations of both windows allow.
std::int32_t stabilized(const HpaBehavior& behavior, std::int32_t current, std::int32_t wanted,
                        const PodAutoscalerOptions& options, TimePoint now, AutoscalerMemory& memory) {
  const Duration up = window_of(behavior.scale_up, Duration{0});
  const Duration down = window_of(behavior.scale_down, options.downscale_stabilization);
  std::int32_t lowest = wanted, highest = wanted;
  for (const auto& past : memory.recommendations) {
    if (past.at > now - up) lowest = std::min(lowest, past.replicas);
    if (past.at > now - down) highest = std::max(highest, past.replicas);
  }
  remember(memory, wanted, now, std::max(up, down));
  return std::min(std::max(current, lowest), highest);
}

std::int32_t changed_within(const std::vector<AutoscalerMemory::Scaling>& scalings, Duration period,
                            TimePoint now) {
  std::int32_t sum = 0;
  for (const auto& scaling : scalings) {
    if (scaling.at > now - period) sum += scaling.replicas;
  }
  return sum;
}

// How far the policies let the number go. `up`: or down.
std::int32_t rate_limit(const HpaScalingRules& rules, bool up, std::int32_t current, TimePoint now,
                        const AutoscalerMemory& memory) {
  if (rules.select_policy == "Disabled") return current;
  // The policy that changes least, or most.
  const bool lower = (rules.select_policy == "Min") == up;
  std::int32_t limit =
      lower ? std::numeric_limits<std::int32_t>::max() : std::numeric_limits<std::int32_t>::min();
  for (const HpaScalingPolicy& policy : rules.policies) {
    const Duration period = std::chrono::seconds(policy.period_seconds);
    const std::int32_t start =
        current - changed_within(memory.ups, period, now) + changed_within(memory.downs, period, now);
    const double share = policy.value / 100.0;
    const std::int32_t by_count = up ? start + policy.value : start - policy.value;
    const auto by_share =
        static_cast<std::int32_t>(up ? std::ceil(start * (1 + share)) : start * (1 - share));
    const std::int32_t proposed = policy.type_ == "Pods" ? by_count : by_share;
    limit = lower ? std::min(limit, proposed) : std::max(limit, proposed);
  }
  return up ? std::max(limit, current) : std::min(limit, current);
}

Limited rated(const HorizontalPodAutoscalerSpec& spec, std::int32_t current, std::int32_t wanted,
              TimePoint now, const AutoscalerMemory& memory) {
  if (wanted > current) {
    const std::int32_t fastest = rate_limit(spec.behavior->scale_up.value(), true, current, now, memory);
    if (wanted > std::min(spec.max_replicas, fastest))
      return spec.max_replicas > fastest ? Limited{fastest, kTooFastUp}
                                         : Limited{spec.max_replicas, kTooMany};
  } else if (wanted < current) {
    const std::int32_t fastest = rate_limit(spec.behavior->scale_down.value(), false, current, now, memory);
    if (wanted < std::max(least(spec), fastest))
      return least(spec) < fastest ? Limited{fastest, kTooFastDown} : Limited{least(spec), kTooFew};
  }
  return {wanted, kInRange};
}

Duration longest_period(const Box<HpaScalingRules>& rules) {
  Duration longest{0};
  for (const HpaScalingPolicy& policy : rules.value().policies)
    longest = std::max(longest, Duration(std::chrono::seconds(policy.period_seconds)));
  return longest;
}

}  // namespace

Pace pace(const HorizontalPodAutoscalerSpec& spec, std::int32_t current, std::int32_t wanted,
          const PodAutoscalerOptions& options, TimePoint now, AutoscalerMemory& memory) {
  const std::int32_t steady = spec.behavior
                                  ? stabilized(*spec.behavior, current, wanted, options, now, memory)
                                  : stabilized(wanted, options.downscale_stabilization, now, memory);
  const Limited limited =
      spec.behavior ? rated(spec, current, steady, now, memory) : bounded(spec, current, steady);
  const bool upwards = spec.behavior && wanted >= current;
  return {limited.replicas,
          steady == wanted ? kReady
          : upwards        ? kHeldDown
                           : kHeldUp,
          limited.replicas != steady, limited.words};
}

void note_scaling(const HorizontalPodAutoscalerSpec& spec, std::int32_t before, std::int32_t after,
                  TimePoint now, AutoscalerMemory& memory) {
  if (!spec.behavior) return;
  const bool up = after > before;
  std::vector<AutoscalerMemory::Scaling>& scalings = up ? memory.ups : memory.downs;
  const Duration longest = longest_period(up ? spec.behavior->scale_up : spec.behavior->scale_down);
  std::erase_if(scalings, [&](const auto& past) { return past.at < now - longest; });
  scalings.push_back({std::abs(after - before), now});
}

}  // namespace podium::controllers
