#include "sim/world/topology.h"

#include <algorithm>

#include "tests/support/catch.h"

namespace podium::sim {
namespace {

VertexId at(const Topology& topology, const char* name) { return *topology.find(name); }

Path between(const Topology& topology, const char* from, const char* to) {
  return topology.path(at(topology, from), at(topology, to));
}

TEST_CASE("machines behind one switch are two links apart, and 20 us from themselves") {
  Topology topology{{}};
  topology.add_machine("a");
  topology.add_machine("b");
  CHECK(between(topology, "a", "b").up);
  CHECK(between(topology, "a", "b").latency == 500us);
  CHECK(between(topology, "a", "a").latency == 20us);
}

TEST_CASE("a message takes the way of least latency, and another when that is cut") {
  Topology topology{{}};
  topology.add_switch("rack-1");
  topology.add_switch("rack-2");
  topology.add_machine("a", "rack-1");
  topology.add_machine("b", "rack-2");
  REQUIRE(between(topology, "a", "b").latency == 1ms);  // a, rack-1, switch, rack-2, b

  REQUIRE(topology.add_link("rack-1", "rack-2", {.latency = 100us}).ok());
  CHECK(between(topology, "a", "b").latency == 600us);
  REQUIRE(topology.cut("rack-1", "rack-2", false).ok());
  CHECK(between(topology, "a", "b").latency == 1ms);
  REQUIRE(topology.cut("rack-1", "switch", false).ok());
  CHECK_FALSE(between(topology, "a", "b").up);
  REQUIRE(topology.mend("rack-1", "rack-2").ok());
  CHECK(between(topology, "a", "b").latency == 600us);
}

TEST_CASE("the topology may grow after ways were asked for") {
  Topology topology{{}};
  topology.add_switch("rack");
  topology.add_machine("a", "rack");
  topology.add_machine("b", "rack");
  REQUIRE(between(topology, "a", "b").latency == 500us);
  topology.add_machine("c");
  CHECK(between(topology, "a", "c").latency == 750us);
  CHECK(between(topology, "c", "a").latency == 750us);
}

// Against the algorithm of Floyd and Warshall, on random graphs with one-way cuts.
TEST_CASE("ways are shortest ways") {
  Random random(9);
  for (int round = 0; round < 50; ++round) {
    Topology topology{{}};
    constexpr int kCount = 7;
    Duration direct[kCount + 1][kCount + 1];
    for (auto& row : direct)
      for (auto& cell : row) cell = Duration::max() / 4;
    const auto name = [](int i) {
      return i == 0 ? std::string(Topology::kRootSwitch) : "v" + std::to_string(i);
    };
    for (int i = 1; i <= kCount; ++i) {
      const int to = static_cast<int>(random.below(static_cast<std::uint64_t>(i)));
      topology.add_switch(name(i), name(to));
      direct[i][to] = direct[to][i] = 250us;
    }
    for (int extra = 0; extra < 5; ++extra) {
      const int a = static_cast<int>(random.below(kCount + 1)),
                b = static_cast<int>(random.below(kCount + 1));
      const Duration latency = random.between(Duration{1us}, Duration{900us});
      if (a != b && topology.add_link(name(a), name(b), {.latency = latency}).ok())
        direct[a][b] = direct[b][a] = latency;
    }
    for (int cut = 0; cut < 3; ++cut) {
      const int a = static_cast<int>(random.below(kCount + 1)),
                b = static_cast<int>(random.below(kCount + 1));
      if (a == b || direct[a][b] > 1s) continue;
      REQUIRE(topology.cut(name(a), name(b), true).ok());
      direct[a][b] = Duration::max() / 4;
    }
    for (int k = 0; k <= kCount; ++k)
      for (int i = 0; i <= kCount; ++i)
        for (int j = 0; j <= kCount; ++j) direct[i][j] = std::min(direct[i][j], direct[i][k] + direct[k][j]);
    for (int i = 0; i <= kCount; ++i) {
      for (int j = 0; j <= kCount; ++j) {
        if (i == j) continue;
        const Path path = between(topology, name(i).c_str(), name(j).c_str());
        CHECK(path.up == (direct[i][j] < 1s));
        if (path.up) CHECK(path.latency == direct[i][j]);
      }
    }
  }
}

TEST_CASE("a machine with two links forwards over the better one") {
  Topology topology{{}};
  topology.add_switch("fast");
  topology.add_machine("a");
  topology.add_machine("b", "fast");
  REQUIRE(topology.add_link("a", "fast", {.latency = 10us}).ok());
  CHECK(between(topology, "a", "b").latency == 260us);
  CHECK(between(topology, "b", "a").latency == 260us);
}

TEST_CASE("a one-way cut between two machines stops only that direction and only that pair") {
  Topology topology{{}};
  for (const char* name : {"a", "b", "c"}) topology.add_machine(name);
  const auto version = topology.version();
  REQUIRE(topology.cut("a", "b", true).ok());
  CHECK(topology.version() > version);
  CHECK_FALSE(between(topology, "a", "b").up);
  CHECK(between(topology, "b", "a").up);
  CHECK(between(topology, "a", "c").up);
  REQUIRE(topology.mend("a", "b").ok());
  CHECK(between(topology, "a", "b").up);
}

TEST_CASE("slowness adds to latency, jitter and loss, and losses combine") {
  Topology topology{{.machine_link = {.latency = 250us, .loss = {1, 2}}}};
  topology.add_machine("a");
  topology.add_machine("b");
  REQUIRE(topology.slow("a", "b", {.latency = 10ms, .jitter = 5ms}, true).ok());
  const Path path = between(topology, "a", "b");
  CHECK(path.latency == 10ms + 500us);
  CHECK(path.jitter == 5ms);
  CHECK(path.loss.numerator * 4 == std::uint64_t{path.loss.denominator} * 3);
  CHECK(between(topology, "b", "a").latency == 500us);
}

TEST_CASE("bandwidth is that of the narrowest link") {
  Topology topology{{.machine_link = {.bandwidth = 1000}, .switch_link = {.bandwidth = 10}}};
  topology.add_switch("rack");
  topology.add_machine("a");
  topology.add_machine("b", "rack");
  topology.add_machine("c", "rack");
  CHECK(between(topology, "a", "b").bandwidth == 10);
  CHECK(between(topology, "b", "c").bandwidth == 1000);
}

TEST_CASE("unknown names and links that exist are refused") {
  Topology topology{{}};
  topology.add_machine("a");
  CHECK(topology.cut("a", "nowhere", false).error().code == ErrorCode::kNotFound);
  CHECK(topology.cut("a", "a", false).error().code == ErrorCode::kInvalid);
  CHECK(topology.add_link("a", "switch", {}).error().code == ErrorCode::kExists);
}

}  // namespace
}  // namespace podium::sim
