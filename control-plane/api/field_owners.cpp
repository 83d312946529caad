// Field management: who owns which fields, for objects that clients of REST write; and server-side apply.
// What only the control plane writes has no owners and costs nothing.
#include <nlohmann/json.hpp>

#include "control-plane/api/state.h"
#include "control-plane/apply/managers.h"
#include "control-plane/apply/tracking.h"
#include "control-plane/authorization/access_request.h"
#include "control-plane/codec/json.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/codec/yaml.h"
#include "control-plane/custom/prune.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

using nlohmann::json;

bool has_owners(const Object& object) {
  const json& rest = object.metadata.rest.json();
  return rest.is_object() && rest.contains("managedFields");
}

void set_owners(Object& object, const json* managers) {
  json rest = object.metadata.rest.json();
  if (!rest.is_object()) rest = json::object();
  if (managers != nullptr)
    rest["managedFields"] = *managers;
  else
    rest.erase("managedFields");
  object.metadata.rest = rest.empty() ? Tree() : Tree(std::move(rest));
}

// A component of the control plane, as its user agent would name it.
std::string component_of(const User* who) {
  if (who == nullptr) return "kube-apiserver";
  std::string_view user = who->name.view();
  if (user.starts_with("system:node:")) return "kubelet";
  if (user.starts_with("system:serviceaccount:")) return "kube-controller-manager";
  if (user.starts_with("system:")) user.remove_prefix(std::string_view("system:").size());
  return std::string(user);
}

// What a Write refers to, kept while it is needed.
class Occasion {
 public:
  Occasion(const ApiRequest& request, TimePoint now)
      : kind_(*request.kind),
        manager_(request.field_manager.empty() ? component_of(request.user.get()) : request.field_manager),
        time_(format_time(now)),
        resource_(custom::resource_of(kind_)),
        write_{*resource_.type, kind_.api_version.view(), kind_.kind.view(), manager_,
               time_,           request.subresource,      kind_.has_status} {}
  Occasion(const Occasion&) = delete;
  Occasion& operator=(const Occasion&) = delete;

  const apply::Write& write() const { return write_; }

 private:
  const KindInfo& kind_;
  const std::string manager_, time_;
  const schema::Resource& resource_;
  const apply::Write write_;
};

ApiStatus status_of(const apply::Failure& failure) {
  ApiStatus status;
  status.code = failure.code;
  status.reason = failure.reason;
  status.message = failure.message;
  for (const apply::Failure::Cause& cause : failure.causes)
    status.causes.push_back({cause.reason, cause.message, cause.field});
  return status;
}

// The configuration may say what it is called; then it must be what the URL is about. (Its kind and version
// are looked at where it is applied.)
std::string wrong_name(const json& config, const Text& wanted) {
  const json::json_pointer path("/metadata/name");
  if (!config.is_object() || !config.contains(path) || !config[path].is_string()) return "";
  const std::string name = config[path];
  if (wanted == name) return "";
  return "the name of the object (" + name + ") does not match the name on the URL (" + wanted.str() + ")";
}

}  // namespace

void ApiServer::State::track(const ApiRequest& request, const Object* before, Object& fresh) const {
  if (request.field_manager.empty() && (before == nullptr || !has_owners(*before))) return;
  const Occasion occasion(request, executor.now());
  json after = to_json(fresh), then;
  if (before != nullptr) then = to_json(*before);
  apply::track(occasion.write(), before == nullptr ? nullptr : &then, after);
  set_owners(fresh, apply::managed_fields(after));
}

ApiResponse ApiServer::State::apply(const ApiRequest& request) {
  const KindInfo& kind = *request.kind;
  json config, live, outcome;
  if (std::string wrong = parse_single_yaml(request.patch.body, config); !wrong.empty())
    return fail(bad_request_status("error decoding YAML: " + wrong));
  if (std::string wrong = wrong_name(config, request.key.name); !wrong.empty())
    return fail(bad_request_status(std::move(wrong)));
  const ObjectRef before = store.get(kind, request.key);
  if (before) live = to_json(*before);
  const Occasion occasion(request, executor.now());
  const apply::Failure failure =
      apply::apply(occasion.write(), before ? &live : nullptr, config, request.force, outcome);
  if (failure) return fail(status_of(failure));
  json known;
  const custom::Version* custom = custom::version_of(kind, nullptr);
  const schema::Decoding decoding =
      custom != nullptr ? custom::read_tree(custom->schema.json(), std::move(outcome), known)
                        : schema::decode_tree(occasion.write().type, std::move(outcome), known);
  if (!decoding.ok())
    return fail(bad_request_status(schema::cannot_handle(kind.kind, kind.version, decoding.error)));
  DecodedObject decoded = from_json(kind, known);
  if (!decoded.error.empty()) return fail(bad_request_status(std::move(decoded.error)));
  if (!before) {
    if (ApiStatus status = check_creation(request); !status.ok()) return fail(std::move(status));
    decoded.value->metadata.name = request.key.name;
    if (kind.namespaced) decoded.value->metadata.namespace_ = request.key.namespace_;
    return create_object(request, std::move(decoded.value), Owners::kKnown);
  }
  if (ApiStatus status = check_successor(*before, *decoded.value); !status.ok())
    return fail(std::move(status));
  return write(before, std::move(decoded.value), request, Owners::kKnown);
}

// An apply that changed nothing but the times of its owners changed nothing.
void ApiServer::State::keep_times(const Object& before, Object& fresh) const {
  const json then = to_json(before);
  json after = to_json(fresh);
  apply::keep_times(then, after);
  set_owners(fresh, apply::managed_fields(after));
}

}  // namespace podium
