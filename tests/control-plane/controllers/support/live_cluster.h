// A controller manager against the real API server, over a simulated network, in virtual time. The
// test plays scheduler and kubelets: pods are placed in turn, become ready, and end when deleted.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "control-plane/api/api_server.h"
#include "control-plane/api/listener.h"
#include "control-plane/controllers/manager/controller_manager.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "sim/engine/engine.h"
#include "sim/world/network.h"

namespace podium {

class LiveCluster {
 public:
  struct Options {
    std::uint64_t seed = 1;
    int nodes = 3;
    Duration start_time = 2s;  // from a pod's creation to Ready
    Duration spread{0};        // and a time of each pod's own, up to this
    Duration stop_time = 1s;   // from a pod's deletion to its end
    bool track = true;         // most_active and fewest_ready: looks at all pods at each change
    std::shared_ptr<custom::Catalogue> catalogue;  // of custom kinds; null: there are none
    ControllerManagerOptions manager;
  };
  explicit LiveCluster(Options options);
  ~LiveCluster();

  // Direct acts on the API server, and what it holds.
  ApiResponse ask(Verb verb, ObjectRef object, std::string_view subresource = "");
  ApiResponse remove(const KindInfo& kind, const Key& key, Propagation how = Propagation::kBackground);
  template <class T>
  Ref<const T> find(const Key& key) {
    return as<T>(store.get(T::info(), key));
  }
  template <class T, class F>
  void edit(const Key& key, F edit) {
    Ref<T> changed = copy(*find<T>(key));
    edit(*changed);
    ask(Verb::kUpdate, changed);
  }
  std::vector<Ref<const Pod>> pods();
  int active_pods();
  int ready_pods();

  void start_manager();
  void kill_manager();
  // The kubelet of that node dies: no leases, no pod reports, until it is revived.
  void crash_node(const std::string& name) { dead_.insert(name); }
  void revive_node(const std::string& name);
  void run(Duration duration) { engine.run_for(duration); }

  Options options;
  Engine engine;
  MemoryChronicle chronicle;
  sim::Topology topology;
  sim::VertexId machine;  // added before anything listens on it
  sim::Network network;
  Store store;
  ApiServer server;
  ApiListener listener;
  // The most and fewest pods that were there at any time since the test reset them.
  int most_active = 0, fewest_ready = 1000000;

 private:
  void add_nodes();
  void renew(const std::string& node);
  void report_node(const std::string& node);
  void pod_seen(const Pod& pod);
  void pod_ready(const Key& key, const Text& uid);
  void pod_ends(const Key& key, const Text& uid);

  int next_node_ = 0, next_address_ = 0;
  Random starts_{7};
  std::set<std::string> dead_;
  std::set<Text> started_, stopped_;  // pod uids
  std::unique_ptr<Process> process_;
  std::unique_ptr<ControllerManager> manager_;
};

}  // namespace podium
