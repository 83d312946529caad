// delete and deletecollection: grace, finalizers, propagation, preconditions.
#include <algorithm>

#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {
namespace {

constexpr const char* kForeground = "foregroundDeletion";
constexpr const char* kOrphan = "orphan";

bool has_finalizer(const ObjectMeta& metadata, std::string_view name) {
  return std::any_of(metadata.finalizers.begin(), metadata.finalizers.end(),
                     [&](const Text& f) { return f == name; });
}

void set_finalizer(ObjectMeta& metadata, const char* name, bool wanted) {
  if (has_finalizer(metadata, name) == wanted) return;
  auto& finalizers = metadata.finalizers.edit();
  if (wanted)
    finalizers.emplace_back(name);
  else
    std::erase_if(finalizers, [&](const Text& f) { return f == name; });
}

bool terminal(const Pod& pod) {
  const Text& phase = pod.status.value().phase;
  return phase == "Succeeded" || phase == "Failed";
}

// Seconds that the kubelet has to end the pod; 0: it goes at once.
std::int64_t grace_of(const Object& object, const DeleteOptions& options) {
  const auto* pod = as<Pod>(&object);
  if (pod == nullptr) return 0;
  if (pod->spec->node_name.empty() || terminal(*pod)) return 0;
  std::int64_t grace =
      options.grace_period_seconds.value_or(pod->spec->termination_grace_period_seconds.value_or(30));
  if (grace < 0) grace = 1;
  const auto& running = pod->metadata.deletion_grace_period_seconds;
  return pod->metadata.deleting() && running ? std::min(grace, *running) : grace;  // may only be shortened
}

ApiStatus precondition_failed(const Object& object, const std::string& what, const std::string& asked,
                              const std::string& present) {
  return conflict(object.kind().resource(), object.metadata.name,
                  "Precondition failed: " + what + " in precondition: " + asked + ", " + what +
                      " in object meta: " + present);
}

ApiStatus check_preconditions(const Object& object, const DeleteOptions& options) {
  if (!options.uid.empty() && !(options.uid == object.metadata.uid)) {
    return precondition_failed(object, "UID", options.uid.str(), object.metadata.uid.str());
  }
  if (options.resource_version != 0 && options.resource_version != object.metadata.resource_version) {
    return precondition_failed(object, "ResourceVersion", std::to_string(options.resource_version),
                               std::to_string(object.metadata.resource_version));
  }
  return {};
}

bool kept_for_ever(const Object& object) {
  if (!is<Namespace>(object)) return false;
  const Text& name = object.metadata.name;
  return name == "default" || name == "kube-system" || name == "kube-public";
}

// The object as its deletion leaves it waiting: marked, and held by finalizers or by its grace.
Ref<Object> marked(const Object& object, const DeleteOptions& options, std::int64_t grace, TimePoint now) {
  Ref<Object> fresh = object.kind().clone(object);
  ObjectMeta& metadata = fresh->metadata;
  if (options.propagation != Propagation::kDefault) {
    set_finalizer(metadata, kForeground, options.propagation == Propagation::kForeground);
    set_finalizer(metadata, kOrphan, options.propagation == Propagation::kOrphan);
  }
  const bool first = !metadata.deleting();
  if (first || metadata.deletion_grace_period_seconds.value_or(0) != grace) {
    metadata.deletion_timestamp = now + std::chrono::seconds(grace);
    metadata.deletion_grace_period_seconds = grace;
    if (first && metadata.generation > 0) ++metadata.generation;
  }
  if (is<Namespace>(*fresh)) static_cast<Namespace&>(*fresh).status.phase = "Terminating";
  return fresh;
}

bool held(const Object& object, std::int64_t grace) {
  if (!object.metadata.finalizers.empty() || grace > 0) return true;
  const auto* space = as<Namespace>(&object);
  return space != nullptr && !space->spec.finalizers.empty();
}

}  // namespace

ApiResponse ApiServer::State::erase(const ObjectRef& object, bool dry_run) {
  const KindInfo& kind = object->kind();
  if (dry_run) return ok(object);
  if (const auto* service = as<Service>(object.get())) addresses.release(*service);
  record(object.get(), nullptr);
  return ok(store.remove(kind, key_of(*object)));
}

ApiResponse ApiServer::State::remove(const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  const ObjectRef object = store.get(kind, request.key);
  if (!object) return fail(not_found(kind, request.key.name));
  if (kept_for_ever(*object))
    return fail(forbidden(kind, request.key.name, "this namespace may not be deleted"));
  if (ApiStatus status = check_preconditions(*object, request.remove); !status.ok())
    return fail(std::move(status));
  const std::int64_t grace = grace_of(*object, request.remove);
  Ref<Object> fresh = marked(*object, request.remove, grace, executor.now());
  if (!held(*fresh, grace)) {
    ApiResponse gone = erase(object, request.dry_run);
    // Kinds that are gone at once answer with a bare success, naming what is gone; the others with the
    // object.
    const bool shows_object =
        is<Pod>(*object) || is<Namespace>(*object) || is<Service>(*object) || kind.kind == "ServiceAccount";
    if (gone.status.ok() && !shows_object) {
      gone.status.details_kind = kind.plural;
      gone.status.details_group = kind.group;
      gone.status.details_name = object->metadata.name.str();
      gone.status.details_uid = object->metadata.uid.str();
      gone.object = nullptr;
    }
    return gone;
  }
  if (request.dry_run || kind.equal(*object, *fresh)) return ok(fresh);
  record(object.get(), fresh.get());
  return ok(store.update(std::move(fresh)));
}

ApiResponse ApiServer::State::remove_collection(const ApiRequest& request) {
  ApiResponse listed = list(request);
  if (!listed.status.ok()) return listed;
  ApiRequest one;
  one.verb = Verb::kDelete;
  one.kind = request.kind;
  one.remove = request.remove;
  one.dry_run = request.dry_run;
  for (const ObjectRef& object : listed.items) {
    one.key = key_of(*object);
    const ApiResponse response = remove(one);
    if (!response.status.ok() && !response.status.not_found()) return response;
  }
  return listed;
}

}  // namespace podium
