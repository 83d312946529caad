// create, and the binding of pods.
#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/binding.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/rules/admission.h"

namespace podium {
namespace {

constexpr std::size_t kLongestGeneratedBase = 58;  // 63 less the suffix

bool terminating(const Namespace& space) { return space.metadata.deleting(); }

}  // namespace

ApiStatus ApiServer::State::check_namespace(const Object& object) const {
  if (!object.kind().namespaced) return {};
  const Text& name = object.metadata.namespace_;
  const auto space = as<Namespace>(store.get(Namespace::info(), Key{{}, name}));
  if (!space) return not_found(Namespace::info(), name);
  if (!terminating(*space)) return {};
  ApiStatus status = forbidden(
      object.kind(), object.metadata.name,
      "unable to create new content in namespace " + name.str() + " because it is being terminated");
  status.causes.push_back(
      {"NamespaceTerminating", "namespace " + name.str() + " is being terminated", "metadata.namespace"});
  return status;
}

ApiStatus ApiServer::State::admit(Object& object) {
  if (ApiStatus status = check_namespace(object); !status.ok()) return status;
  if (is<Pod>(object))
    admit_pod(static_cast<Pod&>(object), options.token_volumes, options.token_volumes ? name_suffix() : "");
  if (is<Node>(object)) admit_node(static_cast<Node&>(object));
  return {};
}

ApiResponse ApiServer::State::create(const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  Ref<Object> object = kind.clone(*request.object);
  ObjectMeta& metadata = object->metadata;
  if (metadata.resource_version != 0) {
    return fail(bad_request_status("resourceVersion should not be set on objects to be created"));
  }
  if (kind.namespaced && metadata.namespace_.empty()) metadata.namespace_ = request.key.namespace_;
  metadata.uid = new_uid();
  metadata.creation_timestamp = executor.now();
  metadata.deletion_timestamp = {};
  metadata.deletion_grace_period_seconds.reset();
  metadata.generation = kind.has_status || is<Pod>(*object) ? 1 : 0;
  const bool generate = metadata.name.empty() && !metadata.generate_name.empty();
  const std::string base(metadata.generate_name.view().substr(0, kLongestGeneratedBase));
  if (generate) metadata.name = base + name_suffix();
  const Rules& rules = rules_of(kind);
  rules.set_defaults(*object);
  if (ApiStatus status = admit(*object); !status.ok()) return fail(std::move(status));
  std::vector<FieldError> errors = rules.validate(*object);
  if (errors.empty() && is<Service>(*object))
    errors = addresses.assign(static_cast<Service&>(*object), nullptr);
  if (!errors.empty()) return fail(invalid(kind, metadata.name, errors));
  for (int tries = 1; store.get(kind, key_of(*object)); ++tries) {
    if (!generate || tries == options.generate_name_tries) return fail(already_exists(kind, metadata.name));
    metadata.name = base + name_suffix();
  }
  if (request.dry_run) return ok(object, 201);
  if (is<Service>(*object)) addresses.take(static_cast<const Service&>(*object));
  record(nullptr, object.get());
  ObjectRef stored = store.create(std::move(object));
  if (is<Event>(*stored)) {
    events.emplace_back(executor.now() + options.event_ttl, key_of(*stored));
    expire_events();
  }
  return ok(std::move(stored), 201);
}

ApiResponse ApiServer::State::bind(const ApiRequest& request) {
  const auto* binding = as<Binding>(request.object.get());
  const ObjectRef before = store.get(Pod::info(), request.key);
  if (!before) return fail(not_found(Pod::info(), request.key.name));
  const Pod& pod = static_cast<const Pod&>(*before);
  const auto refuse = [&](const std::string& why) {
    return fail(conflict("pods/binding", pod.metadata.name, why));
  };
  if (!binding->metadata.uid.empty() && !(binding->metadata.uid == pod.metadata.uid)) {
    return refuse("Precondition failed: UID in precondition: " + binding->metadata.uid.str() +
                  ", UID in object meta: " + pod.metadata.uid.str());
  }
  if (pod.metadata.deleting())
    return refuse("pod " + pod.metadata.name.str() + " is being deleted, cannot be assigned to a host");
  if (!pod.spec->node_name.empty()) {
    return refuse("pod " + pod.metadata.name.str() + " is already assigned to node \"" +
                  pod.spec->node_name.str() + "\"");
  }
  Ref<Pod> bound = copy(pod);
  bound->spec.edit().node_name = binding->target.name;
  Condition scheduled;
  scheduled.type_ = "PodScheduled";
  scheduled.status = "True";
  set_condition(bound->status.edit().conditions, scheduled, executor.now());
  if (!request.dry_run) {
    record(before.get(), bound.get());
    store.update(std::move(bound));
  }
  return ok(nullptr, 201);
}

}  // namespace podium
