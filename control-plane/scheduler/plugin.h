// What a scheduler plugin is: a filter with a reason, or a score. Plugins are pure and constant;
// adding one is adding its file to plugins/.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/objects/taints.h"
#include "control-plane/scheduler/plugin_args.h"
#include "control-plane/scheduler/scheduling_view.h"

namespace podium {

// A pod as plugins see it: its spec, and sums made once.
struct PodView {
  Ref<const Pod> pod;
  PodRequest request;

  const PodSpec& spec() const { return *pod->spec; }
  const Labels& labels() const { return pod->metadata.labels; }
  std::int64_t priority() const { return pod->spec->priority.value_or(0); }
};

PodView view_of(Ref<const Pod> pod);

// Something in the cluster that may let a rejected pod through.
enum class WakeUp : std::uint8_t {
  kNodeAdded,
  kNodeLabels,
  kNodeTaints,
  kNodeAllocatable,
  kPodDeleted,
  kPodChanged,  // a pod came to a node, or its labels changed
  kStorage,     // claims, volumes, classes, attach limits
  kOwnUpdate
};

// What a plugin's answer about one node depends on. Answers are remembered until that changes.
enum class Scope : std::uint8_t {
  kNode,    // the Node object
  kUsage,   // and the pods on it
  kCluster  // and anything else: never remembered
};

// What a plugin found out for one pod before it judges nodes.
struct PluginState {
  virtual ~PluginState() = default;
};

// Why a pod cannot run on a node (or, before any node is looked at, on none).
struct Rejection {
  bool resolvable = false;           // could the eviction of other pods help?
  std::vector<std::string> reasons;  // in Kubernetes' words
};

// A filter's preparation. (Kubernetes: PreFilter.)
struct Prepared {
  bool skip = false;                       // no node can fail this pod: the filter is not asked
  std::optional<Rejection> rejected;       // no node can take this pod
  std::optional<std::vector<Text>> nodes;  // none but these can
  std::unique_ptr<PluginState> state;

  static Prepared skipped() { return {.skip = true}; }
};

// One question to a filter.
struct Candidate {
  const PodView& pod;
  const SchedulingView& view;
  std::size_t row;
  const PluginState* state;

  const NodeTable& nodes() const { return view.nodes(); }
  const Node& node() const { return *view.nodes().row(row).node; }
  template <class S>
  const S& prepared() const {
    return static_cast<const S&>(*state);
  }
};

class FilterPlugin {
 public:
  virtual ~FilterPlugin() = default;
  virtual std::string_view name() const = 0;
  virtual Scope scope() const { return Scope::kNode; }

  virtual Prepared prepare(const PodView& pod, const SchedulingView& view) const = 0;
  // May the pod run on the node? Called often: no allocation.
  virtual bool passes(const Candidate& candidate) const = 0;
  // Why not. Called only when passes() said no.
  virtual Rejection why(const Candidate& candidate) const = 0;
  // Could `what` on the node of `row` (or the cluster: row -1) make this rejected pod fit?
  virtual bool may_help(WakeUp what, const PodView& pod, const SchedulingView& view, int row) const = 0;
};

// Rows of the nodes that passed all filters.
using Rows = std::vector<Eigen::Index>;
using Scores = Eigen::Array<std::int64_t, Eigen::Dynamic, 1>;

class ScorePlugin {
 public:
  virtual ~ScorePlugin() = default;
  virtual std::string_view name() const = 0;
  virtual Scope scope() const { return Scope::kNode; }

  // What has to be known of all nodes that passed. Skips if the plugin adds nothing for this pod.
  virtual Prepared prepare(const PodView& pod, const SchedulingView& view, const Rows& feasible) const = 0;
  virtual std::int64_t score(const Candidate& candidate) const = 0;
  // Brings the raw scores of the feasible nodes, in their order, to 0..100.
  virtual void normalize(Eigen::Ref<Scores> scores, const Rows& feasible, const PluginState* state) const;
};

inline constexpr std::int64_t kMaxNodeScore = 100;

// Kubernetes' DefaultNormalizeScore: 100 * raw / max, reversed on demand; all equal if max is 0.
void normalize_by_max(Eigen::Ref<Scores> scores, bool reversed);

// A file of plugins/ exports `Plugin <stem>_plugin(const PluginArgs&)`.
struct Plugin {
  int order = 0;  // filters run, and scores are listed, in this order (Kubernetes' MultiPoint order)
  std::unique_ptr<FilterPlugin> filter;
  std::unique_ptr<ScorePlugin> score;
  std::int64_t weight = 1;  // of the score, unless a profile says otherwise
  bool by_default = true;   // false: only in profiles that enable it by name
};

struct PluginSet {
  struct Weighted {
    std::unique_ptr<ScorePlugin> plugin;
    std::int64_t weight = 1;
  };
  std::vector<std::unique_ptr<FilterPlugin>> filters;  // at most 32: queues note who rejected in bits
  std::vector<Weighted> scores;
};

// All plugins of plugins/, in order. Profiles choose among them (profile.h).
std::vector<Plugin> all_plugins(const PluginArgs& args);

// The first taint of effect NoSchedule or NoExecute that the pod does not tolerate, or null.
const Taint* untolerated(const PodSpec& spec, const Node& node);

}  // namespace podium
