// ContainerRuntime of one simulated machine: containers behave as the world's application models say.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/env/chronicle.h"
#include "runtime/env/container_runtime.h"
#include "sim/world/applications.h"
#include "sim/world/container.h"
#include "sim/world/container_view.h"
#include "sim/world/image_store.h"
#include "sim/world/log_reader.h"
#include "sim/world/machine.h"
#include "sim/world/machine_use.h"
#include "sim/world/pod_addresses.h"
#include "sim/world/pool.h"
#include "sim/world/prober.h"
#include "sim/world/stream_table.h"

namespace podium::sim {

class ExecSession;
class MainProcess;

// What the runtimes of a world share. All outlive the runtimes.
struct RuntimeContext {
  Chronicle& chronicle;
  const ImageRegistry& registry;
  Applications& applications;
  Pool<ContainerShape>& shapes;
  Pool<ProbeSpec>& probes;
  const RuntimeOptions& options;
};

class SimContainerRuntime final : public ContainerRuntime, private ProbeCommands, private MachineUse::Users {
 public:
  SimContainerRuntime(Machine& machine, RuntimeContext context, Random random);
  ~SimContainerRuntime() override;

  void create_sandbox(SandboxConfig config, Reply<Sandbox> reply) override;
  void remove_sandbox(const SandboxId& sandbox, Reply<Nothing> reply) override;
  bool has_image(const std::string& reference) const override { return images_.has(reference); }
  void pull_image(const std::string& reference, Reply<ImageInfo> reply) override;
  std::vector<ImageInfo> images() const override { return images_.images(); }
  void remove_image(const std::string& reference, Reply<Nothing> reply) override;
  void create_container(ContainerConfig config, Reply<ContainerId> reply) override;
  void start_container(const ContainerId& container, Reply<Nothing> reply) override;
  void stop_container(const ContainerId& container, Duration grace, Reply<Nothing> reply) override;
  void remove_container(const ContainerId& container, Reply<Nothing> reply) override;
  void update_container(const ContainerId& container, const ContainerShare& share,
                        Reply<Nothing> reply) override;
  std::vector<Sandbox> sandboxes() const override;
  std::vector<ContainerInfo> containers() const override;
  Result<ContainerInfo> inspect(const ContainerId& container) const override;
  void on_exit(std::function<void(const ContainerInfo&)> listener) override {
    listener_ = std::move(listener);
  }
  ProbeId start_probe(const ContainerId& container, ProbeConfig config,
                      std::function<void(const ProbeResult&)> report) override;
  void stop_probe(ProbeId probe) override { prober_.stop(probe); }
  Result<Usage> usage(const ContainerId& container) const override;
  MachineStats machine() const override { return use_.stats(); }
  void watch_machine(const MachineFloor& floor, std::function<void()> scarce) override {
    use_.watch(floor, std::move(scarce));
  }
  Result<std::unique_ptr<LogReader>> logs(const ContainerId& container, LogQuery query) override;
  void exec(const ContainerId& container, std::vector<std::string> command, CommandStreams streams,
            std::shared_ptr<RemoteCommand> client) override;
  void attach(const ContainerId& container, CommandStreams streams,
              std::shared_ptr<RemoteCommand> client) override;
  void connect_port(const SandboxId& sandbox, std::shared_ptr<ForwardedConnection> client) override;

  // The kubelet is gone: replies, probes and the exit listener are dropped; what it had asked for
  // goes on. Happens by itself when the machine loses power.
  void detach();

  // Ends the main process at once, from outside.
  Status kill(const ContainerId& container, int exit_code);

