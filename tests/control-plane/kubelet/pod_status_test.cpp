#include "control-plane/kubelet/pod_status.h"

#include "control-plane/kubelet/phase.h"
#include "tests/control-plane/kubelet/support/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::kubelet;
using make::kStart;

namespace {

PodStatus status_of(const PodSpec& spec, const PodState& state, TimePoint now = kStart) {
  return make_status(*make::pod("web", spec), state, "192.168.0.1", now);
}

std::string condition(const PodStatus& status, const char* type) {
  const Condition* found = find_condition(status.conditions, type);
  if (found == nullptr) return "none";
  return found->status.str() + " " + found->reason + " " + found->message;
}

std::string phase(const char* policy, std::vector<ContainerRecord> records) {
  std::vector<Container> containers;
  for (std::size_t i = 0; i < records.size(); ++i)
    containers.push_back(make::container("c" + std::to_string(i)));
  return phase_of(make::spec(containers, policy), make::state(std::move(records)), {}).str();
}

}  // namespace

TEST_CASE("phases follow the containers and the restart policy") {
  const ContainerRecord none, up = make::running("r"), good = make::exited("g", 0),
                              bad = make::exited("b", 1);
  CHECK(phase("Always", {none}) == "Pending");
  CHECK(phase("Always", {up, none}) == "Pending");
  CHECK(phase("Always", {up, bad}) == "Running");
  CHECK(phase("Always", {bad}) == "Running");  // between two attempts
  CHECK(phase("Always", {good}) == "Running");
  CHECK(phase("OnFailure", {bad}) == "Running");
  CHECK(phase("OnFailure", {good}) == "Succeeded");
  CHECK(phase("Never", {good, good}) == "Succeeded");
  CHECK(phase("Never", {good, bad}) == "Failed");
  CHECK(phase("Never", {up, bad}) == "Running");
  CHECK(phase_of(make::spec({make::container("a")}), make::state({up}), "Failed") == "Failed");
}

TEST_CASE("a pod that starts waits for ContainerCreating, or PodInitializing behind init containers") {
  PodSpec spec = make::spec({make::container("a")});
  PodState state;
  state.containers.resize(1);
  state.start_time = kStart;
  PodStatus status = status_of(spec, state);
  CHECK(status.container_statuses[0].state.waiting->reason == "ContainerCreating");
  CHECK(condition(status, "PodReadyToStartContainers") == "False  ");
  CHECK(condition(status, "Initialized") == "True  ");
  CHECK(condition(status, "ContainersReady") ==
        "False ContainersNotReady containers with unready status: [a]");
  CHECK(condition(status, "PodScheduled") == "True  ");
  spec.init_containers = {make::container("i")};
  state.containers.resize(2);
  status = status_of(spec, state);
  CHECK(status.container_statuses[0].state.waiting->reason == "PodInitializing");
  CHECK(condition(status, "Initialized") ==
        "False ContainersNotInitialized containers with incomplete status: [i]");
  CHECK(status.phase == "Pending");
}

TEST_CASE("a running pod has addresses, a start time and is ready") {
  const PodStatus status = status_of(make::spec({make::container("a")}), make::state({make::running("a0")}));
  CHECK(status.phase == "Running");
  CHECK(status.pod_ip == "10.0.0.7");
  CHECK(status.host_ip == "192.168.0.1");
  CHECK(status.start_time == kStart);
  CHECK(condition(status, "Ready") == "True  ");
  const ContainerStatus& container = status.container_statuses[0];
  CHECK(container.ready);
  CHECK(container.started == true);
  CHECK(container.container_id == "containerd://a0");
  CHECK(container.state.running->started_at == kStart);
}

TEST_CASE("a container in back-off waits, shows its end as the last state and is not counted again") {
  ContainerRecord record = make::exited("a2", 1, kStart + 5s);
  record.attempt = 2;
  record.waiting_reason = "CrashLoopBackOff";
  const PodStatus status = status_of(make::spec({make::container("a")}), make::state({record}));
  const ContainerStatus& container = status.container_statuses[0];
  CHECK(container.state.waiting->reason == "CrashLoopBackOff");
  CHECK(container.last_state.terminated->exit_code == 1);
  CHECK(container.last_state.terminated->finished_at == kStart + 5s);
  CHECK(container.restart_count == 2);
  CHECK(status.phase == "Running");
}

TEST_CASE("a finished pod is not ready because it is completed or failed") {
  const PodSpec spec = make::spec({make::container("a")}, "Never");
  PodStatus status = status_of(spec, make::state({make::exited("a0", 0)}));
  CHECK(condition(status, "Ready") == "False PodCompleted ");
  CHECK(condition(status, "Initialized") == "True PodCompleted ");
  status = status_of(spec, make::state({make::exited("a0", 3)}));
  CHECK(condition(status, "Ready") == "False PodFailed ");
}

TEST_CASE("a pod torn down before it ran has failed, its container unknown") {
  PodState state;
  state.containers.resize(1);
  state.torn_down = state.ending = true;
  const PodStatus status = status_of(make::spec({make::container("a")}), state);
  CHECK(status.phase == "Failed");
  CHECK(status.container_statuses[0].state.terminated->reason == "ContainerStatusUnknown");
}

TEST_CASE("conditions of others stay, and transition times change only with the status") {
  auto pod = make::pod("web", make::spec({make::container("a")}));
  pod->status.edit().conditions = {{"DisruptionTarget", "True", "DeletionByTaintManager", "", kStart}};
  PodState state = make::state({make::running("a0")});
  pod->status = make_status(*pod, state, "", kStart);
  state.containers[0].ready = false;
  const PodStatus later = make_status(*pod, state, "", kStart + 9s);
  CHECK(find_condition(later.conditions, "DisruptionTarget") != nullptr);
  CHECK(find_condition(later.conditions, "Ready")->last_transition_time == kStart + 9s);
  CHECK(find_condition(later.conditions, "Initialized")->last_transition_time == kStart);
  CHECK(make_status(*pod, make::state({make::running("a0")}), "", kStart + 9s) == *pod->status);
}

TEST_CASE("readiness gates hold a pod back until somebody sets their condition") {
  PodSpec spec = make::spec({make::container("a")});
  spec.readiness_gates = {ReadinessGate{"example.com/lb"}};
  const PodStatus status = status_of(spec, make::state({make::running("a0")}));
  CHECK(condition(status, "ContainersReady") == "True  ");
  CHECK(condition(status, "Ready") ==
        "False ReadinessGatesNotReady corresponding condition of pod readiness gate \"example.com/lb\" does "
        "not exist.");
}
