// One pod's way through the filters: prepared once, then asked of each node.
#pragma once

#include "control-plane/scheduler/plugin.h"

namespace podium {

// Why a node does not take a pod.
struct NodeFailure {
  int filter = kNobody;  // its place in PluginSet::filters
  Rejection rejection;

  static constexpr int kNobody = -1;  // the node was not asked: filters named the nodes that come in question
};

class PodFilters {
 public:
  // Those filters that depend on more than node and pod; the Placer remembers what the others say.
  enum class Which : std::uint8_t { kAll, kCluster };

  // The pod and the view must outlive it, and the view must not change meanwhile.
  PodFilters(const PluginSet& plugins, const PodView& pod, const SchedulingView& view,
             Which which = Which::kAll);

  // Set if no node can take the pod, whatever it looks like.
  const std::optional<NodeFailure>& refused() const { return refused_; }
  const std::vector<std::string_view>& skipped() const { return skipped_; }
  // If only some nodes come in question: their names, sorted, and why others do not.
  const std::optional<std::vector<Text>>& only() const { return only_; }
  NodeFailure not_in_question() const;

  bool passes(std::size_t row) const;
  // True: what was prepared holds also when pods come to a node or leave it, as long as those that come hold
  // no affinity; only usage has to be looked at again.
  bool holds_for_trials() const;
  // The first filter that fails the node speaks for it.
  std::optional<NodeFailure> failure(std::size_t row) const;
  // What each filter would say if it were alone.
  std::vector<NodeFailure> all_failures(std::size_t row) const;

 private:
  // A filter that has to be asked.
  struct Active {
    std::size_t index;  // in PluginSet::filters
    const FilterPlugin* plugin;
    Prepared prepared;
  };

  void prepare(std::size_t index, const FilterPlugin& plugin);
  void restrict_to(std::vector<Text> nodes, std::size_t index);
  bool in_question(std::size_t row) const;
  Candidate candidate(const Active& active, std::size_t row) const;

  const PluginSet& plugins_;
  const PodView& pod_;
  const SchedulingView& view_;
  std::vector<Active> active_;
  std::optional<NodeFailure> refused_;
  std::vector<std::string_view> skipped_, restricting_;
  std::optional<std::vector<Text>> only_;
};

// Would the node take the pod, also when all pods that wait for room there and are as important had come?
// Tries that in `view`, which is afterwards as it was. (Kubernetes: RunFilterPluginsWithNominatedPods.)
std::optional<NodeFailure> failure_with_nominated(const PluginSet& plugins, const PodView& pod,
                                                  SchedulingView& view, std::size_t row);

// The same question, without the reason. `prepared` is what failure_with_nominated would prepare before any
// trial; it is used again where it holds.
bool fits_with_nominated(const PluginSet& plugins, const PodView& pod, SchedulingView& view, std::size_t row,
                         const PodFilters& prepared);

// Pods that wait for room on the node, other than this one, that are as important.
std::vector<Ref<const Pod>> rivals_of(const PodView& pod, const SchedulingView& view, std::size_t row);

}  // namespace podium
