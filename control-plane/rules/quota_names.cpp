#include "control-plane/rules/quota_names.h"

#include <algorithm>

#include "control-plane/rules/go_texts.h"
#include "control-plane/rules/names.h"

namespace podium {
namespace {

constexpr std::string_view kCounted[] = {
    "pods",       "resourcequotas",         "services",           "replicationcontrollers", "secrets",
    "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"};
constexpr std::string_view kMeasured[] = {"cpu",
                                          "memory",
                                          "ephemeral-storage",
                                          "requests.cpu",
                                          "requests.memory",
                                          "requests.storage",
                                          "requests.ephemeral-storage",
                                          "limits.cpu",
                                          "limits.memory",
                                          "limits.ephemeral-storage"};
constexpr std::string_view kOfPods[] = {"pods",          "cpu",          "memory",         "limits.cpu",
                                        "limits.memory", "requests.cpu", "requests.memory"};
constexpr std::string_view kScopes[] = {"Terminating",   "NotTerminating", "BestEffort",
                                        "NotBestEffort", "PriorityClass",  "CrossNamespacePodAffinity"};

template <class Names>
bool has(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool valid_for(std::string_view scope, std::string_view resource) {
  if (!is_standard_quota_name(resource)) return true;
  return scope == "BestEffort" ? resource == "pods" : has(kOfPods, resource);
}

void check_scope(std::string_view scope, const ResourceQuotaSpec& spec, const std::string& field,
                 FieldErrors& errors) {
  const std::string shown = shown_scopes(spec);
  if (!has(kScopes, scope)) errors.push_back(invalid_value(field, shown, "unsupported scope"));
  for (const auto& [resource, amount] : spec.hard) {
    if (!valid_for(scope, resource))
      errors.push_back(invalid_value(field, shown, "unsupported scope applied to resource"));
  }
}

void check_requirement(const ScopedResourceSelectorRequirement& need, const std::string& at,
                       FieldErrors& errors) {
  const Text& how = need.operator_;
  const bool lists = how == "In" || how == "NotIn", asks = how == "Exists" || how == "DoesNotExist";
  if (lists && need.values.empty())
    errors.push_back(required(
        at + ".values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
  if (asks && !need.values.empty())
    errors.push_back(
        invalid_value(at + ".values", go_texts(need.values),
                      "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector"));
  if (!(need.scope_name == "PriorityClass") && !(how == "Exists")) {
    errors.push_back(invalid_text(at + ".operator", how,
                                  "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, "
                                  "ResourceQuotaScopeNotTerminating, "
                                  "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or "
                                  "ResourceQuotaScopeCrossNamespacePodAffinity"));
  } else if (!lists && !asks) {
    errors.push_back(invalid_text(at + ".operator", how, "not a valid selector operator"));
  }
}

bool whole(const Quantity& amount) { return amount == Quantity::of(amount.value()); }

}  // namespace

bool is_standard_quota_name(std::string_view name) { return has(kCounted, name) || has(kMeasured, name); }

std::string shown_scopes(const ResourceQuotaSpec& spec) {
  return go_texts(spec.scopes, "core.ResourceQuotaScope");
}

void check_quota_amounts(const ResourceList& amounts, const std::string& field, FieldErrors& errors) {
  for (const auto& [name, amount] : amounts) {
    const std::string at = field + "[" + name.str() + "]";
    const bool huge_pages = name.view().find("hugepages-") != std::string_view::npos;
    if (const std::string fault = qualified_name_fault(name); !fault.empty())
      errors.push_back(invalid_text(at, name, fault));
    else if (name.view().find('/') == std::string_view::npos && !is_standard_quota_name(name) && !huge_pages)
      errors.push_back(invalid_text(at, name, "must be a standard resource for quota"));
    if (amount < Quantity())
      errors.push_back(invalid_text(at, amount.str(), "must be greater than or equal to 0"));
    if (has(kCounted, name) && !whole(amount))
      errors.push_back(invalid_text(at, amount.str(), "must be an integer"));
  }
}

void check_quota_scopes(const ResourceQuotaSpec& spec, FieldErrors& errors) {
  for (const Text& scope : spec.scopes) check_scope(scope, spec, "spec.scopes", errors);
  const auto both = [&](const char* one, const char* other) {
    return has(spec.scopes, one) && has(spec.scopes, other);
  };
  if (both("BestEffort", "NotBestEffort") || both("Terminating", "NotTerminating"))
    errors.push_back(invalid_value("spec.scopes", shown_scopes(spec), "conflicting scopes"));
  const auto& needs = spec.scope_selector.value().match_expressions;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    const std::string at = element("spec.scopeSelector.matchExpressions", i);
    check_scope(needs[i].scope_name, spec, at + ".scopeName", errors);
    check_requirement(needs[i], at, errors);
  }
}

}  // namespace podium
