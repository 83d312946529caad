// create: a name, an identity, defaults, admission, validation.
#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {
namespace {

constexpr std::size_t kLongestGeneratedBase = 58;  // 63 less the suffix

// A new object's status is the server's business. A kubelet's Node brings its own.
void clear_status(Object& object) {
  if (!object.kind().has_status || is<Node>(object)) return;
  rules_of(object.kind()).keep_status(object, *object.kind().make());
}

}  // namespace

void ApiServer::State::stamp(ObjectMeta& metadata, const KindInfo& kind) {
  metadata.uid = new_uid();
  metadata.creation_timestamp = executor.now();
  metadata.deletion_timestamp = {};
  metadata.deletion_grace_period_seconds.reset();
  metadata.generation = rules_of(kind).spec_changed != &never_changes ? 1 : 0;
}

// A generated name that nobody has; after many tries one that somebody has.
Text ApiServer::State::free_name(const KindInfo& kind, const ObjectMeta& metadata) {
  const std::string base(metadata.generate_name.view().substr(0, kLongestGeneratedBase));
  Key key{kind.namespaced ? metadata.namespace_ : Text(), {}};
  for (int tries = 0; tries < options.generate_name_tries; ++tries) {
    key.name = base + name_suffix();
    if (!store.get(kind, key)) break;
  }
  return key.name;
}

ApiResponse ApiServer::State::create(const ApiRequest& request) {
  return create_object(request, request.kind->clone(*request.object), Owners::kToTell);
}

ApiResponse ApiServer::State::create_object(const ApiRequest& request, Ref<Object> object, Owners owners) {
  const KindInfo& kind = *request.kind;
  ObjectMeta& metadata = object->metadata;
  if (metadata.resource_version != 0)
    return fail(bad_request_status("resourceVersion should not be set on objects to be created"));
  if (kind.namespaced && metadata.namespace_.empty()) metadata.namespace_ = request.key.namespace_;
  if (ApiStatus status = check_kind_stays(kind); !status.ok()) return fail(std::move(status));
  stamp(metadata, kind);
  const bool generate = metadata.name.empty() && !metadata.generate_name.empty();
  if (generate) metadata.name = free_name(kind, metadata);  // before the defaults: some repeat it
  clear_status(*object);
  rules_of(kind).set_defaults(*object);
  settle_definition(*object, nullptr);
  settle_api_service(*object);
  sign_by_requester(request, *object);
  if (owners == Owners::kToTell) track(request, nullptr, *object);
  if (ApiStatus status = check_grant(request, nullptr, *object); !status.ok()) return fail(std::move(status));
  if (ApiStatus status = check_node(request, nullptr, object.get()); !status.ok())
    return fail(std::move(status));
  if (ApiStatus status = admit(*object); !status.ok()) return fail(std::move(status));
  std::vector<FieldError> errors = rules_of(kind).validate(*object);
  if (errors.empty() && is<Service>(*object))
    errors = addresses.assign(static_cast<Service&>(*object), nullptr);
  if (ApiStatus status = check_definition(*object, nullptr); !status.ok()) return fail(std::move(status));
  if (ApiStatus status = check_api_service(*object); !status.ok()) return fail(std::move(status));
  if (!errors.empty()) return fail(invalid(kind, metadata.name, errors));
  if (ApiStatus status = check_new_signing(*object); !status.ok()) return fail(std::move(status));
  if (store.get(kind, key_of(*object))) return fail(already_exists(kind, metadata.name));
  if (ApiStatus status = charge_quotas(*object, nullptr, request.dry_run); !status.ok())
    return fail(std::move(status));
  if (request.dry_run) return ok(object, 201);
  return ok(keep(std::move(object)), 201);
}

// Stores a new object; an event is remembered until it expires.
ObjectRef ApiServer::State::keep(Ref<Object> object) {
  record(nullptr, object.get());
  ObjectRef stored = store.create(std::move(object));
  follow_group(*stored);
  if (is<Event>(*stored) && options.event_ttl > Duration{0}) {
    events.emplace_back(executor.now() + options.event_ttl, key_of(*stored));
    expire_events();
  }
  return stored;
}

}  // namespace podium
