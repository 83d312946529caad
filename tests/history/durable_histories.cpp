// The same clients, with a disk behind the server: each life begins with what the last one made durable.
#include "runtime/sqlite/sqlite_store.h"
#include "tests/history/backing.h"
#include "tests/history/workload.h"
#include "tests/runtime/etcd/etcd_cluster.h"
#include "tests/support/temporary_folder.h"

namespace podium::history {
namespace {

WorkloadCounts check(std::uint64_t seed, const std::vector<Backing*>& backings) {
  WorkloadOptions options;
  options.seed = seed;
  options.troubles = 8;
  const Recorded recorded = record(options, backings);
  INFO("seed " << seed);
  CHECK(violations(recorded.history) == std::vector<std::string>{});
  return recorded.counts;
}

}  // namespace

TEST_CASE("what clients saw of a server that keeps its objects in SQLite breaks no promise") {
  for (std::uint64_t seed = 101; seed <= 102; ++seed) {
    const podium::testing::TemporaryFolder folder;
    const auto backing = make_durable_backing([&](RealExecutor& executor) {
      return std::move(SqliteStore::open(folder.file("cluster.db"), executor,
                                         [&](Task task) { executor.post_from_thread(std::move(task)); }))
          .value();
    });
    const WorkloadCounts counts = check(seed, {backing.get()});
    CHECK(counts.acknowledged > 100);
    CHECK(counts.resumed > 10);
  }
}

TEST_CASE("what clients saw of two servers that keep their objects in one etcd breaks no promise") {
  if (!EtcdCluster::installed()) {
    WARN("skipped: there is no etcd (package etcd-server)");
    return;
  }
  const EtcdCluster etcd(1);
  const OpenDisk open = [&](RealExecutor& executor) { return etcd.open(executor); };
  const auto first = make_durable_backing(open), second = make_durable_backing(open);
  const WorkloadCounts counts = check(101, {first.get(), second.get()});
  CHECK(counts.acknowledged > 100);
  CHECK(counts.resumed > 10);
}

}  // namespace podium::history
