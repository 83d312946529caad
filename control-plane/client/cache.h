// What a component knows of the cluster: a copy of one kind, fed by a watch, and as stale as the
// network makes it. Re-connects and re-lists by itself; handlers see each change once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "control-plane/client/client.h"

namespace podium {

// Untyped core. Entries are ordered by (namespace, name).
class ObjectCache {
 public:
  // `before` is null when the object is new, `after` when it is gone. Both immutable.
  using Handler = std::function<void(const Object* before, const Object* after)>;

  ObjectCache(Client& client, const KindInfo& kind, Selection selection = {});
  ~ObjectCache();
  ObjectCache(const ObjectCache&) = delete;
  ObjectCache& operator=(const ObjectCache&) = delete;

  // Starts watching. Handlers added before see everything; later ones see what changes from then on.
  void start();
  void on_change(Handler handler);
  // Called once, when the first full state has arrived.
  void on_synced(std::function<void()> handler);
  bool synced() const;

  ObjectRef find(const Key& key) const;
  std::size_t size() const;
  // Calls visit(const ObjectRef&) for each, in key order.
  void each(const std::function<void(const ObjectRef&)>& visit) const;
  void each_in(const Text& namespace_, const std::function<void(const ObjectRef&)>& visit) const;

  // An index: keys of objects by a text drawn from each ("" is not indexed). REQUIRES: before start().
  // Returns its number.
  using IndexBy = std::function<Text(const Object&)>;
  std::size_t add_index(IndexBy by);
  // Objects under `value`, in key order.
  std::vector<ObjectRef> indexed(std::size_t index, const Text& value) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The same, typed.
template <class T>
class Cache {
 public:
  explicit Cache(Client& client, Selection selection = {}) : core_(client, T::info(), std::move(selection)) {}

  ObjectCache& core() { return core_; }
  const ObjectCache& core() const { return core_; }
  void start() { core_.start(); }
  bool synced() const { return core_.synced(); }
  std::size_t size() const { return core_.size(); }
  Ref<const T> find(const Key& key) const { return as<T>(core_.find(key)); }

  template <class F>  // F(const T* before, const T* after)
  void on_change(F handler) {
    core_.on_change([handler](const Object* before, const Object* after) {
      handler(static_cast<const T*>(before), static_cast<const T*>(after));
    });
  }
  template <class F>  // F(const T&)
  void each(F visit) const {
    core_.each([&visit](const ObjectRef& object) { visit(static_cast<const T&>(*object)); });
  }
  std::vector<Ref<const T>> indexed(std::size_t index, const Text& value) const {
    std::vector<Ref<const T>> found;
    for (const ObjectRef& object : core_.indexed(index, value)) found.push_back(as<T>(object));
    return found;
  }

 private:
  ObjectCache core_;
};

}  // namespace podium
