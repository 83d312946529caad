#include "control-plane/controllers/framework/caches.h"

#include <algorithm>
#include <cassert>

#include "control-plane/custom/catalogue.h"

namespace podium::controllers {

Caches::Shelf& Caches::shelf(const KindInfo& kind) {
  const auto [at, is_new] = shelves_.try_emplace(kind.index);
  if (!is_new) return at->second;
  Shelf& shelf = at->second;
  shelf.cache = std::make_unique<ObjectCache>(client_, kind);
  shelf.cache->on_change(
      [this, &shelf, pods = &kind == &Pod::info()](const Object* before, const Object* after) {
        if (pods) tallies_.apply(static_cast<const Pod*>(before), static_cast<const Pod*>(after));
        for (const Listener& listener : shelf.listeners) listener(before, after);
      });
  return shelf;
}

void Caches::watch(const KindInfo& kind) { shelf(kind); }

void Caches::add_index(const Index& index) {
  Shelf& home = shelf(index.kind());
  if (home.indexes.count(index.of) == 0) home.indexes[index.of] = home.cache->add_index(index.of);
}

void Caches::listen(const KindInfo& kind, Listener listener) {
  shelf(kind).listeners.push_back(std::move(listener));
}

void Caches::add_custom(const KindInfo& kind, std::vector<Listener> listeners, std::function<void()> synced) {
  Shelf& added = shelf(kind);
  added.listeners = std::move(listeners);
  added.cache->on_synced([this, &kind, synced = std::move(synced)] {
    custom_.push_back(&kind);
    synced();
  });
  added.cache->start();
}

bool Caches::knows_all_kinds() const {
  if (catalogue_ == nullptr) return true;
  const auto missing = [this](const custom::Kind& kind) {
    return kind.served && std::ranges::find(custom_, &kind) == custom_.end();
  };
  return std::ranges::none_of(catalogue_->kinds(), missing);
}

void Caches::start(std::function<void()> synced) {
  unsynced_ = shelves_.size();
  for (auto& [index, shelf] : shelves_) {
    shelf.cache->on_synced([this, synced] {
      if (--unsynced_ == 0) synced();
    });
    shelf.cache->start();
  }
}

ObjectRef Caches::find(const KindInfo& kind, const Key& key) const {
  const auto found = shelves_.find(kind.index);
  assert(found != shelves_.end() && "the controller must watch what it looks up");
  return found->second.cache->find(key);
}

void Caches::each(const KindInfo& kind, const Visit& visit) const {
  shelves_.at(kind.index).cache->each(visit);
}

void Caches::each_in(const KindInfo& kind, const Text& namespace_, const Visit& visit) const {
  shelves_.at(kind.index).cache->each_in(namespace_, visit);
}

std::vector<ObjectRef> Caches::indexed(const Index& index, const Text& value) const {
  const Shelf& shelf = shelves_.at(index.kind().index);
  return shelf.cache->indexed(shelf.indexes.at(index.of), value);
}

}  // namespace podium::controllers
