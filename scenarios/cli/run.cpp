// podium run FILE: a scenario, or a user's own manifests, in virtual time.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "runtime/real/real_executor.h"
#include "scenarios/cli/verbs.h"
#include "scenarios/report/events_jsonl.h"
#include "scenarios/report/html.h"
#include "scenarios/report/timeline.h"
#include "scenarios/report/trace.h"
#include "scenarios/runner/run.h"

namespace podium::cli {
namespace {

struct Options {
  std::string file, events, trace, report;
  std::uint64_t seed = 1;
  int nodes = 3;
  bool nodes_given = false;
  bool shuffle = false, quiet = false, json = false, all = false;
};

// A line that is written over, from two seconds on, if a terminal is watching.
class Progress {
 public:
  explicit Progress(bool shown) : shown_(shown) {}
  ~Progress() {
    if (drawn_) std::cerr << "\r\x1b[K";
  }

  void tell(const std::string& phase, Duration so_far, Duration of) {
    const double now = wall_now();
    if (!shown_ || now - start_ < 2 || now - last_ < 0.1) return;
    last_ = now;
    drawn_ = true;
    std::cerr << "\r\x1b[K" << phase << ": " << scenario::duration_text(so_far);
    if (of > Duration{0}) std::cerr << " of " << scenario::duration_text(of);
    std::cerr << std::flush;
  }

  double elapsed() const { return wall_now() - start_; }

 private:
  bool shown_, drawn_ = false;
  // The wall, for people who wait; nothing in a simulation sees it.
  double wall_now() const { return seconds(wall_.wall_now().time_since_epoch()); }

  RealExecutor wall_;
  double start_ = wall_now(), last_ = 0;
};

scenario::Scenario load(const Options& options) {
  const std::string text = scenario::read_file(options.file);
  // A manifest says its kind on a line of its own; a scenario has none.
  const bool manifest = text.find("\nkind:") != std::string::npos || text.starts_with("kind:") ||
                        text.find("\"kind\"") != std::string::npos;
  if (!manifest && options.nodes_given) {
    throw scenario::Mistake(options.file +
                            ": --nodes is for manifests: a scenario says cluster.nodes itself");
  }
  if (!manifest) return scenario::read_scenario(options.file, text);
  return scenario::scenario_of_manifests(options.file, options.nodes);
}

std::string repeat_line(const Options& options) {
  std::string line = "podium run " + options.file + " --seed " + std::to_string(options.seed);
  if (options.nodes != 3) line += " --nodes " + std::to_string(options.nodes);
  if (options.shuffle) line += " --shuffle-ties";
  return line;
}

nlohmann::ordered_json as_json(const scenario::Outcome& outcome, const Options& options) {
  nlohmann::ordered_json expectations = nlohmann::ordered_json::array();
  for (const scenario::Judgement& j : outcome.judgements) {
    expectations.push_back(
        {{"name", j.name}, {"wanted", j.wanted}, {"when", j.when}, {"seen", j.seen}, {"held", j.held}});
  }
  char fingerprint[32];
  std::snprintf(fingerprint, sizeof fingerprint, "%016llx",
                static_cast<unsigned long long>(outcome.fingerprint));
  return {{"file", options.file},
          {"seed", options.seed},
          {"held", outcome.held()},
          {"expectations", expectations},
          {"troubles", outcome.troubles},
          {"virtualSeconds", seconds(outcome.virtual_time)},
          {"wallSeconds", outcome.wall_seconds},
          {"events", outcome.events},
          {"fingerprint", fingerprint}};
}

// Writes a file by `write`; complains if that cannot be done.
template <class Write>
bool write_file(const std::string& name, Write write) {
  std::ofstream out(name, std::ios::binary);
  if (out) write(out);
  if (out.good()) return true;
  complain(name + ": cannot be written");
  return false;
}

void keep_for_why(const scenario::Outcome& outcome) {
  const std::filesystem::path file = last_run_file();
  std::error_code ignored;  // `podium why` tells if there is nothing
  std::filesystem::create_directories(file.parent_path(), ignored);
  std::ofstream out(file);
  if (out) write_events(outcome.cluster->chronicle(), outcome.cluster->started(), out);
}

int run(const Options& options) {
  scenario::Scenario scenario;
  try {
    scenario = load(options);
  } catch (const scenario::Mistake& mistake) {
    return complain(mistake.what());
  }
  for (const std::string& warning : scenario.warnings) std::cerr << "Warning: " << warning << '\n';
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  const Paint paint(terminal);
  if (!options.json)
    std::cout << paint.bold(scenario.name) << '\n'
              << scenario.about << (scenario.about.empty() ? "" : "\n") << '\n';
  scenario::Outcome outcome;
  {
    Progress progress(isatty(STDERR_FILENO) != 0 && !options.quiet);
    scenario::RunOptions run_options;
    run_options.seed = options.seed;
    run_options.shuffle_ties = options.shuffle;
    run_options.progress = [&](const std::string& phase, Duration so_far, Duration of) {
      progress.tell(phase, so_far, of);
    };
    outcome = scenario::run(scenario, run_options);
    outcome.wall_seconds = progress.elapsed();
  }
  const std::string repeat = repeat_line(options);
  if (options.json) {
    std::cout << as_json(outcome, options).dump(2) << '\n';
  } else {
    if (!options.quiet)
      print_timeline(outcome, paint, {options.all ? std::size_t{0} : TimelineOptions{}.most}, std::cout);
    if (!options.quiet) std::cout << '\n';
    print_summary(outcome, paint, repeat, std::cout);
  }
  keep_for_why(outcome);
  bool written = true;
  const TimePoint start = outcome.cluster->started();
  if (!options.events.empty()) {
    written = write_file(options.events,
                         [&](std::ostream& out) { write_events(outcome.cluster->chronicle(), start, out); });
  }
  if (!options.trace.empty())
    written = write_file(options.trace, [&](std::ostream& out) { write_trace(outcome, out); }) && written;
  if (!options.report.empty()) {
    written = write_file(options.report,
                         [&](std::ostream& out) {
                           write_html(outcome, scenario.name, scenario.about, repeat, out);
                         }) &&
              written;
  }
  return written ? outcome.exit_code() : 3;
}

}  // namespace

void add_run(CLI::App& app, Result& result) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("run", "Run a scenario file, or your own manifests, in virtual time");
  verb->add_option("file", options->file, "Scenario or manifests (YAML)")->required();
  verb->add_option("--seed", options->seed, "What the run's chance is drawn from")->capture_default_str();
  verb->add_option("--nodes", options->nodes, "Workers, for manifests")
      ->capture_default_str()
      ->check(CLI::Range(1, 5000));
  verb->add_flag("--shuffle-ties", options->shuffle,
                 "Run what is due at the same time in an order drawn from the seed");
  verb->add_flag("--quiet", options->quiet, "Only the summary");
  verb->add_flag("--all", options->all, "The whole timeline, however long");
  verb->add_flag("--json", options->json, "The result as JSON on standard output");
  verb->add_option("--events", options->events, "Keep every event in this file, a JSON line each");
  verb->add_option("--trace", options->trace, "Write a trace that chrome://tracing and Perfetto open");
  verb->add_option("--report", options->report, "Write a page about the run (HTML, self-contained)");
  verb->footer(
      "Exit codes: 0 all held; 1 an expectation did not; 2 the cluster did not heal; 3 the run failed; 64 "
      "usage.");
  verb->callback([options, verb, &result] {
    options->nodes_given = verb->count("--nodes") > 0;
    result.exit_code = run(*options);
  });
}

}  // namespace podium::cli
