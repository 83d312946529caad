#include "scenarios/live/state_of.h"

#include <array>
#include <nlohmann/json.hpp>

#include "runtime/http/client.h"
#include "scenarios/live/kubeconfig.h"

namespace podium::live {
namespace {

using nlohmann::json;

// The parts of a state, and where an API server has them.
constexpr std::array<std::pair<const char*, const char*>, 12> kLists{{
    {"nodes", "/api/v1/nodes"},
    {"pods", "/api/v1/pods"},
    {"services", "/api/v1/services"},
    {"replicationControllers", "/api/v1/replicationcontrollers"},
    {"namespaces", "/api/v1/namespaces"},
    {"persistentVolumeClaims", "/api/v1/persistentvolumeclaims"},
    {"persistentVolumes", "/api/v1/persistentvolumes"},
    {"replicaSets", "/apis/apps/v1/replicasets"},
    {"statefulSets", "/apis/apps/v1/statefulsets"},
    {"podDisruptionBudgets", "/apis/policy/v1/poddisruptionbudgets"},
    {"storageClasses", "/apis/storage.k8s.io/v1/storageclasses"},
    {"csiNodes", "/apis/storage.k8s.io/v1/csinodes"},
}};

Result<json> get(const ServerAccess& access, const std::string& path) {
  const auto reply =
      http::fetch({.url = access.url + path, .timeout = 60s, .credentials = access.credentials});
  if (!reply.ok()) return reply.error();
  json answer = json::parse(reply.value().body, nullptr, false);
  if (reply.value().code == 200 && answer.is_object()) return answer;
  const std::string said = answer.is_object() ? answer.value("message", "") : "";
  return Error{ErrorCode::kRefused, access.url + path + ": " +
                                        (said.empty() ? "code " + std::to_string(reply.value().code) : said)};
}

}  // namespace

Result<json> state_of(const std::string& kubeconfig, const std::string& namespace_, const std::string& pod) {
  const auto access = read_kubeconfig(kubeconfig);
  if (!access.ok()) return access.error();
  json state;
  for (const auto& [name, path] : kLists) {
    auto list = get(access.value(), path);
    if (!list.ok()) return list.error();
    state[name] = std::move(list.value()["items"]);
  }
  json& pods = state["pods"];
  for (std::size_t i = 0; i < pods.size(); ++i) {
    const json& metadata = pods[i]["metadata"];
    if (metadata.value("name", "") != pod || metadata.value("namespace", "") != namespace_) continue;
    state["pod"] = pods[i];
    state["pod"]["spec"].erase("nodeName");
    pods.erase(i);
    return state;
  }
  return Error{ErrorCode::kNotFound, "pods \"" + pod + "\" not found in namespace \"" + namespace_ + "\""};
}

}  // namespace podium::live
