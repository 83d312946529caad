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

// Seconds that the kubelet has to end the pod; 0: it goes at once.
std::int64_t grace_of(const Object& object, const DeleteOptions& options) {
  const auto* pod = as<Pod>(&object);
  if (pod == nullptr) return 0;
  if (pod->spec->node_name.empty() || is_terminal(*pod)) return 0;
  std::int64_t grace =
      options.grace_period_seconds.value_or(pod->spec->termination_grace_period_seconds.value_or(30));
  if (grace < 0) grace = 1;
  const auto& running = pod->metadata.deletion_grace_period_seconds;
  return pod->metadata.deleting() && running ? std::min(grace, *running) : grace;  // may only be shortened
}

ApiStatus mismatch(const Object& object, const std::string& what, const std::string& asked,
                   const std::string& present, const char* guess) {
  std::string resource(object.kind().kind);
  if (!object.kind().group.empty()) resource += "." + std::string(object.kind().group);
  ApiStatus status = conflict(resource, object.metadata.name,
                              "the " + what + " in the precondition (" + asked + ") does not match the " +
                                  what + " in record (" + present + "). The object might have been " + guess);
  status.details_group = object.kind().group;
  status.details_kind = object.kind().kind;
  return status;
}

ApiStatus check_preconditions(const Object& object, const DeleteOptions& options) {
  const ObjectMeta& metadata = object.metadata;
  if (!options.uid.empty() && !(options.uid == metadata.uid))
    return mismatch(object, "UID", options.uid.str(), metadata.uid.str(), "deleted and then recreated");
  if (options.resource_version != 0 && options.resource_version != metadata.resource_version) {
    return mismatch(object, "ResourceVersion", std::to_string(options.resource_version),
                    std::to_string(metadata.resource_version), "modified");
  }
  return {};
}

bool kept_for_ever(const Object& object) {
  if (!is<Namespace>(object)) return false;
  const Text& name = object.metadata.name;
  return name == "default" || name == "kube-system" || name == "kube-public";
}

void mark(Object& object, std::int64_t grace, TimePoint now) {
  ObjectMeta& metadata = object.metadata;
  if (auto* space = is<Namespace>(object) ? static_cast<Namespace*>(&object) : nullptr) {
    if (!metadata.deleting()) metadata.deletion_timestamp = now;
    space->status.phase = "Terminating";
    return;
  }
  const bool first = !metadata.deleting();
  if (!first && metadata.deletion_grace_period_seconds.value_or(0) == grace) return;
  metadata.deletion_timestamp = now + std::chrono::seconds(grace);
  metadata.deletion_grace_period_seconds = grace;
  if (first && metadata.generation > 0) ++metadata.generation;
}

// The object as its deletion leaves it: marked, and perhaps held by finalizers or by its grace.
Ref<Object> marked(const Object& object, const DeleteOptions& options, std::int64_t grace, TimePoint now) {
  Ref<Object> fresh = object.kind().clone(object);
  if (options.propagation != Propagation::kDefault) {
    set_finalizer(fresh->metadata, kForeground, options.propagation == Propagation::kForeground);
    set_finalizer(fresh->metadata, kOrphan, options.propagation == Propagation::kOrphan);
  }
  mark(*fresh, grace, now);
  return fresh;
}

bool held(const Object& object, std::int64_t grace) {
  if (!object.metadata.finalizers.empty() || grace > 0) return true;
  const auto* space = as<Namespace>(&object);
  return space != nullptr && !space->spec.finalizers.empty();
}

// Most kinds that are gone at once answer with a bare success that names what is gone.
bool shows_last_state(const KindInfo& kind) {
  return kind.kind == "Pod" || kind.kind == "Namespace" || kind.kind == "Service" ||
         kind.kind == "ServiceAccount";
}

ApiResponse bare_success(ApiResponse response, const Object& gone) {
  response.object = nullptr;
  response.status.details_group = gone.kind().group;
  response.status.details_kind = gone.kind().plural;
  response.status.details_name = gone.metadata.name.str();
  response.status.details_uid = gone.metadata.uid.str();
  return response;
}

}  // namespace

// `last`: the state that watchers see as its last.
ApiResponse ApiServer::State::erase(Ref<Object> last, bool dry_run) {
  if (dry_run) return ok(std::move(last));
  record(last.get(), nullptr);
  const ObjectRef gone = store.remove(std::move(last));
  end_definition_of(*gone);
  follow_group(*gone);
  return ok(gone);
}

ApiResponse ApiServer::State::remove(const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  const ObjectRef object = store.get(kind, request.key);
  if (!object) return fail(not_found(kind, request.key.name));
  if (ApiStatus status = check_node(request, object.get(), nullptr); !status.ok())
    return fail(std::move(status));
  if (kept_for_ever(*object))
    return fail(forbidden(kind, request.key.name, "this namespace may not be deleted"));
  if (ApiStatus status = check_preconditions(*object, request.remove); !status.ok())
    return fail(std::move(status));
  const std::int64_t grace = grace_of(*object, request.remove);
  Ref<Object> fresh = marked(*object, request.remove, grace, executor.now());
  if (!request.dry_run) end_definition(*fresh);
  if (!held(*fresh, grace)) {
    if (!is<Pod>(*fresh)) fresh = kind.clone(*object);  // only what ends gracefully shows its end
    ApiResponse gone = erase(std::move(fresh), request.dry_run);
    return shows_last_state(kind) ? gone : bare_success(std::move(gone), *object);
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
