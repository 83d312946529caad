#include "scenarios/cluster/cluster.h"

#include <algorithm>
#include <map>
#include <utility>

#include "control-plane/api/durability.h"
#include "control-plane/authorization/users.h"
#include "control-plane/client/node_api.h"
#include "control-plane/controllers/certificate_signing.h"
#include "control-plane/custom/manifest_kinds.h"
#include "control-plane/objects/generic.h"
#include "scenarios/cluster/attribution.h"
#include "scenarios/cluster/component_status.h"
#include "scenarios/cluster/elected.h"
#include "scenarios/cluster/metrics_answers.h"
#include "scenarios/cluster/parts.h"
#include "scenarios/cluster/programs.h"
#include "scenarios/cluster/refusals.h"
#include "scenarios/cluster/request_metrics.h"
#include "scenarios/cluster/scaler.h"
#include "scenarios/cluster/workers.h"

namespace podium {
namespace {

constexpr Duration kLongestLook = 1s;  // between two looks of run_until

constexpr const char *kScheduler = "kube-scheduler", *kControllerManager = "kube-controller-manager";

}  // namespace

struct Cluster::State final : ApiBackend {
  explicit State(ClusterOptions o);

  // Wiring, one function a program.
  void add_control_plane();
  void add_replicas(const std::string& machine, int number);
  void add_cloud();
  std::shared_ptr<void> build_api(Process& process);
  std::shared_ptr<void> build_scheduler(Process& process, const std::string& machine);
  std::shared_ptr<void> build_metrics(Process& process);
  std::shared_ptr<void> build_controllers(Process& process, const std::string& machine);
  std::shared_ptr<void> build_scaler(Process& process);
  std::shared_ptr<void> elected(Process& process, const std::string& machine, const char* program,
                                UserRef user, std::function<std::shared_ptr<void>()> act);
  void hook_chaos();
  std::string replica(const std::string& machine, const std::string& program) const;
  bool any_runs(const char* program) const;
  Status start_api_server();

  // ApiBackend: the front of the API server, as long as there is one.
  ApiResponse read(const ApiRequest& request) override { return handle(request); }
  void write(ApiRequest request, std::function<void(const ApiResponse&)> reply) override {
    if (api == nullptr || options.durability == nullptr) return reply(handle(request));
    options.durability->handle(std::move(request), std::move(reply));
  }
  ApiResponse handle(const ApiRequest& request);
  std::uint64_t watch(const ApiRequest& request, std::function<void(const WatchEvent&)> on_event,
                      ApiStatus& refused) override;
  void cancel_watch(std::uint64_t id) override;
  std::uint64_t revision() const override { return store.revision(); }
  const Access* access() const override { return api != nullptr ? &api->access() : nullptr; }
  std::unique_ptr<Connection> dial_kubelet(const Text& node) override {
    return world.network().connect(options.control_plane, kubelet_endpoint(node.view()), engine);
  }

  Random random_for(const std::string& who) {
    return engine.random(who + "/" + std::to_string(++starts[who]));
  }

