#include "control-plane/kubelet/node_agent.h"

#include <algorithm>
#include <utility>

namespace podium::kubelet {
namespace {

ClientOptions heartbeat_client(const KubeletOptions& options) {
  ClientOptions client = options.client;
  client.qps = 0;
  client.timeout = options.lease_renewal;
  return client;
}

Selection named(const std::string& name) { return {"", {}, {{"metadata.name", name, true}}}; }

}  // namespace

NodeAgent::NodeAgent(Executor& executor, Transport& transport, const std::string& machine,
                     ContainerRuntime& runtime, EventRecorder& events, const Random& random,
                     const KubeletOptions& options)
    : executor_(executor),
      runtime_(runtime),
      events_(events),
      random_(random.fork("agent")),
      options_(options),
      name_(machine),
      client_(executor, transport, machine, random.fork("client"), heartbeat_client(options)),
      nodes_(client_, named(machine)),
      lease_(client_, machine, random.fork("lease"), options.lease_duration, options.lease_renewal) {}

NodeAgent::~NodeAgent() { executor_.cancel(timer_); }

void NodeAgent::start() {
  describe();
  nodes_.on_change([this](const Node*, const Node* after) { node_changed(after); });
  sign_on();
  lease_.start();
}

void NodeAgent::sign_on() {
  client_.create(make_node(name_, options_, executor_.now()), [this](const ApiResponse& created) {
    if (!created.status.already_exists()) return found(created);
    client_.get(Node::info(), Key{{}, name_}, [this](const ApiResponse& read) { found(read); });
  });
}

void NodeAgent::try_again() {
  retry_ = retry_ == Duration{0} ? options_.node_retry : std::min(2 * retry_, options_.node_retry_max);
  executor_.run_after(retry_, [this] { sign_on(); });
}

void NodeAgent::found(const ApiResponse& response) {
  node_ = response.status.ok() ? as<Node>(response.object) : nullptr;
  if (!node_) return try_again();
  introduce(*node_);
  was_ready_ = is_ready(*node_);
  nodes_.start();
  update();
}

void NodeAgent::introduce(const Node& node) {
  events_.normal(node, "Starting", "Starting kubelet.");
  for (const char* what : {"NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"})
    announce(node, what);
  events_.normal(node, "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
  const Text& old_boot = node.status.value().node_info.value().boot_id;
  if (!old_boot.empty() && !(old_boot == options_.boot_id))
    events_.warning(node, "Rebooted", "Node " + name_ + " has been rebooted, boot id: " + options_.boot_id);
}

void NodeAgent::announce(const Node& node, const char* what) {
  events_.normal(node, what, "Node " + name_ + " status is now: " + what);
}

// Others write here too: a node that was out of touch finds itself called not ready.
void NodeAgent::node_changed(const Node* node) {
  if (node == nullptr || node->metadata.resource_version <= node_->metadata.resource_version) return;
  node_ = Ref<const Node>::share(node);
  if (writing_ || !deviates(*node, own_)) return;
  was_ready_ = is_ready(*node);
  update_at(executor_.now() + random_.between(Duration{0}, options_.node_update));
}

void NodeAgent::describe() {
  own_ = make_node_status(name_, options_, {true, pressures_}, runtime_.images(), executor_.now());
}

void NodeAgent::images_changed() {
  describe();
  if (node_) update_at(executor_.now() + options_.node_update);
}

void NodeAgent::pressures_changed(const Pressures& pressures) {
  const Pressures before = std::exchange(pressures_, pressures);
  describe();
  if (!node_) return;
  if (before.memory != pressures.memory)
    announce(*node_, pressures.memory ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory");
  if (before.disk != pressures.disk)
    announce(*node_, pressures.disk ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure");
  update_at(executor_.now() + random_.between(Duration{0}, options_.node_update));
}

void NodeAgent::warn(std::string_view reason, const std::string& message) {
  if (node_) events_.warning(*node_, reason, message);
}

void NodeAgent::update_at(TimePoint when) {
  if (when >= due_) return;
  executor_.cancel(timer_);
  due_ = when;
  timer_ = executor_.run_at(when, [this] {
    timer_ = TimerId::kNone;
    due_ = kForever;
    update();
  });
}

void NodeAgent::update() {
  if (std::exchange(writing_, true)) return;
  client_.update_status(updated_node(*node_, own_, executor_.now()),
                        [this](const ApiResponse& response) { updated(response); });
}

// A node that somebody deleted stays away until its kubelet is started anew, as in Kubernetes.
void NodeAgent::updated(const ApiResponse& response) {
  writing_ = false;
  if (response.status.not_found()) return;
  if (response.status.conflict()) return refresh();
  if (!response.status.ok()) return update_at(executor_.now() + options_.node_update);
  const Ref<const Node> latest = as<Node>(response.object);
  if (latest && latest->metadata.resource_version > node_->metadata.resource_version) node_ = latest;
  if (!std::exchange(was_ready_, true)) announce(*node_, "NodeReady");
  update_at(executor_.now() + (deviates(*node_, own_) ? options_.node_update : options_.node_report));
}

void NodeAgent::refresh() {
  client_.get(Node::info(), Key{{}, name_}, [this](const ApiResponse& read) {
    if (!read.status.ok()) return update_at(executor_.now() + options_.node_update);
    node_ = as<Node>(read.object);
    update();
  });
}

}  // namespace podium::kubelet
