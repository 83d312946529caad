// What would be if nodes and pods came, or pods went: tried in a scheduling view, undone at the end.
#pragma once

#include <vector>

#include "control-plane/scheduler/scheduling_view.h"

namespace podium::autoscaler {

class WhatIf {
 public:
  // The view must outlive it, and be changed by nobody else meanwhile.
  explicit WhatIf(SchedulingView& view) : view_(view) {}
  ~WhatIf() { undo(0); }
  WhatIf(const WhatIf&) = delete;
  WhatIf& operator=(const WhatIf&) = delete;

  SchedulingView& view() const { return view_; }

  // REQUIRES: no node of that name. Rows are void after this, until settle().
  void add_node(Ref<const Node> node);
  void settle() { view_.settle(); }
  void put(Ref<const Pod> pod, const Text& node);
  // REQUIRES: the pod is on the node.
  void take(Ref<const Pod> pod, const Text& node);

  // Undoes what was done since there were `done` steps. Rows are void if nodes had come.
  std::size_t steps() const { return steps_.size(); }
  void undo(std::size_t done);

 private:
  struct Step {
    enum class Kind : std::uint8_t { kNode, kPut, kTake } kind;
    Text node;
    Ref<const Pod> pod;
  };

  SchedulingView& view_;
  std::vector<Step> steps_;
};

}  // namespace podium::autoscaler
