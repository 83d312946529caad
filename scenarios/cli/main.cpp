// podium: clusters in virtual time, told and served.
#include <CLI/CLI.hpp>

#include "scenarios/cli/verbs.h"

int main(int argc, char** argv) {
  CLI::App app{"Podium: the Kubernetes control plane in a box, in virtual time"};
  app.name("podium");
  app.require_subcommand(1);
  app.set_version_flag("--version", "podium 0.1.0 (Kubernetes 1.33)");
  podium::cli::Result result;
  podium::cli::add_run(app, result);
  podium::cli::add_up(app, result);
  podium::cli::add_store(app, result);
  podium::cli::add_clock(app, result);
  podium::cli::add_why(app, result);
  podium::cli::add_swarm(app, result);
  podium::cli::add_explain(app, result);
  CLI11_PARSE(app, argc, argv);
  return result.exit_code;
}
