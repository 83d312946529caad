#include "control-plane/objects/kinds/service.h"
#include <nlohmann/json.hpp>

#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

void set_if_empty(Text& field, const char* value) {
  if (field.empty()) field = value;
}

bool node_ports(const ServiceSpec& spec) { return spec.type_ == "NodePort" || spec.type_ == "LoadBalancer"; }

void set_defaults(Object& object) {
  auto& service = static_cast<Service&>(object);
  ServiceSpec spec = service.spec.value();
  set_if_empty(spec.type_, "ClusterIP");
  set_if_empty(spec.session_affinity, "None");
  for (std::size_t i = 0; i < spec.ports.size(); ++i) {
    const ServicePort& port = spec.ports[i];
    if (port.protocol.empty()) spec.ports.edit()[i].protocol = "TCP";
    const bool target = port.target_port.is_text() || port.target_port.number != 0;
    if (!target) spec.ports.edit()[i].target_port = port.port;
  }
  if (!(spec.type_ == "ExternalName")) {
    set_if_empty(spec.internal_traffic_policy, "Cluster");
    set_if_empty(spec.ip_family_policy, "SingleStack");
    if (spec.ip_families.empty()) spec.ip_families = {Text("IPv4")};
    if (node_ports(spec) || !spec.external_ips.empty()) set_if_empty(spec.external_traffic_policy, "Cluster");
    if (spec.type_ == "LoadBalancer" && !spec.allocate_load_balancer_node_ports)
      spec.allocate_load_balancer_node_ports = true;
    if (spec.session_affinity == "ClientIP" && !spec.session_affinity_config) {
      spec.session_affinity_config = Tree(nlohmann::json{{"clientIP", {{"timeoutSeconds", 10800}}}});
    }
  }
  if (!(spec == service.spec.value())) service.spec = std::move(spec);
  static const Tree no_load_balancer{nlohmann::json{{"loadBalancer", nlohmann::json::object()}}};
  if (!service.status) service.status = no_load_balancer;
}

// The part of a port that must be unique.
std::string go_syntax(const ServicePort& port) {
  return "core.ServicePort{Name:\"\", Protocol:" + quoted(port.protocol) +
         ", AppProtocol:(*string)(nil), Port:" + std::to_string(port.port) +
         ", TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, NodePort:0}";
}

void check_port(const ServiceSpec& spec, std::size_t i, FieldErrors& errors) {
  const ServicePort& port = spec.ports[i];
  const std::string at = element("spec.ports", i);
  constexpr const char* kRange = "must be between 1 and 65535, inclusive";
  if (port.name.empty() && spec.ports.size() > 1) errors.push_back(required(at + ".name"));
  if (!port.name.empty()) {
    if (const std::string fault = dns_label_fault(port.name); !fault.empty())
      errors.push_back(invalid_text(at + ".name", port.name, fault));
  }
  if (port.port < 1 || port.port > 65535)
    errors.push_back(invalid_value(at + ".port", std::to_string(port.port), kRange));
  if (!(port.protocol == "TCP") && !(port.protocol == "UDP") && !(port.protocol == "SCTP")) {
    errors.push_back(not_supported(at + ".protocol", port.protocol, {"SCTP", "TCP", "UDP"}));
  }
  if (port.target_port.is_text()) {
    if (const std::string fault = port_name_fault(port.target_port.text); !fault.empty())
      errors.push_back(invalid_text(at + ".targetPort", port.target_port.text, fault));
  } else if (port.target_port.number < 1 || port.target_port.number > 65535) {
    errors.push_back(invalid_value(at + ".targetPort", std::to_string(port.target_port.number), kRange));
  }
  if (port.node_port != 0 && !node_ports(spec)) {
    errors.push_back(
        field_forbidden(at + ".nodePort", "may not be used when `type` is '" + spec.type_.str() + "'"));
  }
  for (std::size_t k = 0; k < i; ++k) {
    if (spec.ports[k].port == port.port && spec.ports[k].protocol == port.protocol)
      errors.push_back({"Duplicate value", "FieldValueDuplicate", at, "Duplicate value: " + go_syntax(port)});
    if (!port.name.empty() && spec.ports[k].name == port.name)
      errors.push_back(duplicate(at + ".name", port.name));
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kLabel1035, errors);
  const ServiceSpec& spec = static_cast<const Service&>(object).spec.value();
  const bool needs_ports = !(spec.cluster_ip == "None") && !(spec.type_ == "ExternalName");
  if (needs_ports && spec.ports.empty()) errors.push_back(required("spec.ports"));
  for (std::size_t i = 0; i < spec.ports.size(); ++i) check_port(spec, i, errors);
  check_labels(spec.selector, "spec.selector", errors);
  const Text& type = spec.type_;
  if (!(type == "ClusterIP") && !(type == "NodePort") && !(type == "LoadBalancer") &&
      !(type == "ExternalName")) {
    errors.push_back(
        not_supported("spec.type", type, {"ClusterIP", "ExternalName", "LoadBalancer", "NodePort"}));
  }
  if (type == "ExternalName" && spec.external_name.empty()) errors.push_back(required("spec.externalName"));
  if (!(spec.session_affinity == "None") && !(spec.session_affinity == "ClientIP")) {
    errors.push_back(not_supported("spec.sessionAffinity", spec.session_affinity, {"ClientIP", "None"}));
  }
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const ServiceSpec &before = static_cast<const Service&>(old).spec.value(),
                    &after = static_cast<const Service&>(fresh).spec.value();
  const bool addressed = !(before.type_ == "ExternalName") && !(after.type_ == "ExternalName");
  if (addressed && !before.cluster_ip.empty() && !(before.cluster_ip == after.cluster_ip)) {
    errors.push_back(invalid_value("spec.clusterIPs[0]", "[\"" + after.cluster_ip.str() + "\"]",
                                   "may not change once set"));
  }
  return errors;
}

}  // namespace

const Rules& service_rules() {
  static const Rules rules = {
      &set_defaults,         &validate, &validate_update, &never_changes, &keep_status_of<Service>,
      &keep_spec_of<Service>};
  return rules;
}

}  // namespace podium
