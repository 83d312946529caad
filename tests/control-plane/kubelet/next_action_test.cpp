#include "control-plane/kubelet/next_action.h"

#include "tests/control-plane/kubelet/support/make.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::kubelet;
using make::kStart;

namespace {

Action next(const PodSpec& spec, const PodState& state, TimePoint now = kStart) {
  return next_action(spec, state, {}, now);
}

PodSpec with_inits(List<Container> inits, const std::string& restart_policy = "Always") {
  PodSpec spec = make::spec({make::container("main")}, restart_policy);
  spec.init_containers = std::move(inits);
  return spec;
}

}  // namespace

TEST_CASE("a new pod gets a sandbox, then image, container and start, in the spec's order") {
  const PodSpec spec = make::spec({make::container("a"), make::container("b")});
  PodState state;
  state.containers.resize(2);
  CHECK(next(spec, state).step == Step::kCreateSandbox);
  state = make::state(std::vector<ContainerRecord>(2));
  Action action = next(spec, state);
  CHECK(action.step == Step::kEnsureImage);
  CHECK(action.container == 0);
  state.containers[0].image_ready = true;
  CHECK(next(spec, state).step == Step::kCreate);
  state.containers[0].id = "a0";
  CHECK(next(spec, state).step == Step::kStart);
  state.containers[0] = make::running("a0");
  CHECK(next(spec, state).container == 1);
  state.containers[1] = make::running("b0");
  CHECK(next(spec, state).step == Step::kNothing);
  CHECK(next(spec, state).again == kForever);
}

TEST_CASE("while an answer is outstanding nothing else is asked for") {
  const PodSpec spec = make::spec({make::container("a")});
  PodState state = make::state({ContainerRecord{}});
  state.busy = Busy::kImage;
  CHECK(next(spec, state).step == Step::kNothing);
}

TEST_CASE("init containers run one by one to success, and start anew when they fail") {
  const PodSpec spec = with_inits({make::container("i1"), make::container("i2")});
  PodState state = make::state(std::vector<ContainerRecord>(3));
  state.containers[0] = make::running("i1");
  CHECK(next(spec, state).step == Step::kNothing);
  state.containers[0] = make::exited("i1", 1);
  CHECK(next(spec, state).container == 0);
  state.containers[0] = make::exited("i1", 0);
  CHECK(next(spec, state).container == 1);
  state.containers[1] = make::exited("i2", 0);
  CHECK(next(spec, state).container == 2);
}

TEST_CASE("a failed init container ends a pod that never restarts") {
  const PodSpec spec = with_inits({make::container("i1")}, "Never");
  PodState state = make::state(std::vector<ContainerRecord>(2));
  state.containers[0] = make::exited("i1", 1);
  CHECK(next(spec, state).step == Step::kEnd);
}

TEST_CASE("a sidecar lets the next one go on once it has started, and is restarted under any policy") {
  const PodSpec spec = with_inits({make::sidecar("proxy")}, "Never");
  PodState state = make::state(std::vector<ContainerRecord>(2));
  state.containers[0] = make::running("p0");
  state.containers[0].started = false;
  CHECK(next(spec, state).step == Step::kNothing);
  state.containers[0].started = true;
  CHECK(next(spec, state).container == 1);
  state.containers[1] = make::running("m0");
  state.containers[0] = make::exited("p0", 0);
  CHECK(next(spec, state).container == 0);
}

TEST_CASE("restart policies: Always on any exit, OnFailure on failures, Never not") {
  const auto step = [](const char* policy, int code) {
    return next(make::spec({make::container("a")}, policy), make::state({make::exited("a0", code)})).step;
  };
  CHECK(step("Always", 0) == Step::kEnsureImage);
  CHECK(step("OnFailure", 1) == Step::kEnsureImage);
  CHECK(step("OnFailure", 0) == Step::kEnd);
  CHECK(step("Never", 1) == Step::kEnd);
}

