// stop-scheduler, start-scheduler, stop-controller-manager, start-controller-manager: of the replica on one
// machine, `machine: control-plane-2`, or of the one that leads (the default).
#include "control-plane/objects/kinds/lease.h"
#include "scenarios/runner/act.h"

namespace podium::scenario {
namespace {

constexpr const char* kLeader = "leader";

struct Program {
  const char *name, *words;  // "kube-scheduler", "the scheduler"
};

constexpr Program kScheduler{"kube-scheduler", "the scheduler"};
constexpr Program kControllerManager{"kube-controller-manager", "the controller manager"};

// Where the holder of the Lease runs. Without an election there is only the one beside the API server.
std::string leader_of(const Cluster& cluster, const Program& program) {
  const auto lease = cluster.ClusterView::find<Lease>(Key{"kube-system", program.name});
  const std::string holder = lease ? lease->spec.holder_identity.str() : "";
  const std::size_t host = holder.find('_');
  return host == std::string::npos ? cluster.options().control_plane : holder.substr(0, host);
}

class StopAct final : public Act {
 public:
  StopAct(const Section& s, const Program& program)
      : program_(program), machine_(s.text("machine", kLeader)), stopped_(machine_) {}

  std::string told() const override { return std::string("stop ") + program_.words + " on " + stopped_; }
  Status begin(Cluster& cluster, Random&) override {
    if (machine_ == kLeader) stopped_ = leader_of(cluster, program_);
    return cluster.chaos().stop_program(stopped_, program_.name);
  }
  bool undoable() const override { return true; }
  Status end(Cluster& cluster) override { return cluster.chaos().start_program(stopped_, program_.name); }
  std::vector<std::string> machines() const override {
    if (machine_ == kLeader) return {};
    return {machine_};
  }

 private:
  const Program& program_;
  const std::string machine_;
  std::string stopped_;
};

class StartAct final : public Act {
 public:
  StartAct(const Section& s, const Program& program) : program_(program), machine_(s.text("machine")) {}

  std::string told() const override { return std::string("start ") + program_.words + " on " + machine_; }
  Status begin(Cluster& cluster, Random&) override {
    return cluster.chaos().start_program(machine_, program_.name);
  }
  std::vector<std::string> machines() const override { return {machine_}; }

 private:
  const Program& program_;
  const std::string machine_;
};

template <class A, const Program& program>
std::unique_ptr<Act> read(const Section& s) {
  return std::make_unique<A>(s, program);
}

}  // namespace

std::vector<Verb> program_act() {
  return {{"stop-scheduler", &read<StopAct, kScheduler>},
          {"start-scheduler", &read<StartAct, kScheduler>},
          {"stop-controller-manager", &read<StopAct, kControllerManager>},
          {"start-controller-manager", &read<StartAct, kControllerManager>}};
}

}  // namespace podium::scenario
