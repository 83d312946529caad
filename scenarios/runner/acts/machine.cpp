// power-off, power-on, reboot, pause, resume, stop-kubelet, start-kubelet: of a node's machine.
#include "scenarios/runner/act.h"
#include "scenarios/runner/target.h"

namespace podium::scenario {
namespace {

using MachineVerb = Status (Chaos::*)(const std::string&);

struct Pair {
  const char* words;  // "power off"
  MachineVerb begin;
  MachineVerb end;  // what undoes it; null: nothing
};

class MachineAct final : public Act {
 public:
  MachineAct(const Section& s, const Pair& pair) : target_(NodeTarget::read(s)), pair_(pair) {}

  std::string told() const override {
    return std::string(pair_.words) + " " + (machine_.empty() ? target_.text() : machine_);
  }

  Status begin(Cluster& cluster, Random& random) override {
    Result<std::string> machine = target_.find(cluster, random);
    if (!machine) return machine.error();
    machine_ = machine.value();
    return (cluster.chaos().*pair_.begin)(machine_);
  }

  bool undoable() const override { return pair_.end != nullptr; }
  Status end(Cluster& cluster) override { return (cluster.chaos().*pair_.end)(machine_); }
  std::vector<std::string> machines() const override { return target_.names(); }

 private:
  NodeTarget target_;
  const Pair& pair_;
  std::string machine_;
};

constexpr Pair kPowerOff{"power off", &Chaos::power_off, &Chaos::power_on};
constexpr Pair kPowerOn{"power on", &Chaos::power_on, nullptr};
constexpr Pair kPause{"pause", &Chaos::pause_machine, &Chaos::resume_machine};
constexpr Pair kResume{"resume", &Chaos::resume_machine, nullptr};
constexpr Pair kStopKubelet{"stop the kubelet of", &Chaos::stop_kubelet, &Chaos::start_kubelet};
constexpr Pair kStartKubelet{"start the kubelet of", &Chaos::start_kubelet, nullptr};

template <const Pair& pair>
std::unique_ptr<Act> read(const Section& s) {
  return std::make_unique<MachineAct>(s, pair);
}

// Off and at once on again: the machine is away for as long as it boots.
class RebootAct final : public Act {
 public:
  explicit RebootAct(const Section& s) : target_(NodeTarget::read(s)) {}
  std::string told() const override { return "reboot " + target_.text(); }
  Status begin(Cluster& cluster, Random& random) override {
    Result<std::string> machine = target_.find(cluster, random);
    if (!machine) return machine.error();
    Status off = cluster.chaos().power_off(machine.value());
    return off.ok() ? cluster.chaos().power_on(machine.value()) : off;
  }
  std::vector<std::string> machines() const override { return target_.names(); }

 private:
  NodeTarget target_;
};

}  // namespace

std::vector<Verb> machine_act() {
  return {
      {"power-off", &read<kPowerOff>},
      {"power-on", &read<kPowerOn>},
      {"pause", &read<kPause>},
      {"resume", &read<kResume>},
      {"stop-kubelet", &read<kStopKubelet>},
      {"start-kubelet", &read<kStartKubelet>},
      {"reboot", [](const Section& s) -> std::unique_ptr<Act> { return std::make_unique<RebootAct>(s); }}};
}

}  // namespace podium::scenario
