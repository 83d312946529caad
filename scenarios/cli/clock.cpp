// podium clock: time of a live simulation: show it, stop it, step it, let it run, change its pace.
#include <CLI/CLI.hpp>
#include <iostream>

#include "scenarios/cli/verbs.h"
#include "scenarios/live/clock_client.h"
#include "scenarios/live/kubeconfig.h"

namespace podium::cli {
namespace {

struct Options {
  std::string action = "show", argument, kubeconfig = live::kDefaultKubeconfig;
};

int clock_verb(const Options& options) {
  const bool wants_argument = options.action == "step" || options.action == "speed";
  if (wants_argument && options.argument.empty()) {
    return complain("clock " + options.action + ": expected " +
                    (options.action == "step" ? "a duration such as 30s" : "a speed such as 10x or max"));
  }
  const auto answer = options.action == "show"
                          ? live::show_clock(options.kubeconfig)
                          : live::change_clock(options.kubeconfig, options.action, options.argument);
  if (!answer) return complain(answer.error().message);
  std::cout << answer.value();
  return 0;
}

}  // namespace

void add_clock(CLI::App& app, Result& result) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("clock", "Time of a live simulation: show, pause, run, step 30s, speed 10x");
  verb->add_option("action", options->action, "show, pause, run, step or speed")
      ->check(CLI::IsMember({"show", "pause", "run", "step", "speed"}));
  verb->add_option("argument", options->argument, "Of step: a duration; of speed: 1x, 10x, max");
  verb->add_option("--kubeconfig", options->kubeconfig, "The file that podium up wrote")
      ->capture_default_str();
  verb->callback([options, &result] { result.exit_code = clock_verb(*options); });
}

}  // namespace podium::cli