TEST_CASE("the wait for a restart is shown after two seconds and ends with the back-off") {
  const PodSpec spec = make::spec({make::container("a")});
  PodState state = make::state({make::exited("a0", 1)});
  state.containers[0].restarts = {20s, kStart - 10s};
  CHECK(next(spec, state).again == kStart + 2s);
  CHECK(next(spec, state, kStart + 2s).step == Step::kShowCrashBackoff);
  state.containers[0].backing_off = true;
  CHECK(next(spec, state, kStart + 2s).again == kStart + 20s);
  CHECK(next(spec, state, kStart + 20s).step == Step::kEnsureImage);
}

TEST_CASE("one container's back-off does not hold up another") {
  const PodSpec spec = make::spec({make::container("a"), make::container("b")});
  PodState state = make::state({make::exited("a0", 1), ContainerRecord{}});
  state.containers[0].restarts = {20s, kStart - 10s};
  CHECK(next(spec, state).container == 1);
}

TEST_CASE("a lost sandbox is replaced, unless nothing would run in the new one") {
  PodState state = make::state({make::exited("a0", 255)});
  state.sandbox_ready = false;
  CHECK(next(make::spec({make::container("a")}), state).step == Step::kReplaceSandbox);
  CHECK(next(make::spec({make::container("a")}, "Never"), state).step == Step::kEnd);
}

TEST_CASE("an end stops containers at once, sidecars after the others in reverse, within one grace period") {
  const PodSpec spec = with_inits({make::sidecar("s1"), make::sidecar("s2")});
  PodState state = make::state({make::running("s1"), make::running("s2"), make::running("m")});
  state.ending = state.deleted = true;
  state.end_begun = kStart;
  state.kill_by = kStart + 30s;
  CHECK(next(spec, state).container == 2);
  CHECK(next(spec, state).grace == 30s);
  state.containers[2].stopping = true;
  CHECK(next(spec, state).step == Step::kNothing);
  state.containers[2] = make::exited("m", 0);
  CHECK(next(spec, state, kStart + 29s).container == 1);
  CHECK(next(spec, state, kStart + 29s).grace == 2s);  // the least that a container gets
  state.containers[1] = make::exited("s2", 0);
  CHECK(next(spec, state, kStart + 29s).container == 0);
  state.containers[0] = make::exited("s1", 0);
  CHECK(next(spec, state).step == Step::kTearDown);
  state.sandbox.clear();
  CHECK(next(spec, state).step == Step::kFinish);
}

TEST_CASE("a preStop sleep comes before the stop and counts against the grace period") {
  Container container = make::container("a");
  container.lifecycle.edit().pre_stop.edit().sleep = SleepAction{10};
  const PodSpec spec = make::spec({container});
  PodState state = make::state({make::running("a0")});
  state.ending = state.deleted = true;
  state.end_begun = kStart;
  state.kill_by = kStart + 30s;
  CHECK(next(spec, state).again == kStart + 10s);
  CHECK(next(spec, state, kStart + 10s).step == Step::kStop);
  CHECK(next(spec, state, kStart + 10s).grace == 20s);
}

TEST_CASE("a pod that has ended keeps its containers, for their logs, until it is deleted") {
  const PodSpec spec = make::spec({make::container("a")}, "Never");
  PodState state = make::state({make::exited("a0", 0)});
  state.ending = true;
  CHECK(next(spec, state).step == Step::kNothing);
  state.deleted = true;
  CHECK(next(spec, state).step == Step::kTearDown);
}

TEST_CASE("a pod is ended when its active deadline passes") {
  PodSpec spec = make::spec({make::container("a")});
  spec.active_deadline_seconds = 60;
  const PodState state = make::state({make::running("a0")});
  CHECK(next(spec, state, kStart + 59s).again == kStart + 60s);
  CHECK(next(spec, state, kStart + 60s).step == Step::kExpire);
}
