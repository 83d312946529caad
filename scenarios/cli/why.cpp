// podium why SUBJECT: the chain of causes, from the last run or from a live simulation.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "scenarios/cli/verbs.h"
#include "scenarios/live/clock_client.h"
#include "scenarios/report/events_jsonl.h"
#include "scenarios/report/text.h"

namespace podium::cli {
namespace {

struct Options {
  std::string subject, events, kubeconfig;
};

int ask_live(const Options& options) {
  const auto answer = live::why(options.kubeconfig, options.subject);
  if (!answer) return complain(answer.error().message);
  std::cout << answer.value();
  return 0;
}

int why(const Options& options) {
  if (!options.kubeconfig.empty()) return ask_live(options);
  const std::string file = options.events.empty() ? last_run_file() : options.events;
  std::ifstream in(file);
  if (!in)
    return complain(file +
                    ": cannot be read: run a scenario first (podium run FILE), or name a file with --events");
  std::string error;
  const std::vector<StoredEvent> chain = read_chain(in, options.subject, error);
  if (!error.empty()) return complain(error);
  const Paint paint(isatty(STDOUT_FILENO) != 0);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const StoredEvent& e = chain[i];
    char time[32];
    std::snprintf(time, sizeof time, "%10.3f", e.t);
    std::cout << paint.dim(time) << "  " << (i == 0 ? "        " : "because ") << paint.bold(e.subject)
              << ": " << e.text << "  "
              << paint.dim("(" + e.component + ", event " + std::to_string(e.id) + ")") << '\n';
  }
  return 0;
}

}  // namespace

void add_why(CLI::App& app, Result& result) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("why", "Why did this happen? The chain of causes, down to a fault or a user's act");
  verb->add_option("subject", options->subject,
                   "pod/default/web-1, node/node-2, ... or the number of an event")
      ->required();
  verb->add_option("--events", options->events,
                   "Events of a run (podium run --events FILE); default: the last run");
  verb->add_option("--kubeconfig", options->kubeconfig, "Ask the live simulation that wrote this file");
  verb->callback([options, &result] { result.exit_code = why(*options); });
}

}  // namespace podium::cli
