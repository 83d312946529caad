#include "sim/world/container_runtime.h"

#include <algorithm>
#include <cassert>

#include "sim/world/image_reference.h"
#include "sim/world/main_process.h"

namespace podium::sim {
namespace {

Error no_such(const char* what, const std::string& id) {
  return {ErrorCode::kNotFound, std::string("no such ") + what + ": " + id};
}

// Reads back what SimContainerRuntime::id wrote; 0 for anything else.
std::uint32_t number_in(const std::string& id) {
  if (id.size() != 14) return 0;
  std::uint32_t number = 0;
  for (const char c : id.substr(6)) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return 0;
    number = number << 4 | static_cast<std::uint32_t>(digit);
  }
  return number;
}

}  // namespace

SimContainerRuntime::SimContainerRuntime(Machine& machine, RuntimeContext context, Random random)
    : machine_(machine),
      context_(context),
      random_(random.fork("runtime")),
      images_(machine, context.registry, random.fork("images")),
      prober_(machine, context.probes, *this),
      use_(machine, images_, *this),
      addresses_(pod_network(machine.vertex())) {
  machine.on_power_off([this] { power_lost(); });
  machine.on_resume([this](Duration paused) { resumed(paused); });
}

SimContainerRuntime::~SimContainerRuntime() = default;

// A reply to a kubelet that has gone meanwhile must not be given.
template <class T>
Reply<T> SimContainerRuntime::guarded(Reply<T> reply) {
  return [this, attachment = attachment_, reply = std::move(reply)](Result<T> result) {
    if (attachment == attachment_) reply(std::move(result));
  };
}

// Fourteen hexadecimal digits, machine then number: unique in the world, in order of creation, and
// short enough to live inside a std::string.
std::string SimContainerRuntime::id(std::uint32_t number) const {
  const std::uint64_t whole = std::uint64_t{machine_.vertex()} << 32 | number;
  std::string text(14, '0');
  for (int i = 0; i < 14; ++i) text[13 - i] = "0123456789abcdef"[whole >> (4 * i) & 0xf];
  return text;
}

SandboxRecord* SimContainerRuntime::sandbox(const SandboxId& id) {
  const auto found = sandboxes_.find(number_in(id));
  return found == sandboxes_.end() ? nullptr : &found->second;
}

const ContainerRecord* SimContainerRuntime::container(const ContainerId& id) const {
  return find(number_in(id));
}

ContainerRecord* SimContainerRuntime::container(const ContainerId& id) {
  const auto found = containers_.find(number_in(id));
  return found == containers_.end() ? nullptr : &found->second;
}

const ContainerRecord* SimContainerRuntime::find(std::uint32_t number) const {
  const auto found = containers_.find(number);
  return found == containers_.end() ? nullptr : &found->second;
}

void SimContainerRuntime::create_sandbox(SandboxConfig config, Reply<Sandbox> reply) {
  later(context_.options.create_sandbox, [this, config = std::move(config),
                                          reply = guarded(std::move(reply))] { reply(add_sandbox(config)); });
}

Result<Sandbox> SimContainerRuntime::add_sandbox(const SandboxConfig& config) {
  const std::uint32_t number = ++last_number_;
  const auto address =
      config.host_network ? std::optional(machine_address(machine_.vertex())) : addresses_.take(number);
  if (!address)
    return Error{ErrorCode::kUnavailable,
                 "failed to allocate for range 0: no IP addresses available in range set: " +
                     to_string(pod_network(machine_.vertex())) + "/24"};
  SandboxRecord& record = sandboxes_[number];
  record = {.number = number,
            .address = *address,
            .host_network = config.host_network,
            .uid = config.uid,
            .name = config.name};
  if (!config.hostname.empty() && !config.name.ends_with("/" + config.hostname))
    record.hostname = std::make_unique<const std::string>(config.hostname);
  return Sandbox{id(number), record.uid, to_string(record.address), true};
}

void SimContainerRuntime::remove_sandbox(const SandboxId& sandbox_id, Reply<Nothing> reply) {
  later(context_.options.remove_sandbox, [this, sandbox_id, reply = guarded(std::move(reply))] {
    drop_sandbox(sandbox_id);
    reply(Nothing{});
  });
}

// Removing what is not there is done already.
void SimContainerRuntime::drop_sandbox(const SandboxId& sandbox_id) {
  SandboxRecord* record = sandbox(sandbox_id);
  if (record == nullptr) return;
  while (record->first_container != 0) {
    ContainerRecord& container = containers_.at(record->first_container);
    if (container.running()) finish(container, 137, "Error", "killed with its sandbox");
    forget_container(container);
  }
  if (!record->host_network) addresses_.give_back(record->address);
  sandboxes_.erase(record->number);
}

void SimContainerRuntime::pull_image(const std::string& reference, Reply<ImageInfo> reply) {
  images_.pull(reference, [this, reply = guarded(std::move(reply))](Result<ImageInfo> result) {
    use_.changed();
    reply(std::move(result));
  });
}

