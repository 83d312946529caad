// podium swarm: many drawn clusters, with all that may go wrong, held against all invariants.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "runtime/real/real_executor.h"
#include "scenarios/cli/verbs.h"
#include "scenarios/swarm/draw.h"
#include "scenarios/swarm/trial.h"

namespace podium::cli {
namespace {

struct Options {
  std::uint64_t seeds = 100, from = 1;
  std::string keep = "swarm-SEED.yaml";
  int shrinks = 60;
  bool print = false;
};

// A line that is written over, if a terminal is watching.
void progress(const std::string& line) {
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\x1b[K" << line << std::flush;
}

std::string file_for(const Options& options, std::uint64_t seed) {
  std::string file = options.keep;
  if (const auto at = file.find("SEED"); at != std::string::npos) file.replace(at, 4, std::to_string(seed));
  return file;
}

bool write(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  return out.good();
}

// What broke, how to see it again, and the least scenario that shows it.
bool report(const Options& options, const swarm::Verdict& verdict, std::uint64_t seed) {
  progress("");
  std::cout << "seed " << seed << " is BROKEN\n";
  for (const std::string& sentence : verdict.broken) std::cout << "  " << sentence << '\n';
  std::cout << "  repeated by: podium swarm --from " << seed << " --seeds 1\n" << std::flush;
  const auto least = swarm::shrink(swarm::draw(seed), seed, options.shrinks,
                                   [] { progress("looking for less that breaks it"); });
  progress("");
  const std::string file = file_for(options, seed);
  if (!write(file, swarm::text_of(least))) return complain(file + ": cannot be written"), false;
  std::cout << "  the least that shows it: podium run " << file << " --seed " << seed << "\n\n" << std::flush;
  return true;
}

int run(const Options& options) {
  if (options.print) {
    std::cout << swarm::text_of(swarm::draw(options.from));
    return 0;
  }
  RealExecutor wall;
  const auto start = wall.wall_now();
  std::uint64_t broken = 0, events = 0;
  for (std::uint64_t seed = options.from; seed < options.from + options.seeds; ++seed) {
    progress("seed " + std::to_string(seed) + " (" + std::to_string(seed - options.from) + " of " +
             std::to_string(options.seeds) + ", " + std::to_string(broken) + " broken)");
    const swarm::Verdict verdict = swarm::try_out(swarm::draw(seed), seed);
    events += verdict.events;
    if (verdict.held()) continue;
    ++broken;
    if (!report(options, verdict, seed)) return 3;
  }
  progress("");
  const auto spent = std::chrono::duration_cast<std::chrono::seconds>(wall.wall_now() - start).count();
  std::cout << options.seeds << " clusters, " << events << " events, " << spent
            << " s: " << (broken == 0 ? "all held" : std::to_string(broken) + " broken") << '\n';
  return broken == 0 ? 0 : 1;
}

}  // namespace

void add_swarm(CLI::App& app, Result& result) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand(
      "swarm", "Draw clusters, workloads and faults from seeds, and hold each against all invariants");
  verb->add_option("--seeds", options->seeds, "How many")->capture_default_str();
  verb->add_option("--from", options->from, "The first seed")->capture_default_str();
  verb->add_option("--keep", options->keep, "Where the least failing scenario of a SEED is written")
      ->capture_default_str();
  verb->add_option("--shrinks", options->shrinks, "How often to try with less")->capture_default_str();
  verb->add_flag("--print", options->print, "Print the scenario that --from draws, and run nothing");
  verb->footer("Exit codes: 0 all held; 1 some did not; 3 a file could not be written.");
  verb->callback([options, &result] { result.exit_code = run(*options); });
}

}  // namespace podium::cli
