#include "control-plane/client/leader_election.h"

#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

namespace podium::testing {
namespace {

constexpr TimePoint kNow{std::chrono::hours(1000)};

LeaderElectionOptions candidate(const std::string& identity) {
  LeaderElectionOptions options;
  options.name = "kube-scheduler";
  options.identity = identity;
  return options;
}

Ref<Lease> held_by(const std::string& identity, TimePoint renewed) {
  auto lease = make_ref<Lease>();
  lease->metadata.name = "kube-scheduler";
  lease->metadata.namespace_ = "kube-system";
  lease->spec.holder_identity = identity;
  lease->spec.lease_duration_seconds = 15;
  lease->spec.acquire_time = lease->spec.renew_time = {renewed};
  return lease;
}

TEST_CASE("a Lease that nobody has is taken, one's own is renewed") {
  const LeaderElectionOptions a = candidate("a");
  const Ref<Lease> first = wanted_lease(nullptr, {}, a, kNow);
  REQUIRE(first);
  CHECK(first->spec.holder_identity == "a");
  CHECK(first->spec.lease_duration_seconds == 15);
  CHECK(first->spec.acquire_time == MicroTime{kNow});
  CHECK(first->spec.lease_transitions == 0);
  const Ref<Lease> renewed = wanted_lease(first, {first, kNow}, a, kNow + 2s);
  REQUIRE(renewed);
  CHECK(renewed->spec.acquire_time == MicroTime{kNow});
  CHECK(renewed->spec.renew_time == MicroTime{kNow + 2s});
  CHECK(renewed->spec.lease_transitions == 0);
}

// client-go: "clocks may be skewed, only their rate counts": a time that the leader wrote is not compared
// with one's own clock.
TEST_CASE("a leader is followed for as long as its Lease has been seen to change, whatever its clock says") {
  const LeaderElectionOptions b = candidate("b");
  for (const TimePoint written : {kNow - std::chrono::hours(5), kNow, kNow + std::chrono::hours(5)}) {
    const Ref<Lease> lease = held_by("a", written);
    CHECK(!wanted_lease(lease, {lease, kNow}, b, kNow));
    CHECK(!wanted_lease(lease, {lease, kNow}, b, kNow + 15s - 1ns));
    const Ref<Lease> taken = wanted_lease(lease, {lease, kNow}, b, kNow + 15s);
    REQUIRE(taken);
    CHECK(taken->spec.holder_identity == "b");
    CHECK(taken->spec.lease_transitions == 1);
  }
}

// A process with a candidate in it, which notes when it led.
struct Candidate {
  Candidate(Ground& ground, const std::string& name)
      : ground(ground),
        process(ground.engine.start_process(name)),
        client(*process, ground.world.network(), "client", ground.engine.random(name)),
        election(
            client, candidate(name), [this] { began = this->ground.engine.now(), leads = true; },
            [this] { ended = this->ground.engine.now(), leads = false; }) {
    election.start();
  }

  Ground& ground;
  std::unique_ptr<Process> process;
  Client client;
  bool leads = false;
  TimePoint began{}, ended{};
  LeaderElection election;
};

TEST_CASE("of two candidates one leads; when it is frozen the other takes over after 15 s, and it gives up") {
  Ground ground;
  Candidate a(ground, "a"), b(ground, "b");
  ground.engine.run_for(60s);
  REQUIRE(a.leads != b.leads);
  Candidate &leader = a.leads ? a : b, &other = a.leads ? b : a;
  leader.process->pause();
  const TimePoint frozen = ground.engine.now();
  ground.engine.run_for(30s);
  REQUIRE(other.leads);
  CHECK(other.began - frozen >= 15s - 2s);  // the last renewal was up to a retry period before
  CHECK(other.began - frozen <= 15s + 2s + 2400ms + 2s);
  leader.process->resume();
  ground.engine.run_for(1s);
  CHECK(!leader.leads);
  CHECK(!leader.election.leading());
  ground.engine.run_for(60s);
  CHECK(other.leads);
  const auto lease = as<Lease>(ground.store.get(Lease::info(), {"kube-system", "kube-scheduler"}));
  REQUIRE(lease);
  CHECK(lease->spec.lease_transitions == 1);
}

TEST_CASE(
    "a leader that cannot reach the API server gives up 10 s after its last renewal, before others may") {
  Ground ground;
  Candidate a(ground, "a");
  ground.engine.run_for(20s);
  REQUIRE(a.leads);
  ground.stop_server();
  const TimePoint stopped = ground.engine.now();
  ground.engine.run_for(30s);
  CHECK(!a.leads);
  CHECK(a.ended - stopped <= 10s);
  CHECK(a.ended - stopped >= 10s - 2s - 100ms);
}

}  // namespace
}  // namespace podium::testing