void SimContainerRuntime::remove_image(const std::string& reference, Reply<Nothing> reply) {
  later(context_.options.remove_image, [this, reference, reply = guarded(std::move(reply))] {
    const bool used = std::any_of(containers_.begin(), containers_.end(), [&](const auto& entry) {
      return same_image(entry.second.shape->image, reference);
    });
    if (used) return reply(Error{ErrorCode::kRefused, "image " + reference + " is in use by a container"});
    if (!images_.remove(reference)) return reply(no_such("image", reference));
    use_.changed();
    reply(Nothing{});
  });
}

void SimContainerRuntime::create_container(ContainerConfig config, Reply<ContainerId> reply) {
  later(context_.options.create_container,
        [this, config = std::move(config), reply = guarded(std::move(reply))] {
          reply(add_container(config));
        });
}

Result<ContainerId> SimContainerRuntime::add_container(const ContainerConfig& config) {
  SandboxRecord* in = sandbox(config.sandbox);
  if (in == nullptr || !in->ready) return no_such("sandbox", config.sandbox);
  if (!images_.has(config.image)) return no_such("image", config.image);
  const std::uint32_t number = ++last_number_;
  const AppModel& model = context_.applications.model_for(config.image, config.labels);
  ContainerRecord& record = containers_[number];
  record.number = number;
  record.attempt = config.attempt;
  record.sandbox = in;
  record.shape = context_.shapes.intern({.name = config.name,
                                         .image = config.image,
                                         .ports = config.ports,
                                         .memory_limit = config.share.memory_limit,
                                         .cpu_milli_limit = config.share.cpu_milli_limit,
                                         .command = config.command,
                                         .args = config.args,
                                         .env = config.env,
                                         .working_dir = config.working_dir,
                                         .files = config.files,
                                         .process_target = config.process_target,
                                         .interactive = config.interactive,
                                         .oom_score_adj = config.oom_score_adj,
                                         .model = &model});
  record.created = machine_.os().now();
  images_.touch(config.image);
  std::uint32_t* link = &in->first_container;
  while (*link != 0) link = &containers_.at(*link).next_container;
  *link = number;
  return id(number);
}

void SimContainerRuntime::forget_container(ContainerRecord& container) {
  std::uint32_t* link = &container.sandbox->first_container;
  while (*link != container.number) link = &containers_.at(*link).next_container;
  *link = container.next_container;
  images_.touch(container.shape->image);
  log_readers_.forgotten(container.number);
  written_.erase(container.number);
  mains_.erase(container.number);
  containers_.erase(container.number);
}

void SimContainerRuntime::start_container(const ContainerId& container_id, Reply<Nothing> reply) {
  later(context_.options.start_container, [this, container_id, reply = guarded(std::move(reply))] {
    ContainerRecord* record = container(container_id);
    if (record == nullptr) return reply(no_such("container", container_id));
    reply(run(*record));
  });
}

void SimContainerRuntime::remove_container(const ContainerId& container_id, Reply<Nothing> reply) {
  later(context_.options.remove_container, [this, container_id, reply = guarded(std::move(reply))] {
    ContainerRecord* record = container(container_id);
    if (record != nullptr && record->running())
      return reply(Error{ErrorCode::kRefused,
                         "container " + container_id + " is running: stop it before removing it"});
    if (record != nullptr) forget_container(*record);
    reply(Nothing{});
  });
}

void SimContainerRuntime::update_container(const ContainerId& container_id, const ContainerShare& share,
                                           Reply<Nothing> reply) {
  later(context_.options.update_container, [this, container_id, share, reply = guarded(std::move(reply))] {
    ContainerRecord* record = container(container_id);
    if (record == nullptr || !record->running()) return reply(no_such("running container", container_id));
    ContainerShape shape = *record->shape;
    shape.memory_limit = share.memory_limit;
    shape.cpu_milli_limit = share.cpu_milli_limit;
    use_.ended(*record);
    record->shape = context_.shapes.intern(std::move(shape));
    use_.started(*record);
    plan_fate(*record);
    reply(Nothing{});
  });
}

ProbeId SimContainerRuntime::start_probe(const ContainerId& container_id, ProbeConfig config,
                                         std::function<void(const ProbeResult&)> report) {
  const ContainerRecord* record = container(container_id);
  if (record == nullptr || !record->running()) return ProbeId::kNone;
  return prober_.start(*record, config, std::move(report));
}

Status SimContainerRuntime::kill(const ContainerId& container_id, int exit_code) {
  ContainerRecord* record = container(container_id);
  if (record == nullptr || !record->running()) return no_such("running container", container_id);
  finish(*record, exit_code, exit_code == 0 ? "Completed" : "Error", "killed from outside");
  return {};
}

void SimContainerRuntime::detach() {
  ++attachment_;
  listener_ = nullptr;
  prober_.clear();
  log_readers_.clear();
  streams_.clear();
  use_.unwatch();
}

}  // namespace podium::sim
