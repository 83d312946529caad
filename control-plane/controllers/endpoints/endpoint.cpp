#include "control-plane/controllers/endpoints/endpoint.h"

#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

// The container port that the Service's target names; none if the pod has no such port.
std::optional<std::int32_t> target_port(const ServicePort& port, const Pod& pod) {
  if (!port.target_port.is_text()) return port.target_port.number != 0 ? port.target_port.number : port.port;
  for (const Container& container : pod.spec.value().containers) {
    for (const ContainerPort& own : container.ports) {
      const std::string_view protocol = own.protocol.empty() ? "TCP" : own.protocol.view();
      const std::string_view wanted = port.protocol.empty() ? "TCP" : port.protocol.view();
      if (own.name == port.target_port.text && protocol == wanted) return own.container_port;
    }
  }
  return std::nullopt;
}

List<EndpointPort> ports_of(const Service& service, const Pod& pod) {
  std::vector<EndpointPort> ports;
  for (const ServicePort& port : service.spec.value().ports) {
    const auto number = target_port(port, pod);
    if (!number) continue;
    EndpointPort own;
    own.name = port.name;
    own.protocol = port.protocol.empty() ? Text("TCP") : port.protocol;
    own.app_protocol = port.app_protocol;
    own.port = *number;
    ports.push_back(std::move(own));
  }
  return ports;
}

ObjectReference reference_to(const Pod& pod) {
  ObjectReference reference;
  reference.kind = "Pod";
  reference.namespace_ = pod.metadata.namespace_;
  reference.name = pod.metadata.name;
  reference.uid = pod.metadata.uid;
  return reference;
}

}  // namespace

bool selects_pods(const Service& service) {
  const ServiceSpec& spec = service.spec.value();
  return !spec.selector.empty() && !(spec.type_ == "ExternalName");
}

bool selects(const Service& service, const Pod& pod) {
  if (!(service.metadata.namespace_ == pod.metadata.namespace_)) return false;
  for (const auto& [key, value] : service.spec->selector) {
    const Text* own = pod.metadata.labels.find(key);
    if (own == nullptr || !(*own == value)) return false;
  }
  return true;
}

std::optional<Wanted> endpoint_of(const Service& service, const Pod& pod, const Text& zone) {
  const PodStatus& status = pod.status.value();
  if (status.pod_ip.empty() || is_terminal(pod)) return std::nullopt;
  Wanted wanted;
  Endpoint& endpoint = wanted.endpoint;
  endpoint.addresses = {status.pod_ip};
  const bool serving = is_ready(pod), terminating = pod.metadata.deleting();
  endpoint.conditions.serving = serving;
  endpoint.conditions.terminating = terminating;
  endpoint.conditions.ready = service.spec->publish_not_ready_addresses || (serving && !terminating);
  const PodSpec& spec = pod.spec.value();
  if (!spec.hostname.empty() && spec.subdomain == service.metadata.name) endpoint.hostname = spec.hostname;
  endpoint.node_name = spec.node_name;
  endpoint.zone = zone;
  endpoint.target_ref = reference_to(pod);
  wanted.ports = ports_of(service, pod);
  return wanted;
}

bool endpoints_alike(const Pod& a, const Pod& b) {
  const PodSpec &a_spec = a.spec.value(), &b_spec = b.spec.value();
  return a.metadata.labels == b.metadata.labels && a.metadata.deleting() == b.metadata.deleting() &&
         is_terminal(a) == is_terminal(b) && is_ready(a) == is_ready(b) &&
         a.status.value().pod_ip == b.status.value().pod_ip && a_spec.node_name == b_spec.node_name &&
         a_spec.hostname == b_spec.hostname && a_spec.subdomain == b_spec.subdomain;
}

bool same_endpoint(const Endpoint& a, const Endpoint& b) {
  return uid_of(a) == uid_of(b) && a.addresses == b.addresses && a.conditions == b.conditions &&
         a.hostname == b.hostname && a.node_name == b.node_name && a.zone == b.zone;
}

}  // namespace podium::controllers
