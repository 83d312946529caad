#include "control-plane/api/errors.h"

namespace podium {
namespace {

ApiStatus failure(int code, std::string reason, std::string message) {
  ApiStatus status;
  status.code = code;
  status.reason = std::move(reason);
  status.message = std::move(message);
  return status;
}

ApiStatus about(const KindInfo& kind, const Text& name, ApiStatus status) {
  status.details_group = kind.group;
  status.details_kind = kind.plural;
  status.details_name = name.str();
  return status;
}

std::string quoted(const KindInfo& kind, const Text& name) {
  return kind.resource() + " \"" + name.str() + "\"";
}

// Where Kubernetes keeps the object, as its storage errors tell.
std::string storage_key(const Object& object) {
  std::string_view folder = object.kind().plural;
  if (folder == "nodes") folder = "minions";
  if (folder == "services") folder = "services/specs";
  if (folder == "endpoints") folder = "services/endpoints";
  std::string key = "/registry/" + std::string(folder);
  if (object.kind().namespaced) key += "/" + object.metadata.namespace_.str();
  return key + "/" + object.metadata.name.str();
}

}  // namespace

ApiStatus not_found(const KindInfo& kind, const Text& name) {
  return about(kind, name, failure(404, "NotFound", quoted(kind, name) + " not found"));
}

ApiStatus already_exists(const KindInfo& kind, const Text& name) {
  return about(kind, name, failure(409, "AlreadyExists", quoted(kind, name) + " already exists"));
}

ApiStatus conflict(const KindInfo& kind, const Text& name) {
  ApiStatus status =
      conflict(kind.resource(), name,
               "the object has been modified; please apply your changes to the latest version and try again");
  status.details_group = kind.group;
  status.details_kind = kind.plural;
  return status;
}

ApiStatus conflict(std::string resource, const Text& name, const std::string& why) {
  ApiStatus status = failure(
      409, "Conflict", "Operation cannot be fulfilled on " + resource + " \"" + name.str() + "\": " + why);
  status.details_kind = std::move(resource);
  status.details_name = name.str();
  return status;
}

ApiStatus check_uid(const Object& object, const Text& uid) {
  const Text& present = object.metadata.uid;
  if (uid.empty() || uid == present) return {};
  ApiStatus status = conflict(object.kind().resource(), object.metadata.name,
                              "StorageError: invalid object, Code: 4, Key: " + storage_key(object) +
                                  ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in "
                                  "precondition: " +
                                  uid.str() + ", UID in object meta: " + present.str());
  status.details_group = object.kind().group;
  status.details_kind = object.kind().plural;
  return status;
}

ApiStatus forbidden(const KindInfo& kind, const Text& name, const std::string& why) {
  return about(kind, name, failure(403, "Forbidden", quoted(kind, name) + " is forbidden: " + why));
}

namespace {

ApiStatus invalid(const std::string& subject, const Text& name, const std::vector<FieldError>& errors) {
  std::string text;
  for (const FieldError& error : errors) text += (text.empty() ? "" : ", ") + error.text();
  if (errors.size() > 1) text = "[" + text + "]";
  ApiStatus status = failure(422, "Invalid", subject + " \"" + name.str() + "\" is invalid: " + text);
  for (const FieldError& error : errors) status.causes.push_back({error.reason, error.message, error.field});
  return status;
}

}  // namespace

ApiStatus invalid(const KindInfo& kind, const Text& name, const std::vector<FieldError>& errors) {
  std::string subject(kind.kind);
  if (!kind.group.empty()) subject += "." + std::string(kind.group);
  ApiStatus status = invalid(subject, name, errors);
  status.details_group = kind.group;
  status.details_kind = kind.kind;
  status.details_name = name.str();
  return status;
}

ApiStatus invalid_options(const std::string& options, const std::vector<FieldError>& errors) {
  ApiStatus status = invalid(options + ".meta.k8s.io", Text(), errors);
  status.details_group = "meta.k8s.io";
  status.details_kind = options;
  return status;
}

ApiStatus bad_request_status(std::string message) { return failure(400, "BadRequest", std::move(message)); }

ApiStatus expired(std::string message) { return failure(410, "Expired", std::move(message)); }

ApiStatus too_large_resource_version(std::uint64_t asked, std::uint64_t present) {
  ApiStatus status = failure(504, "Timeout",
                             "Timeout: Too large resource version: " + std::to_string(asked) +
                                 ", current: " + std::to_string(present));
  status.causes.push_back({"ResourceVersionTooLarge", "Too large resource version", ""});
  status.retry_after_seconds = 1;
  return status;
}

ApiStatus method_not_supported(const KindInfo& kind, std::string_view verb) {
  ApiStatus status =
      failure(405, "MethodNotAllowed",
              std::string(verb) + " is not supported on resources of kind \"" + kind.resource() + "\"");
  status.details_group = kind.group;
  status.details_kind = kind.plural;
  return status;
}

}  // namespace podium
