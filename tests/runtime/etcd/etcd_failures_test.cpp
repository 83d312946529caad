// Three members, of which some are killed or stand still.
#include "tests/runtime/etcd/etcd_cluster.h"
#include "tests/runtime/real/durable_owner.h"

namespace podium {
namespace {

using Kind = DurableOutcome::Kind;

bool skipped() {
  if (EtcdCluster::installed()) return false;
  WARN("skipped: there is no etcd (package etcd-server)");
  return true;
}

// Eight writers that each change keys of their own, one after another, and remember what was answered.
class Load {
 public:
  explicit Load(DurableOwner& owner) : owner_(owner) {}

  void begin() {
    for (int writer = 0; writer < 8; ++writer) write(writer, 0);
  }
  void end() {
    ending_ = true;
    REQUIRE(owner_.run_until([this] { return running_ == 0; }));
  }
  bool reaches(std::size_t count) {
    return owner_.run_until([this, count] { return acknowledged_.size() >= count; });
  }
  std::size_t size() const { return acknowledged_.size(); }
  std::size_t unknown() const { return unknown_; }

  // "Killing the etcd leader under load loses no acknowledged write": each is there, at its revision.
  void check(const DurableOwner& owner) const {
    for (const auto& [key, revision] : acknowledged_) {
      REQUIRE(owner.modified(key) == revision);
      REQUIRE(owner.entries.at(key).value == key);
    }
    CHECK(owner.entries.size() >= acknowledged_.size());
    CHECK(owner.entries.size() <= acknowledged_.size() + unknown_);
  }

 private:
  void write(int writer, int number) {
    if (ending_) return;
    ++running_;
    const std::string key = std::to_string(writer) + "/" + std::to_string(number);
    owner_.store().commit(write_of(key, key, 0), [this, key, writer, number](const DurableOutcome& outcome) {
      CHECK(outcome.kind != Kind::kConflict);  // nobody else writes these
      if (outcome.kind == Kind::kCommitted) acknowledged_[key] = outcome.revision;
      if (outcome.kind == Kind::kUnknown) ++unknown_;
      write(writer, number + 1);
      --running_;
    });
  }

