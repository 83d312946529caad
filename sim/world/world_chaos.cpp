#include "sim/world/world_chaos.h"

#include "sim/world/world.h"

namespace podium::sim {
namespace {

Error unsupported(const char* verb) {
  return {ErrorCode::kUnsupported, std::string(verb) + ": nothing in this world was wired to do it"};
}

std::string link_name(const std::string& from, const std::string& to, bool one_way) {
  return "link/" + from + (one_way ? "->" : "<->") + to;
}

// "1 %", "0.25 %": to a hundredth.
std::string percent(Ratio ratio) {
  const std::uint64_t hundredths = std::uint64_t{ratio.numerator} * 10'000 / ratio.denominator;
  std::string text = std::to_string(hundredths / 100);
  if (hundredths % 100 > 0) {
    std::string decimals = std::to_string(100 + hundredths % 100).substr(1);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    text += "." + decimals;
  }
  return text + " %";
}

std::string describe(const Chaos::Slowness& slowness) {
  const auto millis = [](Duration d) { return std::to_string(d / 1ms) + " ms"; };
  return "slowed by " + millis(slowness.latency) + " and up to " + millis(slowness.jitter) + ", loss " +
         percent(slowness.loss);
}

}  // namespace

Result<Host*> WorldChaos::host(const std::string& machine) {
  Host* host = world_.find(machine);
  if (host == nullptr) return Error{ErrorCode::kNotFound, "no machine is named " + machine};
  return host;
}

void WorldChaos::fault(std::string_view subject, std::string_view text) {
  chronicle_.record(executor_, Category::kFault, "chaos", subject, text);
}

Status WorldChaos::power_off(const std::string& machine) {
  const auto found = host(machine);
  if (!found.ok()) return found.error();
  fault("machine/" + machine, "power off");
  found.value()->machine.power_off();
  return {};
}

Status WorldChaos::power_on(const std::string& machine) {
  const auto found = host(machine);
  if (!found.ok()) return found.error();
  fault("machine/" + machine, "power on");
  found.value()->machine.power_on();
  return {};
}

Status WorldChaos::pause_machine(const std::string& machine) {
  const auto found = host(machine);
  if (!found.ok()) return found.error();
  fault("machine/" + machine, "paused");
  found.value()->machine.pause();
  return {};
}

Status WorldChaos::resume_machine(const std::string& machine) {
  const auto found = host(machine);
  if (!found.ok()) return found.error();
  fault("machine/" + machine, "resumed");
  found.value()->machine.resume();
  return {};
}

Status WorldChaos::stop_kubelet(const std::string& machine) {
  if (!hooks_.stop_kubelet) return unsupported("stop_kubelet");
  fault("kubelet/" + machine, "stopped");
  return hooks_.stop_kubelet(machine);
}

Status WorldChaos::start_kubelet(const std::string& machine) {
  if (!hooks_.start_kubelet) return unsupported("start_kubelet");
  fault("kubelet/" + machine, "started");
  return hooks_.start_kubelet(machine);
}

Status WorldChaos::kill_container(const std::string& machine, const std::string& container_id,
                                  int exit_code) {
  const auto found = host(machine);
  if (!found.ok()) return found.error();
  if (!found.value()->machine.running()) return Error{ErrorCode::kUnavailable, machine + " is not running"};
  const auto container = found.value()->runtime.inspect(container_id);
  if (!container.ok()) return container.error();
  if (container.value().state != ContainerState::kRunning)
    return Error{ErrorCode::kNotFound, "container " + container_id + " is not running"};
  fault("container/" + container.value().name, "killed with exit code " + std::to_string(exit_code));
  return found.value()->runtime.kill(container_id, exit_code);
}

Status WorldChaos::known_link(const std::string& from, const std::string& to) {
  for (const auto& name : {from, to})
    if (!world_.topology().find(name))
      return Error{ErrorCode::kNotFound, "no machine or switch is named " + name};
  return {};
}

Status WorldChaos::cut_link(const std::string& from, const std::string& to, bool one_way) {
  if (auto known = known_link(from, to); !known.ok()) return known;
  fault(link_name(from, to, one_way), "cut");
  return world_.topology().cut(from, to, one_way);
}

Status WorldChaos::mend_link(const std::string& from, const std::string& to) {
  if (auto known = known_link(from, to); !known.ok()) return known;
  fault(link_name(from, to, false), "mended");
  return world_.topology().mend(from, to);
}

Status WorldChaos::slow_link(const std::string& from, const std::string& to, Slowness slowness,
                             bool one_way) {
  if (auto known = known_link(from, to); !known.ok()) return known;
  fault(link_name(from, to, one_way), describe(slowness));
  return world_.topology().slow(from, to, slowness, one_way);
}

Status WorldChaos::stop_api_server() {
  if (!hooks_.stop_api_server) return unsupported("stop_api_server");
  fault("apiserver", "stopped");
  return hooks_.stop_api_server();
}

Status WorldChaos::start_api_server() {
  if (!hooks_.start_api_server) return unsupported("start_api_server");
  fault("apiserver", "started");
  return hooks_.start_api_server();
}

Status WorldChaos::stop_program(const std::string& machine, const std::string& program) {
  if (!hooks_.stop_program) return unsupported("stop_program");
  fault(program + "/" + machine, "stopped");
  return hooks_.stop_program(machine, program);
}

Status WorldChaos::start_program(const std::string& machine, const std::string& program) {
  if (!hooks_.start_program) return unsupported("start_program");
  fault(program + "/" + machine, "started");
  return hooks_.start_program(machine, program);
}

Status WorldChaos::stop_registry() {
  fault("registry", "stopped");
  world_.registry().set_available(false);
  return {};
}

Status WorldChaos::start_registry() {
  fault("registry", "started");
  world_.registry().set_available(true);
  return {};
}

}  // namespace podium::sim
