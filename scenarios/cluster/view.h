// The cluster's objects as they are in the store, for looking at from outside: conditions, reports,
// Python. Components never read this way: they have caches.
#pragma once

#include <functional>
#include <vector>

#include "control-plane/objects/object.h"

namespace podium {

class ClusterView {
 public:
  virtual ~ClusterView() = default;

  virtual TimePoint now() const = 0;
  virtual ObjectRef find(const KindInfo& kind, const Key& key) const = 0;
  // In key order; an empty namespace means all.
  virtual void each(const KindInfo& kind, const Text& namespace_,
                    const std::function<void(const ObjectRef&)>& visit) const = 0;

  template <class T>
  Ref<const T> find(const Key& key) const {
    return as<T>(find(T::info(), key));
  }
  template <class T>
  std::vector<Ref<const T>> all(const Text& namespace_ = {}) const {
    std::vector<Ref<const T>> found;
    each(T::info(), namespace_, [&found](const ObjectRef& object) { found.push_back(as<T>(object)); });
    return found;
  }
};

}  // namespace podium
