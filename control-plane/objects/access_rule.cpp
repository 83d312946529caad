#include "control-plane/objects/access_rule.h"

namespace podium {

const Type& PolicyRule::type() {
  using T = PolicyRule;
  static const Type t = struct_type<T>(
      "PolicyRule", {field("verbs", &T::verbs, kAlways), field("apiGroups", &T::api_groups),
                     field("resources", &T::resources), field("resourceNames", &T::resource_names),
                     field("nonResourceURLs", &T::non_resource_urls)});
  return t;
}

const Type& RoleRef::type() {
  using T = RoleRef;
  static const Type t =
      struct_type<T>("RoleRef", {field("apiGroup", &T::api_group, kAlways), field("kind", &T::kind, kAlways),
                                 field("name", &T::name, kAlways)});
  return t;
}

const Type& Subject::type() {
  using T = Subject;
  static const Type t =
      struct_type<T>("Subject", {field("kind", &T::kind, kAlways), field("apiGroup", &T::api_group),
                                 field("name", &T::name, kAlways), field("namespace", &T::namespace_)});
  return t;
}

}  // namespace podium
