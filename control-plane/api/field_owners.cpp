// Field management: who owns which fields, for objects that clients of REST write; and server-side apply.
// What only the control plane writes has no owners and costs nothing.
#include <nlohmann/json.hpp>

#include "control-plane/api/state.h"
#include "control-plane/apply/managers.h"
#include "control-plane/apply/tracking.h"
#include "control-plane/apply/versions.h"
#include "control-plane/authorization/access_request.h"
#include "control-plane/codec/json.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/codec/view.h"
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

// A version of a kind: the stored one, or a view of it.
struct Spelling {
  const schema::Type* type = nullptr;  // null: the version is not served
  const View* view = nullptr;          // null: the stored one
};

const schema::Type* type_of(const KindInfo& kind, const View* view) {
  if (const custom::Version* custom = custom::version_of(kind, view)) return custom->resource.type;
  if (view == nullptr) return custom::resource_of(kind).type;
  return schema::kubernetes().find_resource(view->group, view->version, kind.plural)->type;
}

// The versions that objects of a kind are written in.
class KindVersions final : public apply::Versions {
 public:
  explicit KindVersions(const KindInfo& kind) : kind_(kind) {}

  Spelling find(std::string_view api_version) const {
    if (kind_.api_version == api_version) return {type_of(kind_, nullptr), nullptr};
    const std::size_t slash = api_version.find('/');
    const std::string_view group = slash == api_version.npos ? "" : api_version.substr(0, slash);
    const std::string_view version = api_version.substr(slash + 1);  // of npos: all
    const View* view = find_view(group, version, kind_.kind.view());
    if (const custom::Kind* custom = custom::custom_kind(kind_)) {
      const custom::Version* known = group == kind_.group ? custom->definition->find(version) : nullptr;
      view = known == nullptr ? nullptr : &known->view;
    }
    if (view == nullptr || &view->stored() != &kind_) return {};
    return {type_of(kind_, view), view};
  }

  const schema::Type* type(std::string_view api_version) const override { return find(api_version).type; }
  json convert(const json& object, std::string_view api_version) const override {
    json tree = object;
    if (const View* from = find(tree.at("apiVersion").get_ref<const std::string&>()).view) from->store(tree);
    if (const View* to = find(api_version).view) to->show(tree);
    return tree;
  }

 private:
  const KindInfo& kind_;
};

// What a Write refers to, kept while it is needed.
class Occasion {
 public:
  Occasion(const ApiRequest& request, TimePoint now)
      : kind_(*request.kind),
        view_(request.view),
        manager_(request.field_manager.empty() ? component_of(request.user.get()) : request.field_manager),
        time_(format_time(now)),
        api_version_(view_ == nullptr ? kind_.api_version.str()
                                      : schema::api_version(view_->group, view_->version)),
        versions_(kind_),
        write_{*type_of(kind_, view_), api_version_, kind_.kind.view(), manager_, time_, request.subresource,
               kind_.has_status,       {},           &versions_} {}
  Occasion(const Occasion&) = delete;
  Occasion& operator=(const Occasion&) = delete;

  const apply::Write& write() const { return write_; }
  // The object in the version of the write.
  json shown(const Object& object) const {
    json tree = to_json(object);
    if (view_ != nullptr) view_->show(tree);
    return tree;
  }

 private:
  const KindInfo& kind_;
  const View* const view_;
  const std::string manager_, time_, api_version_;
  const KindVersions versions_;
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
  json after = occasion.shown(fresh), then;
  if (before != nullptr) then = occasion.shown(*before);
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
  const Occasion occasion(request, executor.now());
  if (before) live = occasion.shown(*before);
  const apply::Failure failure =
      apply::apply(occasion.write(), before ? &live : nullptr, config, request.force, outcome);
  if (failure) return fail(status_of(failure));
  json known;
  const custom::Version* custom = custom::version_of(kind, request.view);
  const schema::Decoding decoding =
      custom != nullptr ? custom::read_tree(custom->schema.json(), std::move(outcome), known)
                        : schema::decode_tree(occasion.write().type, std::move(outcome), known);
  if (!decoding.ok())
    return fail(bad_request_status(schema::cannot_handle(kind.kind, kind.version, decoding.error)));
  if (request.view != nullptr) request.view->store(known);
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
