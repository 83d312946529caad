// The six scalability scenarios that cluster-autoscaler's authors published, in scenarios/benchmarks: here
// with a hundredth of all nodes and pods, for 20 minutes, so that all together take a few seconds in a debug
// build. In full they are run by hand: `podium run scenarios/benchmarks/autoscaler-1-burst.yaml`.
#include <cctype>
#include <filesystem>

#include "scenarios/runner/run.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

constexpr int kPart = 100;

// Divides every number that follows one of these words in the file.
std::string a_part_of(std::string text) {
  for (const std::string word : {"size: ", "min: ", "max: ", "replicas: ", "count: ", "count: \"<="}) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      const std::size_t from = at + word.size();
      std::size_t to = from;
      while (to < text.size() && std::isdigit(static_cast<unsigned char>(text[to])) != 0) ++to;
      if (to - from < 2) continue;  // a single machine or two pods, to begin with
      text.replace(from, to - from, std::to_string(std::stoi(text.substr(from, to - from)) / kPart));
    }
  }
  return text;
}

}  // namespace

TEST_CASE(
    "the autoscaler's published scalability scenarios end with their numbers of nodes, at a hundredth") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator("scenarios/benchmarks")) {
    const std::string file = entry.path().string();
    if (entry.path().filename().string().starts_with("autoscaler-")) ++files;
    scenario::Scenario scenario = scenario::read_scenario(file, a_part_of(scenario::read_file(file)));
    scenario.length = 20min;
    const scenario::Outcome outcome = scenario::run(scenario, {});
    INFO(file);
    for (const std::string& trouble : outcome.troubles) FAIL_CHECK(trouble);
    for (const scenario::Judgement& j : outcome.judgements) {
      INFO(j.name << ": wanted " << j.wanted << " " << j.when << ", saw " << j.seen);
      CHECK(j.held);
    }
  }
  CHECK(files == 6);
}
