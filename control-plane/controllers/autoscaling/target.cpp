#include "control-plane/controllers/autoscaling/target.h"

#include <cassert>

#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/objects/kinds/stateful_set.h"

namespace podium::controllers {

namespace {

LabelSelector selector_of(const Box<LabelSelector>& selector) { return selector.value(); }
LabelSelector selector_of(const Labels& labels) { return {labels, {}}; }

template <class T>
ScaleTarget target_of(const ObjectRef& object) {
  const T& workload = static_cast<const T&>(*object);
  const auto& spec = workload.spec.value();
  return {object, spec.replicas.value_or(0), workload.status.value().replicas, selector_of(spec.selector)};
}

template <class T>
ObjectRef resized(const Object& object, std::int32_t replicas) {
  const Ref<T> changed = copy(static_cast<const T&>(object));
  changed->spec.edit().replicas = replicas;
  return changed;
}

struct Scaled {
  const KindInfo& (*kind)();
  ScaleTarget (*target)(const ObjectRef& object);
  ObjectRef (*resized)(const Object& object, std::int32_t replicas);
};

template <class T>
constexpr Scaled scaled() {
  return {&T::info, &target_of<T>, &resized<T>};
}

constexpr Scaled kScaled[] = {scaled<Deployment>(), scaled<ReplicaSet>(), scaled<StatefulSet>(),
                              scaled<ReplicationController>()};

// "apps" of "apps/v1"; empty of "v1".
std::string_view group_of(std::string_view api_version) {
  const std::size_t slash = api_version.find('/');
  return slash == std::string_view::npos ? std::string_view() : api_version.substr(0, slash);
}

}  // namespace

std::vector<const KindInfo*> scaled_kinds() {
  std::vector<const KindInfo*> kinds;
  for (const Scaled& each : kScaled) kinds.push_back(&each.kind());
  return kinds;
}

Result<ScaleTarget> find_target(const Snapshot& snapshot, const Text& namespace_,
                                const CrossVersionObjectReference& reference) {
  const std::string_view group = group_of(reference.api_version.view());
  for (const Scaled& each : kScaled) {
    const KindInfo& kind = each.kind();
    if (!(reference.kind == kind.kind) || group != kind.group) continue;
    const ObjectRef object = snapshot.find(kind, Key{namespace_, reference.name});
    if (object) return each.target(object);
    return Error{ErrorCode::kNotFound, kind.resource() + " \"" + reference.name.str() + "\" not found"};
  }
  return Error{ErrorCode::kNotFound, "no matches for kind \"" + reference.kind.str() + "\" in group \"" +
                                         std::string(group) + "\""};
}

ObjectRef with_replicas(const Object& workload, std::int32_t replicas) {
  for (const Scaled& each : kScaled) {
    if (&each.kind() == &workload.kind()) return each.resized(workload, replicas);
  }
  assert(false && "not a kind that is scaled");
  return ObjectRef::share(&workload);
}

}  // namespace podium::controllers
