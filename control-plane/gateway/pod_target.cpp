#include "control-plane/gateway/pod_target.h"

#include "control-plane/client/node_api.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/objects/kinds/node.h"

namespace podium {
namespace {

ApiResponse get(ApiBackend& backend, const KindInfo& kind, const Key& key) {
  ApiRequest request;
  request.verb = Verb::kGet;
  request.kind = &kind;
  request.key = key;
  return backend.read(request);
}

template <class Kind>
std::string names(const List<Kind>& containers) {
  std::string text = "[";
  for (const Container& container : containers) {
    if (text.size() > 1) text += " ";
    text += container.name.view();
  }
  return text + "]";
}

template <class Kind>
bool has(const List<Kind>& containers, std::string_view name) {
  for (const Container& container : containers) {
    if (container.name == name) return true;
  }
  return false;
}

}  // namespace

ApiStatus find_pod(ApiBackend& backend, const Key& key, PodTarget& target) {
  ApiResponse found = get(backend, Pod::info(), key);
  if (found.status.ok()) target.pod = as<Pod>(found.object);
  return found.status;
}

ApiStatus choose_container(std::string_view asked, PodTarget& target) {
  const PodSpec& spec = *target.pod->spec;
  const std::string pod = target.pod->metadata.name.str();
  target.container = asked;
  if (!asked.empty()) {
    if (has(spec.containers, asked) || has(spec.init_containers, asked) ||
        has(spec.ephemeral_containers, asked))
      return {};
    return bad_request("container " + target.container + " is not valid for pod " + pod);
  }
  if (spec.containers.size() == 1) {
    target.container = spec.containers[0].name.view();
    return {};
  }
  std::string wrong =
      "a container name must be specified for pod " + pod + ", choose one of: " + names(spec.containers);
  if (!spec.init_containers.empty())
    wrong += " or one of the init containers: " + names(spec.init_containers);
  if (!spec.ephemeral_containers.empty())
    wrong += " or one of the ephemeral containers: " + names(spec.ephemeral_containers);
  return bad_request(std::move(wrong));
}

ApiStatus find_kubelet(ApiBackend& backend, PodTarget& target) {
  if (target.node().empty()) return {};
  const ApiResponse found = get(backend, Node::info(), {{}, target.node()});
  if (found.status.ok()) target.address = kubelet_address(*as<Node>(found.object));
  return found.status;
}

std::string kubelet_address(const Node& node) {
  const std::string port = ":" + std::to_string(kKubeletPort);
  for (const NodeAddress& address : node.status.value().addresses) {
    if (address.type_ == "InternalIP") return address.address.str() + port;
  }
  return node.metadata.name.str() + port;
}

}  // namespace podium
