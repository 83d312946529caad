// update, of the whole object or of its status, and what all writes to present objects share.
#include <iterator>

#include "control-plane/api/state.h"
#include "control-plane/objects/kinds/certificate_signing_request.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/rules/pod_parts.h"

namespace podium {
namespace {

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

// Whether a request is about all of an object: a scale is written as its workload, with other replicas.
bool is_whole(std::string_view subresource) { return subresource.empty() || subresource == "scale"; }

}  // namespace

// The client means the object that is there: what it says of its identity and state must be true.
ApiStatus ApiServer::State::check_successor(const Object& before, const Object& fresh) const {
  const ObjectMeta &then = before.metadata, &now = fresh.metadata;
  if (!(now.name == then.name)) {
    return bad_request_status("the name of the object (" + now.name.str() +
                              ") does not match the name on the URL (" + then.name.str() + ")");
  }
  if (!now.namespace_.empty() && !(now.namespace_ == then.namespace_)) {
    return bad_request_status(
        "the namespace of the provided object does not match the namespace sent on the request");
  }
  if (ApiStatus status = check_uid(before, now.uid); !status.ok()) return status;
  const bool stale = now.resource_version != 0 && now.resource_version != then.resource_version;
  return stale ? conflict(before.kind(), then.name) : ApiStatus();
}

ApiResponse ApiServer::State::update(const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  Key key = request.key;
  if (key.name.empty()) key = key_of(*request.object);
  const ObjectRef before = store.get(kind, key);
  if (!before) return fail(not_found(kind, key.name));
  if (ApiStatus status = check_successor(*before, *request.object); !status.ok())
    return fail(std::move(status));
  return write(before, kind.clone(*request.object), request);
}

// What of `fresh` this request may change; the rest becomes what it was.
void ApiServer::State::confine(Object& fresh, const Object& before, std::string_view subresource) const {
  const Rules& rules = rules_of(before.kind());
  keep_identity(fresh.metadata, before.metadata);
  if (is_pod_part(subresource))
    return keep_all_but_part(static_cast<Pod&>(fresh), static_cast<const Pod&>(before), subresource);
  if (is_whole(subresource)) {
    rules.set_defaults(fresh);
    rules.keep_status(fresh, before);
    return;
  }
  fresh.metadata.finalizers = before.metadata.finalizers;
  if (is<CertificateSigningRequest>(fresh)) return confine_signing(fresh, before, subresource);
  if (subresource == "status") return rules.keep_spec(fresh, before);
  if (!is<Namespace>(fresh)) return;
  const NamespaceSpec finalized = static_cast<Namespace&>(fresh).spec;
  static_cast<Namespace&>(fresh) = static_cast<const Namespace&>(before);
  static_cast<Namespace&>(fresh).spec = finalized;
}

std::vector<FieldError> ApiServer::State::faults(Object& fresh, const Object& before) {
  std::vector<FieldError> errors = new_finalizers(fresh.metadata, before.metadata);
  const auto add = [&](std::vector<FieldError> more) {
    errors.insert(errors.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  if (is<Service>(fresh))
    add(addresses.assign(static_cast<Service&>(fresh), static_cast<const Service*>(&before)));
  add(rules_of(fresh.kind()).validate_update(before, fresh));
  return errors;
}

// The common end of update and patch: `fresh` is what the client wants of `before`.
ApiResponse ApiServer::State::write(const ObjectRef& before, Ref<Object> fresh, const ApiRequest& request,
                                    Owners owners) {
  const KindInfo& kind = *request.kind;
  confine(*fresh, *before, request.subresource);
  if (is_whole(request.subresource)) {
    settle_definition(*fresh, before.get());
    settle_api_service(*fresh);
  }
  if (kind.equal(*before, *fresh)) return ok(before);
  if (ApiStatus status = check_grant(request, before.get(), *fresh); !status.ok())
    return fail(std::move(status));
  if (ApiStatus status = check_node(request, before.get(), fresh.get()); !status.ok())
    return fail(std::move(status));
  if (ApiStatus status = check_signing(request, *before, *fresh); !status.ok())
    return fail(std::move(status));
  if (owners == Owners::kToTell)
    track(request, before.get(), *fresh);
  else
    keep_times(*before, *fresh);
  const bool part = is_pod_part(request.subresource);
  if (as_custom(kind) != nullptr && !request.subresource.empty()) {
    const std::vector<FieldError> errors = rules_of(kind).validate(*fresh);
    if (!errors.empty()) return fail(invalid(kind, fresh->metadata.name, errors));
  }
  if (is_whole(request.subresource) || part) {
    if (ApiStatus status = check_definition(*fresh, before.get()); !status.ok())
      return fail(std::move(status));
    if (ApiStatus status = check_api_service(*fresh); !status.ok()) return fail(std::move(status));
    const std::vector<FieldError> errors =
        part ? part_faults(static_cast<const Pod&>(*before), static_cast<const Pod&>(*fresh),
                           request.subresource)
             : faults(*fresh, *before);
    if (!errors.empty()) return fail(invalid(kind, fresh->metadata.name, errors));
    if (ApiStatus status = admit_change(*before, *fresh); !status.ok()) return fail(std::move(status));
    if (ApiStatus status = charge_quotas(*fresh, before.get(), request.dry_run); !status.ok())
      return fail(std::move(status));
  }
  if (fresh->metadata.generation != 0 && rules_of(kind).spec_changed(*before, *fresh))
    ++fresh->metadata.generation;
  if (kind.equal(*before, *fresh)) return ok(before);
  if (finished_deleting(*fresh)) return erase(std::move(fresh), request.dry_run);
  if (request.dry_run) return ok(fresh);
  record(before.get(), fresh.get());
  const ObjectRef written = store.update(std::move(fresh));
  follow_group(*written);
  return ok(written);
}

}  // namespace podium
