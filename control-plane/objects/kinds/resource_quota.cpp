#include "control-plane/objects/kinds/resource_quota.h"

namespace podium {

const Type& ScopedResourceSelectorRequirement::type() {
  using T = ScopedResourceSelectorRequirement;
  static const Type t =
      struct_type<T>("ScopedResourceSelectorRequirement",
                     {field("scopeName", &T::scope_name, kAlways), field("operator", &T::operator_, kAlways),
                      field("values", &T::values)});
  return t;
}

const Type& ScopeSelector::type() {
  using T = ScopeSelector;
  static const Type t = struct_type<T>("ScopeSelector", {field("matchExpressions", &T::match_expressions)});
  return t;
}

const Type& ResourceQuotaSpec::type() {
  using T = ResourceQuotaSpec;
  static const Type t = struct_type<T>(
      "ResourceQuotaSpec",
      {field("hard", &T::hard), field("scopes", &T::scopes), field("scopeSelector", &T::scope_selector)});
  return t;
}

const Type& ResourceQuotaStatus::type() {
  using T = ResourceQuotaStatus;
  static const Type t =
      struct_type<T>("ResourceQuotaStatus", {field("hard", &T::hard), field("used", &T::used)});
  return t;
}

const Type& ResourceQuota::type() {
  using T = ResourceQuota;
  static const Type t = struct_type<T>(
      "ResourceQuota", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& resource_quota_kind() {
  static const KindInfo kind = make_kind<ResourceQuota>(kind_index("resource_quota"), "", "v1",
                                                        "ResourceQuota", "resourcequotas", true, true);
  return kind;
}

const KindInfo& ResourceQuota::info() { return resource_quota_kind(); }

}  // namespace podium
