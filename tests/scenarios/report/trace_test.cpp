#include "scenarios/report/trace.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/scenarios/report/scripted.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::test;
using nlohmann::json;

namespace {

json trace_of(const MemoryChronicle& chronicle, TimePoint end) {
  std::ostringstream out;
  write_trace(chronicle, at(0), end, out);
  return json::parse(out.str());
}

void tell_a_pod(Scripted& story) {
  story.write(0, "node/node-1", "created");
  const EventId asked = story.tell(1, Category::kUser, "user", "pod/default/web", "apply (\"create\")");
  const EventId created = story.write(1, "pod/default/web", "created", asked);
  story.write(2, "pod/default/web", "bound to node-1", created);
  story.write(5, "pod/default/web", "Pending -> Running; Ready False -> True", created);
  story.write(5, "endpointslice/default/web-x", "created", created);
  story.write(6, "endpointslice/default/web-x", "ready endpoints 0 -> 1", created);
  story.tell(7, Category::kFault, "chaos", "machine/node-1", "power off");
}

std::string thread_name(const json& trace, const json& event) {
  for (const json& e : trace["traceEvents"]) {
    if (e["ph"] == "M" && e["name"] == "thread_name" && e["pid"] == event["pid"] && e["tid"] == event["tid"])
      return e["args"]["name"];
  }
  return "";
}

scenario::Outcome run_of(const std::string& file) {
  scenario::Scenario scenario = scenario::load_scenario(file);
  return scenario::run(scenario);
}

}  // namespace

TEST_CASE("a trace has a bar for each state of a pod, in the pod's thread") {
  Scripted story;
  tell_a_pod(story);
  const json trace = trace_of(story.chronicle, at(10));
  CHECK(trace["displayTimeUnit"] == "ms");
  std::vector<std::string> bars;
  for (const json& e : trace["traceEvents"]) {
    if (e["ph"] != "X" || e["cat"] != "pod") continue;
    bars.push_back(e["name"].get<std::string>() + " " + std::to_string(e["ts"].get<long>()) + "+" +
                   std::to_string(e["dur"].get<long>()));
    CHECK(thread_name(trace, e) == "default/web");
  }
  CHECK(bars == std::vector<std::string>{"Pending 1000000+4000000", "Ready 5000000+5000000"});
}

TEST_CASE("every arrow of a trace begins at a cause and ends at its effect") {
  Scripted story;
  tell_a_pod(story);
  const json trace = trace_of(story.chronicle, at(10));
  std::map<int, json> tails, heads;
  int events = 0;
  for (const json& e : trace["traceEvents"]) {
    if (e["ph"] == "s") CHECK(tails.emplace(e["id"].get<int>(), e).second);
    if (e["ph"] == "f") CHECK(heads.emplace(e["id"].get<int>(), e).second);
    if (e["ph"] == "X" && e["args"].contains("id")) ++events;
  }
  CHECK(events == static_cast<int>(story.chronicle.size()));
  CHECK(tails.size() == 5);  // the events that have a cause
  REQUIRE(heads.size() == tails.size());
  for (const auto& [id, head] : heads) {
    REQUIRE(tails.contains(id));
    CHECK(tails[id]["ts"] <= head["ts"]);
    const auto effect = story.chronicle.get(static_cast<EventId>(id));
    CHECK(head["ts"].get<double>() == Approx(seconds(effect->at - at(0)) * 1e6));
    CHECK(tails[id]["ts"].get<double>() ==
          Approx(seconds(story.chronicle.get(effect->cause)->at - at(0)) * 1e6));
  }
}

TEST_CASE("bars of one thread of a trace are apart or one within the other") {
  Scripted story;
  tell_a_pod(story);
  const json trace = trace_of(story.chronicle, at(10));
  std::vector<json> bars;
  for (const json& e : trace["traceEvents"])
    if (e["ph"] == "X") bars.push_back(e);
  for (const json& a : bars) {
    for (const json& b : bars) {
      if (a["pid"] != b["pid"] || a["tid"] != b["tid"]) continue;
      const double from_a = a["ts"], to_a = from_a + a["dur"].get<double>();
      const double from_b = b["ts"], to_b = from_b + b["dur"].get<double>();
      const bool crossing = from_a < from_b && from_b < to_a && to_a < to_b;
      CHECK_FALSE(crossing);
    }
  }
}

