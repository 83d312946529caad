// Who depends on whom, by uid, kept as objects change.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "control-plane/controllers/framework/snapshot.h"

namespace podium::controllers {

inline constexpr std::string_view kForegroundFinalizer = "foregroundDeletion";
inline constexpr std::string_view kOrphanFinalizer = "orphan";

bool has_finalizer(const Object& object, std::string_view finalizer);
// Being deleted in the foreground: it waits for its dependents.
bool waits_for_dependents(const Object& object);

class OwnerGraph {
 public:
  // Follows one change of any kind. Either may be null.
  void apply(const Object* before, const Object* after);

  // Objects with a reference to `uid`. Pods are found through kPodsByController, which is kept anyway.
  std::vector<ObjectRef> dependents(const Snapshot& snapshot, const Text& uid) const;
  bool has_dependents(const Snapshot& snapshot, const Text& uid) const;
  // The same without the pods that are ruled by it.
  bool has_others(const Text& uid) const { return edges_.count(uid) != 0; }

 private:
  struct Dependent {
    const KindInfo* kind;
    Key key;
    bool operator<(const Dependent& other) const {
      return std::tie(kind->index, key) < std::tie(other.kind->index, other.key);
    }
  };
  void link(const Object& object, bool add);

  std::map<Text, std::set<Dependent>> edges_;  // by the owner's uid
};

// What an owner reference of `dependent` points to.
enum class Tie {
  kSolid,     // an owner that is there to stay, or of a kind that is not known here
  kDangling,  // nothing: the owner is gone
  kWaiting,   // an owner that is deleted in the foreground and waits for this dependent
};
Tie tie_of(const Snapshot& snapshot, const Object& dependent, const OwnerReference& reference);

// The owner's kind, or null if unknown here; and its key.
const KindInfo* owner_kind(const Snapshot& snapshot, const OwnerReference& reference);
Key owner_key(const Object& dependent, const OwnerReference& reference, const KindInfo& kind);

// True for kinds that take part: stored, and not mere records.
bool is_collected(const KindInfo& kind);

}  // namespace podium::controllers
