// Durable commits a second to a SQLite file, 2 KB each, by how many writers wait for one at a time:
// what group commit is for.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "runtime/real/real_executor.h"
#include "runtime/sqlite/sqlite_store.h"

namespace podium::bench {
namespace {

constexpr std::int64_t kCommitsAtATime = 200;
constexpr std::size_t kValueBytes = 2048;

class Writers {
 public:
  Writers(const std::string& path, std::int64_t writers)
      : last_(static_cast<std::size_t>(writers)),
        store_(std::move(SqliteStore::open(path, executor_, [this](Task task) {
                 executor_.post_from_thread(std::move(task));
               })).value()) {
    store_->start({[](const DurableSnapshot&) {}, [](const std::vector<DurableChange>&) {},
                   [this](DurableState, const std::string&) { executor_.stop(); }});
    executor_.run();
  }

  // Runs until that many commits have been acknowledged.
  void run(std::int64_t commits) {
    left_ = commits;
    running_ = last_.size();
    for (std::size_t writer = 0; writer < last_.size(); ++writer) write(writer);
    executor_.run();
  }

 private:
  // Each writer goes on changing a key of its own.
  void write(std::size_t writer) {
    if (left_-- <= 0) {
      if (--running_ == 0) executor_.stop();
      return;
    }
    const std::string key = "/registry/pods/default/web-" + std::to_string(writer);
    DurableTransaction transaction;
    transaction.checks.push_back({key, last_[writer]});
    transaction.writes.push_back({key, std::string(kValueBytes, 'v')});
    store_->commit(std::move(transaction), [this, writer](const DurableOutcome& outcome) {
      last_[writer] = outcome.revision;
      write(writer);
    });
  }

  RealExecutor executor_;
  std::vector<Revision> last_;
  std::unique_ptr<SqliteStore> store_;
  std::int64_t left_ = 0;
  std::size_t running_ = 0;
};

void sqlite_commits(benchmark::State& state) {
  std::string directory = (std::filesystem::temp_directory_path() / "podium-bench-XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) return state.SkipWithError("no directory for the file");
  {
    Writers writers(directory + "/cluster.db", state.range(0));
    for (auto _ : state) writers.run(kCommitsAtATime);
    state.SetItemsProcessed(state.iterations() * kCommitsAtATime);
  }
  std::filesystem::remove_all(directory);
}
BENCHMARK(sqlite_commits)->Arg(1)->Arg(8)->Arg(64)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace podium::bench
