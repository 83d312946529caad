// What SimContainerRuntime tells of its containers, and how requests find them.
#include <algorithm>

#include "sim/world/container_runtime.h"

namespace podium::sim {

ContainerInfo SimContainerRuntime::info(const ContainerRecord& container) const {
  ContainerInfo info{.id = id(container.number),
                     .sandbox = id(container.sandbox->number),
                     .sandbox_uid = container.sandbox->uid,
                     .name = container.shape->name,
                     .attempt = container.attempt,
                     .image = container.shape->image,
                     .state = container.state,
                     .created = container.created,
                     .started = container.started,
                     .finished = container.finished,
                     .exit_code = container.exit_code,
                     .reason = std::string(container.reason)};
  if (container.reason == "ContainerCannotRun") info.message = container.model().start_error;
  return info;
}

std::vector<Sandbox> SimContainerRuntime::sandboxes() const {
  std::vector<Sandbox> all;
  all.reserve(sandboxes_.size());
  for (const auto& [number, record] : sandboxes_)
    all.push_back({id(number), record.uid, to_string(record.address), record.ready});
  return all;
}

std::vector<ContainerInfo> SimContainerRuntime::containers() const {
  std::vector<ContainerInfo> all;
  all.reserve(containers_.size());
  for (const auto& [number, record] : containers_) all.push_back(info(record));
  return all;
}

bool SimContainerRuntime::runs_another(const std::string& name, const std::string& uid) const {
  return std::any_of(containers_.begin(), containers_.end(), [&](const auto& entry) {
    const ContainerRecord& container = entry.second;
    return container.running() && container.sandbox->name == name && container.sandbox->uid != uid;
  });
}

Result<ContainerInfo> SimContainerRuntime::inspect(const ContainerId& container_id) const {
  const ContainerRecord* record = container(container_id);
  if (record == nullptr) return Error{ErrorCode::kNotFound, "no such container: " + container_id};
  return info(*record);
}

Result<ContainerRuntime::Usage> SimContainerRuntime::usage(const ContainerId& container_id) const {
  const ContainerRecord* record = container(container_id);
  if (record == nullptr || !record->running())
    return Error{ErrorCode::kNotFound, "no such running container: " + container_id};
  const AppModel& model = record->model();
  const TimePoint now = machine_.os().now();
  const std::int64_t load = record->queue ? record->queue->load_milli(now) : 0;
  std::int64_t cpu = model.cpu_milli + model.cpu_milli_busy * load / 1000;
  if (record->shape->cpu_milli_limit > 0) cpu = std::min(cpu, record->shape->cpu_milli_limit);
  const Duration age = now - record->epoch;
  return Usage{use_at(model.memory, age), cpu, use_at(model.disk, age)};
}

std::optional<std::int64_t> SimContainerRuntime::arrivals_milli(const ContainerId& container_id) const {
  const ContainerRecord* record = container(container_id);
  if (record == nullptr || !record->running()) return std::nullopt;
  return record->queue ? record->queue->arrivals_milli(machine_.os().now()) : 0;
}

ContainerRecord* SimContainerRuntime::listener_at(Address address, int port) {
  if (!machine_.running()) return nullptr;
  ContainerRecord* any = nullptr;
  const auto look_in = [&](const SandboxRecord& sandbox) -> ContainerRecord* {
    for (std::uint32_t number = sandbox.first_container; number != 0;) {
      ContainerRecord& container = containers_.at(number);
      number = container.next_container;
      const Duration age = machine_.os().now() - container.epoch;
      if (!container.accepts()) continue;
      if (answer_at(container.model(), container.drawn, age, port, "").kind == Answer::Kind::kRefused)
        continue;
      const auto& ports = container.shape->ports;
      if (std::find(ports.begin(), ports.end(), port) != ports.end()) return &container;
      if (ports.empty() && any == nullptr) any = &container;
    }
    return nullptr;
  };
  if (const std::uint32_t number = addresses_.sandbox_at(address); number != 0) {
    ContainerRecord* declared = look_in(sandboxes_.at(number));
    return declared != nullptr ? declared : any;
  }
  if (address != machine_address(machine_.vertex())) return nullptr;
  for (const auto& [number, sandbox] : sandboxes_)
    if (sandbox.host_network)
      if (ContainerRecord* declared = look_in(sandbox)) return declared;
  return any;
}

TimePoint SimContainerRuntime::admit(ContainerRecord& container, TimePoint now) {
  const AppModel& model = container.model();
  if (!container.queue) container.queue = std::make_unique<ServiceQueue>(model.concurrency);
  Duration service = draw(random_, model.service);
  // A limit below what one server uses throttles it (CFS bandwidth control, averaged).
  const std::int64_t limit = container.shape->cpu_milli_limit;
  if (limit > 0 && limit < model.cpu_milli_busy) service = service * model.cpu_milli_busy / limit;
  return container.queue->admit(now, service);
}

}  // namespace podium::sim
