// A whole cluster in virtual time: a simulated world with a real control plane in it. What the CLI,
// scenarios, the HTTP front and Python share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/gateway/gateway.h"
#include "runtime/chronicle/memory_chronicle.h"
#include "scenarios/cluster/options.h"
#include "scenarios/cluster/view.h"
#include "sim/engine/engine.h"
#include "sim/world/world.h"

namespace podium {

class Cluster final : public ClusterView {
 public:
  // Powers all machines on and starts all programs. Nothing has run yet.
  explicit Cluster(ClusterOptions options = {});
  ~Cluster() override;
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // Time.
  TimePoint now() const override;
  TimePoint started() const;
  void run_for(Duration duration);
  void run_until(TimePoint end);
  // Runs until `holds`, asked whenever the store has changed and at least every second; false if
  // `limit` passed without.
  bool run_until(const std::function<bool(const ClusterView&)>& holds, Duration limit);

  // What is in the store.
  using ClusterView::find;  // by type
  ObjectRef find(const KindInfo& kind, const Key& key) const override;
  void each(const KindInfo& kind, const Text& namespace_,
            const std::function<void(const ObjectRef&)>& visit) const override;

  // The user's acts. Each is recorded as such, and is the cause of what follows.
  ApiResponse request(ApiRequest request, const std::string& told);
  // Creates each object, or updates it if it is there, as `kubectl apply` would. Stops at the first
  // error.
  ApiStatus apply(const std::vector<Ref<Object>>& objects);
  ApiStatus remove(const KindInfo& kind, const Key& key);

  // Nodes come while the cluster runs.
  void add_node(const NodeConfig& node);
  // Its machine is gone, for good; the Node stays until somebody deletes it. False: there is no such worker.
  bool remove_machine(const std::string& name);
  // A machine that is no Node but reaches Services as nodes do: where clients are.
  void add_client(const std::string& machine);
  std::vector<std::string> node_names() const;  // of workers, in the order they were added

  // The parts, for reports and tests.
  Engine& engine();
  sim::World& world();
  const sim::World& world() const;
  MemoryChronicle& chronicle();
  Store& store();
  Gateway& gateway();
  Chaos& chaos();
  Scheduler* scheduler();  // the one that leads; null while none does
  sim::SimCloud* cloud();  // null: there are no node groups
  const ClusterOptions& options() const;
  std::uint64_t fingerprint() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
