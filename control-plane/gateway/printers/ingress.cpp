// Ingresses as `kubectl get ingresses` shows them.
#include "control-plane/objects/kinds/ingress.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

constexpr std::size_t kMostHosts = 3, kWidestAddress = 16;

std::string hosts_text(const List<IngressRule>& rules) {
  std::vector<std::string> hosts;
  bool more = false;
  for (const IngressRule& rule : rules) {
    if (hosts.size() == kMostHosts)
      more = true;
    else if (!rule.host.empty())
      hosts.push_back(rule.host.str());
  }
  if (hosts.empty()) return "*";
  return join(hosts, ",") +
         (more ? " + " + std::to_string(rules.size() - kMostHosts) + " more..." : std::string());
}

std::string address_text(const IngressStatus& status) {
  std::vector<std::string> addresses;
  for (const IngressLoadBalancerIngress& at : status.load_balancer.ingress)
    addresses.push_back((at.ip.empty() ? at.hostname : at.ip).str());
  const std::string text = join(addresses, ",");
  return text.size() > kWidestAddress ? text.substr(0, kWidestAddress - 3) + "..." : text;
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& ingress = static_cast<const Ingress&>(object);
  const IngressSpec& spec = ingress.spec.value();
  return {ingress.metadata.name.str(),
          or_none(spec.ingress_class_name.str()),
          hosts_text(spec.rules),
          address_text(ingress.status),
          spec.tls.empty() ? "80" : "80, 443",
          age(ingress.metadata.creation_timestamp, now)};
}

}  // namespace

Printer ingress_printer() {
  return {&Ingress::info(),
          {{"Name", "string", "name"}, {"Class"}, {"Hosts"}, {"Address"}, {"Ports"}, {"Age"}},
          &row};
}

}  // namespace podium
