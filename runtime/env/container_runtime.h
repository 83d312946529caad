// A node's container engine, as a kubelet sees it: sandboxes, images, containers, probes.
// Knows machines and containers, and nothing of Kubernetes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/env/port_forward.h"
#include "runtime/env/remote_command.h"
#include "runtime/env/status.h"
#include "runtime/env/time.h"

namespace podium {

template <class T>
using Reply = std::function<void(Result<T>)>;

// Names given by the runtime. Unique per node, never reused.
using SandboxId = std::string;
using ContainerId = std::string;

struct SandboxConfig {
  std::string uid;   // the pod's UID: the key by which a restarted kubelet finds its sandboxes
  std::string name;  // namespace/name, for people
  std::string hostname;
  bool host_network = false;
};

struct Sandbox {
  SandboxId id;
  std::string uid;
  std::string address;  // the pod's IP
  bool ready = true;    // false: its machine rebooted or its engine lost it
};

// A container's share of its machine.
struct ContainerShare {
  std::int64_t cpu_milli_limit = 0;  // 0: no limit
  std::int64_t cpu_milli_request = 0;
  std::int64_t memory_limit = 0;  // bytes; 0: no limit
  std::int64_t memory_request = 0;
};

struct ContainerConfig {
  SandboxId sandbox;
  std::string name;  // unique within its sandbox and attempt
  int attempt = 0;   // how many containers of this name came before
  std::string image;
  std::vector<std::string> command, args;
  std::vector<std::pair<std::string, std::string>> env;
  std::string working_dir;
  std::map<std::string, std::string> labels;  // what models and people select by
  ContainerShare share;
  std::vector<int> ports;
  std::vector<std::pair<std::string, std::string>> files;  // mounted, by absolute path, in its order
  std::string process_target;  // a container of the sandbox whose processes this one sees; empty: its own
  bool interactive = false;    // its main process reads what is attached to it
  // Who is killed first when the machine has no memory left: from -1000, never, to 1000.
  int oom_score_adj = 0;
};

enum class ContainerState : std::uint8_t { kCreated, kRunning, kExited };

struct ContainerInfo {
  ContainerId id;
  SandboxId sandbox;
  std::string sandbox_uid;
  std::string name;
  int attempt = 0;
  std::string image;
  ContainerState state = ContainerState::kCreated;
  TimePoint created{}, started{}, finished{};
  int exit_code = 0;
  std::string reason;  // "Completed", "Error", "OOMKilled", "ContainerCannotRun"
  std::string message;
};

struct ImageInfo {
  std::string reference;
  std::int64_t bytes = 0;
  Duration pull_time{}, wait_time{};  // wait_time includes pull_time
  TimePoint last_used{};              // when it was pulled, or a container of it was last made or removed
};

struct ProbeConfig {
  enum class Action : std::uint8_t { kExec, kHttpGet, kTcpSocket, kGrpc };
  Action action = Action::kHttpGet;
  std::vector<std::string> command;
  std::string host, path, scheme = "http", service;
  std::vector<std::pair<std::string, std::string>> headers;
  int port = 0;
  Duration initial_delay{0}, period{10s}, timeout{1s};
  TimePoint first{};  // earliest time of the first probe; not set: initial_delay after the container started
};

struct ProbeResult {
  bool success = false;
  std::string output;  // as Kubernetes words it: "HTTP probe failed with statuscode: 500"
};

// A standing probe. The runtime probes every period and reports the first result and then only
// changes (success to failure, failure to success, or another output), at the tick that saw them.
enum class ProbeId : std::uint64_t { kNone = 0 };

// What is wanted of a container's log.
struct LogQuery {
  TimePoint since{};                  // lines written then or later; not set: from the beginning
  std::optional<std::uint64_t> tail;  // of those that are there already, only so many of the last
  bool follow = false;                // and those to come, until the container has exited or is removed
};

struct LogLine {
  TimePoint time{};
  bool error = false;  // written to stderr
  std::string text;    // without the end of the line
};

// A place in a container's log. Destroying it ends the reading.
class LogReader {
 public:
  virtual ~LogReader() = default;

