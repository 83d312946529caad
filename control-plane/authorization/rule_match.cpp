#include "control-plane/authorization/rule_match.h"

#include <algorithm>

namespace podium {
namespace {

constexpr std::string_view kAll = "*";

bool has(const List<Text>& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(), [&](const Text& item) { return item == text; });
}

bool has_or_all(const List<Text>& list, std::string_view text) { return has(list, kAll) || has(list, text); }

// "pods/log" is named by itself, by "*" and by "*/log".
bool names_resource(const List<Text>& list, std::string_view resource, std::string_view subresource) {
  return std::any_of(list.begin(), list.end(), [&](const Text& item) {
    const std::string_view text = item.view();
    if (text == kAll) return true;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return subresource.empty() && text == resource;
    if (subresource.empty() || text.substr(slash + 1) != subresource) return false;
    const std::string_view before = text.substr(0, slash);
    return before == kAll || before == resource;
  });
}

bool names_path(const List<Text>& list, std::string_view path) {
  return std::any_of(list.begin(), list.end(), [&](const Text& item) {
    const std::string_view text = item.view();
    return text == path || (text.ends_with('*') && path.starts_with(text.substr(0, text.size() - 1)));
  });
}

// Calls `take` with every part of the rule that names one thing of each sort.
template <class Take>
void break_down(const PolicyRule& rule, Take take) {
  for (const Text& path : rule.non_resource_urls) {
    for (const Text& verb : rule.verbs) take(PolicyRule{{verb}, {}, {}, {}, {path}});
  }
  for (const Text& group : rule.api_groups) {
    for (const Text& resource : rule.resources) {
      for (const Text& verb : rule.verbs) {
        if (rule.resource_names.empty()) take(PolicyRule{{verb}, {group}, {resource}, {}, {}});
        for (const Text& name : rule.resource_names)
          take(PolicyRule{{verb}, {group}, {resource}, {name}, {}});
      }
    }
  }
}

bool covers(const PolicyRule& held, const PolicyRule& part) {
  if (!has_or_all(held.verbs, part.verbs.front())) return false;
  if (!part.non_resource_urls.empty())
    return names_path(held.non_resource_urls, part.non_resource_urls.front());
  const std::string_view whole = part.resources.front();
  const std::size_t slash = whole.find('/');
  const std::string_view subresource = slash == std::string_view::npos ? "" : whole.substr(slash + 1);
  const bool any_name = held.resource_names.empty();
  return has_or_all(held.api_groups, part.api_groups.front()) &&
         names_resource(held.resources, whole.substr(0, slash), subresource) &&
         (any_name ||
          (!part.resource_names.empty() && has(held.resource_names, part.resource_names.front())));
}

bool same_but_verbs(const PolicyRule& one, const PolicyRule& other) {
  return one.api_groups == other.api_groups && one.resources == other.resources &&
         one.resource_names == other.resource_names && one.non_resource_urls == other.non_resource_urls;
}

}  // namespace

bool allows(const PolicyRule& rule, const AccessRequest& request) {
  if (!has_or_all(rule.verbs, request.verb)) return false;
  if (!request.path.empty()) return names_path(rule.non_resource_urls, request.path);
  return has_or_all(rule.api_groups, request.group) &&
         names_resource(rule.resources, request.resource, request.subresource) &&
         (rule.resource_names.empty() || has(rule.resource_names, request.name));
}

std::vector<PolicyRule> uncovered(const std::vector<PolicyRule>& held, const List<PolicyRule>& wanted) {
  std::vector<PolicyRule> missing;
  for (const PolicyRule& rule : wanted) {
    break_down(rule, [&](PolicyRule part) {
      const bool covered =
          std::any_of(held.begin(), held.end(), [&](const PolicyRule& own) { return covers(own, part); });
      if (!covered) missing.push_back(std::move(part));
    });
  }
  return missing;
}

std::vector<PolicyRule> compact(const std::vector<PolicyRule>& single) {
  std::vector<PolicyRule> together;
  for (const PolicyRule& rule : single) {
    const auto known = std::find_if(together.begin(), together.end(), [&](const PolicyRule& other) {
      return rule.non_resource_urls.empty() && same_but_verbs(rule, other);
    });
    if (known == together.end())
      together.push_back(rule);
    else if (!has(known->verbs, rule.verbs.front()))
      known->verbs.push_back(rule.verbs.front());
  }
  return together;
}

}  // namespace podium
