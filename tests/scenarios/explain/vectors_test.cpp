// What the real kube-scheduler answered for 73 states of a cluster, and for three sequences of pods.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "scenarios/explain/explain_json.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

const fs::path kVectors = "../shared/data/scheduler_vectors",
               kSequences = "../shared/data/scheduler_sequences";

json read(const fs::path& path) {
  std::ifstream in(path);
  return json::parse(in);
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void drop_text(std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  if (at != std::string::npos) text.erase(at, part.size());
}

// Plugins of later releases that add nothing to a decision, and what they add to texts.
void drop_later_plugins(json& expected) {
  for (const char* list : {"skippedFilterPlugins", "skippedScorePlugins"}) {
    if (!expected.contains(list)) continue;
    json kept = json::array();
    for (const json& name : expected[list]) {
      if (name != "DynamicResources" && name != "NodeDeclaredFeatures") kept.push_back(name);
    }
    expected[list] = kept;
  }
  expected["scorePluginWeights"].erase("DynamicResources");
  for (auto& node : expected["nodes"]) {
    if (node.contains("scores")) node["scores"].erase("DynamicResources");
  }
  for (json* holder : {&expected, expected.contains("preemption") ? &expected["preemption"] : &expected}) {
    for (const char* field : {"failedSchedulingMessage", "postFilterMessage"}) {
      if (!holder->contains(field)) continue;
      std::string text = (*holder)[field];
      drop_text(text, "no new claims to deallocate, ");
      if (text.ends_with(". not found")) text.erase(text.size() - std::string(" not found").size());
      (*holder)[field] = text;
    }
  }
  if (expected.contains("preemption")) {
    json& preemption = expected["preemption"];
    preemption.erase("note");
    if (preemption.value("postFilterMessage", "") == "not found") preemption.erase("postFilterMessage");
  }
  for (const char* field : {"name", "description", "kubernetes"}) expected.erase(field);
}

}  // namespace

TEST_CASE("the scheduler's verdicts, scores and victims are those of the real one") {
  if (!fs::exists(kVectors)) {
    WARN("skipped: there is no " << kVectors);
    return;
  }
  const auto files = files_of(kVectors);
  REQUIRE(files.size() == 73);
  for (const fs::path& file : files) {
    const json vector = read(file);
    INFO(file);
    auto state = explain::read_state(vector["input"]);
    REQUIRE(state.ok());
    const auto explanation = explain::explain(*state.value(), {}, TimePoint{} + 1000h);
    json answer = explain::to_json(explanation, *state.value());
    answer.erase("pod");
    json expected = vector["expected"];
    drop_later_plugins(expected);
    CHECK(json::diff(expected, answer) == json::array());
  }
}

TEST_CASE("pods placed one after another go where the real scheduler puts them") {
  if (!fs::exists(kSequences)) {
    WARN("skipped: there is no " << kSequences);
    return;
  }
  for (const fs::path& file : files_of(kSequences)) {
    const json sequence = read(file);
    json input{{"nodes", sequence["nodes"]}, {"services", sequence.value("services", json::array())}};
    json running = json::array();
    for (std::size_t i = 0; i < sequence["steps"].size(); ++i) {
      const json& step = sequence["steps"][i];
      INFO(file << ", step " << i);
      input["pods"] = running;
      input["pod"] = sequence["pods"][i];
      auto state = explain::read_state(input);
      REQUIRE(state.ok());
      const json answer =
          explain::to_json(explain::explain(*state.value(), {}, TimePoint{} + 1000h), *state.value());
      if (!step.contains("chosen")) {
        CHECK(answer["feasible"].empty());
        continue;
      }
      CHECK(answer["best"] == step["best"]);
      for (const auto& [node, total] : step["totals"].items()) CHECK(answer["nodes"][node]["total"] == total);
      json placed = sequence["pods"][i];
      placed["spec"]["nodeName"] = step["chosen"];
      running.push_back(std::move(placed));
    }
  }
}
