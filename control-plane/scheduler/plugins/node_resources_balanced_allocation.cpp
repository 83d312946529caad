// NodeResourcesBalancedAllocation: prefers nodes whose resources are used evenly, or become so.
#include <algorithm>
#include <array>
#include <cmath>

#include "control-plane/scheduler/resource_sums.h"

namespace podium {
namespace {

// Fractions of resources in use. std: of two |f1 - f2| / 2, of more the population's standard deviation.
class Fractions {
 public:
  void add(std::int64_t requested, std::int64_t allocatable) {
    if (count_ == kMost) return;
    values_[count_++] = std::min(1.0, static_cast<double>(requested) / static_cast<double>(allocatable));
  }

  // int((1 - std) * 100)
  std::int64_t balance() const {
    return static_cast<std::int64_t>((1.0 - deviation()) * static_cast<double>(kMaxNodeScore));
  }

 private:
  static constexpr std::size_t kMost = 16;

  double deviation() const {
    if (count_ < 2) return 0;
    if (count_ == 2) return std::abs((values_[0] - values_[1]) / 2);
    double mean = 0, sum = 0;
    for (std::size_t i = 0; i < count_; ++i) mean += values_[i];
    mean /= static_cast<double>(count_);
    for (std::size_t i = 0; i < count_; ++i) sum += (values_[i] - mean) * (values_[i] - mean);
    return std::sqrt(sum / static_cast<double>(count_));
  }

  std::array<double, kMost> values_{};
  std::size_t count_ = 0;
};

// Up to Kubernetes 1.33 the balance that the node would have; since then what the pod does to it:
// 50 + (50 + with - without) / 2, so that an unchanged balance gives 75.
class BalancedAllocation final : public ScorePlugin {
 public:
  explicit BalancedAllocation(const PluginArgs& args)
      : resources_(args.balanced_resources), difference_(args.balance_difference) {}

  std::string_view name() const override { return "NodeResourcesBalancedAllocation"; }
  Scope scope() const override { return Scope::kUsage; }

  Prepared prepare(const PodView& pod, const SchedulingView&, const Rows&) const override {
    return {.skip = std::none_of(resources_.begin(), resources_.end(),
                                 [&](const ResourceWeight& r) { return asks_for(pod.request, r.name); })};
  }

  std::int64_t score(const Candidate& c) const override {
    Fractions with, without;
    for (const ResourceWeight& resource : resources_) {
      const auto use = use_of(resource.name, c, Counting::kTrue);
      if (!use) continue;
      with.add(use->requested + use->pod, use->allocatable);
      without.add(use->requested, use->allocatable);
    }
    if (!difference_) return with.balance();
    return kMaxNodeScore / 2 + (kMaxNodeScore / 2 + with.balance() - without.balance()) / 2;
  }

 private:
  static bool asks_for(const PodRequest& request, const Text& resource) {
    if (resource == "cpu") return request.cpu != 0;
    if (resource == "memory") return request.memory != 0;
    if (resource == "ephemeral-storage") return request.ephemeral_storage != 0;
    return scalar_of(request.scalars, resource) != 0;
  }

  std::vector<ResourceWeight> resources_;
  bool difference_;
};

}  // namespace

Plugin node_resources_balanced_allocation_plugin(const PluginArgs& args) {
  return {160, nullptr, std::make_unique<BalancedAllocation>(args)};
}

}  // namespace podium
