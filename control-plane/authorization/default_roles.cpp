#include "control-plane/authorization/default_roles.h"

#include <algorithm>
#include <cassert>

#include "control-plane/authorization/aggregation.h"

namespace podium {
namespace {

using Words = std::vector<std::string_view>;

Words split(std::string_view text, char separator) {
  Words words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

List<Text> texts(const Words& words) {
  std::vector<Text> list;
  for (const std::string_view word : words) list.emplace_back(word == "core" ? "" : word);
  return list;
}

// Sorted, as Kubernetes keeps them.
List<Text> verbs(std::string_view word) {
  Words all;
  for (const std::string_view verb : split(word, ',')) {
    if (verb == "read")
      all.insert(all.end(), {"get", "list", "watch"});
    else if (verb == "write")
      all.insert(all.end(), {"create", "delete", "deletecollection", "patch", "update"});
    else
      all.push_back(verb);
  }
  std::sort(all.begin(), all.end());
  return texts(all);
}

std::string gathered_label(std::string_view into) {
  return "rbac.authorization.k8s.io/aggregate-to-" + std::string(into);
}

PolicyRule rule_of(const Words& words) {
  PolicyRule rule;
  rule.verbs = verbs(words[0]);
  if (words.size() == 2) {
    rule.non_resource_urls = texts(split(words[1], ','));
    return rule;
  }
  rule.api_groups = texts(split(words[1], ','));
  rule.resources = texts(split(words[2], ','));
  if (words.size() == 4) {
    constexpr std::string_view kOnly = "only(";
    assert(words[3].starts_with(kOnly) && words[3].ends_with(')'));
    rule.resource_names =
        texts(split(words[3].substr(kOnly.size(), words[3].size() - kOnly.size() - 1), ','));
  }
  return rule;
}

Subject subject_of_word(std::string_view word) {
  const std::size_t colon = word.find(':');
  const std::string_view sort = word.substr(0, colon), name = word.substr(colon + 1);
  if (sort == "user") return {"User", kRbacGroup, name, ""};
  if (sort == "group") return {"Group", kRbacGroup, name, ""};
  assert(sort == "account");
  const std::size_t slash = name.find('/');
  return {"ServiceAccount", "", name.substr(slash + 1), name.substr(0, slash)};
}

void mark_as_default(ObjectMeta& metadata, std::string_view name) {
  metadata.name = name;
  metadata.labels.set("kubernetes.io/bootstrapping", "rbac-defaults");
  metadata.annotations.set("rbac.authorization.kubernetes.io/autoupdate", "true");
}

// A line below a role.
void add_to_role(ClusterRole& role, const Words& words) {
  if (words[0] == "as") {
    role.metadata.labels.set(gathered_label(words[1]), "true");
  } else if (words[0] == "from") {
    LabelSelector selector;
    selector.match_labels.set(gathered_label(words[1]), "true");
    role.aggregation_rule.edit().cluster_role_selectors.push_back(selector);
  } else {
    role.rules.push_back(rule_of(words));
  }
}

Ref<ClusterRoleBinding> binding_of(const Words& words) {
  auto binding = make_ref<ClusterRoleBinding>();
  mark_as_default(binding->metadata, words[1]);
  binding->role_ref = {kRbacGroup, "ClusterRole", words[1]};
  for (std::size_t i = 3; i < words.size(); ++i) binding->subjects.push_back(subject_of_word(words[i]));
  return binding;
}

// view is gathered into edit and edit into admin, so that a role is right once those are that it gathers.
void gather(std::vector<Ref<ClusterRole>>& roles) {
  for (bool changed = true; changed;) {
    changed = false;
    const std::vector<Ref<const ClusterRole>> all(roles.begin(), roles.end());
    for (const Ref<ClusterRole>& role : roles) {
      if (!role->aggregation_rule) continue;
      List<PolicyRule> rules = aggregated_rules(*role, all);
      if (rules == role->rules) continue;
      role->rules = std::move(rules);
      changed = true;
    }
  }
}

}  // namespace

RolesAndBindings read_roles(std::string_view table) {
  RolesAndBindings result;
  for (const std::string_view line : split(table, '\n')) {
    const Words words = split(line, ' ');
    if (words.empty() || words[0].starts_with('#')) continue;
    if (line.starts_with("role ")) {
      result.roles.push_back(make_ref<ClusterRole>());
      mark_as_default(result.roles.back()->metadata, words[1]);
    } else if (line.starts_with("bind ")) {
      result.bindings.push_back(binding_of(words));
    } else {
      assert(!result.roles.empty() && words.size() >= 2);
      add_to_role(*result.roles.back(), words);
    }
  }
  gather(result.roles);
  return result;
}

}  // namespace podium
