// A cluster without an API server: objects in maps, and controllers whose plans take effect at once.
// Shows what a controller decides, apart from networks and queues.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/tally.h"
#include "control-plane/objects/kinds/node.h"

namespace podium::controllers {

class SmallWorld : public Snapshot {
 public:
  // Snapshot.
  using Snapshot::each;
  using Snapshot::find;
  using Snapshot::indexed;
  ObjectRef find(const KindInfo& kind, const Key& key) const override;
  void each(const KindInfo& kind, const Visit& visit) const override;
  void each_in(const KindInfo& kind, const Text& namespace_, const Visit& visit) const override;
  std::vector<ObjectRef> indexed(const Index& index, const Text& value) const override;
  const PodTallies& tallies() const override { return tallies_; }

  // A controller that sees every change from now on, and acts.
  void add(std::unique_ptr<Controller> controller);

  TimePoint now() const { return now_; }
  // Acts of others. `put` gives new objects a uid, a creation time and a name if they lack one, and
  // counts the generation of changed specs when told to.
  template <class T>
  Ref<const T> put(Ref<T> object) {
    return as<T>(store(object));
  }
  ObjectRef store(Ref<Object> object);
  void erase(const KindInfo& kind, const Key& key);
  // Changes an object in place: edit(T&).
  template <class T, class F>
  void edit(const Key& key, F edit, bool new_generation = false) {
    Ref<T> changed = copy(*find<T>(key));
    edit(*changed);
    if (new_generation) ++changed->metadata.generation;
    store(changed);
  }

  // Lets controllers work until none has anything due, or at most `turns` times.
  void settle(int turns = 100000);
  // The same, one reconcile: false if nothing was due.
  bool turn();
  // Lets time pass, with everything that comes due on the way.
  void advance(Duration duration);

  // Every action and event, as lines: "create pod/default/web-1", "Normal SuccessfulCreate Created pod:
  // web-1".
  std::vector<std::string> log;
  std::vector<std::string> events;
  int reconciles = 0;
  // Creates of that kind fail with this message while it is set.
  std::map<std::string, std::string> refuse_creates;
  // Deleted pods linger, terminating, until the test erases them.
  bool pods_linger = false;

 private:
  struct Member;
  struct Doorbell;
  using Shelf = std::map<Key, ObjectRef>;

  void apply(const ObjectRef& before, const ObjectRef& after);
  void carry_out(Member& member, const Key& root, const Plan& plan);
  bool perform(Member& member, const Key& root, const Action& action);
  void remove(const Action& action);
  std::pair<Member*, Key> next_due() const;
  TimePoint next_time() const;

  TimePoint now_ = TimePoint{Duration{std::chrono::hours(24 * 365 * 50)}};
  std::map<const KindInfo*, Shelf> shelves_;
  PodTallies tallies_;
  std::vector<std::shared_ptr<Member>> members_;
  std::uint64_t revision_ = 0;
  int names_ = 0;
  std::set<std::pair<Member*, Key>> waiting_;  // asked for a later wake-up that has not come
};

}  // namespace podium::controllers
