#include "control-plane/autoscaler/estimator.h"

#include <algorithm>

#include "control-plane/autoscaler/first_fit.h"

namespace podium::autoscaler {
namespace {

// Nodes are made ahead, in ever greater numbers, where that shows to nobody: each time rows are put in order.
constexpr int kFirstAhead = 64;

// The new nodes, one after another.
class NewNodes {
 public:
  NewNodes(WhatIf& what_if, const NodeTemplate& made, int limit, bool ahead)
      : what_if_(what_if), made_(made), limit_(limit), ahead_(ahead) {}

  const std::vector<Text>& opened() const { return opened_; }
  // One more. False: there may be no more.
  bool open() {
    if (static_cast<int>(opened_.size()) >= limit_) return false;
    if (opened_.size() == names_.size()) prepare();
    opened_.push_back(names_[opened_.size()]);
    pods_.push_back(0);
    return true;
  }
  void count(std::size_t node) { ++pods_[node]; }
  bool last_is_empty() const { return !pods_.empty() && pods_.back() == 0; }
  int used() const {
    return static_cast<int>(std::count_if(pods_.begin(), pods_.end(), [](int pods) { return pods > 0; }));
  }

 private:
  void prepare() {
    const int there = static_cast<int>(names_.size());
    const int more = ahead_ ? std::min(limit_ - there, std::max(kFirstAhead, there)) : 1;
    for (int i = there; i < there + more; ++i) {
      const std::string name = made_.node->metadata.name.str() + "-" + std::to_string(i);
      what_if_.add_node(renamed(*made_.node, name));
      for (const Ref<const Pod>& pod : made_.pods) what_if_.put(pod, name);
      names_.emplace_back(name);
    }
    what_if_.settle();
  }

  WhatIf& what_if_;
  const NodeTemplate& made_;
  int limit_;
  bool ahead_;
  std::vector<Text> names_, opened_;
  std::vector<int> pods_;  // on each opened node
};

double share(std::int64_t wanted, const Quantity* available, bool milli) {
  if (available == nullptr || available->is_zero()) return 0;
  return static_cast<double>(wanted) /
         static_cast<double>(milli ? available->milli_value() : available->value());
}

// The greater its pods, the earlier a group is packed.
double size_of(const PodGroup& group, const Node& node) {
  const ResourceList& allocatable = node.status.value().allocatable;
  const PodRequest& request = group.sample.request;
  return share(request.cpu, allocatable.find("cpu"), true) +
         share(request.memory, allocatable.find("memory"), false);
}

// False: there may be no more nodes.
bool pack(const PluginSet& plugins, WhatIf& what_if, const PodGroup& group, NewNodes& nodes, Estimate& done) {
  const FirstFit way(plugins, what_if, group.sample);
  std::size_t at = 0;
  for (const Ref<const Pod>& pod : group.pods) {
    at = way.find(nodes.opened(), way.simple() ? at : 0);
    if (at == nodes.opened().size()) {
      if (nodes.last_is_empty()) return true;  // what does not fit there fits on no other
      if (!nodes.open()) return false;
      if (way.find(nodes.opened(), at) != at) return true;
    }
    what_if.put(pod, nodes.opened()[at]);
    nodes.count(at);
    done.pods.push_back(pod);
  }
  return true;
}

// Whether what is elsewhere in the cluster matters to none of the groups.
bool all_simple(const PluginSet& plugins, SchedulingView& view, const std::vector<const PodGroup*>& groups) {
  WhatIf what_if(view);
  return std::all_of(groups.begin(), groups.end(), [&](const PodGroup* group) {
    return FirstFit(plugins, what_if, group->sample).simple();
  });
}

}  // namespace

Estimate estimate(const PluginSet& plugins, SchedulingView& view, const NodeTemplate& made,
                  std::vector<const PodGroup*> groups, int limit) {
  std::stable_sort(groups.begin(), groups.end(), [&](const PodGroup* a, const PodGroup* b) {
    return size_of(*a, *made.node) > size_of(*b, *made.node);
  });
  const bool simple = all_simple(plugins, view, groups);
  SchedulingView apart;  // holds nothing but the new nodes
  WhatIf what_if(simple ? apart : view);
  NewNodes nodes(what_if, made, limit, simple);
  Estimate done;
  for (const PodGroup* group : groups) {
    if (!pack(plugins, what_if, *group, nodes, done)) break;
  }
  done.nodes = nodes.used();
  return done;
}

}  // namespace podium::autoscaler
