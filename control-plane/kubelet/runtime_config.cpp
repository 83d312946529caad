#include "control-plane/kubelet/runtime_config.h"

namespace podium::kubelet {
namespace {

std::vector<std::string> strings(const List<Text>& texts) {
  std::vector<std::string> all;
  all.reserve(texts.size());
  for (const Text& text : texts) all.push_back(text.str());
  return all;
}

std::int64_t milli(const ResourceList& resources, std::string_view name) {
  const Quantity* quantity = resources.find(name);
  return quantity == nullptr ? 0 : quantity->milli_value();
}

std::int64_t whole(const ResourceList& resources, std::string_view name) {
  const Quantity* quantity = resources.find(name);
  return quantity == nullptr ? 0 : quantity->value();
}

// A port by its number or by the name that the container gives it; 0 if it gives none.
int port_number(const Container& container, const IntOrString& port) {
  if (!port.is_text()) return port.number;
  for (const ContainerPort& declared : container.ports) {
    if (declared.name == port.text) return declared.container_port;
  }
  return 0;
}

void set_action(ProbeConfig& config, const Container& container, const Probe& probe) {
  using Action = ProbeConfig::Action;
  if (probe.exec) {
    config.action = Action::kExec;
    config.command = strings(probe.exec->command);
  } else if (probe.http_get) {
    config.action = Action::kHttpGet;
    config.host = probe.http_get->host.str();
    config.path = probe.http_get->path.str();
    if (!probe.http_get->scheme.empty()) config.scheme = probe.http_get->scheme.str();
    config.port = port_number(container, probe.http_get->port);
    for (const HttpHeader& header : probe.http_get->http_headers)
      config.headers.emplace_back(header.name.str(), header.value.str());
  } else if (probe.tcp_socket) {
    config.action = Action::kTcpSocket;
    config.host = probe.tcp_socket->host.str();
    config.port = port_number(container, probe.tcp_socket->port);
  } else if (probe.grpc) {
    config.action = Action::kGrpc;
    config.port = probe.grpc->port;
    config.service = probe.grpc->service.str();
  }
}

// An init container that is no sidecar.
bool runs_to_completion(const Pod& pod, const Container& container) {
  for (const Container& init : pod.spec->init_containers) {
    if (init.name == container.name) return !(init.restart_policy == "Always");
  }
  return false;
}

}  // namespace

SandboxConfig sandbox_config(const Pod& pod) {
  const ObjectMeta& meta = pod.metadata;
  const Text& hostname = pod.spec->hostname.empty() ? meta.name : pod.spec->hostname;
  return {meta.uid.str(), meta.namespace_.str() + "/" + meta.name, hostname.str(), pod.spec->host_network};
}

ContainerConfig container_config(const Pod& pod, const Container& container, const SandboxId& sandbox,
                                 int attempt) {
  ContainerConfig config;
  config.sandbox = sandbox;
  config.name = container.name.str();
  config.attempt = attempt;
  config.image = container.image.str();
  config.command = strings(container.command);
  config.args = strings(container.args);
  for (const EnvVar& variable : container.env) {
    if (!variable.value_from) config.env.emplace_back(variable.name.str(), variable.value.str());
  }
  config.working_dir = container.working_dir.str();
  for (const auto& [key, value] : pod.metadata.labels) config.labels[key.str()] = value.str();
  if (runs_to_completion(pod, container)) config.labels[kRoleLabel] = kInitRole;
  const ResourceRequirements& resources = container.resources;
  config.cpu_milli_limit = milli(resources.limits, "cpu");
  config.cpu_milli_request = milli(resources.requests, "cpu");
  config.memory_limit = whole(resources.limits, "memory");
  config.memory_request = whole(resources.requests, "memory");
  for (const ContainerPort& port : container.ports) config.ports.push_back(port.container_port);
  return config;
}

ProbeConfig probe_config(const Container& container, const Probe& probe) {
  ProbeConfig config;
  set_action(config, container, probe);
  config.initial_delay = std::chrono::seconds(probe.initial_delay_seconds);
  config.period = std::chrono::seconds(std::max(1, probe.period_seconds));
  config.timeout = std::chrono::seconds(std::max(1, probe.timeout_seconds));
  return config;
}

}  // namespace podium::kubelet
