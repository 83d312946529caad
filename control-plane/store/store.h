// The revisioned store: one counter for all kinds, watches with history, lists of one snapshot.
//
// In memory, and pure: no time, no randomness, no messages. Watchers are called back at once, in the
// order of the writes. Beside its objects it costs some 70 bytes an object (a map node that shares the
// key's texts) and the recent past.
//
// A store either numbers its writes itself (create, update, remove), and a journal may take each as it
// happens; or it follows another that decides (apply, reach), and tries out what it would like decided.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "control-plane/store/change.h"
#include "control-plane/store/selector.h"

namespace podium {

struct StoreWatch;

struct StoreOptions {
  std::size_t history = 10'000;  // changes of a kind kept for watches that resume and lists that go on
};

class Store {
 public:
  using Watcher = std::function<void(const StoreChange&)>;
  using WatchId = std::uint64_t;  // 0: none

  explicit Store(StoreOptions options = {});
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  std::uint64_t revision() const { return revision_; }

  // The object, or null.
  ObjectRef get(const KindInfo& kind, const Key& key) const;
  std::size_t size(const KindInfo& kind) const;
  // In key order; an empty namespace means all.
  void each(const KindInfo& kind, const Text& namespace_,
            const std::function<void(const ObjectRef&)>& visit) const;

  // Of all kinds, custom ones included.
  void each(const std::function<void(const ObjectRef&)>& visit) const;

  // Each write takes the next revision and stamps it on the object. The caller gives the object up.
  // create REQUIRES that the key is free; update and remove that it is taken. remove returns the last
  // state, with the revision of the deletion.
  ObjectRef create(Ref<Object> object);
  ObjectRef update(Ref<Object> object);
  ObjectRef remove(const KindInfo& kind, const Key& key);
  ObjectRef remove(Ref<Object> last);  // the same, of the object with this key, with its last state given

  // Is told of each such write before the watchers are. Empty: nobody.
  void on_write(std::function<void(const StoreChange&)> journal) { journal_ = std::move(journal); }

  // A change that somebody else has decided, with its revision, which is also that of the object; several
  // changes may share one. Whoever reads sees it at once; watchers are told by the next reach().
  // REQUIRES: `previous` is what get() returns, and revisions do not go back.
  void apply(StoreChange change);
  // The state is now that of `revision`, whether anything of it changed or not.
  void reach(std::uint64_t revision);

  // Writes of a trial show to whoever reads meanwhile, under revision 0; nobody is told of them. Its end
  // undoes them and hands them out, the last for each key, in the order of the first.
  struct TrialWrite {
    Ref<Object> object;  // deleted: the last state
    ObjectRef previous;  // as it was before the trial; null: not there
    bool deleted = false;
  };
  void begin_trial();
  std::vector<TrialWrite> end_trial();

  // Makes lists by an equality on this field cost what they find. For fields with few objects a value.
  void add_index(const KindInfo& kind, const std::string& path);

  // A page of what was there at `at` (0: now) behind `after` in key order. `limit` 0: all.
  struct Page {
    std::vector<ObjectRef> items;
    std::uint64_t revision = 0;  // of the snapshot
    bool more = false;
    std::int64_t remaining = 0;  // behind this page
    bool expired = false;        // history does not reach back to `at`
  };
  Page list(const KindInfo& kind, const Selector& selector, std::int64_t limit, std::uint64_t at,
            const Key& after) const;

  // Calls `watcher` for every change behind revision `after`, the past ones before this returns.
  // 0 and `expired` if history does not reach back that far. A watcher may end its watch or others,
  // and may write: what it writes is told once everyone has been told of the present change.
  WatchId watch(const KindInfo& kind, Selector selector, std::uint64_t after, Watcher watcher, bool& expired);
  void stop(WatchId watch);
  std::size_t watchers() const { return watches_.size(); }
  // Watchers that were asked about changes so far: what indexing keeps small.
  std::uint64_t watchers_asked() const { return asked_; }

  // Forgets what was before `revision`, in all kinds.
  void compact(std::uint64_t revision);

 private:
  struct Shelf;

  Shelf& shelf(const KindInfo& kind) const;
  std::uint64_t next_revision() { return trying_ ? 0 : ++revision_; }
  void commit(Shelf& shelf, StoreChange change);
  void remember(Shelf& shelf, StoreChange change);
  void tell_untold();
  void forget_stopped();

  StoreOptions options_;
  std::uint64_t revision_ = 0;
  mutable std::vector<std::unique_ptr<Shelf>> shelves_;  // by kind; a custom kind's is made when asked for
  std::uint64_t next_watch_ = 1;
  std::uint64_t asked_ = 0;
  std::map<WatchId, std::unique_ptr<StoreWatch>> watches_;
  std::vector<std::unique_ptr<StoreWatch>> stopped_;    // not to be freed while telling
  std::vector<std::pair<Shelf*, StoreChange>> untold_;  // in order
  bool telling_ = false;
  std::function<void(const StoreChange&)> journal_;
  std::vector<StoreChange> tried_;  // of the trial under way, in order
  bool trying_ = false;
};

}  // namespace podium
