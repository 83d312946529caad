// Not a test: LiveCluster's definitions (the build takes *_test.cpp).
#include "tests/control-plane/controllers/support/live_cluster.h"

#include <algorithm>

#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/binding.h"
#include "control-plane/objects/kinds/lease.h"
#include "control-plane/objects/kinds/namespace.h"

namespace podium {

namespace {

constexpr const char* kMachine = "control-plane";

Condition condition(const char* type, const char* status, TimePoint now) {
  Condition c;
  c.type_ = type;
  c.status = status;
  c.last_transition_time = c.last_heartbeat_time = now;
  return c;
}

}  // namespace

LiveCluster::LiveCluster(Options o)
    : options(std::move(o)),
      engine({.seed = options.seed}),
      topology({}),
      machine(topology.add_machine(kMachine)),
      network(engine, topology, engine.random("network"), {}),
      server(engine, store, chronicle, engine.random("api"), {.catalogue = options.catalogue}),
      listener(engine, network, kMachine, server) {
  options.manager.catalogue = options.catalogue;
  server.bootstrap();
  Ref<Namespace> leases = make_ref<Namespace>();
  leases->metadata.name = "kube-node-lease";
  ask(Verb::kCreate, leases);
  add_nodes();
  ApiRequest watch;
  watch.verb = Verb::kWatch;
  watch.kind = &Pod::info();
  ApiStatus refused;
  server.watch(
      watch,
      [this](const WatchEvent& event) {
        if (const Pod* pod = as<Pod>(event.object.get()); pod != nullptr && event.type != WatchType::kDeleted)
          pod_seen(*pod);
        if (!options.track) return;
        most_active = std::max(most_active, active_pods());
        fewest_ready = std::min(fewest_ready, ready_pods());
      },
      refused);
  start_manager();
}

LiveCluster::~LiveCluster() { kill_manager(); }

void LiveCluster::start_manager() {
  process_ = engine.start_process("controllers");
  manager_ = std::make_unique<ControllerManager>(*process_, network, kMachine, engine.random("controllers"),
                                                 options.manager);
  manager_->start();
}

void LiveCluster::kill_manager() {
  if (!process_) return;
  network.process_died(*process_);
  process_->kill();
  manager_.reset();
  process_.reset();
}

ApiResponse LiveCluster::ask(Verb verb, ObjectRef object, std::string_view subresource) {
  ApiRequest request;
  request.verb = verb;
  request.kind = &object->kind();
  request.key = key_of(*object);
  request.subresource = subresource;
  request.object = std::move(object);
  return server.handle(request);
}

ApiResponse LiveCluster::remove(const KindInfo& kind, const Key& key, Propagation how) {
  ApiRequest request;
  request.verb = Verb::kDelete;
  request.kind = &kind;
  request.key = key;
  request.remove.propagation = how;
  return server.handle(request);
}

std::vector<Ref<const Pod>> LiveCluster::pods() {
  std::vector<Ref<const Pod>> found;
  store.each(Pod::info(), {}, [&](const ObjectRef& object) { found.push_back(as<Pod>(object)); });
  return found;
}

int LiveCluster::active_pods() {
  int count = 0;
  store.each(Pod::info(), {},
             [&](const ObjectRef& pod) { count += controllers::is_active(*as<Pod>(pod.get())); });
  return count;
}

int LiveCluster::ready_pods() {
  int count = 0;
  store.each(Pod::info(), {}, [&](const ObjectRef& object) {
    const Pod& pod = *as<Pod>(object.get());
    count += controllers::is_active(pod) && controllers::is_ready(pod);
  });
  return count;
}

void LiveCluster::add_nodes() {
  for (int i = 1; i <= options.nodes; ++i) {
    Ref<Node> node = make_ref<Node>();
    node->metadata.name = "node-" + std::to_string(i);
    ask(Verb::kCreate, node);
    report_node(node->metadata.name.str());
    renew(node->metadata.name.str());
  }
}

void LiveCluster::report_node(const std::string& name) {
  Ref<Node> node = copy(*find<Node>(Key{{}, name}));
  set_condition(node->status.edit().conditions, condition("Ready", "True", engine.now()), engine.now());
  ask(Verb::kUpdate, node, "status");
}

// As a kubelet does, every 10 s.
void LiveCluster::renew(const std::string& name) {
  if (dead_.count(name) == 0) {
    const Key key{"kube-node-lease", name};
    const Ref<const Lease> present = find<Lease>(key);
    Ref<Lease> lease = present ? copy(*present) : make_ref<Lease>();
    lease->metadata.namespace_ = key.namespace_;
    lease->metadata.name = key.name;
    lease->spec.renew_time.at = engine.now();
    ask(present ? Verb::kUpdate : Verb::kCreate, lease);
  }
  engine.run_after(10s, [this, name] { renew(name); });
}

void LiveCluster::revive_node(const std::string& name) {
  dead_.erase(name);
  report_node(name);
}

void LiveCluster::pod_seen(const Pod& pod) {
  const Key key = key_of(pod);
  const Text uid = pod.metadata.uid;
  if (pod.metadata.deleting()) {
    if (stopped_.insert(uid).second)
      engine.run_after(options.stop_time, [this, key, uid] { pod_ends(key, uid); });
  } else if (started_.insert(uid).second) {
    const Duration own =
        options.spread == Duration{0} ? options.spread : starts_.between(Duration{0}, options.spread);
    engine.run_after(options.start_time + own, [this, key, uid] { pod_ready(key, uid); });
  }
}

void LiveCluster::pod_ready(const Key& key, const Text& uid) {
  Ref<const Pod> present = find<Pod>(key);
  if (!present || !(present->metadata.uid == uid) || present->metadata.deleting()) return;
  std::string node;
  for (int tries = 0; tries < options.nodes && (node.empty() || dead_.count(node) != 0); ++tries) {
    node = "node-" + std::to_string(1 + next_node_++ % options.nodes);
  }
  Ref<Binding> binding = make_ref<Binding>();
  binding->metadata.namespace_ = key.namespace_;
  binding->metadata.name = key.name;
  binding->target.name = node;
  ApiRequest bind;
  bind.verb = Verb::kCreate;
  bind.kind = &Pod::info();
  bind.key = key;
  bind.subresource = "binding";
  bind.object = binding;
  server.handle(bind);
  Ref<Pod> ready = copy(*find<Pod>(key));
  PodStatus& status = ready->status.edit();
  status.phase = "Running";
  ++next_address_;
  status.pod_ip =
      "10.244." + std::to_string(next_address_ / 250) + "." + std::to_string(1 + next_address_ % 250);
  set_condition(status.conditions, condition("Ready", "True", engine.now()), engine.now());
  ask(Verb::kUpdate, ready, "status");
}

void LiveCluster::pod_ends(const Key& key, const Text& uid) {
  const Ref<const Pod> present = find<Pod>(key);
  if (!present || !(present->metadata.uid == uid) || dead_.count(present->spec->node_name.str()) != 0) return;
  ApiRequest end;
  end.verb = Verb::kDelete;
  end.kind = &Pod::info();
  end.key = key;
  end.remove.grace_period_seconds = 0;
  server.handle(end);
}

}  // namespace podium
