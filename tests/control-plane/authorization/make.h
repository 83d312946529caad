// Roles, bindings and requests in a line each.
#pragma once

#include <string>
#include <vector>

#include "control-plane/authorization/policy.h"

namespace podium::access {

inline List<Text> list(const std::string& text) {
  std::vector<Text> items;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find(',', at);
    items.emplace_back(text.substr(at, end - at));
    if (end == std::string::npos) return items;
    at = end + 1;
  }
}

// rule("get,list", "apps", "deployments,deployments/scale")
inline PolicyRule rule(const std::string& verbs, const std::string& groups, const std::string& resources) {
  return {list(verbs), list(groups), list(resources), {}, {}};
}
inline PolicyRule named_rule(const std::string& verbs, const std::string& resources,
                             const std::string& names) {
  return {list(verbs), list(""), list(resources), list(names), {}};
}
inline PolicyRule path_rule(const std::string& verbs, const std::string& paths) {
  return {list(verbs), {}, {}, {}, list(paths)};
}

inline Ref<Role> role(const char* name, const char* space, List<PolicyRule> rules) {
  auto made = make_ref<Role>();
  made->metadata.name = name;
  made->metadata.namespace_ = space;
  made->rules = std::move(rules);
  return made;
}
inline Ref<ClusterRole> cluster_role(const char* name, List<PolicyRule> rules) {
  auto made = make_ref<ClusterRole>();
  made->metadata.name = name;
  made->rules = std::move(rules);
  return made;
}

inline Subject user(const char* name) { return {"User", kRbacGroup, name, ""}; }
inline Subject group(const char* name) { return {"Group", kRbacGroup, name, ""}; }
inline Subject account(const char* name, const char* space) { return {"ServiceAccount", "", name, space}; }

inline Ref<RoleBinding> binding(const char* name, const char* space, const char* kind, const char* role_name,
                                List<Subject> subjects) {
  auto made = make_ref<RoleBinding>();
  made->metadata.name = name;
  made->metadata.namespace_ = space;
  made->role_ref = {kRbacGroup, kind, role_name};
  made->subjects = std::move(subjects);
  return made;
}
inline Ref<ClusterRoleBinding> cluster_binding(const char* name, const char* role_name,
                                               List<Subject> subjects) {
  auto made = make_ref<ClusterRoleBinding>();
  made->metadata.name = name;
  made->role_ref = {kRbacGroup, "ClusterRole", role_name};
  made->subjects = std::move(subjects);
  return made;
}

inline AccessRequest ask(const char* who, std::string_view verb, std::string_view api_group,
                         std::string_view resource, std::string_view space, std::string_view name = "") {
  AccessRequest request;
  request.user.name = who;
  request.verb = verb;
  request.group = api_group;
  request.resource = resource;
  request.namespace_ = space;
  request.name = name;
  return request;
}
inline AccessRequest ask_path(const char* who, std::string_view verb, std::string_view path) {
  AccessRequest request;
  request.user.name = who;
  request.verb = verb;
  request.path = path;
  return request;
}

}  // namespace podium::access
