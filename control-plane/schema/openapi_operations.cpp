#include "control-plane/schema/openapi_operations.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace podium::schema {
namespace {

struct VerbForm {
  std::string_view verb, method, action, id;
};
constexpr VerbForm kCollection[] = {
    {"list", "get", "list", "list"},
    {"create", "post", "post", "create"},
    {"deletecollection", "delete", "deletecollection", "deleteCollection"},
};
constexpr VerbForm kItem[] = {
    {"get", "get", "get", "read"},
    {"update", "put", "put", "replace"},
    {"patch", "patch", "patch", "patch"},
    {"delete", "delete", "delete", "delete"},
};
// A subresource is created at its own path, not at a collection.
constexpr VerbForm kCreateSubresource = {"create", "post", "post", "create"};

constexpr QueryParameter kDryRun{"dryRun", "string", "All: answer as if it had been done, but do not do it"};
constexpr QueryParameter kFieldManager{"fieldManager", "string", "the name under which the changes are kept"};
constexpr QueryParameter kFieldValidation{
    "fieldValidation", "string", "what to do about unknown or duplicate fields: Ignore, Warn or Strict"};
constexpr QueryParameter kForce{"force", "boolean", "take over fields that others manage"};
constexpr QueryParameter kGrace{"gracePeriodSeconds", "integer", "how long the object may take to end"};
constexpr QueryParameter kOrphan{"orphanDependents", "boolean", "superseded by propagationPolicy"};
constexpr QueryParameter kPropagation{"propagationPolicy", "string",
                                      "what becomes of dependents: Orphan, Background or Foreground"};
constexpr QueryParameter kLabels{"labelSelector", "string", "only objects with these labels"};
constexpr QueryParameter kFields{"fieldSelector", "string", "only objects with these field values"};
constexpr QueryParameter kLimit{"limit", "integer", "at most so many objects at once"};
constexpr QueryParameter kContinue{"continue", "string", "where the last answer ended"};
constexpr QueryParameter kVersion{"resourceVersion", "string", "the version to read, or to watch from"};
constexpr QueryParameter kVersionMatch{"resourceVersionMatch", "string",
                                       "how resourceVersion is meant: Exact or NotOlderThan"};
constexpr QueryParameter kTimeout{"timeoutSeconds", "integer", "when to end a watch"};
constexpr QueryParameter kWatch{"watch", "boolean", "report changes instead of a list"};
constexpr QueryParameter kBookmarks{"allowWatchBookmarks", "boolean", "send bookmarks too"};
constexpr QueryParameter kInitial{"sendInitialEvents", "boolean", "begin a watch with what there is"};

// "apps" gives "Apps", "rbac.authorization.k8s.io" gives "RbacAuthorization": how operation ids name a group.
std::string camel_group(std::string_view group) {
  if (group.empty()) return "Core";
  if (const auto suffix = group.find(".k8s.io"); suffix != group.npos) group = group.substr(0, suffix);
  std::string name;
  bool upper = true;
  for (char c : group) {
    if (c != '.') name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '.';
  }
  return name;
}

std::string capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

bool streams(const Subresource& sub) { return sub.name == "log" || sub.kind.ends_with("Options"); }

class Lister {
 public:
  Lister(const Resource& resource, bool strategic) : resource_(resource), strategic_(strategic) {
    base_ = group_version_path(resource.group, resource.version);
    prefix_ = base_ + (resource.namespaced ? "/namespaces/{namespace}/" : "/") + resource.plural;
  }

  std::vector<Operation> list() {
    for (const VerbForm& form : kCollection) {
      if (!resource_.has_verb(form.verb)) continue;
      add(form, prefix_, false);
      if (form.verb == "list" && resource_.namespaced) {
        Operation& all = add(form, base_ + "/" + resource_.plural, false);
        all.in_namespace = false;
        all.id = id(form, false) + "ForAllNamespaces";
      }
    }
    for (const VerbForm& form : kItem) {
      if (resource_.has_verb(form.verb)) add(form, prefix_ + "/{name}", true);
    }
    for (const Subresource& sub : resource_.subresources) {
      if (!streams(sub)) subresource(sub);
    }
    return std::move(operations_);
  }

 private:
  std::string id(const VerbForm& form, bool in_namespace) const {
    return std::string(form.id) + camel_group(resource_.group) + capital(resource_.version) +
           (in_namespace ? "Namespaced" : "") + resource_.kind;
  }

  Operation& add(const VerbForm& form, const std::string& path, bool named) {
    Operation& operation = operations_.emplace_back();
    operation.path = path;
    operation.method = form.method;
    operation.action = form.action;
    operation.group = resource_.group;
    operation.version = resource_.version;
    operation.kind = resource_.kind;
    operation.id = id(form, resource_.namespaced);
    operation.in_namespace = resource_.namespaced;
    operation.named = named;
    operation.strategic = strategic_;
    return operation;
  }

  void subresource(const Subresource& sub) {
    const auto offers = [&](std::string_view verb) {
      return std::find(sub.verbs.begin(), sub.verbs.end(), verb) != sub.verbs.end();
    };
    std::vector<VerbForm> forms(std::begin(kItem), std::end(kItem));
    forms.push_back(kCreateSubresource);
    for (const VerbForm& form : forms) {
      if (!offers(form.verb)) continue;
      Operation& operation = add(form, prefix_ + "/{name}/" + sub.name, true);
      operation.group = sub.group;
      operation.version = sub.version;
      operation.kind = sub.kind;
      operation.id += capital(sub.name);
    }
  }

  const Resource& resource_;
  bool strategic_;
  std::string base_, prefix_;
  std::vector<Operation> operations_;
};

}  // namespace

std::string group_version_path(std::string_view group, std::string_view version) {
  return (group.empty() ? "/api/" : "/apis/") + api_version(group, version);
}

std::vector<Operation> operations_of(const Resource& resource, bool strategic) {
  return Lister(resource, strategic).list();
}

std::vector<QueryParameter> query_parameters(const Operation& operation) {
  const std::string& action = operation.action;
  if (action == "list") {
    return {kBookmarks, kContinue,     kFields,  kLabels,  kLimit,
            kVersion,   kVersionMatch, kInitial, kTimeout, kWatch};
  }
  if (action == "post" || action == "put") return {kDryRun, kFieldManager, kFieldValidation};
  if (action == "patch") return {kDryRun, kFieldManager, kFieldValidation, kForce};
  if (action == "delete") return {kDryRun, kGrace, kOrphan, kPropagation};
  if (action == "deletecollection")
    return {kDryRun, kFields, kLabels, kLimit, kContinue, kGrace, kOrphan, kPropagation};
  return {};
}

std::vector<std::string> patch_content_types(const Operation& operation) {
  std::vector<std::string> types = {"application/apply-patch+yaml", "application/json-patch+json",
                                    "application/merge-patch+json"};
  if (operation.strategic) types.push_back("application/strategic-merge-patch+json");
  return types;
}

}  // namespace podium::schema
