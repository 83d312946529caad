#include "runtime/etcd/etcd_store.h"

#include "tests/runtime/etcd/etcd_cluster.h"
#include "tests/runtime/real/durable_store_contract.h"

namespace podium {
namespace {

// True, with a message, where there is no etcd to test against.
bool skipped() {
  if (EtcdCluster::installed()) return false;
  WARN("skipped: there is no etcd (package etcd-server)");
  return true;
}

OpenDurableStore opener(const EtcdCluster& cluster) {
  return [&cluster](RealExecutor& executor) { return cluster.open(executor); };
}

TEST_CASE("an etcd store tells a change before it replies") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  check_tells_before_it_replies(opener(cluster));
}

TEST_CASE("an etcd store writes all of a transaction whose checks hold, or nothing") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  check_compares_and_writes(opener(cluster));
}

TEST_CASE("an etcd store remembers when a key came to be, and takes any bytes") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  check_remembers_creation(opener(cluster));
}

TEST_CASE("an etcd store tells all that it holds when it is opened again") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  check_tells_what_it_holds(opener(cluster));
}

TEST_CASE("increments of one number in an etcd store add up") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  check_increments_add_up(opener(cluster));
}

// "Keys under a prefix, which may be shared with other processes that write there."
TEST_CASE("two owners of one etcd prefix see each other's changes and conflicts, and no other prefix") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  RealExecutor executor;
  EtcdStoreOptions elsewhere = cluster.options();
  elsewhere.prefix = "/podium-b/";
  elsewhere.page = 7;
  DurableOwner one(executor), two(executor), other(executor);
  one.start(cluster.open(executor));
  other.start(EtcdCluster::open(executor, elsewhere));
  for (int i = 0; i < 30; ++i) other.put("key-" + std::to_string(i), "other");
  const Revision first = one.put("a", "1");
  two.start(cluster.open(executor));
  CHECK(two.values() == one.values());
  two.put("a", "2");
  // `one` may not have been told yet: a stale check is a conflict, after which it has been.
  CHECK(one.commit(write_of("a", "3", first)).kind == DurableOutcome::Kind::kConflict);
  CHECK(one.values().at("a") == "2");
  one.remove("a");
  CHECK(two.run_until([&] { return two.entries.empty(); }));
  DurableOwner paged(executor);
  paged.start(EtcdCluster::open(executor, elsewhere));
  CHECK(paged.values() == other.values());
  CHECK(paged.entries.size() == 30);
}

TEST_CASE("what has a lifetime in an etcd store lapses by a lease, which others share") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(cluster.open(executor));
  owner.put("kept", "x");
  for (int i = 0; i < 5; ++i) owner.put("event-" + std::to_string(i), "x", 1s);
  owner.put("event-0", "x");
  REQUIRE(owner.run_until([&] { return owner.entries.size() == 2; }));
  CHECK(owner.values() == DurableOwner::State{{"event-0", "x"}, {"kept", "x"}});
  CHECK(owner.told.back().revision == owner.told[owner.told.size() - 4].revision);  // at one stroke
}

// "kUnreachable: for now; it goes on trying."
TEST_CASE("an etcd store waits for an etcd that is not there yet, and says so") {
  if (skipped()) return;
  EtcdCluster cluster(1, false);
  RealExecutor executor;
  DurableOwner owner(executor);
  auto store = cluster.open(executor);
  executor.run_after(1s, [&] {
    REQUIRE(owner.states.size() == 1);
    CHECK(owner.states[0].first == DurableState::kUnreachable);
    CHECK_THAT(owner.states[0].second, Catch::Matchers::Contains(cluster.endpoint(0)));
    cluster.start(0);
  });
  owner.start(std::move(store));
  CHECK(owner.put("a", "1") > 0);
  CHECK(owner.snapshots == 1);
}

TEST_CASE("a transaction for an etcd that does not answer is given up, and its fate is told as it is known") {
  if (skipped()) return;
  EtcdCluster cluster(1);
  RealExecutor executor;
  EtcdStoreOptions options = cluster.options();
  options.request_timeout = 300ms;
  options.give_up = 1s;
  DurableOwner owner(executor);
  owner.start(EtcdCluster::open(executor, options));
  owner.put("a", "1");
  cluster.pause(0);  // it takes connections, and does not answer
  CHECK(owner.commit(write_of("b", "1", 0)).kind == DurableOutcome::Kind::kUnknown);
  cluster.resume(0);
  REQUIRE(owner.run_until([&] { return owner.modified("b") != 0 || owner.put("c", "1") != 0; }));
  cluster.kill(0);  // nobody takes connections
  const DurableOutcome refused = owner.commit(write_of("d", "1", 0));
  CHECK(refused.kind == DurableOutcome::Kind::kRefused);
  CHECK(!refused.why.empty());
}

TEST_CASE("an etcd that has lost what it told is not gone on with") {
  if (skipped()) return;
  EtcdCluster cluster(1);
  RealExecutor executor;
  EtcdStoreOptions options = cluster.options();
  options.probe_period = 300ms;
  options.give_up = 1s;
  DurableOwner owner(executor);
  owner.start(EtcdCluster::open(executor, options));
  for (int i = 0; i < 5; ++i) owner.put("a", std::to_string(i));
  cluster.kill(0);
  cluster.wipe(0);
  cluster.start(0);
  REQUIRE(owner.run_until([&] { return owner.states.back().first == DurableState::kFailed; }));
  CHECK_THAT(owner.states.back().second, Catch::Matchers::Contains("has gone back from revision 6 to 1"));
  CHECK(owner.values() == DurableOwner::State{{"a", "4"}});
}

TEST_CASE("an etcd that asks for certificates is used with them, and not without") {
  if (skipped()) return;
  EtcdCluster cluster(1, false);
  if (!cluster.start_with_certificate()) {
    WARN("skipped: there is no openssl program");
    return;
  }
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(cluster.open(executor));
  CHECK(owner.put("a", "1") > 0);
  EtcdStoreOptions nobody = cluster.options(), credulous = cluster.options();
  nobody.tls.certificate = nobody.tls.key = "";
  credulous.tls.authority = "";  // those of the machine do not know this etcd
  for (const EtcdStoreOptions& options : {nobody, credulous}) {
    std::string why;
    const auto store = EtcdCluster::open(executor, options);
    store->start({[](const DurableSnapshot&) { FAIL("it was told what is there"); },
                  [](const std::vector<DurableChange>&) {},
                  [&](DurableState state, const std::string& reason) {
                    CHECK(state == DurableState::kUnreachable);
                    why = reason;
                  }});
    CHECK(owner.run_until([&] { return !why.empty(); }));
  }
}

TEST_CASE("a transaction that etcd finds too large is refused") {
  if (skipped()) return;
  const EtcdCluster cluster(1);
  RealExecutor executor;
  DurableOwner owner(executor);
  owner.start(cluster.open(executor));
  const DurableOutcome outcome = owner.commit(write_of("large", std::string(3'000'000, 'x'), 0));
  CHECK(outcome.kind == DurableOutcome::Kind::kRefused);
  CHECK_THAT(outcome.why, Catch::Matchers::Contains("larger than"));
  owner.put("small", "x");
}

}  // namespace
}  // namespace podium
