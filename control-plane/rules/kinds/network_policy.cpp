#include "control-plane/objects/kinds/network_policy.h"

#include "control-plane/rules/cidr.h"
#include "control-plane/rules/go_texts.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

const NetworkPolicySpec& spec_of(const Object& object) {
  return static_cast<const NetworkPolicy&>(object).spec.value();
}

template <class Rule>
void default_protocols(List<Rule>& rules) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t k = 0; k < rules[i].ports.size(); ++k) {
      if (rules[i].ports[k].protocol.empty()) rules.edit()[i].ports.edit()[k].protocol = "TCP";
    }
  }
}

void set_defaults(Object& object) {
  auto& policy = static_cast<NetworkPolicy&>(object);
  NetworkPolicySpec spec = policy.spec.value();
  default_protocols(spec.ingress);
  default_protocols(spec.egress);
  if (spec.policy_types.empty()) {
    spec.policy_types.push_back("Ingress");
    if (!spec.egress.empty()) spec.policy_types.push_back("Egress");
  }
  if (!(spec == policy.spec.value())) policy.spec = std::move(spec);
}

void check_port_number(std::int32_t port, const std::string& field, FieldErrors& errors) {
  if (port >= 1 && port <= 65535) return;
  errors.push_back(invalid_value(field, std::to_string(port), "must be between 1 and 65535, inclusive"));
}

void check_port(const NetworkPolicyPort& port, const std::string& at, FieldErrors& errors) {
  if (!(port.protocol == "TCP") && !(port.protocol == "UDP") && !(port.protocol == "SCTP"))
    errors.push_back(not_supported(at + ".protocol", port.protocol, {"TCP", "UDP", "SCTP"}));
  const auto end_port = [&](const char* fault) {
    if (port.end_port)
      errors.push_back(invalid_value(at + ".endPort", std::to_string(*port.end_port), fault));
  };
  if (!port.port) return end_port("may not be specified when `port` is not specified");
  if (port.port->is_text()) {
    end_port("may not be specified when `port` is non-numeric");
    if (const std::string fault = port_name_fault(port.port->text); !fault.empty())
      errors.push_back(invalid_text(at + ".port", port.port->text, fault));
    return;
  }
  check_port_number(port.port->number, at + ".port", errors);
  if (!port.end_port) return;
  if (*port.end_port < port.port->number) end_port("must be greater than or equal to `port`");
  check_port_number(*port.end_port, at + ".endPort", errors);
}

void check_block(const IpBlock& block, const std::string& at, FieldErrors& errors) {
  constexpr const char* kForm = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
  if (block.cidr.empty()) return errors.push_back(required(at + ".cidr"));
  const std::optional<Cidr> whole = Cidr::parse(block.cidr);
  if (!whole) return errors.push_back(invalid_text(at + ".cidr", block.cidr, kForm));
  for (std::size_t i = 0; i < block.except.size(); ++i) {
    const std::string field = element(at + ".except", i);
    const std::optional<Cidr> part = Cidr::parse(block.except[i]);
    if (!part)
      errors.push_back(invalid_text(field, block.except[i], kForm));
    else if (!whole->strictly_contains(*part))
      errors.push_back(invalid_text(field, block.except[i], "must be a strict subset of `cidr`"));
  }
}

void check_peer(const NetworkPolicyPeer& peer, const std::string& at, FieldErrors& errors) {
  if (peer.pod_selector) check_selector(*peer.pod_selector, at + ".podSelector", errors);
  if (peer.namespace_selector) check_selector(*peer.namespace_selector, at + ".namespaceSelector", errors);
  if (peer.ip_block) check_block(*peer.ip_block, at + ".ipBlock", errors);
  const bool selects = peer.pod_selector || peer.namespace_selector;
  if (!selects && !peer.ip_block) errors.push_back(required(at, "must specify a peer"));
  if (selects && peer.ip_block)
    errors.push_back(field_forbidden(at, "may not specify both ipBlock and another peer"));
}

void check_rule(const List<NetworkPolicyPort>& ports, const List<NetworkPolicyPeer>& peers,
                const char* direction, const std::string& at, FieldErrors& errors) {
  for (std::size_t i = 0; i < ports.size(); ++i) check_port(ports[i], element(at + ".ports", i), errors);
  for (std::size_t i = 0; i < peers.size(); ++i)
    check_peer(peers[i], element(at + "." + direction, i), errors);
}

void check_policy_types(const List<Text>& types, FieldErrors& errors) {
  if (types.size() > 2) {
    return errors.push_back(invalid_value("spec.policyTypes", go_texts(types, "networking.PolicyType"),
                                          "may not specify more than two policyTypes"));
  }
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (!(types[i] == "Ingress") && !(types[i] == "Egress"))
      errors.push_back(not_supported(element("spec.policyTypes", i), types[i], {"Ingress", "Egress"}));
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const NetworkPolicySpec& spec = spec_of(object);
  if (spec.pod_selector) check_selector(*spec.pod_selector, "spec.podSelector", errors);
  for (std::size_t i = 0; i < spec.ingress.size(); ++i)
    check_rule(spec.ingress[i].ports, spec.ingress[i].from, "from", element("spec.ingress", i), errors);
  for (std::size_t i = 0; i < spec.egress.size(); ++i)
    check_rule(spec.egress[i].ports, spec.egress[i].to, "to", element("spec.egress", i), errors);
  check_policy_types(spec.policy_types, errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& network_policy_rules() {
  static const Rules rules = {&set_defaults,    &validate,
                              &validate_update, &spec_differs<NetworkPolicy>,
                              &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
