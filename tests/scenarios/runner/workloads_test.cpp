// Kinds of workloads: an open loop asks whatever happens, a closed one waits for its answers.
#include "scenarios/runner/workload.h"

#include "tests/scenarios/runner/web.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::scenario;

namespace {

std::uint64_t sent_in_100_s(const std::string& workload, bool slow) {
  const Document document("test.yaml", workload);
  ClusterOptions options;
  if (slow) options.world.topology.machine_link.latency = 125ms;  // 4 hops a way, 4 ways a request: 2 s
  const std::unique_ptr<Cluster> cluster = web_cluster(options);
  REQUIRE(read_workload(Section(document), "client")->start(*cluster).ok());
  cluster->run_for(100s);
  return cluster->world().requests().front()->availability().total();
}

std::string mistake_of(const std::string& text) {
  try {
    const Document document("test.yaml", text);
    (void)read_workload(Section(document), "client");
    return "none";
  } catch (const Mistake& mistake) {
    return mistake.what();
  }
}

}  // namespace

TEST_CASE("requests-to: an open loop keeps its rate") {
  const std::string workload = "name: crowd\nrequests-to: web\nrate: 5\narrivals: constant\ntimeout: 5s\n";
  CHECK(sent_in_100_s(workload, false) > 490);
  CHECK(sent_in_100_s(workload, true) > 480);
}

TEST_CASE("users-of: a closed loop asks less of a service that takes longer") {
  const std::string workload = "name: staff\nusers-of: web\nusers: 10\nthink: 2s\ntimeout: 5s\n";
  const std::uint64_t quick = sent_in_100_s(workload, false), slow = sent_in_100_s(workload, true);
  CHECK(quick > 400);  // 10 users, one request each 2 s: 500
  CHECK(quick < 600);
  CHECK(slow < quick * 3 / 4);
}

TEST_CASE("a workload that cannot be is refused with its place") {
  CHECK(mistake_of("name: x\n") ==
        "test.yaml:1: no workload found: expected one of the fields requests-to, users-of");
  CHECK(mistake_of("name: x\nrequests-to: web\nrate: 0\n") ==
        "test.yaml:3: rate: 0: expected requests a second, more than 0");
  CHECK(mistake_of("name: x\nusers-of: web\nthink: 0s\n") ==
        "test.yaml:3: think: \"0s\": expected a mean time between requests, more than 0s");
  CHECK(mistake_of("name: x\nusers-of: web\nusers: 0\n") ==
        "test.yaml:3: users: 0: expected a number of users, 1 to 1000000");
}

TEST_CASE("a workload for a service that is not there says so when it starts") {
  const Document document("test.yaml", "name: x\nusers-of: shop/cart\n");
  Cluster cluster;
  const Status started = read_workload(Section(document), "client")->start(cluster);
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().message == "there is no service shop/cart");
}

TEST_CASE("a workload from a machine that is not there says so when it starts") {
  const Document document("test.yaml", "name: x\nusers-of: web\nfrom: switch\n");
  const std::unique_ptr<Cluster> cluster = web_cluster();
  const Status started = read_workload(Section(document), "client")->start(*cluster);
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().message == "there is no machine switch");
}
