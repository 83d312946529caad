#include "control-plane/rules/pod_validation.h"

#include <nlohmann/json.hpp>

#include "control-plane/rules/container_validation.h"
#include "control-plane/rules/ephemeral_container_validation.h"
#include "control-plane/rules/names.h"

namespace podium {
namespace {

void check_single_source(const nlohmann::json& sources, const std::string& field, FieldErrors& errors) {
  if (sources.size() < 2) return;
  for (auto source = std::next(sources.begin()); source != sources.end(); ++source) {
    errors.push_back(field_forbidden(field + "." + source.key(), "may not specify more than 1 volume type"));
  }
}

std::set<std::string_view> check_volumes(const List<Volume>& volumes, const std::string& field,
                                         FieldErrors& errors) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < volumes.size(); ++i) {
    const Text& name = volumes[i].name;
    const std::string at = element(field, i) + ".name";
    if (name.empty())
      errors.push_back(required(at));
    else if (const std::string fault = dns_label_fault(name); !fault.empty())
      errors.push_back(invalid_text(at, name, fault));
    else if (!names.insert(name.view()).second)
      errors.push_back(duplicate(at, name));
    check_single_source(volumes[i].rest.json(), element(field, i), errors);
  }
  return names;
}

// Two containers of a pod share its network: each port of the host goes to one of them.
void check_host_ports(const List<Container>& containers, const std::string& field, FieldErrors& errors) {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < containers.size(); ++i) {
    const List<ContainerPort>& ports = containers[i].ports;
    for (std::size_t k = 0; k < ports.size(); ++k) {
      if (ports[k].host_port == 0) continue;
      const std::string port =
          ports[k].protocol.str() + "/" + ports[k].host_ip.str() + "/" + std::to_string(ports[k].host_port);
      if (!taken.insert(port).second)
        errors.push_back(duplicate(element(element(field, i) + ".ports", k) + ".hostPort", port));
    }
  }
}

void check_containers(const PodSpec& spec, const std::string& field,
                      const std::set<std::string_view>& volumes, FieldErrors& errors) {
  if (spec.containers.empty()) errors.push_back(required(field + ".containers"));
  std::set<std::string_view> names;
  const auto check = [&](const List<Container>& containers, const std::string& list, bool init) {
    for (std::size_t i = 0; i < containers.size(); ++i) {
      check_container(containers[i], element(list, i), volumes, init, errors);
      const Text& name = containers[i].name;
      if (!name.empty() && !names.insert(name.view()).second)
        errors.push_back(duplicate(element(list, i) + ".name", name));
    }
  };
  check(spec.containers, field + ".containers", false);
  check_host_ports(spec.containers, field + ".containers", errors);
  check(spec.init_containers, field + ".initContainers", true);
  if (!spec.ephemeral_containers.empty())
    check_ephemeral_containers(spec.ephemeral_containers, field + ".ephemeralContainers", volumes, names,
                               errors);
}

