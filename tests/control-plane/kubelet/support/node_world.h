// One node with its kubelet, in a simulated world with an API server. The test plays scheduler: its
// pods are born bound. Every change of a pod is noted as a line.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/api/listener.h"
#include "control-plane/kubelet/kubelet.h"
#include "control-plane/objects/kinds/event.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"
#include "sim/world/world.h"
#include "tests/control-plane/kubelet/support/make.h"

namespace podium {

class NodeWorld {
 public:
  explicit NodeWorld(std::uint64_t seed = 1, KubeletOptions options = {});
  ~NodeWorld();

  // An application for image "<image>*": listens after 100 ms, stops 500 ms after SIGTERM.
  static sim::AppModel model(const std::string& image);

  // A pod bound to the node, created now: times of the notes count from here.
  void create(const std::string& name, PodSpec spec);
  // A ConfigMap or Secret in the pods' namespace.
  void put(Ref<Object> object);
  void remove(const std::string& name, std::optional<std::int64_t> grace = std::nullopt);
  // An update of the pod, or of its subresource "ephemeralcontainers" or "resize".
  void change(const std::string& name, std::string_view subresource, const std::function<void(Pod&)>& edit);
  void label(const std::string& name, const std::string& note);
  Ref<const Pod> find(const std::string& name);
  Ref<const Node> node();
  TimePoint lease_renewed();
  // What the node controller writes of a node that it does not hear of.
  void call_node_unknown();
  // The first container of a pod.
  ContainerStatus container(const std::string& name);
  void run(Duration duration) { engine.run_for(duration); }

  // Events about an object: "Normal Pulled ..." in the order they were first written, with "(x3)".
  std::vector<std::string> events(const std::string& about);
  int event_count(const std::string& about, const std::string& reason);
  // When the pod's restart count grew, in seconds since its creation.
  std::vector<double> restarts;
  // "phase ready waiting-reason" whenever that changed: "Pending - ContainerCreating".
  std::vector<std::string> story;
  std::uint64_t pod_writes = 0;

  void start_kubelet();
  void kill_kubelet();

  Engine engine;
  MemoryChronicle chronicle;
  sim::World world;
  sim::Host& host;
  KubeletOptions options;
  TimePoint created{};

 private:
  ApiResponse ask(ApiRequest request);
  void pod_changed(const StoreChange& change);

  Store store_;
  std::unique_ptr<Process> api_process_, kubelet_process_;
  std::unique_ptr<ApiServer> api_;
  std::unique_ptr<ApiListener> listener_;
  std::unique_ptr<Kubelet> kubelet_;
};

}  // namespace podium
