// podium up --sim: a simulated cluster behind a real API server, for kubectl.
#include <CLI/CLI.hpp>
#include <iostream>

#include "runtime/real/real_executor.h"
#include "scenarios/cli/store_options.h"
#include "scenarios/cli/verbs.h"
#include "scenarios/cluster/default_applications.h"
#include "scenarios/cluster/scheduler_file.h"
#include "scenarios/live/audit_log.h"
#include "scenarios/live/serve.h"
#include "scenarios/live/storage.h"
#include "scenarios/live/texts.h"

namespace podium::cli {
namespace {

struct Options {
  bool sim = false, paused = false;
  int nodes = 3;
  int replicas = 1;
  std::uint64_t seed = 1;
  std::string speed = "1x";
  live::StoreSpec store;  // empty: in memory
  live::ServeOptions serve;
  live::SecurityOptions security;
  live::AuditLogOptions audit;
  std::string scheduler_config;
};

// A cluster that goes on: its time behind all that is kept, its chance other than before, so that no two
// objects ever have one UID.
void go_on(live::Storage& storage, ClusterOptions& options) {
  const TimePoint now = options.start;
  options.durability = &storage.durability();
  options.api.catalogue = storage.catalogue();
  options.start = std::max(now, storage.newest() + 1s);
  const std::string life =
      std::to_string(storage.durability().store().revision()) + "@" + std::to_string(nanos(now));
  options.seed = Random(options.seed).fork(life).next();
  if (storage.exclusive()) return;
  options.api.event_ttl = Duration{0};  // leases let them lapse
  options.leadership.election.alone = false;
}

int up(Options& options) {
  if (!options.sim) {
    return complain(
        "up: this version serves simulated clusters only: podium up --sim. Docker hosts come with live "
        "mode.");
  }
  const std::optional<Speed> speed = live::parse_speed(options.speed);
  if (!speed) return complain("--speed " + options.speed + ": expected a speed such as 1x, 10x, 0.5x or max");
  options.serve.live.speed = *speed;
  options.serve.live.paused = options.paused;
  ClusterOptions cluster_options;
  cluster_options.metrics_server = true;
  cluster_options.api.token_volumes = true;
  cluster_options.seed = options.seed;
  // Clients reckon ages by their own clock: virtual time begins now.
  cluster_options.start = RealExecutor().wall_now();
  cluster_options.nodes = workers(options.nodes);
  if (!options.scheduler_config.empty()) {
    const auto configuration = read_scheduler_file(options.scheduler_config);
    if (!configuration.ok()) return complain(configuration.error().message);
    for (const std::string& warning : configuration.value().warnings)
      std::cerr << "Warning: " << options.scheduler_config << ": " << warning << '\n';
    configure(cluster_options.scheduler, configuration.value());
  }
  LeadershipOptions& leadership = cluster_options.leadership;
  leadership.elect = true;
  leadership.controller_managers = leadership.schedulers = options.replicas;
  // A store that only this process can have has no leader yet, whatever it says of an earlier life.
  leadership.election.alone = options.replicas == 1;
  auto security = live::Security::open(options.security, options.serve.live.address, options.serve.kubeconfig,
                                       cluster_options.start);
  if (!security.ok()) return complain(security.error().message);
  security.value()->install(cluster_options);
  options.serve.security = security.value().get();
  options.serve.live.tls = security.value()->tls();
  auto audit = live::open_audit_log(options.audit, std::cout, std::cerr);
  if (!audit.ok()) return complain(audit.error().message);
  cluster_options.audit = std::move(audit).value();
  std::unique_ptr<live::Storage> storage;
  if (!options.store.text.empty()) {
    auto opened = live::Storage::open(options.store, std::cerr);
    if (!opened.ok()) return complain(opened.error().message);
    storage = std::move(opened).value();
    go_on(*storage, cluster_options);
    options.serve.live.storage = storage.get();
  }
  Cluster cluster(std::move(cluster_options));
  add_default_applications(cluster.world().applications());
  // Nodes register before the first kubectl asks for them.
  if (storage == nullptr || storage->exclusive()) cluster.run_for(1s);
  const Status served = live::serve(cluster, options.serve, std::cout);
  return served.ok() ? 0 : complain(served.error().message);
}

}  // namespace

void add_up(CLI::App& app, Result& result) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("up", "Start a cluster that kubectl can talk to");
  verb->add_flag("--sim", options->sim, "Simulated: nodes, containers and time are virtual");
  verb->add_option("--nodes", options->nodes, "Workers")->capture_default_str()->check(CLI::Range(0, 5000));
  verb->add_option("--replicas", options->replicas,
                   "Controller managers, and as many schedulers; one of each leads")
      ->capture_default_str()
      ->check(CLI::Range(1, 9));
  verb->add_option("--seed", options->seed, "What the simulation's chance is drawn from")
      ->capture_default_str();
  verb->add_option("--speed", options->speed, "Of virtual time: 1x, 10x, ... or max")->capture_default_str();
  verb->add_flag("--pause", options->paused, "Begin with time standing still (podium clock run)");
  add_store_options(*verb, "--store", options->store);
  verb->add_option("--address", options->serve.live.address, "Where to listen; off loopback with TLS")
      ->capture_default_str();
  verb->add_option("--port", options->serve.live.port, "Port there; 0: any free one")->capture_default_str();
  verb->add_flag("--tls", options->security.tls, "TLS and credentials also on a loopback address");
  verb->add_flag("--plain-http", options->security.plain_http,
                 "No TLS off loopback either: whoever reaches the port is the administrator");
  verb->add_option("--pki", options->security.folder,
                   "Folder of the keys (podium-pki beside the kubeconfig)");
  verb->add_option("--scheduler-config", options->scheduler_config,
                   "A KubeSchedulerConfiguration: profiles, plugins, weights, arguments");
  verb->add_option("--kubeconfig", options->serve.kubeconfig, "Where to write the kubeconfig")
      ->capture_default_str();
  verb->add_option("--audit-log-path", options->audit.path, "Where to log who asked for what; -: here");
  verb->add_option("--audit-policy-file", options->audit.policy_file,
                   "A Policy of audit.k8s.io/v1: what to log (everything, without bodies)");
  verb->callback([options, &result] { result.exit_code = up(*options); });
}

}  // namespace podium::cli
