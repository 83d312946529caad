// Reading one's own writes: a controller works on a key again only when its caches show what it did.
//
// This is what Kubernetes' expectations are for, told by revisions instead of counters: the watch of a
// kind delivers in order, so once it showed a revision it has shown all before it. A write that was
// answered with revision r is in the cache when the kind's watermark has reached r. A deletion is
// there when its object is gone, or is being deleted.
#pragma once

#include <map>
#include <vector>

#include "control-plane/objects/object.h"

namespace podium::controllers {

// Somebody who waits for one of its writes to be seen.
class Awaiting {
 public:
  virtual ~Awaiting() = default;
  virtual void seen(const Key& root) = 0;
};

class Observed {
 public:
  // Follows one change of a cache.
  void apply(const Object* before, const Object* after);

  // True if the caches show what `written` says. Otherwise `who` is told, once, when they do.
  // REQUIRES: somebody watches the kind, or it is never told.
  bool shows_write(const Object& written, Awaiting& who, const Key& root);
  // The same for a deletion; `present` is what the cache shows now, or null.
  bool shows_deletion(const KindInfo& kind, const Key& key, const Text& uid, const Object* present,
                      Awaiting& who, const Key& root);
  // Nobody is told any more on behalf of that root.
  void forget(Awaiting& who, const Key& root);

 private:
  struct Waiter {
    Awaiting* who;
    Key root;
  };
  struct Kind {
    std::uint64_t watermark = 0;
    std::multimap<std::uint64_t, Waiter> writes;  // by revision
    std::multimap<Key, Waiter> deletions;
  };

  std::map<std::size_t, Kind> kinds_;  // by the kind's index
};

}  // namespace podium::controllers
