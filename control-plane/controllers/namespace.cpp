// Empties a namespace that is being deleted, pods first, and then lets it go.
#include "control-plane/objects/kinds/namespace.h"

#include <algorithm>
#include <map>
#include <set>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/kinds/binding.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

namespace {

// Things vanish one by one; they are counted again after so long, not with each.
constexpr Duration kCountAgain = 200ms;

// What is left of one kind.
struct Remainder {
  const KindInfo* kind;
  int count = 0;
  int untouched = 0;               // not yet being deleted
  std::map<Text, int> finalizers;  // how many wait for each
};

Remainder remainder(const Snapshot& snapshot, const KindInfo& kind, const Text& space) {
  Remainder left{&kind};
  snapshot.each_in(kind, space, [&left](const ObjectRef& object) {
    ++left.count;
    if (!object->metadata.deleting()) ++left.untouched;
    for (const Text& finalizer : object->metadata.finalizers) ++left.finalizers[finalizer];
  });
  return left;
}

std::vector<const KindInfo*> contents() {
  std::vector<const KindInfo*> kinds = all_kinds();
  // Events are too many to watch, and nothing waits for them: they are deleted unseen.
  std::erase_if(kinds, [](const KindInfo* kind) {
    return !kind->namespaced || kind == &Event::info() || kind == &Binding::info();
  });
  return kinds;
}

void put(Namespace& space, const char* type, bool is_true, const char* reason, std::string message,
         TimePoint now) {
  Condition condition;
  condition.type_ = type;
  condition.status = is_true ? "True" : "False";
  condition.reason = reason;
  condition.message = message;
  set_condition(space.status.conditions, std::move(condition), now);
}

// Which finalizers the rest waits for; empty if for none.
std::string finalizers_of(const std::vector<Remainder>& left) {
  std::map<Text, int> counts;
  for (const Remainder& some : left) {
    for (const auto& [finalizer, count] : some.finalizers) counts[finalizer] += count;
  }
  std::string told;
  for (const auto& [finalizer, count] : counts)
    told +=
        (told.empty() ? "" : ", ") + finalizer.str() + " in " + std::to_string(count) + " resource instances";
  return told;
}

// The five conditions of a namespace that is on its way out.
Ref<Namespace> with_conditions(const Namespace& space, const std::vector<Remainder>& left, TimePoint now) {
  const Ref<Namespace> told = copy(space);
  std::string remaining;
  for (const Remainder& some : left) {
    remaining += (remaining.empty() ? "" : ", ") + some.kind->resource() +
                 (some.kind->group.empty() ? "." : "") + " has " + std::to_string(some.count) +
                 " resource instances";
  }
  put(*told, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered",
      "All resources successfully discovered", now);
  put(*told, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions",
      "All legacy kube types successfully parsed", now);
  put(*told, "NamespaceDeletionContentFailure", false, "ContentDeleted",
      "All content successfully deleted, may be waiting on finalization", now);
  put(*told, "NamespaceContentRemaining", !left.empty(),
      left.empty() ? "ContentRemoved" : "SomeResourcesRemain",
      left.empty() ? "All content successfully removed" : "Some resources are remaining: " + remaining, now);
  const std::string finalizers = finalizers_of(left);
  put(*told, "NamespaceFinalizersRemaining", !finalizers.empty(),
      finalizers.empty() ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
      finalizers.empty() ? "All content-preserving finalizers finished"
                         : "Some content in the namespace has finalizers remaining: " + finalizers,
      now);
  return told;
}

class NamespaceController final : public Controller {
 public:
  std::string_view name() const override { return "namespace-controller"; }
  std::vector<const KindInfo*> watches() const override {
    std::vector<const KindInfo*> kinds = contents();
    kinds.push_back(&Namespace::info());
    return kinds;
  }
  bool watches_custom_kinds() const override { return true; }
  int workers() const override { return 10; }

  void observe(const Snapshot&, const Change& change, TimePoint now, Wake& wake) override {
    const ObjectMeta& meta = change.latest().metadata;
    if (change.of(Namespace::info())) {
      if (change.after == nullptr)
        ending_.erase(meta.name);
      else if (meta.deleting() && ending_.insert(meta.name).second)
        wake.now(Key{{}, meta.name});
      return;
    }
    const bool matters = change.before == nullptr || change.after == nullptr;
    if (matters && !ending_.empty() && ending_.count(meta.namespace_) != 0) {
      wake.at(Key{{}, meta.namespace_}, now + kCountAgain);
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const Namespace> space = snapshot.find<Namespace>(root);
    if (!space || !space->metadata.deleting()) return plan;
    const std::vector<Remainder> left = to_delete_now(snapshot, root.name);
    const Ref<Namespace> told = with_conditions(*space, left, turn.now);
    if (!(told->status == space->status)) plan.then(update_status(told));
    Step removals;
    for (const Remainder& some : left) {
      if (some.untouched > 0) removals.actions.push_back(remove_collection(*some.kind, root.name));
    }
    if (!removals.actions.empty()) plan.steps.push_back(std::move(removals));
    if (!snapshot.knows_all_kinds())
      plan.wake_by(turn.now + kCountAgain);
    else if (left.empty())
      let_go(*told, plan);
    return plan;
  }

 private:
  // Pods while there are any, and only then everything else (OrderedNamespaceDeletion).
  static std::vector<Remainder> to_delete_now(const Snapshot& snapshot, const Text& space) {
    const Remainder pods = remainder(snapshot, Pod::info(), space);
    if (pods.count > 0) return {pods};
    std::vector<Remainder> left;
    std::vector<const KindInfo*> kinds = contents();
    for (const KindInfo* kind : snapshot.custom_kinds()) {
      if (kind->namespaced) kinds.push_back(kind);
    }
    for (const KindInfo* kind : kinds) {
      if (const Remainder some = remainder(snapshot, *kind, space); some.count > 0) left.push_back(some);
    }
    return left;
  }

  static void let_go(const Namespace& space, Plan& plan) {
    plan.then(remove_collection(Event::info(), space.metadata.name));
    const Ref<Namespace> free = copy(space);
    std::erase_if(free->spec.finalizers.edit(), [](const Text& f) { return f == "kubernetes"; });
    plan.then(finalize(free));
  }

  std::set<Text> ending_;  // namespaces being deleted
};

}  // namespace

std::unique_ptr<Controller> namespace_controller(const Settings&) {
  return std::make_unique<NamespaceController>();
}

}  // namespace podium::controllers
