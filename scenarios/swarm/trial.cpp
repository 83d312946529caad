#include "scenarios/swarm/trial.h"

#include <algorithm>

#include "scenarios/runner/run.h"
#include "scenarios/swarm/draw.h"

namespace podium::swarm {
namespace {

using Json = nlohmann::ordered_json;

// Lists of which entries may be left out, in the order of how much that simplifies.
constexpr const char* kLists[] = {"random", "steps", "manifests", "expect"};

// What a sentence is about: the name before its colon.
std::string subject_of(const std::string& sentence) { return sentence.substr(0, sentence.find(':')); }

// Does the same break, whatever else does?
bool breaks(const Json& scenario, std::uint64_t seed, const std::string& subject) {
  const Verdict verdict = try_out(scenario, seed);
  return std::any_of(verdict.broken.begin(), verdict.broken.end(),
                     [&](const std::string& sentence) { return subject_of(sentence) == subject; });
}

}  // namespace

Verdict try_out(const Json& tree, std::uint64_t seed) {
  Verdict verdict;
  try {
    scenario::Scenario scenario = scenario::read_scenario("swarm.yaml", text_of(tree));
    scenario::RunOptions options;
    options.seed = seed;
    options.acts_may_fail = true;  // a machine that is off already, an API server that is away
    const scenario::Outcome outcome = scenario::run(scenario, options);
    verdict.broken = outcome.troubles;
    for (const scenario::Judgement& judgement : outcome.judgements) {
      if (!judgement.held) verdict.broken.push_back(judgement.name + ": " + judgement.seen);
    }
    verdict.events = outcome.events;
    verdict.fingerprint = outcome.fingerprint;
  } catch (const scenario::Mistake& mistake) {
    verdict.broken.push_back(mistake.what());
  }
  return verdict;
}

Json shrink(Json scenario, std::uint64_t seed, int tries, const std::function<void()>& tried) {
  const Verdict whole = try_out(scenario, seed);
  if (whole.held()) return scenario;
  const std::string subject = subject_of(whole.broken.back());
  for (const char* list : kLists) {
    for (std::size_t i = scenario.contains(list) ? scenario[list].size() : 0; i-- > 0 && tries > 0; --tries) {
      Json smaller = scenario;
      smaller[list].erase(i);
      if (smaller[list].empty()) smaller.erase(list);
      if (tried) tried();
      if (breaks(smaller, seed, subject)) scenario = std::move(smaller);
    }
  }
  return scenario;
}

}  // namespace podium::swarm