  DurableOwner& owner_;
  std::map<std::string, Revision> acknowledged_;
  std::size_t unknown_ = 0;
  int running_ = 0;
  bool ending_ = false;
};

void check_by_another_owner(const EtcdCluster& cluster, const Load& load) {
  RealExecutor executor;
  DurableOwner fresh(executor);
  fresh.start(cluster.open(executor));
  load.check(fresh);
}

TEST_CASE("killing the etcd leader under load, twice, loses no acknowledged write") {
  if (skipped()) return;
  EtcdCluster cluster(3);
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(cluster.open(executor));
  Load load(owner);
  load.begin();
  for (int round = 0; round < 2; ++round) {
    REQUIRE(load.reaches(load.size() + 200));
    const int leader = cluster.leader();
    cluster.kill(leader);
    REQUIRE(load.reaches(load.size() + 200));  // two of three go on
    cluster.start(leader);
  }
  REQUIRE(load.reaches(load.size() + 200));
  load.end();
  CHECK(owner.snapshots == 1);  // the watch went on where it was
  CHECK(load.unknown() == 0);   // all within the time to give up
  load.check(owner);
  check_by_another_owner(cluster, load);
}

// What a probe reads may be older than what the watch has told by the time its answer is looked at.
TEST_CASE("a store that is probed all the time under load is not taken for one that has gone back") {
  if (skipped()) return;
  EtcdCluster cluster(1);
  RealExecutor executor;
  EtcdStoreOptions options = cluster.options();
  options.probe_period = 1ms;
  DurableOwner owner(executor);
  owner.start(EtcdCluster::open(executor, options));
  Load load(owner);
  load.begin();
  CHECK(load.reaches(1000));
  CHECK(owner.states.back().first == DurableState::kServing);
  load.end();
}

// A leader that stands still takes requests and answers none: the worst for a client, which cannot tell
// whether they will be carried out.
TEST_CASE("a leader that stands still for a while loses no acknowledged write, and none is done twice") {
  if (skipped()) return;
  EtcdCluster cluster(3);
  RealExecutor executor;
  EtcdStoreOptions options = cluster.options();
  options.request_timeout = 1s;
  DurableOwner owner(executor);
  owner.start(EtcdCluster::open(executor, options));
  Load load(owner);
  load.begin();
  REQUIRE(load.reaches(200));
  const int leader = cluster.leader();
  cluster.pause(leader);
  REQUIRE(load.reaches(load.size() + 200));
  cluster.resume(leader);
  REQUIRE(load.reaches(load.size() + 200));
  load.end();
  load.check(owner);
  check_by_another_owner(cluster, load);
}

TEST_CASE("without a majority nothing is acknowledged, and reads stay what they were") {
  if (skipped()) return;
  EtcdCluster cluster(3);
  RealExecutor executor;
  EtcdStoreOptions options = cluster.options();
  options.request_timeout = 500ms;
  options.give_up = 2s;
  DurableOwner owner(executor);
  owner.start(EtcdCluster::open(executor, options));
  owner.put("a", "1");
  cluster.kill(0);
  cluster.kill(1);
  const DurableOutcome outcome = owner.commit(write_of("a", "2", owner.modified("a")));
  CHECK(outcome.kind != Kind::kCommitted);
  CHECK(owner.values() == DurableOwner::State{{"a", "1"}});
  cluster.start(0);
  cluster.leader();
  owner.run_until([&] { return owner.states.back().first == DurableState::kServing; });
  // What was given up may have happened after all, and is told: then the first try is a conflict.
  const auto try_again = [&] { return owner.commit(write_of("a", "3", owner.modified("a"))).kind; };
  for (int tries = 0; tries < 5 && try_again() != Kind::kCommitted; ++tries) {
  }
  CHECK(owner.values() == DurableOwner::State{{"a", "3"}});
}

// "One that is stopped or cut off from the others keeps its connections": its watch just falls silent.
TEST_CASE("an owner that only reads leaves a member that has fallen silent") {
  if (skipped()) return;
  EtcdCluster cluster(3);
  RealExecutor executor;
  const int follower = (cluster.leader() + 1) % 3;
  EtcdStoreOptions reading = cluster.options(), writing = cluster.options();
  reading.request_timeout = reading.probe_period = 500ms;
  std::swap(reading.endpoints[0], reading.endpoints[static_cast<std::size_t>(follower)]);
  writing.endpoints.erase(writing.endpoints.begin() + follower);
  DurableOwner reader(executor), writer(executor);
  reader.start(EtcdCluster::open(executor, reading));
  writer.start(EtcdCluster::open(executor, writing));
  writer.put("a", "1");
  REQUIRE(reader.run_until([&] { return reader.values() == writer.values(); }));
  cluster.pause(follower);
  writer.put("a", "2");
  CHECK(reader.run_until([&] { return reader.values() == writer.values(); }));
  CHECK(reader.snapshots == 1);
}

// Reads of an owner are of everything that was committed when it began.
void catch_up(const EtcdCluster& cluster, int member) {
  RealExecutor executor;
  EtcdStoreOptions options = cluster.options();
  options.endpoints = {cluster.endpoint(member)};
  DurableOwner reader(executor);
  reader.start(EtcdCluster::open(executor, options));
}

// "Once more whenever the store can no longer tell the changes in between."
TEST_CASE("what etcd has forgotten while its only known member was away is loaded anew") {
  if (skipped()) return;
  EtcdCluster cluster(3);
  RealExecutor executor;
  EtcdStoreOptions one_member = cluster.options(), others = cluster.options();
  one_member.endpoints = {cluster.endpoint(0)};
  others.endpoints = {cluster.endpoint(1), cluster.endpoint(2)};
  DurableOwner cut_off(executor), busy(executor);
  cut_off.start(EtcdCluster::open(executor, one_member));
  busy.start(EtcdCluster::open(executor, others));
  busy.put("gone", "x");
  busy.put("changed", "1");
  REQUIRE(cut_off.run_until([&] { return cut_off.entries.size() == 2; }));
  cluster.kill(0);
  cluster.leader();
  busy.remove("gone");
  busy.put("changed", "2");
  busy.put("new", "x");
  busy.compact(busy.revision);
  REQUIRE(cut_off.run_until([&] { return cut_off.states.back().first == DurableState::kUnreachable; }));
  // The member catches up where the other owner does not find it, and then comes back.
  const int port = cluster.move(0, 0);
  cluster.start(0);
  catch_up(cluster, 0);
  cluster.kill(0);
  cluster.move(0, port);
  cluster.start(0);
  REQUIRE(cut_off.run_until([&] { return cut_off.snapshots == 2; }));
  CHECK(cut_off.values() == busy.values());
  REQUIRE(cut_off.run_until([&] { return cut_off.states.back().first == DurableState::kServing; }));
  busy.put("after", "x");
  CHECK(cut_off.run_until([&] { return cut_off.values() == busy.values(); }));
}

}  // namespace
}  // namespace podium
