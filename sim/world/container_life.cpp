// The life of containers in SimContainerRuntime: start, fate, termination, loss of power, pauses.
#include <algorithm>
#include <cassert>

#include "sim/world/container_runtime.h"
#include "sim/world/main_process.h"

namespace podium::sim {
namespace {

constexpr int kKilled = 137;  // 128 + SIGKILL
constexpr int kCannotStart = 128;
constexpr int kUnknown = 255;  // what containerd reports of a task it lost

}  // namespace

Status SimContainerRuntime::run(ContainerRecord& container) {
  if (container.state != ContainerState::kCreated)
    return Error{ErrorCode::kExists, "container " + id(container.number) + " was started before"};
  const AppModel& model = container.model();
  const TimePoint now = machine_.os().now();
  container.started = container.epoch = now;
  container.state = ContainerState::kRunning;
  use_.started(container);
  if (!model.start_error.empty()) {
    finish(container, kCannotStart, "ContainerCannotRun", "cannot start");
    return Error{ErrorCode::kInvalid, model.start_error};
  }
  container.drawn.listening = draw(random_, model.start);
  container.drawn.ready = container.drawn.listening + draw(random_, model.ready_after);
  if (const auto planned = context_.applications.plan_exit(model, container.attempt + 1, random_)) {
    container.exit = planned->exit;
    container.exit_after = planned->after;
  }
  begin_main(container);
  plan_fate(container);
  return {};
}

// Its end is no fate that could be foreseen.
void SimContainerRuntime::begin_main(ContainerRecord& container) {
  std::vector<std::string> words = command_of(*container.shape);
  if (words.empty()) return;
  container.exit_after = Duration::max();
  const std::uint32_t number = container.number;
  auto& main = mains_[number] = std::make_unique<MainProcess>(
      machine_.os(),
      MainProcess::Told{.wrote = [this, number] { log_readers_.changed(number); },
                        .ended =
                            [this, number](int code) {
                              machine_.os().post([this, number, code] { main_ended(number, code); });
                            }});
  main->begin(view(container, false), std::move(words), container.shape->interactive);
}

MainProcess* SimContainerRuntime::main_of(const ContainerRecord& container) const {
  const auto found = mains_.find(container.number);
  return found == mains_.end() ? nullptr : found->second.get();
}

void SimContainerRuntime::main_ended(std::uint32_t number, int exit_code) {
  const auto found = containers_.find(number);
  if (found != containers_.end() && found->second.running())
    finish(found->second, exit_code, exit_code == 0 ? "Completed" : "Error", "exited");
}

// Schedules the first thing that ends the container by itself, if anything does.
void SimContainerRuntime::plan_fate(ContainerRecord& container) {
  Process& os = machine_.os();
  os.cancel(std::exchange(container.fate, TimerId::kNone));
  Duration age = container.exit_after;
  if (container.shape->memory_limit > 0)
    if (const auto oom = age_of_oom(container.model().memory, container.shape->memory_limit))
      age = std::min(age, *oom);
  if (age == Duration::max()) return;
  // A limit that was lowered below what is used already kills at once.
  container.fate =
      os.run_at(std::max(container.epoch + age, os.now()), [this, &container] { meet_fate(container); });
}

void SimContainerRuntime::meet_fate(ContainerRecord& container) {
  container.fate = TimerId::kNone;
  const Duration age = machine_.os().now() - container.epoch;
  if (age < container.exit_after) return finish(container, kKilled, "OOMKilled", "killed: out of memory");
  const Exit& exit = *container.exit;
  const std::string_view usual = exit.code == 0 ? "Completed" : "Error";
  finish(container, exit.code, exit.reason.empty() ? usual : exit.reason, "exited");
}

void SimContainerRuntime::stop_container(const ContainerId& container_id, Duration grace,
                                         Reply<Nothing> reply) {
  ContainerRecord* record = container(container_id);
  if (record == nullptr || !record->running()) {
    // Stopping what has stopped, or is gone, is done already.
    machine_.os().post([reply = guarded(std::move(reply))] { reply(Nothing{}); });
    return;
  }
  Stopping& stopping = stopping_[record->number];
  stopping.replies.push_back(guarded(std::move(reply)));
  if (!record->terminating) terminate(*record, stopping);
  kill_by(*record, stopping, machine_.os().now() + std::max(grace, Duration{0}));
}

// SIGTERM. A shell, or what it ran, is process 1 of its container and has no handler; to such a process the
// kernel delivers nothing.
void SimContainerRuntime::terminate(ContainerRecord& container, Stopping& stopping) {
  container.terminating = true;
  container.term_at = machine_.os().now();
  log_readers_.changed(container.number);
  const AppModel& model = container.model();
  if (!model.ignores_term && main_of(container) == nullptr)
    stopping.end = machine_.os().run_after(draw(random_, model.stop), [this, &container] {
      const int code = container.model().term_exit_code;
      finish(container, code, code == 0 ? "Completed" : "Error", {});
    });
  prober_.reconsider(container);
}

// SIGKILL at `at`, unless that was to come earlier anyway.
void SimContainerRuntime::kill_by(ContainerRecord& container, Stopping& stopping, TimePoint at) {
  if (at >= stopping.kill_at) return;
  Process& os = machine_.os();
  os.cancel(stopping.kill);
  stopping.kill_at = at;
  stopping.kill = os.run_at(at, [this, &container] {
    finish(container, kKilled, "Error", "killed: did not stop within its grace period");
  });
}

void SimContainerRuntime::finish(ContainerRecord& container, int exit_code, std::string_view reason,
                                 std::string_view told) {
  assert(container.running());
  Process& os = machine_.os();
  container.state = ContainerState::kExited;
  use_.ended(container);
  container.exit_code = static_cast<std::int16_t>(exit_code);
  container.reason = reason;
  container.finished = os.now();
  log_readers_.changed(container.number);
  os.cancel(std::exchange(container.fate, TimerId::kNone));
  container.queue.reset();
  if (MainProcess* main = main_of(container)) main->stop();
  prober_.stop_all(container);
  Stopping stopping;
  if (const auto found = stopping_.find(container.number); found != stopping_.end()) {
    stopping = std::move(found->second);
    stopping_.erase(found);
  }
  os.cancel(stopping.end);
  os.cancel(stopping.kill);
  if (!told.empty())
    context_.chronicle.record(
        os, Category::kContainer, "runtime/" + machine_.name(),
        "container/" + container.sandbox->name + "/" + container.shape->name,
        std::string(told) + " (exit code " + std::to_string(exit_code) + ", " + std::string(reason) + ")");
  streams_.container_ended(container.number);
  const ContainerInfo told_info = info(container);
  for (const auto& reply : stopping.replies) reply(Nothing{});
  if (listener_) {
    const auto listener = listener_;
    listener(told_info);
  }
}

void SimContainerRuntime::power_lost() {
  detach();
  images_.power_lost();
  use_.power_lost();
  stopping_.clear();
  changed_.clear();
  for (auto& [number, sandbox] : sandboxes_) sandbox.ready = false;
  for (auto& [number, container] : containers_) {
    container.queue.reset();
    container.fate = TimerId::kNone;
    if (MainProcess* main = main_of(container)) main->stop();
    if (container.state == ContainerState::kExited) continue;
    container.state = ContainerState::kExited;
    container.exit_code = kUnknown;
    container.reason = "Unknown";
    container.finished = machine_.os().now();
  }
}

// Frozen programs did not age: their clocks go on from where they stood.
void SimContainerRuntime::resumed(Duration paused) {
  for (auto& [number, container] : containers_) {
    if (!container.running()) continue;
    container.epoch += paused;
    plan_fate(container);
    prober_.reconsider(container);
  }
  use_.changed();
}

void SimContainerRuntime::each_running(const std::function<void(const ContainerRecord&)>& visit) const {
  for (const auto& [number, container] : containers_) {
    if (container.running()) visit(container);
  }
}

void SimContainerRuntime::out_of_memory(std::uint32_t victim) {
  finish(containers_.at(victim), kKilled, "OOMKilled", "killed: the machine has no memory left");
}

}  // namespace podium::sim
