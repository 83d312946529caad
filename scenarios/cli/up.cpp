// podium up --sim: a simulated cluster behind a real API server, for kubectl.
#include <CLI/CLI.hpp>
#include <iostream>

#include "runtime/real/real_executor.h"
#include "scenarios/cli/verbs.h"
#include "scenarios/cluster/default_applications.h"
#include "scenarios/live/serve.h"
#include "scenarios/live/texts.h"

namespace podium::cli {
namespace {

struct Options {
  bool sim = false, paused = false;
  int nodes = 3;
  std::uint64_t seed = 1;
  std::string speed = "1x";
  live::ServeOptions serve;
};

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
  cluster_options.seed = options.seed;
  // Clients reckon ages by their own clock: virtual time begins now.
  cluster_options.start = RealExecutor().wall_now();
  cluster_options.nodes = workers(options.nodes);
  Cluster cluster(std::move(cluster_options));
  add_default_applications(cluster.world().applications());
  // Nodes register before the first kubectl asks for them.
  cluster.run_for(1s);
  const Status served = live::serve(cluster, options.serve, std::cout);
  return served.ok() ? 0 : complain(served.error().message);
}

}  // namespace

void add_up(CLI::App& app, Result& result) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("up", "Start a cluster that kubectl can talk to");
  verb->add_flag("--sim", options->sim, "Simulated: nodes, containers and time are virtual");
  verb->add_option("--nodes", options->nodes, "Workers")->capture_default_str()->check(CLI::Range(0, 5000));
  verb->add_option("--seed", options->seed, "What the simulation's chance is drawn from")
      ->capture_default_str();
  verb->add_option("--speed", options->speed, "Of virtual time: 1x, 10x, ... or max")->capture_default_str();
  verb->add_flag("--pause", options->paused, "Begin with time standing still (podium clock run)");
  verb->add_option("--port", options->serve.live.port, "Port on 127.0.0.1; 0: any free one")
      ->capture_default_str();
  verb->add_option("--kubeconfig", options->serve.kubeconfig, "Where to write the kubeconfig")
      ->capture_default_str();
  verb->callback([options, &result] { result.exit_code = up(*options); });
}

}  // namespace podium::cli
