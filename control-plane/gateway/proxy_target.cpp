#include "control-plane/gateway/proxy_target.h"

#include <charconv>

#include "control-plane/gateway/status_json.h"
#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/service.h"

namespace podium {
namespace {

constexpr const char* kServiceLabel = "kubernetes.io/service-name";

bool read_port(std::string_view text, std::uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size();
}

ApiStatus service_unavailable(std::string message) {
  ApiStatus status;
  status.code = 503;
  status.reason = "ServiceUnavailable";
  status.message = std::move(message);
  return status;
}

std::uint16_t default_port(const ProxyName& name) { return name.scheme == "https" ? 443 : 80; }

// The first port that a container declares, or the scheme's.
std::uint16_t declared_port(const Pod& pod, const ProxyName& name) {
  for (const Container& container : pod.spec->containers) {
    if (!container.ports.empty()) return static_cast<std::uint16_t>(container.ports[0].container_port);
  }
  return default_port(name);
}

struct Behind {
  Text pod;
  std::uint16_t port = 0;
};

// The ready pods behind that port of a service.
std::vector<Behind> ready_pods(ApiBackend& backend, const Key& service, std::string_view port_name) {
  ApiRequest request;
  request.verb = Verb::kList;
  request.kind = &EndpointSlice::info();
  request.selection.namespace_ = service.namespace_;
  request.selection.labels.match_labels = {{kServiceLabel, service.name}};
  std::vector<Behind> found;
  for (const ObjectRef& object : backend.read(request).items) {
    const auto slice = as<EndpointSlice>(object);
    for (const EndpointPort& port : slice->ports) {
      if (!(port.name == port_name) || !port.port) continue;
      for (const Endpoint& endpoint : slice->endpoints) {
        if (!endpoint.conditions.ready.value_or(true) || !endpoint.target_ref) continue;
        if (endpoint.target_ref->kind == "Pod")
          found.push_back({endpoint.target_ref->name, static_cast<std::uint16_t>(*port.port)});
      }
    }
  }
  return found;
}

// A port's number means the port of that number, whatever its name.
bool find_port_name(const Service& service, std::string& port) {
  std::uint16_t number = 0;
  if (!read_port(port, number)) return true;
  for (const ServicePort& one : service.spec->ports) {
    if (one.port != number) continue;
    port = one.name.str();
    return true;
  }
  return false;
}

}  // namespace

std::optional<ProxyName> parse_proxy_name(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ':')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  ProxyName name;
  if (parts.size() == 1) name = {"", parts[0], ""};
  if (parts.size() == 2) name = {"", parts[0], parts[1]};
  if (parts.size() == 3) name = {parts[0], parts[1], parts[2]};
  const bool scheme = parts.size() < 3 || name.scheme == "http" || name.scheme == "https";
  if (parts.size() > 3 || name.name.empty() || !scheme) return std::nullopt;
  return name;
}

ApiStatus find_proxied_pod(ApiBackend& backend, const Key& path, ProxyTarget& target) {
  const auto name = parse_proxy_name(path.name.view());
  if (!name) return bad_request("invalid pod request \"" + path.name.str() + "\"");
  ApiStatus status = find_pod(backend, {path.namespace_, name->name}, target.pod);
  if (status.ok()) status = find_kubelet(backend, target.pod);
  if (!status.ok()) return status;
  if (target.pod.pod->status.value().pod_ip.empty()) return bad_request("address not allowed");
  if (name->port.empty()) {
    target.port = declared_port(*target.pod.pod, *name);
  } else if (!read_port(name->port, target.port)) {
    return bad_request("invalid pod request \"" + path.name.str() + "\": the port is no number");
  }
  return {};
}

ApiStatus find_proxied_service(ApiBackend& backend, const Key& path, Random& random, ProxyTarget& target) {
  const auto name = parse_proxy_name(path.name.view());
  if (!name) return bad_request("invalid service request \"" + path.name.str() + "\"");
  const Key key{path.namespace_, name->name};
  ApiRequest get;
  get.kind = &Service::info();
  get.key = key;
  const ApiResponse service = backend.read(get);
  if (!service.status.ok()) return service.status;
  std::string port = name->port;
  if (!find_port_name(*as<Service>(service.object), port)) {
    return service_unavailable("no service port " + name->port + " found for service \"" + name->name + "\"");
  }
  const std::vector<Behind> behind = ready_pods(backend, key, port);
  if (behind.empty())
    return service_unavailable("no endpoints available for service \"" + path.name.str() + "\"");
  const Behind& one = behind[random.below(behind.size())];
  target.port = one.port;
  ApiStatus status = find_pod(backend, {path.namespace_, one.pod}, target.pod);
  if (status.ok()) status = find_kubelet(backend, target.pod);
  return status;
}

}  // namespace podium
