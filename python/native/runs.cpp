#include "python/native/runs.h"

#include "scenarios/runner/run.h"

namespace podium::python {
namespace {

scenario::Scenario load(const std::string& file) {
  try {
    return scenario::load_scenario(file);
  } catch (const scenario::Mistake& mistake) {
    throw Failure(mistake.what());
  }
}

}  // namespace

Run run_scenario(const std::string& file, std::uint64_t seed, const std::function<void()>& pause) {
  scenario::Scenario scenario = load(file);
  std::vector<std::string> warnings = scenario.warnings;
  scenario::RunOptions options;
  options.seed = seed;
  options.progress = [&pause](const std::string&, Duration, Duration) { pause(); };
  scenario::Outcome outcome = scenario::run(scenario, options);
  Run run;
  for (const scenario::Judgement& j : outcome.judgements) {
    run.judgements.push_back({j.name, j.wanted, j.when, j.seen, j.held});
  }
  run.warnings = std::move(warnings);
  run.troubles = outcome.troubles;
  run.held = outcome.held();
  run.virtual_time = seconds(outcome.virtual_time);
  run.settled = seconds(outcome.settled - outcome.cluster->started());
  run.fingerprint = outcome.fingerprint;
  run.session = std::make_unique<Session>(std::move(outcome.cluster));
  return run;
}

}  // namespace podium::python
