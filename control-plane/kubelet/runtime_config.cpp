#include "control-plane/kubelet/runtime_config.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/kubelet/eviction_rank.h"

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

void set_request(ProbeConfig& config, const Container& container, const HttpGetAction& get) {
  config.action = ProbeConfig::Action::kHttpGet;
  config.host = get.host.str();
  config.path = get.path.str();
  if (!get.scheme.empty()) config.scheme = get.scheme.str();
  config.port = port_number(container, get.port);
  for (const HttpHeader& header : get.http_headers)
    config.headers.emplace_back(header.name.str(), header.value.str());
}

void set_action(ProbeConfig& config, const Container& container, const Probe& probe) {
  using Action = ProbeConfig::Action;
  if (probe.exec) {
    config.action = Action::kExec;
    config.command = strings(probe.exec->command);
  } else if (probe.http_get) {
    set_request(config, container, *probe.http_get);
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

// What tells its kind to models and people; null: it is an ordinary one.
const char* role_of(const PodSpec& spec, std::size_t i) {
  if (is_ephemeral(spec, i)) return kEphemeralRole;
  return is_init(spec, i) && !is_sidecar(spec, i) ? kInitRole : nullptr;
}

}  // namespace

SandboxConfig sandbox_config(const Pod& pod) {
  const ObjectMeta& meta = pod.metadata;
  const Text& hostname = pod.spec->hostname.empty() ? meta.name : pod.spec->hostname;
  return {meta.uid.str(), meta.namespace_.str() + "/" + meta.name, hostname.str(), pod.spec->host_network};
}

ContainerConfig container_config(const Pod& pod, const PodState& state, std::size_t i, int attempt) {
  const PodSpec& spec = *pod.spec;
  const Container& container = container_at(spec, i);
  ContainerConfig config;
  config.sandbox = state.sandbox;
  config.name = container.name.str();
  config.attempt = attempt;
  config.image = container.image.str();
  config.command = strings(container.command);
  config.args = strings(container.args);
  config.working_dir = container.working_dir.str();
  for (const auto& [key, value] : pod.metadata.labels) config.labels[key.str()] = value.str();
  if (const char* role = role_of(spec, i)) config.labels[kRoleLabel] = role;
  config.share = share_of(resources_at(spec, state, i));
  config.interactive = container.rest && container.rest.json().value("stdin", false);
  if (is_ephemeral(spec, i))
    config.process_target = spec.ephemeral_containers[i - proper_end(spec)].target_container_name.str();
  for (const ContainerPort& port : container.ports) config.ports.push_back(port.container_port);
  return config;
}

int oom_score_adj(const Pod& pod, std::size_t i, std::int64_t node_memory) {
  constexpr std::int64_t kGuaranteed = -997, kBestEffort = 1000;
  const Text& qos = pod.status.value().qos_class;
  if (is_node_critical(pod) || qos == "Guaranteed") return kGuaranteed;
  if (qos == "BestEffort") return kBestEffort;
  const std::int64_t request = whole(container_at(*pod.spec, i).resources.requests, "memory");
  return static_cast<int>(
      std::clamp<std::int64_t>(1000 - 1000 * request / node_memory, 1000 + kGuaranteed, 999));
}

ContainerShare share_of(const ResourceRequirements& resources) {
  return {.cpu_milli_limit = milli(resources.limits, "cpu"),
          .cpu_milli_request = milli(resources.requests, "cpu"),
          .memory_limit = whole(resources.limits, "memory"),
          .memory_request = whole(resources.requests, "memory")};
}

ProbeConfig probe_config(const Container& container, const Probe& probe) {
  ProbeConfig config;
  set_action(config, container, probe);
  config.initial_delay = std::chrono::seconds(probe.initial_delay_seconds);
  config.period = std::chrono::seconds(std::max(1, probe.period_seconds));
  config.timeout = std::chrono::seconds(std::max(1, probe.timeout_seconds));
  return config;
}

ProbeConfig hook_config(const Container& container, const HttpGetAction& get) {
  ProbeConfig config;
  set_request(config, container, get);
  config.timeout = 30s;  // of the hook client of lifecycle/handlers.go
  return config;
}

}  // namespace podium::kubelet
