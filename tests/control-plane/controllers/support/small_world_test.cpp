// Not a test: SmallWorld's definitions (the build takes *_test.cpp).
#include "tests/control-plane/controllers/support/small_world.h"

#include <algorithm>

namespace podium::controllers {

struct SmallWorld::Member {
  std::unique_ptr<Controller> controller;
  std::map<Key, TimePoint> due;
  std::map<Key, Failure> failures;
};

struct SmallWorld::Doorbell : Wake {
  Doorbell(SmallWorld& w, Member& m) : world(w), member(m) {}
  void now(const Key& root) override { at(root, world.now_); }
  void at(const Key& root, TimePoint when) override {
    const auto [due, is_new] = member.due.try_emplace(root, when);
    due->second = std::min(due->second, when);
  }
  void tell(Note note) override {
    world.events.push_back((note.warning ? "Warning " : "Normal ") + std::string(note.reason) + " " +
                           note.message);
  }
  SmallWorld& world;
  Member& member;
};

ObjectRef SmallWorld::find(const KindInfo& kind, const Key& key) const {
  const auto shelf = shelves_.find(&kind);
  if (shelf == shelves_.end()) return nullptr;
  const auto found = shelf->second.find(key);
  return found == shelf->second.end() ? nullptr : found->second;
}

void SmallWorld::each(const KindInfo& kind, const Visit& visit) const {
  const auto shelf = shelves_.find(&kind);
  if (shelf == shelves_.end()) return;
  for (const auto& [key, object] : Shelf(shelf->second)) visit(object);
}

void SmallWorld::each_in(const KindInfo& kind, const Text& namespace_, const Visit& visit) const {
  each(kind, [&](const ObjectRef& object) {
    if (object->metadata.namespace_ == namespace_) visit(object);
  });
}

std::vector<ObjectRef> SmallWorld::indexed(const Index& index, const Text& value) const {
  std::vector<ObjectRef> found;
  each(index.kind(), [&](const ObjectRef& object) {
    const Text own = index.of(*object);
    if (!own.empty() && own == value) found.push_back(object);
  });
  return found;
}

void SmallWorld::add(std::unique_ptr<Controller> controller) {
  members_.push_back(std::make_shared<Member>());
  members_.back()->controller = std::move(controller);
}

ObjectRef SmallWorld::store(Ref<Object> object) {
  ObjectMeta& meta = object->metadata;
  if (meta.name.empty()) meta.name = meta.generate_name.str() + std::to_string(++names_);
  const ObjectRef before = find(object->kind(), key_of(*object));
  if (!before) {
    meta.uid = object->kind().plural.data() + ("-uid-" + std::to_string(++names_ + 10000));
    meta.creation_timestamp = now_;
    meta.generation = 1;
  }
  meta.resource_version = ++revision_;
  apply(before, object);
  return object;
}

void SmallWorld::erase(const KindInfo& kind, const Key& key) {
  if (const ObjectRef before = find(kind, key)) apply(before, nullptr);
}

void SmallWorld::apply(const ObjectRef& before, const ObjectRef& after) {
  const Object& object = after ? *after : *before;
  Shelf& shelf = shelves_[&object.kind()];
  if (after)
    shelf[key_of(object)] = after;
  else
    shelf.erase(key_of(object));
  tallies_.apply(as<Pod>(before.get()), as<Pod>(after.get()));
  for (const std::shared_ptr<Member>& member : members_) {
    const auto kinds = member->controller->watches();
    if (std::find(kinds.begin(), kinds.end(), &object.kind()) == kinds.end()) continue;
    Doorbell doorbell(*this, *member);
    member->controller->observe(*this, Change{before.get(), after.get()}, now_, doorbell);
  }
}

std::pair<SmallWorld::Member*, Key> SmallWorld::next_due() const {
  for (const std::shared_ptr<Member>& member : members_) {
    for (const auto& [key, when] : member->due) {
      if (when <= now_) return {member.get(), key};
    }
  }
  return {nullptr, {}};
}

TimePoint SmallWorld::next_time() const {
  TimePoint next = kForever;
  for (const std::shared_ptr<Member>& member : members_) {
    for (const auto& [key, when] : member->due) next = std::min(next, when);
  }
  return next;
}

bool SmallWorld::turn() {
  auto [member, key] = next_due();
  if (member == nullptr) return false;
  // A wake-up that is not yet due counts as waiting; one that is due has come.
  member->due.erase(key);
  const auto failure = member->failures.find(key);
  Turn turn{now_, failure == member->failures.end() ? nullptr : &failure->second,
            waiting_.count({member, key}) != 0};
  waiting_.erase({member, key});
  ++reconciles;
  const Plan plan = member->controller->reconcile(*this, key, turn);
  member->failures.erase(key);
  carry_out(*member, key, plan);
  return true;
}

void SmallWorld::settle(int turns) {
  while (turns-- > 0 && turn()) {
  }
}

void SmallWorld::advance(Duration duration) {
  const TimePoint end = now_ + duration;
  settle();
  while (next_time() <= end) {
    now_ = std::max(now_, next_time());
    for (const std::shared_ptr<Member>& member : members_) {
      for (const auto& [key, when] : member->due) {
        if (when <= now_) waiting_.erase({member.get(), key});
      }
    }
    settle();
  }
  now_ = end;
}

void SmallWorld::carry_out(Member& member, const Key& root, const Plan& plan) {
  Doorbell doorbell(*this, member);
  for (const Note& note : plan.notes) doorbell.tell(note);
  bool failed = false;
  for (const Step& step : plan.steps) {
    if (failed && !step.always) continue;
    for (const Action& action : step.actions) {
      if (perform(member, root, action)) continue;
      failed = true;
      if (step.slow_start) break;
    }
  }
  if (failed) doorbell.at(root, now_ + 5ms);
  if (plan.wake_at == kForever) return;
  doorbell.at(root, plan.wake_at);
  if (plan.wake_at > now_) waiting_.insert({&member, root});
}

bool SmallWorld::perform(Member& member, const Key& root, const Action& action) {
  const auto tell = [&](const Telling& telling, const char* type, const std::string& detail) {
    if (telling.reason.empty()) return;
    events.push_back(std::string(type) + " " + std::string(telling.reason) + " " + telling.message +
                     (telling.detail ? detail : ""));
  };
  if (action.verb == Verb::kGet) {
    const ObjectRef present = find(*action.kind, action.key);
    return !present || !(present->metadata.uid == action.remove.uid);
  }
  if (action.verb == Verb::kDeleteCollection) {
    std::vector<Key> keys;
    each_in(*action.kind, action.key.namespace_,
            [&](const ObjectRef& object) { keys.push_back(key_of(*object)); });
    for (const Key& key : keys) erase(*action.kind, key);
    return true;
  }
  if (action.verb == Verb::kDelete) {
    log.push_back("delete " + subject_of(*action.kind, action.key));
    remove(action);
    tell(action.success, "Normal", action.key.name.str());
    return true;
  }
  const auto refused = refuse_creates.find(std::string(action.kind->kind));
  if (action.verb == Verb::kCreate && refused != refuse_creates.end()) {
    tell(action.failure, "Warning", refused->second);
    member.failures[root] = Failure{Verb::kCreate, action.kind, refused->second};
    return false;
  }
  Ref<Object> object = action.kind->clone(*action.object);
  if (action.verb == Verb::kUpdate && action.subresource.empty() && action.kind->has_status) {
    ++object->metadata.generation;
  }
  const bool is_new = action.verb == Verb::kCreate;
  const bool finished =
      object->metadata.deleting() && object->metadata.finalizers.empty() && action.subresource != "status";
  log.push_back(
      (is_new                           ? "create "
       : action.subresource == "status" ? "status "
                                        : "update ") +
      (is_new && object->metadata.name.empty() ? std::string(action.kind->kind) : subject_of(*object)));
  if (finished && !is_new && !(object->kind().kind == "Pod")) {
    erase(*action.kind, action.key);
    return true;
  }
  const ObjectRef stored = store(object);
  tell(action.success, "Normal", stored->metadata.name.str());
  return true;
}

void SmallWorld::remove(const Action& action) {
  const ObjectRef present = find(*action.kind, action.key);
  if (!present || !(present->metadata.uid == action.remove.uid)) return;
  const bool forced = action.remove.grace_period_seconds && *action.remove.grace_period_seconds == 0;
  const bool foreground = action.remove.propagation == Propagation::kForeground;
  if ((pods_linger && is<Pod>(*present) && !forced) || foreground) {
    Ref<Object> deleting = action.kind->clone(*present);
    deleting->metadata.deletion_timestamp = now_;
    if (foreground) deleting->metadata.finalizers.push_back("foregroundDeletion");
    store(deleting);
    return;
  }
  erase(*action.kind, action.key);
}

}  // namespace podium::controllers
