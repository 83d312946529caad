// What a controller may know when it decides: the cluster as the manager's caches last saw it.
#pragma once

#include <functional>
#include <vector>

#include "control-plane/objects/object.h"

namespace podium::controllers {

class PodTallies;

// A way to find objects of a kind by a text drawn from each ("" is not indexed). Indexes are
// constants (pods/indexes.h); a controller names those it uses, and each is built once.
struct Index {
  const KindInfo& (*kind)();
  Text (*of)(const Object&);
};

class Snapshot {
 public:
  using Visit = std::function<void(const ObjectRef&)>;

  virtual ~Snapshot() = default;

  // REQUIRES of all: the controller watches the kind, and named the index.
  virtual ObjectRef find(const KindInfo& kind, const Key& key) const = 0;
  virtual void each(const KindInfo& kind, const Visit& visit) const = 0;
  virtual void each_in(const KindInfo& kind, const Text& namespace_, const Visit& visit) const = 0;
  virtual std::vector<ObjectRef> indexed(const Index& index, const Text& value) const = 0;
  // The kinds that were added at run time and are watched by now. Only for controllers that meet any kind.
  virtual std::vector<const KindInfo*> custom_kinds() const { return {}; }
  // Whether these are all there are: one that has just been defined is watched only a moment later.
  virtual bool knows_all_kinds() const { return true; }
  // Counts of pods by owner, kept as pods change (REQUIRES: pods are watched).
  virtual const PodTallies& tallies() const = 0;

  template <class T>
  Ref<const T> find(const Key& key) const {
    return as<T>(find(T::info(), key));
  }
  template <class T, class F>  // F(const Ref<const T>&)
  void each(F visit) const {
    each(T::info(), [&visit](const ObjectRef& object) { visit(as<T>(object)); });
  }
  template <class T>
  std::vector<Ref<const T>> indexed(const Index& index, const Text& value) const {
    std::vector<Ref<const T>> found;
    for (const ObjectRef& object : indexed(index, value)) found.push_back(as<T>(object));
    return found;
  }
};

}  // namespace podium::controllers
