// update and patch, of the whole object or of its status.
#include <nlohmann/json.hpp>

#include "control-plane/api/state.h"
#include "control-plane/codec/json.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/patch.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

using nlohmann::json;

// What no client may change: identity, birth, and the course of a deletion.
void keep_identity(ObjectMeta& fresh, const ObjectMeta& stored) {
  fresh.name = stored.name;
  fresh.namespace_ = stored.namespace_;
  fresh.generate_name = stored.generate_name;
  fresh.uid = stored.uid;
  fresh.creation_timestamp = stored.creation_timestamp;
  fresh.deletion_timestamp = stored.deletion_timestamp;
  fresh.deletion_grace_period_seconds = stored.deletion_grace_period_seconds;
  fresh.generation = stored.generation;
  fresh.resource_version = stored.resource_version;
}

std::vector<FieldError> new_finalizers(const ObjectMeta& fresh, const ObjectMeta& stored) {
  if (!stored.deleting()) return {};
  std::string added;
  for (const Text& finalizer : fresh.finalizers) {
    bool known = false;
    for (const Text& old : stored.finalizers) known = known || old == finalizer;
    if (!known) added += (added.empty() ? "\"" : ", \"") + finalizer.str() + "\"";
  }
  if (added.empty()) return {};
  return {{"Forbidden", "FieldValueForbidden", "metadata.finalizers",
           "Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers "
           "[]string{" +
               added + "}"}};
}

bool finished_deleting(const Object& object) {
  const ObjectMeta& metadata = object.metadata;
  if (!metadata.deleting() || !metadata.finalizers.empty()) return false;
  if (const auto* space = as<Namespace>(&object)) return space->spec.finalizers.empty();
  return metadata.deletion_grace_period_seconds.value_or(0) == 0;
}

}  // namespace

ApiResponse ApiServer::State::update(const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  Key key = request.key;
  if (key.name.empty()) key = key_of(*request.object);
  const ObjectRef before = store.get(kind, key);
  if (!before) return fail(not_found(kind, key.name));
  const ObjectMeta& asked = request.object->metadata;
  if (asked.resource_version != 0 && asked.resource_version != before->metadata.resource_version) {
    return fail(conflict(kind, key.name));
  }
  if (!asked.uid.empty() && !(asked.uid == before->metadata.uid)) {
    return fail(conflict(kind.resource(), key.name,
                         "Precondition failed: UID in precondition: " + asked.uid.str() +
                             ", UID in object meta: " + before->metadata.uid.str()));
  }
  return write(before, kind.clone(*request.object), request);
}

// The common end of update and patch: `fresh` is what the client wants of `before`.
ApiResponse ApiServer::State::write(const ObjectRef& before, Ref<Object> fresh, const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  const Rules& rules = rules_of(kind);
  keep_identity(fresh->metadata, before->metadata);
  if (request.subresource == "status") {
    rules.keep_spec(*fresh, *before);
    fresh->metadata.finalizers = before->metadata.finalizers;
  } else if (request.subresource == "finalize") {
    fresh->metadata.finalizers = before->metadata.finalizers;
  } else {
    rules.set_defaults(*fresh);
    rules.keep_status(*fresh, *before);
  }
  std::vector<FieldError> errors = new_finalizers(fresh->metadata, before->metadata);
  if (request.subresource.empty()) {
    auto* service = is<Service>(*fresh) ? static_cast<Service*>(fresh.get()) : nullptr;
    if (service != nullptr) errors = addresses.assign(*service, static_cast<const Service*>(before.get()));
    for (FieldError& error : rules.validate_update(*before, *fresh)) errors.push_back(std::move(error));
  }
  if (!errors.empty()) return fail(invalid(kind, fresh->metadata.name, errors));
  if (fresh->metadata.generation != 0 && rules.spec_changed(*before, *fresh)) ++fresh->metadata.generation;
  if (kind.equal(*before, *fresh)) return ok(before);
  if (finished_deleting(*fresh)) return erase(before, request.dry_run);
  if (request.dry_run) return ok(fresh);
  if (is<Service>(*fresh)) {
    addresses.release(static_cast<const Service&>(*before));
    addresses.take(static_cast<const Service&>(*fresh));
  }
  record(before.get(), fresh.get());
  return ok(store.update(std::move(fresh)));
}

ApiResponse ApiServer::State::patch(const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  const schema::Resource* resource =
      schema::kubernetes().find_resource(kind.group, kind.version, kind.plural);
  json patch;
  if (const auto wrong = schema::parse_patch(request.patch.body, patch))
    return fail({wrong.code, wrong.reason, wrong.message});
  const ObjectRef before = store.get(kind, request.key);
  if (!before) return fail(not_found(kind, request.key.name));
  json tree = to_json(*before);
  schema::PatchError wrong;
  switch (request.patch.type) {
    case Patch::Type::kJson: wrong = schema::apply_json_patch(tree, patch); break;
    case Patch::Type::kMerge: wrong = schema::apply_merge_patch(tree, patch); break;
    case Patch::Type::kStrategicMerge:
      wrong = schema::apply_strategic_merge_patch(*resource->type, tree, patch);
      break;
  }
  if (wrong) return fail({wrong.code, wrong.reason, wrong.message});
  json known;
  const schema::Decoding decoding = schema::decode_tree(*resource->type, std::move(tree), known);
  if (!decoding.ok()) return fail(bad_request_status(decoding.error));
  DecodedObject decoded = from_json(kind, known);
  if (!decoded.error.empty()) return fail(bad_request_status(std::move(decoded.error)));
  // A resourceVersion in the patch is a precondition; none means: on top of whatever there is.
  if (decoded.value->metadata.resource_version != before->metadata.resource_version) {
    return fail(conflict(kind, request.key.name));
  }
  return write(before, std::move(decoded.value), request);
}

}  // namespace podium
