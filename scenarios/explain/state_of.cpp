#include "scenarios/explain/state_of.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"

namespace podium::explain {
namespace {

using nlohmann::json;

bool is_of(const json& object, const Key& key) {
  const json& metadata = object["metadata"];
  return metadata.value("name", "") == key.name && metadata.value("namespace", "") == key.namespace_;
}

}  // namespace

Result<json> gather_state(const Key& pod, const Lister& list) {
  json state;
  for (const auto& [name, kind] : state_kinds()) {
    auto objects = list(*kind);
    if (!objects.ok()) return objects.error();
    state[name] = std::move(objects).value();
  }
  json& pods = state["pods"];
  for (std::size_t i = 0; i < pods.size(); ++i) {
    if (!is_of(pods[i], pod)) continue;
    state["pod"] = pods[i];
    state["pod"]["spec"].erase("nodeName");
    pods.erase(i);
    return state;
  }
  return Error{ErrorCode::kNotFound,
               "pods \"" + pod.name.str() + "\" not found in namespace \"" + pod.namespace_.str() + "\""};
}

Result<std::unique_ptr<ClusterState>> state_of(const ClusterView& cluster, const Key& pod) {
  const auto state = gather_state(pod, [&](const KindInfo& kind) -> Result<json> {
    json objects = json::array();
    cluster.each(kind, Text(), [&](const ObjectRef& object) { objects.push_back(to_json(*object)); });
    return objects;
  });
  if (!state.ok()) return state.error();
  return read_state(state.value());
}

}  // namespace podium::explain
