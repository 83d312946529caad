// The swarm: drawn scenarios can be read, are repeatable, and hold; one that is broken is shrunk.
#include "scenarios/swarm/draw.h"
#include "scenarios/swarm/trial.h"
#include "tests/support/catch.h"

using namespace podium;
using Json = nlohmann::ordered_json;

TEST_CASE("the same seed draws the same scenario, another one another") {
  CHECK(swarm::draw(7) == swarm::draw(7));
  CHECK_FALSE(swarm::draw(7) == swarm::draw(8));
}

TEST_CASE("drawn clusters hold against all invariants, and heal") {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const swarm::Verdict verdict = swarm::try_out(swarm::draw(seed), seed);
    for (const std::string& sentence : verdict.broken)
      FAIL_CHECK("podium swarm --seeds 1 --from " << seed << ": " << sentence);
  }
}

TEST_CASE("a drawn scenario tells the same story twice") {
  const swarm::Verdict once = swarm::try_out(swarm::draw(3), 3), again = swarm::try_out(swarm::draw(3), 3);
  CHECK(once.fingerprint == again.fingerprint);
  CHECK(once.events == again.events);
}

TEST_CASE("of a broken scenario the least stays that breaks it") {
  Json scenario = swarm::draw(1);
  scenario["expect"].push_back(
      {{"name", "no node is ever lost"}, {"never", "0s..10m"}, {"node", "node-1"}, {"is", "Unknown"}});
  scenario["steps"] = Json::array();
  scenario["steps"].push_back({{"at", "10s"}, {"do", "stop-scheduler"}, {"for", "10s"}});
  scenario["steps"].push_back({{"at", "20s"}, {"do", "power-off"}, {"node", "node-1"}, {"for", "90s"}});
  scenario["length"] = "10m";
  scenario.erase("random");
  REQUIRE_FALSE(swarm::try_out(scenario, 1).held());
  const Json least = swarm::shrink(scenario, 1, 100);
  CHECK_FALSE(swarm::try_out(least, 1).held());
  REQUIRE(least["steps"].size() == 1);
  CHECK(least["steps"][0]["do"] == "power-off");
  CHECK_FALSE(least.contains("manifests"));
}
