// What a scheduler plugin is: a filter with a reason, or a score. Plugins are pure and constant;
// adding one is adding its file to plugins/.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/scheduler/node_table.h"

namespace podium {

// A pod as plugins see it: its spec, and sums made once. Pods that share everything a plugin may
// look at form a class, and are filtered and scored alike.
struct PodView {
  Ref<const Pod> pod;
  PodRequest request;

  const PodSpec& spec() const { return *pod->spec; }
};

// Something in the cluster that may let a rejected pod through.
enum class WakeUp : std::uint8_t {
  kNodeAdded,
  kNodeLabels,
  kNodeTaints,
  kNodeAllocatable,
  kPodDeleted,
  kOwnUpdate
};

class FilterPlugin {
 public:
  virtual ~FilterPlugin() = default;
  virtual std::string_view name() const = 0;

  // False if no node can fail this pod: the filter is then skipped.
  virtual bool applies(const PodView& pod) const = 0;
  // May the pod run on the node of `row`? Called often: no allocation.
  virtual bool passes(const PodView& pod, const NodeTable& nodes, std::size_t row) const = 0;
  // Why not, in Kubernetes' words; one or several. Called only when passes() said no.
  virtual std::vector<std::string> reasons(const PodView& pod, const NodeTable& nodes,
                                           std::size_t row) const = 0;
  // Could the eviction of other pods help? (Kubernetes: Unschedulable, else UnschedulableAndUnresolvable.)
  virtual bool resolvable() const { return false; }
  // Does the answer change with the pods on the node, or only with the Node object?
  virtual bool depends_on_usage() const { return false; }
  // Could `what` on the node of `row` (or the cluster: row -1) make this rejected pod fit?
  virtual bool may_help(WakeUp what, const PodView& pod, const NodeTable& nodes, int row) const = 0;
};

class ScorePlugin {
 public:
  enum class Normalize : std::uint8_t { kNone, kDefault, kReversed };

  virtual ~ScorePlugin() = default;
  virtual std::string_view name() const = 0;
  virtual std::int64_t weight() const = 0;
  virtual Normalize normalize() const { return Normalize::kNone; }
  // False: the plugin adds nothing for this pod.
  virtual bool applies(const PodView& pod) const = 0;
  virtual std::int64_t score(const PodView& pod, const NodeTable& nodes, std::size_t row) const = 0;
  virtual bool depends_on_usage() const { return false; }
};

// A file of plugins/ exports `Plugin <stem>_plugin()`.
struct Plugin {
  int order = 0;  // filters run, and scores are listed, in this order (Kubernetes' MultiPoint order)
  std::unique_ptr<FilterPlugin> filter;
  std::unique_ptr<ScorePlugin> score;
};

struct PluginSet {
  std::vector<std::unique_ptr<FilterPlugin>> filters;
  std::vector<std::unique_ptr<ScorePlugin>> scores;
};

// All plugins of plugins/, in order.
PluginSet default_plugins();

inline constexpr std::int64_t kMaxNodeScore = 100;

// Does the toleration cover the taint? (Kubernetes: Toleration.ToleratesTaint.)
bool tolerates(const Toleration& toleration, const Taint& taint);

}  // namespace podium
