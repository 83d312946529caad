// The scenarios that Podium delivers hold, for any seed, and a seed always tells the same story.
#include <filesystem>
#include <vector>

#include "scenarios/runner/run.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

std::vector<std::string> delivered() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator("scenarios")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

scenario::Outcome run(const std::string& file, std::uint64_t seed, bool shuffle = false) {
  scenario::Scenario scenario = scenario::load_scenario(file);
  scenario::RunOptions options;
  options.seed = seed;
  options.shuffle_ties = shuffle;
  options.all_invariants = true;
  return scenario::run(scenario, options);
}

void check_held(const std::string& file, const scenario::Outcome& outcome, std::uint64_t seed) {
  INFO(file << " --seed " << seed);
  for (const std::string& trouble : outcome.troubles) FAIL_CHECK(trouble);
  for (const scenario::Judgement& j : outcome.judgements) {
    INFO(j.name << ": wanted " << j.wanted << " " << j.when << ", saw " << j.seen);
    CHECK(j.held);
  }
}

}  // namespace

TEST_CASE("every delivered scenario holds for twenty seeds") {
  for (const std::string& file : delivered()) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) check_held(file, run(file, seed), seed);
  }
}

TEST_CASE("two runs of a scenario have equal fingerprints, and another seed has another") {
  for (const std::string& file : delivered()) {
    INFO(file);
    const std::uint64_t first = run(file, 7).fingerprint;
    CHECK(first == run(file, 7).fingerprint);
    CHECK(first != run(file, 8).fingerprint);
  }
}

TEST_CASE("scenarios hold whatever the order of things that happen at the same time") {
  for (const std::string& file : delivered()) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) check_held(file, run(file, seed, true), seed);
  }
}

TEST_CASE("a user's own manifests run: the online boutique and the guestbook survive the loss of a worker") {
  const std::filesystem::path data = "../shared/data/manifests";
  if (!std::filesystem::exists(data)) {
    WARN("skipped: " << data << " is not there");
    return;
  }
  for (const char* file :
       {"online-boutique/kubernetes-manifests.yaml", "guestbook/guestbook-all-in-one.yaml"}) {
    scenario::Scenario scenario = scenario::scenario_of_manifests((data / file).string(), 3);
    check_held(file, scenario::run(scenario), 1);
  }
}
