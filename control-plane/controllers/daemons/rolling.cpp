// The rolling update of a DaemonSet: old pods go first, or new ones come first.
#include <algorithm>

#include "control-plane/controllers/daemons/roster.h"

namespace podium::controllers {

namespace {

struct Limits {
  int surge = 0, unavailable = 0;
};

// Percentages are of the nodes that shall have a pod, and round up. If both come to nothing, one may be
// unavailable.
Limits limits_of(const Roster& roster) {
  const RollingUpdate& rolling = roster.set->spec.value().update_strategy.rolling_update.value();
  const int desired = roster.desired();
  Limits limits{rolling.max_surge.value_or(0).scaled(desired, true).value_or(0),
                rolling.max_unavailable.value_or(0).scaled(desired, true).value_or(0)};
  if (desired > 0 && limits.surge == 0 && limits.unavailable == 0) limits.unavailable = 1;
  return limits;
}

// The pods of a node that are not being deleted. Not `clear`: more than one of a sort, which is for
// fill_posts to settle.
struct Pair {
  Ref<const Pod> fresh, old;
  bool clear = true;
};

Pair pair_on(const Roster& roster, const Post& post) {
  Pair pair;
  for (const Ref<const Pod>& pod : post.pods) {
    if (pod->metadata.deleting()) continue;
    Ref<const Pod>& place = roster.updated(*pod) ? pair.fresh : pair.old;
    if (place) pair.clear = false;
    place = pod;
  }
  return pair;
}

bool concerns(const Post& post) { return post.fit.runs || !post.pods.empty(); }

// Old pods that serve nobody go at once; of the others as many as leave enough.
Moves replace(const Roster& roster, int may_be_unavailable) {
  Moves moves;
  std::vector<Ref<const Pod>> candidates;
  int unavailable = 0;
  for (const auto& [node, post] : roster.posts) {
    if (!concerns(post)) continue;
    const Pair pair = pair_on(roster, post);
    const bool one = pair.clear && (pair.fresh == nullptr) != (pair.old == nullptr);
    if (!one || (pair.fresh && !roster.available(*pair.fresh))) {
      ++unavailable;
    } else if (pair.old) {
      (roster.available(*pair.old) ? candidates : moves.condemned).push_back(pair.old);
    }
  }
  const int spare = std::clamp(may_be_unavailable - unavailable, 0, static_cast<int>(candidates.size()));
  moves.condemned.insert(moves.condemned.end(), candidates.begin(), candidates.begin() + spare);
  return moves;
}

// New pods come beside old ones; an old one goes when its successor is available.
class Surge {
 public:
  explicit Surge(const Roster& roster) : roster_(roster) {}

  void visit(const Text& node, const Post& post) {
    const Pair pair = pair_on(roster_, post);
    if (!pair.clear) {
      ++surging_;
      return;
    }
    const Ref<const Pod>& shown = pair.old ? pair.old : pair.fresh;
    if (shown && roster_.available(*shown)) ++available_;
    if (!pair.old) return;
    if (!pair.fresh) {
      without_successor(node, post, pair.old);
    } else if (roster_.available(*pair.fresh)) {
      moves_.condemned.push_back(pair.old);
    } else {
      ++surging_;
    }
  }

  // Old pods on nodes that shall have none are given up only once the others suffice.
  Moves take(int may_surge) {
    const auto add = [](auto& to, const auto& from, int count) {
      to.insert(to.end(), from.begin(), from.begin() + std::clamp(count, 0, static_cast<int>(from.size())));
    };
    add(moves_.condemned, misplaced_, available_ - roster_.desired());
    add(moves_.nodes, candidates_, may_surge - surging_);
    return std::move(moves_);
  }

 private:
  void without_successor(const Text& node, const Post& post, const Ref<const Pod>& old) {
    const bool serves = roster_.available(*old);
    if (post.fit.runs) {
      (serves ? candidates_ : moves_.nodes).push_back(node);
    } else {
      (serves ? misplaced_ : moves_.condemned).push_back(old);
    }
  }

  const Roster& roster_;
  Moves moves_;
  std::vector<Text> candidates_;
  std::vector<Ref<const Pod>> misplaced_;
  int surging_ = 0, available_ = 0;
};

Moves surge(const Roster& roster, int may_surge) {
  Surge surge(roster);
  for (const auto& [node, post] : roster.posts) {
    if (concerns(post)) surge.visit(node, post);
  }
  return surge.take(may_surge);
}

}  // namespace

Moves roll_posts(const Roster& roster) {
  const Limits limits = limits_of(roster);
  return limits.surge == 0 ? replace(roster, limits.unavailable) : surge(roster, limits.surge);
}

}  // namespace podium::controllers
