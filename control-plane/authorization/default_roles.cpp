#include "control-plane/authorization/default_roles.h"

#include <algorithm>
#include <cassert>

#include "control-plane/authorization/aggregation.h"
#include "control-plane/authorization/rule_match.h"

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

constexpr const char* kAutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

void mark_as_default(ObjectMeta& metadata, std::string_view name) {
  metadata.name = name;
  metadata.labels.set("kubernetes.io/bootstrapping", "rbac-defaults");
  metadata.annotations.set(kAutoUpdate, "true");
}

// Collects what the lines of the table say.
class Reader {
 public:
  explicit Reader(RolesAndBindings& result) : result_(result) {}

  void read(std::string_view line) {
    const Words words = split(line, ' ');
    if (words.empty() || words[0].starts_with('#')) return;
    if (line.starts_with("role ")) return begin_role(words[1]);
    if (line.starts_with("bind ")) return bind(words);
    if (line.starts_with("controller ")) return begin_controller(words[1]);
    assert(rules_ != nullptr);
    add_to_role(words);
  }

 private:
  void begin_role(std::string_view name) {
    const std::size_t slash = name.find('/');
    if (slash != std::string_view::npos) {
      result_.namespaced_roles.push_back(make_ref<Role>());
      Role& role = *result_.namespaced_roles.back();
      mark_as_default(role.metadata, name.substr(slash + 1));
      role.metadata.namespace_ = name.substr(0, slash);
      rules_ = &role.rules;
      return;
    }
    result_.roles.push_back(make_ref<ClusterRole>());
    mark_as_default(result_.roles.back()->metadata, name);
    rules_ = &result_.roles.back()->rules;
  }

  void begin_controller(std::string_view name) {
    const std::string role = "system:controller:" + std::string(name);
    begin_role(role);
    const std::string account = "account:kube-system/" + std::string(name);
    bind({"bind", role, "to", account});
  }

  // A line below a role.
  void add_to_role(const Words& words) {
    if (words[0] == "as") {
      result_.roles.back()->metadata.labels.set(gathered_label(words[1]), "true");
    } else if (words[0] == "from") {
      LabelSelector selector;
      selector.match_labels.set(gathered_label(words[1]), "true");
      result_.roles.back()->aggregation_rule.edit().cluster_role_selectors.push_back(selector);
    } else if (words[0] == "events") {
      rules_->push_back(rule_of({"create,patch,update", "core,events.k8s.io", "events"}));
    } else {
      assert(words.size() >= 2);
      rules_->push_back(rule_of(words));
    }
  }

  // bind ROLE [as NAME] to WHOM...
  void bind(const Words& words) {
    const bool named = words[2] == "as";
    std::string_view role = words[1], space;
    if (const std::size_t slash = role.find('/'); slash != std::string_view::npos) {
      space = role.substr(0, slash);
      role = role.substr(slash + 1);
    }
    List<Subject> subjects;
    for (std::size_t i = named ? 5 : 3; i < words.size(); ++i) subjects.push_back(subject_of_word(words[i]));
    const std::string_view name = named ? words[3] : role;
    if (space.empty())
      fill(*result_.bindings.emplace_back(make_ref<ClusterRoleBinding>()), name, "ClusterRole", role,
           subjects);
    else
      fill(*result_.namespaced_bindings.emplace_back(make_ref<RoleBinding>()), name, "Role", role, subjects,
           space);
  }

  template <class Binding>
  static void fill(Binding& binding, std::string_view name, const char* kind, std::string_view role,
                   List<Subject> subjects, std::string_view space = "") {
    mark_as_default(binding.metadata, name);
    binding.metadata.namespace_ = space;
    binding.role_ref = {kRbacGroup, kind, role};
    binding.subjects = std::move(subjects);
  }

  RolesAndBindings& result_;
  List<PolicyRule>* rules_ = nullptr;  // of the role that the line is below
};

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
  Reader reader(result);
  for (const std::string_view line : split(table, '\n')) reader.read(line);
  gather(result.roles);
  return result;
}

List<PolicyRule> default_node_rules() {
  const std::size_t begin = kDefaultRolesText.find("role system:node\n");
  const std::size_t end = kDefaultRolesText.find("\nrole ", begin);
  return read_roles(kDefaultRolesText.substr(begin, end - begin)).roles.front()->rules;
}

namespace {

// The role with the rules that it lacks; what gathers its rules is no business of ours.
template <class R>
Ref<Object> completed_role(const R& wanted, const R& present) {
  const std::vector<PolicyRule> missing =
      uncovered({present.rules.begin(), present.rules.end()}, wanted.rules);
  if (missing.empty()) return nullptr;
  Ref<R> fresh = copy(present);
  for (const PolicyRule& rule : compact(missing)) fresh->rules.push_back(rule);
  return fresh;
}

template <class B>
Ref<Object> completed_binding(const B& wanted, const B& present) {
  Ref<B> fresh = copy(present);
  for (const Subject& subject : wanted.subjects) {
    if (std::ranges::find(fresh->subjects, subject) == fresh->subjects.end())
      fresh->subjects.push_back(subject);
  }
  if (fresh->subjects.size() == present.subjects.size()) return nullptr;
  return fresh;
}

}  // namespace

Ref<Object> completed_default(const Object& wanted, const Object& present) {
  if (present.metadata.annotations.get(kAutoUpdate) == "false") return nullptr;
  if (const auto* role = as<ClusterRole>(&wanted)) {
    if (role->aggregation_rule) return nullptr;
    return completed_role(*role, static_cast<const ClusterRole&>(present));
  }
  if (const auto* role = as<Role>(&wanted)) return completed_role(*role, static_cast<const Role&>(present));
  if (const auto* binding = as<ClusterRoleBinding>(&wanted))
    return completed_binding(*binding, static_cast<const ClusterRoleBinding&>(present));
  return completed_binding(static_cast<const RoleBinding&>(wanted), static_cast<const RoleBinding&>(present));
}

}  // namespace podium
