// patch: the stored object as JSON, patched, read back, and from there on an update.
#include "control-plane/schema/patch.h"

#include <nlohmann/json.hpp>

#include "control-plane/api/state.h"
#include "control-plane/codec/json.h"
#include "control-plane/codec/view.h"
#include "control-plane/custom/prune.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

using nlohmann::json;
using schema::PatchKind;

PatchKind kind_of(Patch::Type type) {
  switch (type) {
    case Patch::Type::kJson: return PatchKind::kJson;
    case Patch::Type::kMerge: return PatchKind::kMerge;
    case Patch::Type::kStrategicMerge:
    case Patch::Type::kApply: break;
  }
  return PatchKind::kStrategic;
}

ApiStatus refusal(const schema::PatchError& error) {
  ApiStatus status;
  status.code = error.code;
  status.reason = error.reason;
  status.message = error.message;
  return status;
}

const schema::Type& type_of(const KindInfo& kind, const View* view) {
  const std::string_view group = view == nullptr ? kind.group : view->group;
  const std::string_view version = view == nullptr ? kind.version : view->version;
  return *schema::kubernetes().find_resource(group, version, kind.plural)->type;
}

// Without Go's structs there is nothing that a strategic merge could go by.
ApiStatus no_strategic_merge() {
  ApiStatus status;
  status.code = 415;
  status.reason = "UnsupportedMediaType";
  status.message =
      "the body of the request was in an unknown format - accepted media types include: "
      "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
  return status;
}

// The patched object, or why there is none. `problems`: fields that are not known, or were there twice.
Ref<Object> patched(const Object& object, const ApiRequest& request, ApiStatus& refused,
                    std::vector<std::string>& problems) {
  const Patch& patch = request.patch;
  const View* const view = request.view;
  const KindInfo& info = object.kind();
  const custom::Version* custom = custom::version_of(info, view);
  const schema::Type& type = custom != nullptr ? *custom->resource.type : type_of(info, view);
  const PatchKind kind = kind_of(patch.type);
  json change, tree = to_json(object), known;
  if (view != nullptr) view->show(tree);
  schema::PatchError wrong = schema::parse_patch(kind, patch.body, change, problems);
  if (!wrong) wrong = schema::apply_patch(kind, type, tree, change);
  if (wrong) {
    refused = refusal(wrong);
    return nullptr;
  }
  const schema::Decoding decoding = custom != nullptr ? custom::read_tree(custom->schema.json(), tree, known)
                                                      : schema::decode_patched(kind, type, tree, known);
  if (!decoding.ok()) {
    refused = refusal(schema::patch_invalid(kind, change, tree, decoding.error));
    return nullptr;
  }
  problems.insert(problems.end(), decoding.problems.begin(), decoding.problems.end());
  if (request.unknown_fields == FieldValidation::kStrict && !problems.empty()) {
    refused = refusal(schema::patch_invalid(kind, change, tree, schema::strict_error(problems)));
    return nullptr;
  }
  if (view != nullptr) view->store(known);
  DecodedObject decoded = from_json(info, known);
  if (!decoded.error.empty()) refused = bad_request_status(std::move(decoded.error));
  return std::move(decoded.value);
}

}  // namespace

// Reads and writes at once, so unlike Kubernetes' it cannot meet a concurrent write and needs no retry.
// A resourceVersion in the patch is a precondition; none means: on top of whatever there is.
ApiResponse ApiServer::State::patch(const ApiRequest& request) {
  if (request.patch.type == Patch::Type::kApply) return apply(request);
  const KindInfo& kind = *request.kind;
  if (as_custom(kind) != nullptr && request.patch.type == Patch::Type::kStrategicMerge)
    return fail(no_strategic_merge());
  const ObjectRef before = store.get(kind, request.key);
  if (!before) return fail(not_found(kind, request.key.name));
  ApiStatus refused;
  std::vector<std::string> problems;
  Ref<Object> fresh = patched(*before, request, refused, problems);
  if (!refused.ok()) return fail(std::move(refused));
  if (ApiStatus status = check_successor(*before, *fresh); !status.ok()) return fail(std::move(status));
  ApiResponse response = write(before, std::move(fresh), request);
  if (request.unknown_fields == FieldValidation::kWarn) response.warnings = std::move(problems);
  return response;
}

}  // namespace podium
