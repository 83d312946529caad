// How often daemon pods have failed on a node of late: a pod that the kubelet refuses again and again must
// not be made anew in a tight loop.
#pragma once

#include <map>
#include <utility>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

class FailedPods {
 public:
  explicit FailedPods(Backoff backoff) : backoff_(backoff) {}

  // A pod of any DaemonSet changed: one that had failed and goes is counted.
  void pod_changed(const Pod* before, const Pod* after, TimePoint now);
  // A DaemonSet went.
  void forget(const Text& set_uid);

  // Until when a failed pod of that set is kept on that node; in the past if it may go.
  TimePoint kept_until(const Text& set_uid, const Text& node) const;

 private:
  struct Entry {
    Duration delay;
    TimePoint last;
  };
  Backoff backoff_;
  std::map<std::pair<Text, Text>, Entry> entries_;  // by the set's uid and the node
};

}  // namespace podium::controllers