  // The next lines in the order of their writing: about `bytes` of text, but one line at least. Empty:
  // there is none, now or (if ended()) at all.
  virtual std::vector<LogLine> read(std::size_t bytes) = 0;
  virtual bool ended() const = 0;
  // Runs as a task, once after each read() that was empty though not at the end, when asking again is
  // worth while.
  std::function<void()> on_more;
};

// What a machine has, and what is left of it, in bytes. One file system holds images and containers.
struct MachineStats {
  std::int64_t memory = 0, memory_available = 0;
  std::int64_t disk = 0, disk_available = 0;
};

// Having less available than this is scarcity.
struct MachineFloor {
  std::int64_t memory = 0, disk = 0;
};

class ContainerRuntime {
 public:
  virtual ~ContainerRuntime() = default;

  virtual void create_sandbox(SandboxConfig config, Reply<Sandbox> reply) = 0;
  virtual void remove_sandbox(const SandboxId& sandbox, Reply<Nothing> reply) = 0;

  virtual bool has_image(const std::string& reference) const = 0;
  // Errors: kNotFound (the registry does not know it), kUnavailable (no registry), kInvalid.
  virtual void pull_image(const std::string& reference, Reply<ImageInfo> reply) = 0;
  virtual std::vector<ImageInfo> images() const = 0;
  // Errors: kNotFound; kRefused (a container was made of it).
  virtual void remove_image(const std::string& reference, Reply<Nothing> reply) = 0;

  virtual void create_container(ContainerConfig config, Reply<ContainerId> reply) = 0;
  virtual void start_container(const ContainerId& container, Reply<Nothing> reply) = 0;
  // Asks to stop, kills after `grace`; replies when it has exited.
  virtual void stop_container(const ContainerId& container, Duration grace, Reply<Nothing> reply) = 0;
  virtual void remove_container(const ContainerId& container, Reply<Nothing> reply) = 0;
  // Gives a container that runs another share of its machine. Errors: kNotFound (it does not run).
  virtual void update_container(const ContainerId& container, const ContainerShare& share,
                                Reply<Nothing> reply) = 0;

  // What is there now, for a kubelet that starts anew. Ordered by id.
  virtual std::vector<Sandbox> sandboxes() const = 0;
  virtual std::vector<ContainerInfo> containers() const = 0;
  // One container, or kNotFound.
  virtual Result<ContainerInfo> inspect(const ContainerId& container) const = 0;

  // Called when a container exits for whatever reason. One listener; an empty function ends it.
  virtual void on_exit(std::function<void(const ContainerInfo&)> listener) = 0;

  virtual ProbeId start_probe(const ContainerId& container, ProbeConfig config,
                              std::function<void(const ProbeResult&)> report) = 0;
  virtual void stop_probe(ProbeId probe) = 0;

  // Bytes of memory, milli-CPU, and bytes of disk beside its image, that a container uses now.
  struct Usage {
    std::int64_t memory = 0, cpu_milli = 0, disk = 0;
  };
  virtual Result<Usage> usage(const ContainerId& container) const = 0;

  virtual MachineStats machine() const = 0;
  // Calls `scarce`, once and as a task, when something of the machine is below its floor: soon, if it is
  // now. One such watch; another one replaces it, and an empty function ends it.
  virtual void watch_machine(const MachineFloor& floor, std::function<void()> scarce) = 0;

  // The log of a container that is known, running or not: attempts that have ended keep theirs until they
  // are removed.
  virtual Result<std::unique_ptr<LogReader>> logs(const ContainerId& container, LogQuery query) = 0;

  // The streams of the following belong to the runtime from the call on, which listens to them before it
  // returns. If their client goes, what was begun for it is killed.

  // Runs a command in a running container, with its environment and working directory. Ends with the
  // command's exit code; fails, in the words of the engine, if it cannot be started.
  virtual void exec(const ContainerId& container, std::vector<std::string> command, CommandStreams streams,
                    std::shared_ptr<RemoteCommand> client) = 0;
  // Joins the main process: its output from now on, and `client`'s input to it. Ends with the process.
  virtual void attach(const ContainerId& container, CommandStreams streams,
                      std::shared_ptr<RemoteCommand> client) = 0;
  // Joins a connection to client->port() of the sandbox's own loopback address. Fails, in the words of the
  // engine, if nobody listens there.
  virtual void connect_port(const SandboxId& sandbox, std::shared_ptr<ForwardedConnection> client) = 0;
};

}  // namespace podium
