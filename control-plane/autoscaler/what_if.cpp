#include "control-plane/autoscaler/what_if.h"

#include <utility>

namespace podium::autoscaler {

void WhatIf::add_node(Ref<const Node> node) {
  steps_.push_back({Step::Kind::kNode, node->metadata.name, nullptr});
  view_.set_node(std::move(node));
}

void WhatIf::put(Ref<const Pod> pod, const Text& node) {
  steps_.push_back({Step::Kind::kPut, node, pod});
  view_.add_pod(std::move(pod), node);
}

void WhatIf::take(Ref<const Pod> pod, const Text& node) {
  view_.remove_pod(pod->metadata.uid, node);
  steps_.push_back({Step::Kind::kTake, node, std::move(pod)});
}

void WhatIf::undo(std::size_t done) {
  bool nodes_went = false;
  for (; steps_.size() > done; steps_.pop_back()) {
    Step& step = steps_.back();
    switch (step.kind) {
      case Step::Kind::kNode:
        view_.remove_node(step.node);
        nodes_went = true;
        break;
      case Step::Kind::kPut: view_.remove_pod(step.pod->metadata.uid, step.node); break;
      case Step::Kind::kTake: view_.add_pod(std::move(step.pod), step.node); break;
    }
  }
  if (nodes_went) view_.settle();
}

}  // namespace podium::autoscaler
