// Not a test of its own: what the kubelet's world tests stand on.
#include "tests/control-plane/kubelet/support/node_world.h"

#include <algorithm>

#include "control-plane/objects/kinds/lease.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

// Each step takes its exact time.
sim::WorldOptions exact() {
  sim::WorldOptions options;
  options.registry.manifest = {300ms, 300ms};
  options.registry.jitter_percent = 0;
  options.registry.default_image_bytes = 6'000'000;
  options.runtime = {.create_sandbox = {400ms, 400ms},
                     .remove_sandbox = {50ms, 50ms},
                     .create_container = {100ms, 100ms},
                     .start_container = {100ms, 100ms},
                     .remove_container = {20ms, 20ms}};
  return options;
}

std::string told(const Pod& pod) {
  const PodStatus& status = pod.status.value();
  const Condition* ready = find_condition(status.conditions, "Ready");
  std::string line = status.phase.str() + (ready != nullptr && ready->is_true() ? " ready" : " -");
  for (const ContainerStatus& container : status.container_statuses) {
    if (container.state.waiting) line += " " + container.state.waiting->reason.str();
    if (container.state.terminated) line += " " + container.state.terminated->reason.str();
  }
  return line;
}

}  // namespace

NodeWorld::NodeWorld(std::uint64_t seed, KubeletOptions o)
    : engine({.seed = seed}),
      world(engine, engine, chronicle, engine.random("world"), exact()),
      host((world.add_machine({.name = "control"}), world.add_machine({.name = "n1"}))),
      options(std::move(o)) {
  world.applications().add(model("app*"));
  sim::Machine& control = world.machine("control").machine;
  api_process_ = engine.start_process("apiserver");
  control.adopt(*api_process_);
  api_ = std::make_unique<ApiServer>(*api_process_, store_, chronicle, engine.random("api"));
  api_->bootstrap();
  listener_ = std::make_unique<ApiListener>(*api_process_, world.network(), "control", *api_);
  bool expired = false;
  store_.watch(
      Pod::info(), {}, 0, [this](const StoreChange& change) { pod_changed(change); }, expired);
  options.address = host.machine.address();
  start_kubelet();
}

NodeWorld::~NodeWorld() {
  if (kubelet_) kill_kubelet();
  listener_.reset();
  world.machine("control").machine.kill(*api_process_);
}

sim::AppModel NodeWorld::model(const std::string& image) {
  sim::AppModel model;
  model.name = model.image = image;
  model.start = {100ms, 100ms};
  model.stop = {500ms, 500ms};
  return model;
}

void NodeWorld::start_kubelet() {
  options.boot_id = "boot-" + std::to_string(host.machine.boots());
  kubelet_process_ = engine.start_process("kubelet/n1");
  host.machine.adopt(*kubelet_process_);
  kubelet_ = std::make_unique<Kubelet>(*kubelet_process_, world.network(), "n1", host.runtime, chronicle,
                                       engine.random("kubelet"), options);
  kubelet_process_->post([this] { kubelet_->start(); });
}

void NodeWorld::kill_kubelet() {
  if (host.machine.running()) host.machine.kill(*kubelet_process_);
  host.runtime.detach();
  kubelet_.reset();
  kubelet_process_.reset();
}

ApiResponse NodeWorld::ask(ApiRequest request) {
  ApiResponse response;
  api_process_->post([&] { response = api_->handle(request); });
  engine.run_for(Duration{0});
  INFO(response.status.message);
  REQUIRE(response.status.ok());
  return response;
}

void NodeWorld::create(const std::string& name, PodSpec spec) {
  created = engine.now();
  story.clear();
  restarts.clear();
  pod_writes = 0;
  spec.node_name = "n1";
  ApiRequest request;
  request.verb = Verb::kCreate;
  request.kind = &Pod::info();
  request.object = make::pod(name, std::move(spec));
  request.key = key_of(*request.object);
  ask(std::move(request));
}

