// One pod on each node that fits, none elsewhere.
#include <algorithm>

#include "control-plane/controllers/daemons/roster.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

std::string found(std::string_view what, const Pod& pod, const Text& node, std::string_view then) {
  return "Found " + std::string(what) + " daemon pod " + pod.metadata.namespace_.str() + "/" +
         pod.metadata.name.str() + " on node " + node.str() + ", will try to " + std::string(then) + " it";
}

class Filling {
 public:
  Filling(const Roster& roster, const KeptUntil& kept_until) : roster_(roster), kept_until_(kept_until) {}

  void visit(const Text& node, const Post& post) {
    if (!post.exists) {
      // A pod that no scheduler can bind any more; bound ones are left to the pod garbage collector.
      for (const Ref<const Pod>& pod : post.pods) {
        if (pod->spec.value().node_name.empty()) condemn(pod);
      }
    } else if (post.fit.runs && post.pods.empty()) {
      moves_.nodes.push_back(node);
    } else if (post.fit.stays) {
      keep_one(node, post);
    } else {
      for (const Ref<const Pod>& pod : post.pods) condemn(pod);
    }
  }
  Moves take() { return std::move(moves_); }

 private:
  void condemn(const Ref<const Pod>& pod) {
    if (!pod->metadata.deleting()) moves_.condemned.push_back(pod);
  }

  // A failed pod may fail again at once: it is kept the longer, the more often that happened.
  void clear_failed(const Ref<const Pod>& pod, const Text& node) {
    const TimePoint kept_until = kept_until_(node);
    if (roster_.now < kept_until) {
      moves_.wake_at = std::min(moves_.wake_at, kept_until);
      return;
    }
    moves_.notes.push_back({roster_.set, true, "FailedDaemonPod", found("failed", *pod, node, "kill")});
    condemn(pod);
  }

  void keep_one(const Text& node, const Post& post) {
    std::vector<Ref<const Pod>> running;
    for (const Ref<const Pod>& pod : post.pods) {
      if (pod->metadata.deleting()) continue;
      if (pod->status.value().phase == "Failed") {
        clear_failed(pod, node);
      } else if (pod->status.value().phase == "Succeeded") {
        moves_.notes.push_back(
            {roster_.set, false, "SucceededDaemonPod", found("succeeded", *pod, node, "delete")});
        condemn(pod);
      } else {
        running.push_back(pod);
      }
    }
    const RollingUpdate& rolling = roster_.set->spec.value().update_strategy.rolling_update.value();
    const bool surges = rolling.max_surge.value_or(0).scaled(100, true).value_or(0) > 0;
    if (surges) return keep_pair(running);
    for (std::size_t i = 1; i < running.size(); ++i) condemn(running[i]);
  }

  // While surging, an old pod stays beside a new one as long as it is ready and the new one not available.
  void keep_pair(const std::vector<Ref<const Pod>>& running) {
    Ref<const Pod> fresh, old;
    for (const Ref<const Pod>& pod : running) {
      Ref<const Pod>& place = roster_.updated(*pod) ? fresh : old;
      if (!place)
        place = pod;
      else
        condemn(pod);
    }
    if (fresh && old && (!is_ready(*old) || roster_.available(*fresh))) condemn(old);
  }

  const Roster& roster_;
  const KeptUntil& kept_until_;
  Moves moves_;
};

}  // namespace

Moves fill_posts(const Roster& roster, const KeptUntil& kept_until) {
  Filling filling(roster, kept_until);
  for (const auto& [node, post] : roster.posts) filling.visit(node, post);
  return filling.take();
}

}  // namespace podium::controllers
