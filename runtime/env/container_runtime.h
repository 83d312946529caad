// A node's container engine, as a kubelet sees it: sandboxes, images, containers, probes.
// Knows machines and containers, and nothing of Kubernetes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/env/status.h"
#include "runtime/env/time.h"

namespace podium {

template <class T>
using Reply = std::function<void(Result<T>)>;

// Names given by the runtime. Unique per node, never reused.
using SandboxId = std::string;
using ContainerId = std::string;

struct SandboxConfig {
  std::string uid;        // the pod's UID: the key by which a restarted kubelet finds its sandboxes
  std::string name;       // namespace/name, for people
  std::string hostname;
  bool host_network = false;
};

struct Sandbox {
  SandboxId id;
  std::string uid;
  std::string address;  // the pod's IP
  bool ready = true;    // false: its machine rebooted or its engine lost it
};

struct ContainerConfig {
  SandboxId sandbox;
  std::string name;     // unique within its sandbox and attempt
  int attempt = 0;      // how many containers of this name came before
  std::string image;
  std::vector<std::string> command, args;
  std::vector<std::pair<std::string, std::string>> env;
  std::string working_dir;
  std::map<std::string, std::string> labels;  // what models and people select by
  std::int64_t cpu_milli_limit = 0;           // 0: no limit
  std::int64_t cpu_milli_request = 0;
  std::int64_t memory_limit = 0;              // bytes; 0: no limit
  std::int64_t memory_request = 0;
  std::vector<int> ports;
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
  std::string reason;   // "Completed", "Error", "OOMKilled", "ContainerCannotRun"
  std::string message;
};

struct ImageInfo {
  std::string reference;
  std::int64_t bytes = 0;
  Duration pull_time{}, wait_time{};  // wait_time includes pull_time
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

class ContainerRuntime {
 public:
  virtual ~ContainerRuntime() = default;

  virtual void create_sandbox(SandboxConfig config, Reply<Sandbox> reply) = 0;
  virtual void remove_sandbox(const SandboxId& sandbox, Reply<Nothing> reply) = 0;

  virtual bool has_image(const std::string& reference) const = 0;
  // Errors: kNotFound (the registry does not know it), kUnavailable (no registry), kInvalid.
  virtual void pull_image(const std::string& reference, Reply<ImageInfo> reply) = 0;
  virtual std::vector<ImageInfo> images() const = 0;

  virtual void create_container(ContainerConfig config, Reply<ContainerId> reply) = 0;
  virtual void start_container(const ContainerId& container, Reply<Nothing> reply) = 0;
  // Asks to stop, kills after `grace`; replies when it has exited.
  virtual void stop_container(const ContainerId& container, Duration grace, Reply<Nothing> reply) = 0;
  virtual void remove_container(const ContainerId& container, Reply<Nothing> reply) = 0;

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

  // Bytes of memory and milli-CPU that a container uses now.
  struct Usage { std::int64_t memory = 0, cpu_milli = 0; };
  virtual Result<Usage> usage(const ContainerId& container) const = 0;

  virtual Result<std::string> logs(const ContainerId& container) const = 0;
};

}  // namespace podium
