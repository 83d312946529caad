// What a request for a pod's streams is about: the pod, one of its containers, its kubelet. What is wrong
// with it is said as by Kubernetes' API server.
#pragma once

#include <string>
#include <string_view>

#include "control-plane/client/api.h"
#include "control-plane/gateway/gateway.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {

struct Node;

struct PodTarget {
  Ref<const Pod> pod;
  std::string container;  // empty: none was looked for
  std::string address;    // of the kubelet, "10.0.0.5:10250"; empty: the pod has no node

  Key key() const { return key_of(*pod); }
  const Text& node() const { return pod->spec->node_name; }
};

ApiStatus find_pod(ApiBackend& backend, const Key& key, PodTarget& target);
// `asked`: a name, or empty for the only container that there is.
ApiStatus choose_container(std::string_view asked, PodTarget& target);
// A pod without a node has no address: that is for the caller to judge.
ApiStatus find_kubelet(ApiBackend& backend, PodTarget& target);
// "10.0.0.5:10250", or with the node's name if it has no address.
std::string kubelet_address(const Node& node);

}  // namespace podium
