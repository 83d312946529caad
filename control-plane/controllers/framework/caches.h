// The manager's caches: one per kind, shared by all controllers, with the indexes they named.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "control-plane/client/cache.h"
#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/controllers/pods/tally.h"

namespace podium::custom {
class Catalogue;
}

namespace podium::controllers {

class Caches final : public Snapshot {
 public:
  using Listener = std::function<void(const Object* before, const Object* after)>;

  explicit Caches(Client& client) : client_(client) {}

  // REQUIRES of these: before start(). Naming a kind or an index again changes nothing.
  void watch(const KindInfo& kind);
  void add_index(const Index& index);
  // Is told of every change of the kind, after the snapshot has it, in the order of registration.
  void listen(const KindInfo& kind, Listener listener);

  // A kind that came later, with its listeners: watched from now on, and shown when its first full state has
  // arrived, which `synced` is told. REQUIRES: after start(), and once for a kind.
  void add_custom(const KindInfo& kind, std::vector<Listener> listeners, std::function<void()> synced);
  std::vector<const KindInfo*> custom_kinds() const override { return custom_; }
  // Whose kinds are expected to be added; outlives this.
  void expect_kinds_of(const custom::Catalogue& catalogue) { catalogue_ = &catalogue; }
  bool knows_all_kinds() const override;

  // `synced` is called once, when every kind has its first full state.
  void start(std::function<void()> synced);

  using Snapshot::each;
  using Snapshot::find;
  using Snapshot::indexed;
  bool watches(const KindInfo& kind) const { return shelves_.count(kind.index) != 0; }
  ObjectRef find(const KindInfo& kind, const Key& key) const override;
  void each(const KindInfo& kind, const Visit& visit) const override;
  void each_in(const KindInfo& kind, const Text& namespace_, const Visit& visit) const override;
  std::vector<ObjectRef> indexed(const Index& index, const Text& value) const override;
  const PodTallies& tallies() const override { return tallies_; }

 private:
  struct Shelf {
    std::unique_ptr<ObjectCache> cache;
    std::vector<Listener> listeners;
    std::map<Text (*)(const Object&), std::size_t> indexes;  // looked up only
  };
  Shelf& shelf(const KindInfo& kind);

  Client& client_;
  std::map<std::size_t, Shelf> shelves_;  // by the kind's index
  std::vector<const KindInfo*> custom_;   // in the order in which they were complete
  const custom::Catalogue* catalogue_ = nullptr;
  PodTallies tallies_;
  std::size_t unsynced_ = 0;
};

}  // namespace podium::controllers
