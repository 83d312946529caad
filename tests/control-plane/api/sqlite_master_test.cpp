// An API server over a SQLite file, and its next life.
#include <set>

#include "control-plane/objects/kinds/event.h"
#include "runtime/sqlite/sqlite_store.h"
#include "tests/control-plane/api/masters.h"
#include "tests/support/temporary_folder.h"

namespace podium::testing {
namespace {

std::unique_ptr<DurableStore> open_in(const TemporaryFolder& folder, RealExecutor& executor) {
  return std::move(SqliteStore::open(folder.file("cluster.db"), executor,
                                     [&executor](Task task) { executor.post_from_thread(std::move(task)); }))
      .value();
}

TEST_CASE("an API server goes on where the last one ended: objects, revisions, watches; UIDs do not repeat") {
  const TemporaryFolder folder;
  std::uint64_t middle = 0, last = 0;
  std::set<std::string> uids;
  {
    RealExecutor executor;
    Master master(executor, open_in(folder, executor), "a");
    for (int i = 0; i < 5; ++i) {
      const ApiResponse made = master.ask(request_to(Verb::kCreate, config_map("m" + std::to_string(i))));
      REQUIRE(made.status.code == 201);
      uids.insert(made.object->metadata.uid.str());
      if (i == 2) middle = made.object->metadata.resource_version;
      last = made.object->metadata.resource_version;
    }
  }
  RealExecutor executor;
  Master master(executor, open_in(folder, executor), "a");
  CHECK(master.store().revision() == last);  // the bootstrap of the second life had nothing to do
  ApiRequest watch;
  watch.verb = Verb::kWatch;
  watch.kind = &ConfigMap::info();
  watch.resource_version = middle;
  std::vector<std::string> seen;
  ApiStatus refused;
  master.server->watch(
      watch, [&](const WatchEvent& event) { seen.push_back(event.object->metadata.name.str()); }, refused);
  CHECK(refused.ok());
  CHECK(seen == std::vector<std::string>{"m3", "m4"});
  for (int i = 5; i < 10; ++i) {
    const ApiResponse made = master.ask(request_to(Verb::kCreate, config_map("m" + std::to_string(i))));
    CHECK(made.object->metadata.resource_version == ++last);
    uids.insert(made.object->metadata.uid.str());
  }
  CHECK(uids.size() == 10);
}

TEST_CASE("no answer leaves before the write is durable, and reads wait with it") {
  const TemporaryFolder folder;
  RealExecutor executor;
  Master master(executor, open_in(folder, executor), "a");
  std::vector<std::string> out;
  master.send(request_to(Verb::kCreate, config_map("m")),
              [&](const ApiResponse& response) { out.push_back(std::to_string(response.status.code)); });
  ApiRequest get;
  get.kind = &ConfigMap::info();
  get.key = in_default("m");
  master.send(get, [&](const ApiResponse& response) {
    out.push_back(response.object ? "read it" : "did not find it");
  });
  CHECK(out.empty());
  CHECK(!master.durability->idle());
  REQUIRE(run_until(executor, [&] { return out.size() == 2; }));
  CHECK(out == std::vector<std::string>{"201", "read it"});
  CHECK(master.durability->idle());
}

}  // namespace
}  // namespace podium::testing
