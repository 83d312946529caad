#include "control-plane/proxy/routes.h"

#include <nlohmann/json.hpp>

namespace podium {
namespace {

struct Candidate {
  Backend backend;
  bool ready, serving, terminating, local;
};

// Ready ones; else those that serve while terminating. `local_only`: of this node alone.
std::vector<Backend> usable(const std::vector<Candidate>& candidates, bool local_only) {
  for (const bool terminating : {false, true}) {
    std::vector<Backend> backends;
    for (const Candidate& c : candidates) {
      if (local_only && !c.local) continue;
      const bool use = terminating ? c.serving && c.terminating : c.ready;
      if (use) backends.push_back(c.backend);
    }
    if (!backends.empty()) return backends;
  }
  return {};
}

std::vector<Candidate> candidates_of(const ServicePort& port,
                                     const std::vector<Ref<const EndpointSlice>>& slices, const Text& node) {
  std::vector<Candidate> candidates;
  for (const auto& slice : slices) {
    for (const EndpointPort& target : slice->ports) {
      if (!(target.name == port.name) || !(target.protocol == port.protocol) || !target.port) continue;
      for (const Endpoint& endpoint : slice->endpoints) {
        const EndpointConditions& c = endpoint.conditions;
        const bool ready = c.ready.value_or(true);
        candidates.push_back({{endpoint.addresses.empty() ? "" : endpoint.addresses[0].str(), *target.port},
                              ready,
                              c.serving.value_or(ready),
                              c.terminating.value_or(false),
                              endpoint.node_name == node});
      }
    }
  }
  return candidates;
}

std::int64_t affinity_of(const ServiceSpec& spec) {
  if (!(spec.session_affinity == "ClientIP")) return 0;
  constexpr std::int64_t kDefaultSeconds = 10800;
  const nlohmann::json& config = spec.session_affinity_config.json();
  if (!config.is_object()) return kDefaultSeconds;
  return config.value(nlohmann::json::json_pointer("/clientIP/timeoutSeconds"), kDefaultSeconds);
}

Route route_of(const Service& service, const ServicePort& port, const std::vector<Candidate>& candidates,
               bool local_only) {
  Route route;
  route.name = service.metadata.namespace_.str() + "/" + service.metadata.name.str();
  if (!port.name.empty()) route.name += ":" + port.name.str();
  route.protocol = port.protocol.str();
  route.affinity_seconds = affinity_of(*service.spec);
  route.backends = usable(candidates, local_only);
  route.drop = local_only && route.backends.empty() && !usable(candidates, false).empty();
  return route;
}

}  // namespace

std::vector<Route> routes_for(const Service& service, const std::vector<Ref<const EndpointSlice>>& slices,
                              const Text& node) {
  const ServiceSpec& spec = service.spec.value();
  std::vector<Route> routes;
  if (spec.cluster_ip.empty() || spec.cluster_ip == "None" || spec.type_ == "ExternalName") return routes;
  for (const ServicePort& port : spec.ports) {
    const std::vector<Candidate> candidates = candidates_of(port, slices, node);
    Route inside = route_of(service, port, candidates, spec.internal_traffic_policy == "Local");
    inside.address = spec.cluster_ip.str();
    inside.port = port.port;
    routes.push_back(std::move(inside));
    if (port.node_port == 0) continue;
    Route outside = route_of(service, port, candidates, spec.external_traffic_policy == "Local");
    outside.port = port.node_port;
    routes.push_back(std::move(outside));
  }
  return routes;
}

}  // namespace podium
