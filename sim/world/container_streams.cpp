// What SimContainerRuntime streams: logs, commands, connections to ports.
#include <algorithm>

#include "sim/world/attach_session.h"
#include "sim/world/command_result.h"
#include "sim/world/container_runtime.h"
#include "sim/world/exec_session.h"
#include "sim/world/port_session.h"

namespace podium::sim {
namespace {

// As containerd's CRI plugin words it.
std::string not_run(const std::string& id, const std::string& why) {
  return "error executing command in container: failed to exec in container: failed to start exec \"" + id +
         "\": " + why;
}

// The names of a pod's sandbox are namespace/name, and its host name the latter unless it was given.
std::string hostname_of(const SandboxRecord& sandbox, const std::string& machine) {
  if (sandbox.hostname) return *sandbox.hostname;
  return sandbox.host_network ? machine : sandbox.name.substr(sandbox.name.rfind('/') + 1);
}

}  // namespace

Result<std::unique_ptr<LogReader>> SimContainerRuntime::logs(const ContainerId& container_id,
                                                             LogQuery query) {
  const ContainerRecord* record = container(container_id);
  if (record == nullptr) return Error{ErrorCode::kNotFound, "no such container: " + container_id};
  return std::unique_ptr<LogReader>(
      std::make_unique<SimLogReader>(machine_.os(), log_readers_, *record, main_of(*record), query));
}

void SimContainerRuntime::exec(const ContainerId& container_id, std::vector<std::string> command,
                               CommandStreams streams, std::shared_ptr<RemoteCommand> client) {
  const ContainerRecord* record = container(container_id);
  if (record == nullptr || !record->running())
    return client->finish(failed("error executing command in container: container is not running"));
  if (command.empty()) return client->finish(failed(not_run(container_id, "no command was given")));
  ContainerView seen = view(*record, streams.tty);
  const std::string wrong = Shell::cannot_run(seen, command);
  if (!wrong.empty()) return client->finish(failed(not_run(container_id, wrong)));
  session(*record, streams, std::move(seen), std::move(client))->begin(std::move(command));
}

// The latest of the name, if it runs.
const ContainerRecord* SimContainerRuntime::process_target(const ContainerRecord& container) const {
  const ContainerRecord* target = nullptr;
  if (container.shape->process_target.empty()) return target;
  for (std::uint32_t number = container.sandbox->first_container; number != 0;) {
    const ContainerRecord& other = containers_.at(number);
    if (other.running() && other.shape->name == container.shape->process_target) target = &other;
    number = other.next_container;
  }
  return target;
}

std::shared_ptr<WrittenFiles> SimContainerRuntime::written(const ContainerRecord& container) {
  std::shared_ptr<WrittenFiles>& files = written_[container.number];
  if (files == nullptr) {
    files = std::make_shared<WrittenFiles>();
    files->changed = [this, number = container.number] { files_changed(number); };
  }
  return files;
}

ContainerView SimContainerRuntime::view(const ContainerRecord& container, bool tty) {
  return view_of(container, process_target(container), hostname_of(*container.sandbox, machine_.name()), tty,
                 written(container));
}

// Once for all that a command changes.
void SimContainerRuntime::files_changed(std::uint32_t number) {
  if (!changed_.insert(number).second) return;
  machine_.os().post([this, number] {
    changed_.erase(number);
    if (const ContainerRecord* container = find(number); container != nullptr && container->running())
      prober_.files_changed(*container);
  });
}

// Where the shell runs the main process, all files are known; else those that commands have touched.
std::optional<CommandResult> SimContainerRuntime::run_probe(const ContainerRecord& container,
                                                            const std::vector<std::string>& command) {
  const auto present = written_.find(container.number);
  if (present == written_.end() || !Shell::understands(command)) return std::nullopt;
  const auto names = [&](const std::string& path) {
    return std::ranges::any_of(command, [&](const auto& w) { return w.find(path) != std::string::npos; });
  };
  if (main_of(container) == nullptr && std::ranges::none_of(present->second->touched, names))
    return std::nullopt;
  ContainerView seen = view(container, false);
  seen.written = std::make_shared<WrittenFiles>();
  seen.written->files = present->second->files;
  return run_at_once(machine_.os(), std::move(seen), command);
}

std::shared_ptr<ExecSession> SimContainerRuntime::session(const ContainerRecord& container,
                                                          CommandStreams streams, ContainerView view,
                                                          std::shared_ptr<RemoteCommand> client) {
  auto session =
      std::make_shared<ExecSession>(machine_.os(), streams_, streams, std::move(view), std::move(client));
  streams_.keep(container.number, session);
  return session;
}

// The container ends with its shell. A shell that is left by its client is as new to the next one.
void SimContainerRuntime::attach_shell(const ContainerRecord& container, CommandStreams streams,
                                       std::shared_ptr<RemoteCommand> client) {
  const auto shell = session(container, streams, view(container, streams.tty), std::move(client));
  shell->on_exit = [this, number = container.number](int code) {
    machine_.os().post([this, number, code] {
      const auto found = containers_.find(number);
      if (found != containers_.end() && found->second.running())
        finish(found->second, code, code == 0 ? "Completed" : "Error", "exited");
    });
  };
  shell->begin({"sh"});
}

void SimContainerRuntime::attach(const ContainerId& container_id, CommandStreams streams,
                                 std::shared_ptr<RemoteCommand> client) {
  const ContainerRecord* record = container(container_id);
  if (record == nullptr || !record->running())
    return client->finish(failed("failed to attach to container: container is not running"));
  if (streams.in && runs_shell(*record->shape)) return attach_shell(*record, streams, std::move(client));
  auto log = logs(container_id, {.tail = 0, .follow = true});
  const auto session = std::make_shared<AttachSession>(machine_.os(), streams_, *record, main_of(*record),
                                                       streams, std::move(log).value(), std::move(client));
  streams_.keep(record->number, session);
  session->begin();
}

void SimContainerRuntime::connect_port(const SandboxId& sandbox_id,
                                       std::shared_ptr<ForwardedConnection> client) {
  const int port = client->port();
  const SandboxRecord* in = sandbox(sandbox_id);
  ContainerRecord* server = in == nullptr ? nullptr : listener_at(in->address, port);
  if (server == nullptr) {
    const std::string number = std::to_string(port);
    return client->fail(
        "error forwarding port " + number + " to pod " + sandbox_id +
        ", uid : failed to execute portforward in network namespace \"/var/run/netns/cni-" + sandbox_id +
        "\": failed to connect to localhost:" + number + " inside namespace \"" + sandbox_id +
        "\", IPv4: dial tcp4 127.0.0.1:" + number +
        ": connect: connection refused IPv6 dial tcp6: address localhost: no suitable address "
        "found ");
  }
  auto serve = [this, server, port](const std::string& path) {
    const TimePoint now = machine_.os().now();
    const Answer answer = answer_at(server->model(), server->drawn, now - server->epoch, port, path);
    return PortSession::Served{answer, answer.kind == Answer::Kind::kStatus ? admit(*server, now) : now};
  };
  const auto session = std::make_shared<PortSession>(
      machine_.os(), streams_, hostname_of(*in, machine_.name()), std::move(serve), std::move(client));
  streams_.keep(server->number, session);
  session->begin();
}

}  // namespace podium::sim
