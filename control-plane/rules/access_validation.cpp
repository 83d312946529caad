#include "control-plane/rules/access_validation.h"

#include "control-plane/rules/go_texts.h"
#include "control-plane/rules/names.h"

namespace podium {
namespace {

bool of_rbac(const Subject& subject) { return subject.kind == "User" || subject.kind == "Group"; }

void check_rule(const PolicyRule& rule, bool namespaced, const std::string& at, FieldErrors& errors) {
  if (rule.verbs.empty()) errors.push_back(required(at + ".verbs", "verbs must contain at least one value"));
  if (!rule.non_resource_urls.empty()) {
    const std::string urls = go_texts(rule.non_resource_urls);
    const std::string field = at + ".nonResourceURLs";
    if (namespaced)
      errors.push_back(invalid_value(field, urls, "namespaced rules cannot apply to non-resource URLs"));
    if (!rule.api_groups.empty() || !rule.resources.empty() || !rule.resource_names.empty()) {
      errors.push_back(
          invalid_value(field, urls, "rules cannot apply to both regular resources and non-resource URLs"));
    }
    return;
  }
  if (rule.api_groups.empty())
    errors.push_back(required(at + ".apiGroups", "resource rules must supply at least one api group"));
  if (rule.resources.empty())
    errors.push_back(required(at + ".resources", "resource rules must supply at least one resource"));
}

void check_subject(const Subject& subject, bool namespaced, const std::string& at, FieldErrors& errors) {
  if (subject.name.empty()) errors.push_back(required(at + ".name"));
  if (subject.kind == "ServiceAccount") {
    if (const std::string fault = dns_subdomain_fault(subject.name); !subject.name.empty() && !fault.empty())
      errors.push_back(invalid_text(at + ".name", subject.name, fault));
    if (!subject.api_group.empty())
      errors.push_back(not_supported(at + ".apiGroup", subject.api_group, {""}));
    if (!namespaced && subject.namespace_.empty()) errors.push_back(required(at + ".namespace"));
  } else if (of_rbac(subject)) {
    if (!(subject.api_group == kRbacGroup))
      errors.push_back(not_supported(at + ".apiGroup", subject.api_group, {kRbacGroup}));
  } else {
    errors.push_back(not_supported(at + ".kind", subject.kind, {"ServiceAccount", "User", "Group"}));
  }
}

}  // namespace

void check_access_rules(const List<PolicyRule>& rules, bool namespaced, FieldErrors& errors) {
  for (std::size_t i = 0; i < rules.size(); ++i)
    check_rule(rules[i], namespaced, element("rules", i), errors);
}

void default_binding(RoleRef& role, List<Subject>& subjects) {
  if (role.api_group.empty()) role.api_group = kRbacGroup;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (of_rbac(subjects[i]) && subjects[i].api_group.empty()) subjects.edit()[i].api_group = kRbacGroup;
  }
}

void check_binding(const RoleRef& role, const List<Subject>& subjects, bool namespaced, FieldErrors& errors) {
  if (!(role.api_group == kRbacGroup))
    errors.push_back(not_supported("roleRef.apiGroup", role.api_group, {kRbacGroup}));
  const bool known = role.kind == "ClusterRole" || (namespaced && role.kind == "Role");
  if (!known) {
    errors.push_back(namespaced ? not_supported("roleRef.kind", role.kind, {"Role", "ClusterRole"})
                                : not_supported("roleRef.kind", role.kind, {"ClusterRole"}));
  }
  if (role.name.empty()) errors.push_back(required("roleRef.name"));
  for (std::size_t i = 0; i < subjects.size(); ++i)
    check_subject(subjects[i], namespaced, element("subjects", i), errors);
}

void check_same_role(const RoleRef& before, const RoleRef& after, FieldErrors& errors) {
  if (before == after) return;
  errors.push_back(invalid_value("roleRef",
                                 "rbac.RoleRef{APIGroup:" + quoted(after.api_group) +
                                     ", Kind:" + quoted(after.kind) + ", Name:" + quoted(after.name) + "}",
                                 "cannot change roleRef"));
}

}  // namespace podium