  // The running container that takes connections to `address`:`port` now; null: they are refused.
  // In a sandbox that is one that declared the port, else one that declared none.
  ContainerRecord* listener_at(Address address, int port);
  bool owns(Address address) const { return addresses_.sandbox_at(address) != 0; }
  // Does a container run in a sandbox of that name that is not of that uid?
  bool runs_another(const std::string& name, const std::string& uid) const;
  // The container with this number, while it is known.
  const ContainerRecord* find(std::uint32_t number) const;
  // Takes one more request in; returns when it will be done, by the container's model and CPU limit.
  TimePoint admit(ContainerRecord& container, TimePoint now);
  // Requests a second that a container was sent lately, in thousandths; nothing if it does not run.
  std::optional<std::int64_t> arrivals_milli(const ContainerId& container) const;

 private:
  struct Stopping {
    std::vector<Reply<Nothing>> replies;
    TimerId end = TimerId::kNone, kill = TimerId::kNone;
    TimePoint kill_at = kForever;
  };

  template <class T>
  Reply<T> guarded(Reply<T> reply);
  void later(const Span& span, Task task) { machine_.os().run_after(draw(random_, span), std::move(task)); }

  SandboxRecord* sandbox(const SandboxId& id);
  ContainerRecord* container(const ContainerId& id);
  const ContainerRecord* container(const ContainerId& id) const;

  Result<Sandbox> add_sandbox(const SandboxConfig& config);
  void drop_sandbox(const SandboxId& id);
  Result<ContainerId> add_container(const ContainerConfig& config);
  void forget_container(ContainerRecord& container);
  Status run(ContainerRecord& container);
  void begin_main(ContainerRecord& container);
  MainProcess* main_of(const ContainerRecord& container) const;
  void main_ended(std::uint32_t number, int exit_code);
  void plan_fate(ContainerRecord& container);
  void meet_fate(ContainerRecord& container);
  void terminate(ContainerRecord& container, Stopping& stopping);
  void kill_by(ContainerRecord& container, Stopping& stopping, TimePoint at);
  // `told`: what the chronicle says of it; empty: nothing, since whoever asked for it knows.
  void finish(ContainerRecord& container, int exit_code, std::string_view reason, std::string_view told);

  void power_lost();
  void resumed(Duration paused);

  const ContainerRecord* process_target(const ContainerRecord& container) const;
  std::shared_ptr<WrittenFiles> written(const ContainerRecord& container);
  ContainerView view(const ContainerRecord& container, bool tty);
  void files_changed(std::uint32_t number);
  std::optional<CommandResult> run_probe(const ContainerRecord& container,
                                         const std::vector<std::string>& command) override;
  void each_running(const std::function<void(const ContainerRecord&)>& visit) const override;
  void out_of_memory(std::uint32_t victim) override;
  std::shared_ptr<ExecSession> session(const ContainerRecord& container, CommandStreams streams,
                                       ContainerView view, std::shared_ptr<RemoteCommand> client);
  void attach_shell(const ContainerRecord& container, CommandStreams streams,
                    std::shared_ptr<RemoteCommand> client);
  std::string id(std::uint32_t number) const;
  ContainerInfo info(const ContainerRecord& container) const;

  Machine& machine_;
  RuntimeContext context_;
  Random random_;
  ImageStore images_;
  Prober prober_;
  MachineUse use_;
  LogReaders log_readers_;
  StreamTable streams_;
  std::map<std::uint32_t, std::shared_ptr<WrittenFiles>> written_;  // by container; of those with commands
  std::map<std::uint32_t, std::unique_ptr<MainProcess>> mains_;  // by container; of those that run a command
  std::set<std::uint32_t> changed_;  // containers whose files changed, to be looked at in a moment
  PodAddresses addresses_;
  std::map<std::uint32_t, SandboxRecord> sandboxes_;
  std::map<std::uint32_t, ContainerRecord> containers_;
  std::map<std::uint32_t, Stopping> stopping_;  // by container
  std::uint32_t last_number_ = 0;               // of sandboxes and containers
  std::uint32_t attachment_ = 0;                // grows when a kubelet goes
  std::function<void(const ContainerInfo&)> listener_;
};

}  // namespace podium::sim