void check_tolerations(const List<Toleration>& tolerations, const std::string& field, FieldErrors& errors) {
  for (std::size_t i = 0; i < tolerations.size(); ++i) {
    const Toleration& t = tolerations[i];
    const std::string at = element(field, i);
    if (!t.key.empty()) {
      if (const std::string fault = qualified_name_fault(t.key); !fault.empty())
        errors.push_back(invalid_text(at + ".key", t.key, fault));
    } else if (!(t.operator_ == "Exists")) {
      errors.push_back(invalid_text(
          at + ".operator", t.operator_,
          "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
    }
    if (t.toleration_seconds && !(t.effect == "NoExecute")) {
      errors.push_back(invalid_text(at + ".effect", t.effect,
                                    "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    if (t.operator_ == "Exists" && !t.value.empty()) {
      errors.push_back(
          invalid_text(at + ".operator", t.operator_, "value must be empty when `operator` is 'Exists'"));
    } else if (!t.operator_.empty() && !(t.operator_ == "Exists") && !(t.operator_ == "Equal")) {
      errors.push_back(not_supported(at + ".operator", t.operator_, {"Equal", "Exists"}));
    }
    const bool known = t.effect.empty() || t.effect == "NoSchedule" || t.effect == "PreferNoSchedule" ||
                       t.effect == "NoExecute";
    if (!known)
      errors.push_back(
          not_supported(at + ".effect", t.effect, {"NoExecute", "NoSchedule", "PreferNoSchedule"}));
  }
}

void check_affinity(const Affinity& affinity, const std::string& field, FieldErrors& errors) {
  const auto weight = [&](std::int32_t value, const std::string& at) {
    if (value < 1 || value > 100)
      errors.push_back(invalid_value(at + ".weight", std::to_string(value), "must be in the range 1-100"));
  };
  if (const NodeAffinity* node = affinity.node_affinity.get()) {
    const std::string at = field + ".nodeAffinity";
    if (node->required && node->required->node_selector_terms.empty()) {
      errors.push_back(required(at + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
                                "must have at least one node selector term"));
    }
    for (std::size_t i = 0; i < node->preferred.size(); ++i) {
      weight(node->preferred[i].weight, element(at + ".preferredDuringSchedulingIgnoredDuringExecution", i));
    }
  }
  const auto pods = [&](const Box<PodAffinity>& box, const std::string& at) {
    if (!box) return;
    for (std::size_t i = 0; i < box->required.size(); ++i) {
      const std::string term = element(at + ".requiredDuringSchedulingIgnoredDuringExecution", i);
      if (box->required[i].topology_key.empty())
        errors.push_back(required(term + ".topologyKey", "can not be empty"));
    }
    for (std::size_t i = 0; i < box->preferred.size(); ++i) {
      const std::string term = element(at + ".preferredDuringSchedulingIgnoredDuringExecution", i);
      weight(box->preferred[i].weight, term);
      if (box->preferred[i].pod_affinity_term.topology_key.empty()) {
        errors.push_back(required(term + ".podAffinityTerm.topologyKey", "can not be empty"));
      }
    }
  };
  pods(affinity.pod_affinity, field + ".podAffinity");
  pods(affinity.pod_anti_affinity, field + ".podAntiAffinity");
}

void check_spread(const List<TopologySpreadConstraint>& constraints, const std::string& field,
                  FieldErrors& errors) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const TopologySpreadConstraint& c = constraints[i];
    const std::string at = element(field, i);
    if (c.max_skew <= 0)
      errors.push_back(
          invalid_value(at + ".maxSkew", std::to_string(c.max_skew), "must be greater than zero"));
    if (c.topology_key.empty()) errors.push_back(required(at + ".topologyKey", "can not be empty"));
    const bool hard = c.when_unsatisfiable == "DoNotSchedule";
    if (!hard && !(c.when_unsatisfiable == "ScheduleAnyway")) {
      errors.push_back(not_supported(at + ".whenUnsatisfiable", c.when_unsatisfiable,
                                     {"DoNotSchedule", "ScheduleAnyway"}));
    }
    if (c.min_domains && !hard) {
      errors.push_back(invalid_value(
          at + ".minDomains", std::to_string(*c.min_domains),
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + c.when_unsatisfiable.str()));
    }
    if (!seen.insert({c.topology_key.view(), c.when_unsatisfiable.view()}).second) {
      errors.push_back(duplicate(at + ".{topologyKey, whenUnsatisfiable}",
                                 "{" + c.topology_key.str() + ", " + c.when_unsatisfiable.str() + "}"));
    }
  }
}

}  // namespace

void check_pod_spec(const PodSpec& spec, const std::string& field, FieldErrors& errors) {
  const std::set<std::string_view> volumes = check_volumes(spec.volumes, field + ".volumes", errors);
  check_containers(spec, field, volumes, errors);
  const Text& restart = spec.restart_policy;
  if (!(restart == "Always") && !(restart == "OnFailure") && !(restart == "Never")) {
    errors.push_back(not_supported(field + ".restartPolicy", restart, {"Always", "OnFailure", "Never"}));
  }
  const Text& dns = spec.dns_policy;
  if (!(dns == "ClusterFirst") && !(dns == "ClusterFirstWithHostNet") && !(dns == "Default") &&
      !(dns == "None")) {
    errors.push_back(not_supported(field + ".dnsPolicy", dns,
                                   {"ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"}));
  }
  if (spec.active_deadline_seconds &&
      (*spec.active_deadline_seconds < 1 || *spec.active_deadline_seconds > 2147483647)) {
    errors.push_back(invalid_value(field + ".activeDeadlineSeconds",
                                   std::to_string(*spec.active_deadline_seconds),
                                   "must be between 1 and 2147483647, inclusive"));
  }
  if (spec.termination_grace_period_seconds.value_or(0) < 0) {
    errors.push_back(invalid_value(field + ".terminationGracePeriodSeconds",
                                   std::to_string(*spec.termination_grace_period_seconds),
                                   "must be greater than or equal to 0"));
  }
  check_labels(spec.node_selector, field + ".nodeSelector", errors);
  check_tolerations(spec.tolerations, field + ".tolerations", errors);
  if (spec.affinity) check_affinity(*spec.affinity, field + ".affinity", errors);
  check_spread(spec.topology_spread_constraints, field + ".topologySpreadConstraints", errors);
}

void check_template(const PodTemplateSpec& pod_template, const std::string& field, FieldErrors& errors) {
  check_labels(pod_template.metadata.value().labels, field + ".labels", errors);
  check_pod_spec(pod_template.spec.value(), field + ".spec", errors);
  if (!pod_template.spec.value().ephemeral_containers.empty())
    errors.push_back(field_forbidden(field + ".spec.ephemeralContainers",
                                     "ephemeral containers not allowed in pod template"));
}

}  // namespace podium
