// NodeResourcesFit: the request must fit into what is left; the score prefers nodes that have most left,
// or least, or as a curve says.
#include <algorithm>
#include <cmath>

#include "control-plane/scheduler/resource_sums.h"

namespace podium {
namespace {

class FitFilter final : public FilterPlugin {
 public:
  explicit FitFilter(const PluginArgs& args)
      : ignored_(args.ignored_resources), ignored_groups_(args.ignored_resource_groups) {}

  std::string_view name() const override { return "NodeResourcesFit"; }
  Scope scope() const override { return Scope::kUsage; }
  Prepared prepare(const PodView&, const SchedulingView&) const override { return {}; }

  bool passes(const Candidate& c) const override {
    bool fits = true;
    each_shortage(c, [&](std::string_view, bool) { fits = false; });
    return fits;
  }

  // What not even an empty node has, no eviction can give.
  Rejection why(const Candidate& c) const override {
    Rejection rejection{true, {}};
    each_shortage(c, [&](std::string_view resource, bool hopeless) {
      rejection.reasons.push_back(resource == "pods" ? "Too many pods"
                                                     : "Insufficient " + std::string(resource));
      if (hopeless) rejection.resolvable = false;
    });
    return rejection;
  }

  bool may_help(WakeUp what, const PodView& pod, const SchedulingView& view, int row) const override {
    if (what == WakeUp::kOwnUpdate || what == WakeUp::kPodDeleted) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeAllocatable) return false;
    return row < 0 || fits_empty({pod, view, static_cast<std::size_t>(row), nullptr});
  }

 private:
  // Calls back with each resource that is short, and whether the whole node has too little of it.
  template <class F>
  void each_shortage(const Candidate& c, F short_of) const {
    const NodeTable& nodes = c.nodes();
    const auto at = static_cast<Eigen::Index>(c.row);
    const PodRequest& want = c.pod.request;
    if (nodes.pods[at] + 1 > nodes.allocatable_pods[at]) short_of("pods", false);
    const auto check = [&](std::string_view name, std::int64_t request, std::int64_t has,
                           std::int64_t taken) {
      if (request > 0 && request > has - taken) short_of(name, request > has);
    };
    check("cpu", want.cpu, nodes.allocatable_cpu[at], nodes.requested_cpu[at]);
    check("memory", want.memory, nodes.allocatable_memory[at], nodes.requested_memory[at]);
    check("ephemeral-storage", want.ephemeral_storage, nodes.allocatable_storage[at],
          nodes.requested_storage[at]);
    const NodeTable::Row& row = nodes.row(c.row);
    for (const auto& [name, amount] : want.scalars) {
      if (ignores(name)) continue;
      check(name.view(), amount, scalar_of(row.allocatable_scalars, name),
            scalar_of(row.requested_scalars, name));
    }
  }

  bool ignores(const Text& resource) const {
    const auto is = [](std::string_view name) { return [name](const Text& t) { return t == name; }; };
    const std::string_view group = resource.view().substr(0, resource.view().find('/'));
    return std::any_of(ignored_.begin(), ignored_.end(), is(resource.view())) ||
           std::any_of(ignored_groups_.begin(), ignored_groups_.end(), is(group));
  }

  bool fits_empty(const Candidate& c) const {
    bool fits = c.nodes().allocatable_pods[static_cast<Eigen::Index>(c.row)] >= 1;
    each_shortage(c, [&](std::string_view, bool hopeless) { fits = fits && !hopeless; });
    return fits;
  }

  std::vector<Text> ignored_, ignored_groups_;
};

// Per resource a score of what would be in use; together their mean by weight.
class FitScore final : public ScorePlugin {
 public:
  explicit FitScore(const PluginArgs& args)
      : strategy_(args.fit_strategy), resources_(args.fit_resources), shape_(args.shape) {}

  std::string_view name() const override { return "NodeResourcesFit"; }
  Scope scope() const override { return Scope::kUsage; }
  Prepared prepare(const PodView&, const SchedulingView&, const Rows&) const override { return {}; }

  std::int64_t score(const Candidate& c) const override {
    std::int64_t sum = 0, weights = 0;
    for (const ResourceWeight& resource : resources_) {
      const auto use = use_of(resource.name, c, Counting::kNonZero);
      if (!use) continue;
      const std::int64_t one = score_of(use->requested + use->pod, use->allocatable);
      if (strategy_ == FitStrategy::kRequestedToCapacityRatio && one == 0) continue;
      sum += one * resource.weight;
      weights += resource.weight;
    }
    if (weights == 0) return 0;
    if (strategy_ != FitStrategy::kRequestedToCapacityRatio) return sum / weights;
    return static_cast<std::int64_t>(std::round(static_cast<double>(sum) / static_cast<double>(weights)));
  }

 private:
  std::int64_t score_of(std::int64_t requested, std::int64_t allocatable) const {
    switch (strategy_) {
      case FitStrategy::kLeastAllocated:
        return requested > allocatable ? 0 : (allocatable - requested) * kMaxNodeScore / allocatable;
      case FitStrategy::kMostAllocated: return std::min(requested, allocatable) * kMaxNodeScore / allocatable;
      case FitStrategy::kRequestedToCapacityRatio: break;
    }
    return on_curve(requested > allocatable ? 100 : requested * 100 / allocatable);
  }

  // The broken line through the shape's points, in integers.
  std::int64_t on_curve(std::int64_t utilization) const {
    for (std::size_t i = 0; i < shape_.size(); ++i) {
      if (utilization > shape_[i].utilization) continue;
      if (i == 0) return shape_[0].score;
      const ShapePoint &left = shape_[i - 1], &right = shape_[i];
      return left.score + (right.score - left.score) * (utilization - left.utilization) /
                              (right.utilization - left.utilization);
    }
    return shape_.empty() ? 0 : shape_.back().score;
  }

  FitStrategy strategy_;
  std::vector<ResourceWeight> resources_;
  std::vector<ShapePoint> shape_;
};

}  // namespace

Plugin node_resources_fit_plugin(const PluginArgs& args) {
  return {60, std::make_unique<FitFilter>(args), std::make_unique<FitScore>(args)};
}

}  // namespace podium