  ClusterOptions options;
  Engine engine;
  MemoryChronicle chronicle;
  Attribution told{chronicle};  // what everybody records to
  sim::World world;
  Store own_store;
  Store& store;
  ApiServer* api = nullptr;  // while it runs
  TimePoint api_stopped{};   // on purpose, last
  Scheduler* scheduler = nullptr;
  MetricsProgram* metrics = nullptr;  // while it runs
  RequestMetrics measured{engine, world};
  std::map<std::string, int> starts;  // of each program: every life draws other numbers
  Parts parts{engine};
  Workers workers{
      {options, engine, world, parts, told, [this](const std::string& who) { return random_for(who); }}};
  std::unique_ptr<Gateway> gateway;
};

Cluster::State::State(ClusterOptions o)
    : options(std::move(o)),
      engine({.start = options.start, .seed = options.seed, .shuffle_ties = options.shuffle_ties}),
      chronicle({.keep_last = options.keep_events}),
      world(engine, engine, told, engine.random("world"), options.world),
      store(options.durability != nullptr ? options.durability->store() : own_store) {
  options.listener.durability = options.durability;
  chronicle.digest_to([this](std::uint64_t hash) { engine.mix(hash); });
  options.api.authority = options.authority;
  options.api.tokens = std::make_shared<const AuthenticationOptions>(options.authentication);
  if (options.api.catalogue == nullptr) options.api.catalogue = std::make_shared<custom::Catalogue>();
  options.controllers.settings.set(controllers::CertificateOptions{.authority = options.authority});
  GatewayOptions front;
  front.authentication = options.authentication;
  front.audit = options.audit;
  front.catalogue = options.api.catalogue;
  options.controllers.catalogue = options.api.catalogue;
  front.limits = options.limits;
  front.computed = {&computed_kind("ComponentStatus")};
  if (options.metrics_server) {
    options.api.answered.push_back(&MetricsServer::node_metrics());
    front.computed.push_back(&MetricsServer::node_metrics());
    front.computed.push_back(&MetricsServer::pod_metrics());
  }
  gateway = std::make_unique<Gateway>(engine, *this, engine.random("gateway"), std::move(front));
  hook_chaos();
  add_control_plane();
  for (const NodeConfig& node : options.nodes) workers.add(node);
  if (!options.node_groups.empty()) add_cloud();
}

void Cluster::State::add_control_plane() {
  sim::MachineConfig machine;
  machine.name = options.control_plane;
  sim::Host& host = world.add_machine(machine);
  parts.add(host, "apiserver", [this](Process& process) { return build_api(process); });
  add_replicas(options.control_plane, 1);
  if (options.metrics_server)
    parts.add(host, "metrics-server", [this](Process& process) { return build_metrics(process); });
  if (options.control_plane_node) {
    NodeConfig node;
    node.name = options.control_plane;
    node.labels = {{"node-role.kubernetes.io/control-plane", ""}};
    node.taints = {{"node-role.kubernetes.io/control-plane", "", "NoSchedule", {}}};
    workers.start_node(node);
  }
  const std::vector<std::string> machines = control_plane_machines(options);
  for (std::size_t i = 1; i < machines.size(); ++i) {
    machine.name = machines[i];
    world.add_machine(machine);
    add_replicas(machines[i], static_cast<int>(i) + 1);
  }
}

// The `number`-th of each, as long as that many are wanted.
void Cluster::State::add_replicas(const std::string& machine, int number) {
  sim::Host& host = world.machine(machine);
  if (number <= options.leadership.schedulers)
    parts.add(host, replica(machine, kScheduler),
              [this, machine](Process& process) { return build_scheduler(process, machine); });
  if (number <= options.leadership.controller_managers)
    parts.add(host, replica(machine, kControllerManager),
              [this, machine](Process& process) { return build_controllers(process, machine); });
}

// The name of its part.
std::string Cluster::State::replica(const std::string& machine, const std::string& program) const {
  const std::string name = program == kScheduler           ? "scheduler"
                           : program == kControllerManager ? "controllers"
                                                           : program;
  return machine == options.control_plane ? name : machine + "/" + name;
}

void Cluster::State::add_cloud() {
  workers.open_cloud();
  engine.because(kNoCause);
  parts.add(world.machine(options.control_plane), "cloud-controller-manager", [this](Process& process) {
    auto cleaner =
        std::make_shared<NodeCleaner>(process, world.network(), options.control_plane, *workers.cloud(),
                                      random_for("node-cleaner"), options.node_cleaner);
    cleaner->start();
    return cleaner;
  });
  if (const std::string name = scaler_name(options); !name.empty())
    parts.add(world.machine(options.control_plane), name,
              [this](Process& process) { return build_scaler(process); });
}

std::shared_ptr<void> Cluster::State::build_api(Process& process) {
  auto program = std::make_shared<ApiProgram>(process, world.network(), store, told, random_for("apiserver"),
                                              options, api);
  program->server.answer_for(computed_kind("ComponentStatus"), [this](const ApiRequest& request) {
    return component_statuses(request, {{"controller-manager", any_runs(kControllerManager), 10257},
                                        {"scheduler", any_runs(kScheduler), 10259},
                                        {"etcd-0", true, 2379}});
  });
  answer_for_metrics(program->server, metrics, options.metrics_server);
  return program;
}

std::shared_ptr<void> Cluster::State::build_metrics(Process& process) {
  return std::make_shared<MetricsProgram>(process, world.network(), random_for("metrics-server"), options,
                                          measured, metrics);
}

bool Cluster::State::any_runs(const char* program) const {
  for (const std::string& machine : control_plane_machines(options)) {
    if (parts.running(replica(machine, program))) return true;
  }
  return false;
}

std::shared_ptr<void> Cluster::State::build_scheduler(Process& process, const std::string& machine) {
  return elected(process, machine, kScheduler, options.scheduler.client.user, [this, &process, machine] {
    return std::make_shared<SchedulerProgram>(process, world.network(), machine, told,
                                              random_for("scheduler"), options.scheduler, scheduler);
  });
}

std::shared_ptr<void> Cluster::State::build_controllers(Process& process, const std::string& machine) {
  return elected(process, machine, kControllerManager, options.controllers.user, [this, &process, machine] {
    auto manager = std::make_shared<ControllerManager>(process, world.network(), machine,
                                                       random_for("controllers"), options.controllers);
    manager->start();
    return manager;
  });
}

std::shared_ptr<void> Cluster::State::build_scaler(Process& process) {
  const std::string name = scaler_name(options);
  return elected(process, options.control_plane, name.c_str(), scaler_user(options), [this, &process, name] {
    return make_scaler(process, world.network(), told, *workers.cloud(), random_for(name), options);
  });
}

// What `act` makes: at once, or for as long as the Lease is its own. Who loses that ends, and is started
// anew to stand by, as a kubelet does with static pods.
std::shared_ptr<void> Cluster::State::elected(Process& process, const std::string& machine,
                                              const char* program, UserRef user,
                                              std::function<std::shared_ptr<void>()> act) {
  if (!options.leadership.elects()) return act();
  LeaderElectionOptions election = options.leadership.election;
  election.name = program;
  ClientOptions client;
  client.user = std::move(user);
  client.endpoint = options.listener.endpoint;
  const auto lost = [this, name = replica(machine, program)] {
    engine.post([this, name] { parts.restart(name); });
  };
  return std::make_shared<Elected>(Elected::Candidate{process, world.network(), told, machine,
                                                      random_for(machine + "/" + program + "/election")},
                                   std::move(election), std::move(client), std::move(act), lost);
}

// As after losing and winning an election, who was out of touch for long begins anew: a node whose heartbeats
// nobody could write is not at once called lost.
Status Cluster::State::start_api_server() {
  Status started = parts.start("apiserver");
  const LeadershipOptions& leadership = options.leadership;
  const bool short_outage = engine.now() - api_stopped <= leadership.election.renew_deadline;
  if (!started.ok() || leadership.elects() || short_outage) return started;
  for (const char* follower : {"scheduler", "controllers"}) {
    parts.restart(follower);
  }
  return started;
}

void Cluster::State::hook_chaos() {
  sim::ChaosHooks hooks;
  hooks.stop_kubelet = [this](const std::string& machine) -> Status {
    Status stopped = parts.stop(machine + "/kubelet");
    if (stopped.ok()) world.machine(machine).runtime.detach();  // nobody waits for its replies any more
    return stopped;
  };
  hooks.start_kubelet = [this](const std::string& machine) { return parts.start(machine + "/kubelet"); };
  hooks.stop_api_server = [this] {
    Status stopped = parts.stop("apiserver");
    if (stopped.ok()) api_stopped = engine.now();
    return stopped;
  };
  hooks.start_api_server = [this] { return start_api_server(); };
  hooks.stop_program = [this](const std::string& machine, const std::string& program) {
    return parts.stop(replica(machine, program));
  };
  hooks.start_program = [this](const std::string& machine, const std::string& program) {
    return parts.start(replica(machine, program));
  };
  world.chaos().set_hooks(std::move(hooks));
}

ApiResponse Cluster::State::handle(const ApiRequest& request) {
  if (api != nullptr) return api->handle(request);
  return refused(no_server());
}

std::uint64_t Cluster::State::watch(const ApiRequest& request,
                                    std::function<void(const WatchEvent&)> on_event, ApiStatus& refused) {
  if (api != nullptr) return api->watch(request, std::move(on_event), refused);
  refused = no_server();
  return 0;
}

void Cluster::State::cancel_watch(std::uint64_t id) { store.stop(id); }

Cluster::Cluster(ClusterOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Cluster::~Cluster() = default;

TimePoint Cluster::now() const { return state_->engine.now(); }
TimePoint Cluster::started() const { return state_->options.start; }
void Cluster::run_for(Duration duration) { state_->engine.run_for(duration); }
void Cluster::run_until(TimePoint end) { state_->engine.run_until(end); }

bool Cluster::run_until(const std::function<bool(const ClusterView&)>& holds, Duration limit) {
  Engine& engine = state_->engine;
  const TimePoint end = engine.now() + limit;
  while (true) {
    const std::uint64_t revision = state_->store.revision();
    if (holds(*this)) return true;
    if (engine.now() >= end) return false;
    const TimePoint look = std::min(end, engine.now() + kLongestLook);
    engine.run_while([&] {
      const auto next = engine.next_event_time();
      return state_->store.revision() == revision && next && *next <= look;
    });
    if (state_->store.revision() == revision) engine.run_until(look);
  }
}

ObjectRef Cluster::find(const KindInfo& kind, const Key& key) const { return state_->store.get(kind, key); }

void Cluster::each(const KindInfo& kind, const Text& namespace_,
                   const std::function<void(const ObjectRef&)>& visit) const {
  state_->store.each(kind, namespace_, visit);
}

ApiResponse Cluster::request(ApiRequest request, const std::string& told) {
  State& s = *state_;
  const Key key = request.key.name.empty() && request.object ? key_of(*request.object) : request.key;
  s.engine.because(kNoCause);
  s.told.record(s.engine, Category::kUser, "user", subject_of(*request.kind, key), told);
  request.user = admin_user();
  return s.handle(request);
}

ApiStatus Cluster::apply(const std::vector<Ref<Object>>& objects) {
  for (const Ref<Object>& given : objects) {
    const Ref<Object> object = custom::rebound(given, *state_->options.api.catalogue);
    if (!object) return no_match(given->kind());
    const KindInfo& kind = object->kind();
    if (kind.namespaced && object->metadata.namespace_.empty()) object->metadata.namespace_ = "default";
    ApiRequest asked;
    asked.kind = &kind;
    asked.key = key_of(*object);
    asked.object = object;
    const bool there = find(kind, asked.key) != nullptr;
    asked.verb = there ? Verb::kUpdate : Verb::kCreate;
    const ApiResponse response = request(std::move(asked), there ? "apply (update)" : "apply (create)");
    if (!response.status.ok()) return response.status;
  }
  return {};
}

ApiStatus Cluster::remove(const KindInfo& kind, const Key& key) {
  ApiRequest asked;
  asked.verb = Verb::kDelete;
  asked.kind = &kind;
  asked.key = key;
  return request(std::move(asked), "delete").status;
}

void Cluster::add_node(const NodeConfig& node) {
  state_->engine.because(kNoCause);
  state_->workers.add(node);
}

bool Cluster::remove_machine(const std::string& name) {
  const std::vector<std::string>& names = state_->workers.names();
  if (std::find(names.begin(), names.end(), name) == names.end()) return false;
  return state_->workers.remove(name);
}

void Cluster::add_client(const std::string& machine) {
  state_->engine.because(kNoCause);
  state_->workers.add_client(machine);
}

std::vector<std::string> Cluster::node_names() const { return state_->workers.names(); }
Engine& Cluster::engine() { return state_->engine; }
sim::World& Cluster::world() { return state_->world; }
const sim::World& Cluster::world() const { return state_->world; }
MemoryChronicle& Cluster::chronicle() { return state_->chronicle; }
Store& Cluster::store() { return state_->store; }
Gateway& Cluster::gateway() { return *state_->gateway; }
Chaos& Cluster::chaos() { return state_->world.chaos(); }
sim::SimCloud* Cluster::cloud() { return state_->workers.cloud(); }
Scheduler* Cluster::scheduler() { return state_->scheduler; }
const ClusterOptions& Cluster::options() const { return state_->options; }
std::uint64_t Cluster::fingerprint() const { return state_->engine.fingerprint(); }

}  // namespace podium
