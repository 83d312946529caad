// All that scheduler plugins may look at: nodes, the pods on them, and what else the cluster says about
// where pods belong. Kept up to date by difference; nobody counts the cluster anew for a pod.
#pragma once

#include <unordered_map>
#include <vector>

#include "control-plane/scheduler/default_selector.h"
#include "control-plane/scheduler/held_terms.h"
#include "control-plane/scheduler/image_index.h"
#include "control-plane/scheduler/node_table.h"
#include "control-plane/scheduler/pod_rule.h"
#include "control-plane/scheduler/tally.h"
#include "control-plane/scheduler/topology.h"
#include "control-plane/scheduler/volume_view.h"

namespace podium {

class SchedulingView {
 public:
  using Pods = std::vector<Ref<const Pod>>;

  const NodeTable& nodes() const { return nodes_; }
  void set_node(Ref<const Node> node);
  void remove_node(const Text& name);
  // Puts rows in order after nodes came or went. Call before placing; row numbers are void afterwards.
  void settle();

  // A pod that runs on the node, or is about to. Nodes that are not (yet) known keep their pods.
  void add_pod(Ref<const Pod> pod, const Text& node);
  // Takes the pod of that uid off the node. False if it is not there.
  bool remove_pod(const Text& uid, const Text& node);
  // The pod as it is now. True if what is counted of it (requests, ports, labels, terms) changed.
  bool update_pod(Ref<const Pod> pod, const Text& node);
  const Pods& pods_on(const Text& node) const;
  const Pods& pods_on(std::size_t row) const { return pods_on(nodes_.row(row).node->metadata.name); }

  // Pods that wait for victims on a node to go; they count for pods that are not more important.
  void nominate(Ref<const Pod> pod, const Text& node);
  void drop_nomination(const Text& uid);
  const Pods& nominated_to(std::size_t row) const;
  bool any_nominated() const { return nominations_ > 0; }

  // Pods per row that the rule is about. Valid until the pods change.
  const RowCounts& tally(const PodRule& rule) const;
  const Domains& domains(const Text& key) const { return topology_.of(key, nodes_); }
  const std::vector<std::unique_ptr<HeldAffinity>>& held() const { return held_.all(); }

  NamespaceLabels namespaces;
  DefaultSelectors selectors;
  VolumeView volumes;
  const ImageIndex& images() const { return images_; }
  // Pods on nodes that use the claim.
  int users_of(const Key& claim) const;
  // Does a pod of less than that priority run anywhere?
  bool any_less_important(std::int64_t priority) const;

  // Tries what would be if pods left or joined one node; undone at its end.
  class Trial {
   public:
    Trial(SchedulingView& view, std::size_t row);
    ~Trial();
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;
    void take(const Ref<const Pod>& pod);
    void put(const Ref<const Pod>& pod);

   private:
    void count(const Pod& pod, int by);

    SchedulingView& view_;
    std::size_t row_;
    Pods& there_;
    std::uint32_t version_;
    Pods before_;
  };

 private:
  void count(const Pod& pod, const Text& node, int by);
  void count_elsewhere(const Pod& pod, int row, int by);

  NodeTable nodes_;
  ImageIndex images_;
  HeldTerms held_;
  std::unordered_map<Text, Pods> pods_, nominated_;  // by node; never iterated
  std::map<Key, int> claim_users_;
  std::map<std::int64_t, int> priorities_;  // of pods on nodes, and how many have it
  std::uint64_t counted_layout_ = 0;
  int nominations_ = 0;
  std::map<Text, Text> nomination_of_;  // uid to node
  mutable Topology topology_;           // these two remember answers, which do not depend on when they
  mutable Tallies tallies_;             // were asked for
};

}  // namespace podium
