#include "scenarios/explain/state_of_cluster.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"

namespace podium::explain {

Result<std::unique_ptr<ClusterState>> state_of(const ClusterView& cluster, const Key& pod) {
  nlohmann::json state;
  for (const auto& part : state_kinds()) {
    const KindInfo* kind = part.second;
    nlohmann::json& list = state[part.first] = nlohmann::json::array();
    cluster.each(*kind, Text(), [&](const ObjectRef& object) {
      if (kind != &Pod::info() || !(key_of(*object) == pod)) {
        list.push_back(to_json(*object));
        return;
      }
      state["pod"] = to_json(*object);
      state["pod"]["spec"].erase("nodeName");
    });
  }
  if (!state.contains("pod"))
    return Error{ErrorCode::kNotFound,
                 "pods \"" + pod.name.str() + "\" not found in namespace \"" + pod.namespace_.str() + "\""};
  return read_state(state);
}

}  // namespace podium::explain