void NodeWorld::put(Ref<Object> object) {
  object->metadata.namespace_ = "default";
  ApiRequest request;
  request.verb = Verb::kCreate;
  request.kind = &object->kind();
  request.key = key_of(*object);
  request.object = std::move(object);
  ask(std::move(request));
}

void NodeWorld::remove(const std::string& name, std::optional<std::int64_t> grace) {
  ApiRequest request;
  request.verb = Verb::kDelete;
  request.kind = &Pod::info();
  request.key = {"default", name};
  request.remove.grace_period_seconds = grace;
  ask(std::move(request));
}

void NodeWorld::label(const std::string& name, const std::string& note) {
  change(name, "", [&](Pod& pod) { pod.metadata.labels.set("note", note); });
}

void NodeWorld::change(const std::string& name, std::string_view subresource,
                       const std::function<void(Pod&)>& edit) {
  Ref<Pod> changed = copy(*find(name));
  edit(*changed);
  ApiRequest request;
  request.subresource = subresource;
  request.verb = Verb::kUpdate;
  request.kind = &Pod::info();
  request.object = changed;
  request.key = key_of(*changed);
  ask(std::move(request));
}

Ref<const Pod> NodeWorld::find(const std::string& name) {
  return as<Pod>(store_.get(Pod::info(), {"default", name}));
}

Ref<const Node> NodeWorld::node() { return as<Node>(store_.get(Node::info(), {{}, "n1"})); }

TimePoint NodeWorld::lease_renewed() {
  const auto lease = as<Lease>(store_.get(Lease::info(), {"kube-node-lease", "n1"}));
  REQUIRE(lease);
  return lease->spec.renew_time.at;
}

void NodeWorld::call_node_unknown() {
  Ref<Node> node = copy(*this->node());
  set_condition(node->status.edit().conditions, {"Ready", "Unknown", "NodeStatusUnknown", ""}, engine.now());
  ApiRequest request;
  request.verb = Verb::kUpdate;
  request.kind = &Node::info();
  request.subresource = "status";
  request.object = node;
  request.key = key_of(*node);
  ask(std::move(request));
}

ContainerStatus NodeWorld::container(const std::string& name) {
  const Ref<const Pod> pod = find(name);
  REQUIRE(pod);
  REQUIRE(!pod->status.value().container_statuses.empty());
  return pod->status->container_statuses[0];
}

std::vector<std::string> NodeWorld::events(const std::string& about) {
  std::vector<std::pair<std::uint64_t, std::string>> found;
  store_.each(Event::info(), {}, [&](const ObjectRef& object) {
    const Event& event = static_cast<const Event&>(*object);
    if (!(event.involved_object.name == about)) return;
    std::string line = event.type_.str() + " " + event.reason + " " + event.message;
    if (event.count > 1) line += " (x" + std::to_string(event.count) + ")";
    found.emplace_back(nanos(event.first_timestamp), line);
  });
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> lines;
  for (auto& [at, line] : found) lines.push_back(std::move(line));
  return lines;
}

int NodeWorld::event_count(const std::string& about, const std::string& reason) {
  int count = 0;
  store_.each(Event::info(), {}, [&](const ObjectRef& object) {
    const Event& event = static_cast<const Event&>(*object);
    if (event.involved_object.name == about && event.reason == reason) count += event.count;
  });
  return count;
}

void NodeWorld::pod_changed(const StoreChange& change) {
  if (change.type != ChangeType::kModified) return;
  ++pod_writes;
  const Pod &before = static_cast<const Pod&>(*change.previous),
            &after = static_cast<const Pod&>(*change.object);
  if (told(before) != told(after)) story.push_back(told(after));
  const auto count = [](const Pod& pod) {
    const auto& statuses = pod.status.value().container_statuses;
    return statuses.empty() ? 0 : statuses[0].restart_count;
  };
  if (count(after) > count(before)) restarts.push_back(seconds(engine.now() - created));
}

}  // namespace podium
