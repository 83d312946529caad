#include "control-plane/controllers/autoscaling/replica_count.h"

#include <algorithm>
#include <cmath>

namespace podium::controllers {

namespace {

Error trouble(const char* why) { return Error{ErrorCode::kUnavailable, why}; }

std::int32_t rounded_up(double count) { return static_cast<std::int32_t>(std::ceil(count)); }

bool near_one(double ratio, const PodAutoscalerOptions& options) {
  return 1.0 - options.tolerance <= ratio && ratio <= 1.0 + options.tolerance;
}

// How far samples are from their target.
class Gauge {
 public:
  virtual ~Gauge() = default;
  // REQUIRES: there are samples. Errors: none is of a pod that is known.
  virtual Result<double> ratio(const Samples& samples) const = 0;
  // What a pod without a sample is taken to use when the others use less than the target.
  virtual std::int64_t full(const Text& pod) const = 0;
  // Whether it is taken to use nothing at that ratio.
  virtual bool taken_as_idle(double ratio) const = 0;
};

class Utilization final : public Gauge {
 public:
  Utilization(std::map<Text, std::int64_t> requests, std::int32_t target)
      : requests_(std::move(requests)), target_(target) {}

  struct Reading {
    std::int64_t used = 0, requested = 0, pods = 0;
    std::int32_t percent() const { return static_cast<std::int32_t>(used * 100 / requested); }
  };
  Reading read(const Samples& samples) const {
    Reading reading;
    for (const auto& [name, sample] : samples) {
      const auto request = requests_.find(name);
      if (request == requests_.end()) continue;
      reading.used += sample.milli;
      reading.requested += request->second;
      ++reading.pods;
    }
    return reading;
  }

  Result<double> ratio(const Samples& samples) const override {
    const Reading reading = read(samples);
    if (reading.requested == 0) return trouble("no metrics returned matched known pods");
    return static_cast<double>(reading.percent()) / target_;
  }
  std::int64_t full(const Text& pod) const override {
    return requests_.at(pod) * std::max(100, target_) / 100;
  }
  bool taken_as_idle(double ratio) const override { return ratio > 1.0; }

 private:
  std::map<Text, std::int64_t> requests_;
  std::int32_t target_;
};

std::int64_t average(const Samples& samples) {
  std::int64_t sum = 0;
  for (const auto& [name, sample] : samples) sum += sample.milli;
  return sum / static_cast<std::int64_t>(samples.size());
}

class Average final : public Gauge {
 public:
  explicit Average(std::int64_t target) : target_(target) {}

  Result<double> ratio(const Samples& samples) const override {
    return static_cast<double>(average(samples)) / static_cast<double>(target_);
  }
  std::int64_t full(const Text&) const override { return target_; }
  bool taken_as_idle(double ratio) const override { return ratio >= 1.0; }

 private:
  std::int64_t target_;
};

// REQUIRES: `samples` are those of ready pods, at least one.
Result<std::int32_t> replicas_by(const Gauge& gauge, const CountContext& context, Samples samples,
                                 const PodGroups& groups) {
  const Result<double> known = gauge.ratio(samples);
  if (!known.ok()) return known.error();
  const double ratio = known.value();
  const bool held_up = !groups.unready.empty() && ratio > 1.0;
  if (!held_up && groups.missing.empty())
    return near_one(ratio, context.options) ? context.current : rounded_up(ratio * groups.ready);
  for (const Text& pod : groups.missing) {
    if (ratio < 1.0)
      samples[pod] = {gauge.full(pod)};
    else if (gauge.taken_as_idle(ratio))
      samples[pod] = {0};
  }
  if (held_up)
    for (const Text& pod : groups.unready) samples[pod] = {0};
  const Result<double> guessed = gauge.ratio(samples);
  if (!guessed.ok()) return guessed.error();
  const double again = guessed.value();
  const bool turned = (ratio < 1.0 && again > 1.0) || (ratio > 1.0 && again < 1.0);
  if (near_one(again, context.options) || turned) return context.current;
  const std::int32_t replicas = rounded_up(again * static_cast<double>(samples.size()));
  const bool against =
      (again < 1.0 && replicas > context.current) || (again > 1.0 && replicas < context.current);
  return against ? context.current : replicas;
}

// Leaves the samples of ready pods. Errors: there are no pods, or no such samples.
Status keep_ready(const CountContext& context, const PodGroups& groups, Samples& samples) {
  if (context.pods.empty()) return trouble("no pods returned by selector while calculating replica count");
  std::erase_if(samples, [&groups](const auto& sample) {
    return groups.ignored.count(sample.first) > 0 || groups.unready.count(sample.first) > 0;
  });
  if (samples.empty()) return trouble("did not receive metrics for targeted pods (pods might be unready)");
  return {};
}

std::int32_t running_and_ready(const ScaledPods& pods) {
  return static_cast<std::int32_t>(std::ranges::count_if(pods, [](const Ref<const Pod>& pod) {
    const PodStatus& status = pod->status.value();
    const Condition* ready = find_condition(status.conditions, "Ready");
    return status.phase == "Running" && ready != nullptr && ready->is_true();
  }));
}

}  // namespace

Result<Proposal> count_by_utilization(const CountContext& context, Samples samples, const Text& resource,
                                      const Text& container, std::int32_t target) {
  const PodGroups groups = group_pods(context.pods, samples, resource, context.options, context.now);
  if (Status kept = keep_ready(context, groups, samples); !kept.ok()) return kept.error();
  Result<std::map<Text, std::int64_t>> requests = requests_of(context.pods, resource, container);
  if (!requests.ok()) return requests.error();
  const Utilization gauge(std::move(requests.value()), target);
  const Result<std::int32_t> replicas = replicas_by(gauge, context, samples, groups);
  if (!replicas.ok()) return replicas.error();
  const Utilization::Reading reading = gauge.read(samples);
  return Proposal{replicas.value(), reading.percent(), reading.used / reading.pods};
}

Result<Proposal> count_by_average(const CountContext& context, Samples samples, std::string_view resource,
                                  std::int64_t target_milli) {
  const PodGroups groups = group_pods(context.pods, samples, resource, context.options, context.now);
  if (Status kept = keep_ready(context, groups, samples); !kept.ok()) return kept.error();
  const Result<std::int32_t> replicas = replicas_by(Average(target_milli), context, samples, groups);
  if (!replicas.ok()) return replicas.error();
  return Proposal{replicas.value(), std::nullopt, average(samples)};
}

Result<Proposal> count_by_value(const CountContext& context, std::int64_t milli, std::int64_t target_milli) {
  const double ratio = static_cast<double>(milli) / static_cast<double>(target_milli);
  if (context.current == 0) return Proposal{rounded_up(ratio), std::nullopt, milli};
  if (near_one(ratio, context.options)) return Proposal{context.current, std::nullopt, milli};
  if (context.pods.empty())
    return trouble(
        "unable to calculate ready pods: no pods returned by selector while calculating replica count");
  return Proposal{rounded_up(ratio * running_and_ready(context.pods)), std::nullopt, milli};
}

Proposal count_by_share(const CountContext& context, std::int64_t milli, std::int64_t target_milli,
                        std::int32_t present) {
  const auto value = static_cast<double>(milli), target = static_cast<double>(target_milli);
  std::int32_t replicas = present;
  if (!near_one(value / (target * present), context.options)) replicas = rounded_up(value / target);
  // Where there is nobody to share with, it is told as it is.
  return {replicas, std::nullopt,
          present == 0 ? milli : static_cast<std::int64_t>(std::ceil(value / present))};
}

}  // namespace podium::controllers