TEST_CASE("a trace counts ready endpoints, and marks acts and faults over all threads") {
  Scripted story;
  tell_a_pod(story);
  std::vector<int> counts;
  std::vector<std::string> instants;
  const json trace = trace_of(story.chronicle, at(10));
  for (const json& e : trace["traceEvents"]) {
    if (e["ph"] == "C") counts.push_back(e["args"]["ready"]);
    if (e["ph"] == "i") instants.push_back(e["name"]);
  }
  CHECK(counts == std::vector<int>{0, 1});
  CHECK(instants ==
        std::vector<std::string>{"apply (\"create\"): pod/default/web", "power off: machine/node-1"});
}

// The Trace Event Format: what each phase must have, and what each thread and process is called.
TEST_CASE("every event of a real run's trace has the fields that the format asks for") {
  const scenario::Outcome outcome = run_of("scenarios/s11-node-power-off.yaml");
  std::ostringstream out;
  write_trace(outcome, out);
  const json trace = json::parse(out.str());
  const double micros = seconds(outcome.virtual_time) * 1e6;
  std::set<int> named_processes;
  std::set<std::pair<int, int>> named_threads;
  std::map<std::string, int> phases;
  for (const json& e : trace["traceEvents"]) {
    INFO(e.dump());
    const std::string ph = e.at("ph");
    ++phases[ph];
    REQUIRE(e.at("pid").is_number_integer());
    REQUIRE_FALSE(e.at("name").get<std::string>().empty());
    if (ph == "M") {  // before what they name
      REQUIRE_FALSE(e.at("args").at("name").get<std::string>().empty());
      if (e.at("name") == "process_name") CHECK(named_processes.insert(e["pid"].get<int>()).second);
      if (e.at("name") == "thread_name")
        CHECK(named_threads.emplace(e["pid"].get<int>(), e.at("tid").get<int>()).second);
      continue;
    }
    CHECK(named_processes.contains(e["pid"].get<int>()));
    CHECK(e.at("ts").get<double>() >= 0);
    CHECK(e.at("ts").get<double>() <= micros + 1);
    if (ph != "C") CHECK(named_threads.contains({e["pid"].get<int>(), e.at("tid").get<int>()}));
    if (ph != "C") CHECK_FALSE(e.at("cat").get<std::string>().empty());
    if (ph == "X") CHECK(e.at("dur").get<double>() >= 0);
    if (ph == "i") CHECK(e.at("s") == "g");
    if (ph == "f") CHECK(e.at("bp") == "e");
    if (ph == "C") CHECK(e.at("args").begin()->is_number());
  }
  for (const char* ph : {"M", "X", "i", "s", "f", "C"}) CHECK(phases[ph] > 0);
  CHECK(phases.size() == 6);
  CHECK(phases["s"] == phases["f"]);
}

// An arrow binds to the bar of its thread that contains it: bp "e" for the head, the innermost for the tail.
TEST_CASE("every end of an arrow of a real run's trace lies on a bar of its thread") {
  std::ostringstream out;
  write_trace(run_of("scenarios/s11-node-power-off.yaml"), out);
  const json trace = json::parse(out.str());
  std::map<std::pair<int, int>, std::set<double>> begins;
  for (const json& e : trace["traceEvents"])
    if (e["ph"] == "X") begins[{e["pid"].get<int>(), e["tid"].get<int>()}].insert(e["ts"].get<double>());
  for (const json& e : trace["traceEvents"]) {
    if (e["ph"] != "s" && e["ph"] != "f") continue;
    INFO(e.dump());
    CHECK(begins[{e["pid"].get<int>(), e["tid"].get<int>()}].contains(e["ts"].get<double>()));
  }
}
