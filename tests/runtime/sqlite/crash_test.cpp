// Processes that are killed while they write.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/runtime/sqlite/store_file.h"

namespace podium {
namespace {

// The child: writers that each add keys one after another, and tell each acknowledged one to the pipe.
class Writers {
 public:
  Writers(const StoreFile& file, std::string round, int pipe) : round_(std::move(round)), pipe_(pipe) {
    owner_.start(file.open(executor_));
  }
  void run_for_ever() {
    for (int writer = 0; writer < 8; ++writer) write(std::to_string(writer), 0);
    executor_.run();
  }

 private:
  void write(const std::string& writer, int number) {
    const std::string key = round_ + "/" + writer + "/" + std::to_string(number);
    owner_.store().commit(write_of(key, key, 0), [this, key, writer, number](const DurableOutcome& outcome) {
      const std::string line = key + " " + std::to_string(outcome.revision) + "\n";
      const bool told = ::write(pipe_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
      if (!told || outcome.kind != DurableOutcome::Kind::kCommitted) _exit(1);
      write(writer, number + 1);
    });
  }

  RealExecutor executor_;
  DurableOwner owner_{executor_};
  std::string round_;
  int pipe_;
};

// Kills the child once it has acknowledged `enough` writes; returns all that it acknowledged.
std::map<std::string, Revision> acknowledged_before_death(const StoreFile& file, const std::string& round,
                                                          std::size_t enough) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    close(ends[0]);
    Writers(file, round, ends[1]).run_for_ever();
    _exit(0);
  }
  close(ends[1]);
  std::string text;
  char buffer[4096];
  std::size_t lines = 0;
  for (ssize_t count = 0; (count = read(ends[0], buffer, sizeof(buffer))) > 0;) {
    text.append(buffer, static_cast<std::size_t>(count));
    lines += static_cast<std::size_t>(std::count(buffer, buffer + count, '\n'));
    if (lines >= enough) kill(child, SIGKILL);
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  std::map<std::string, Revision> acknowledged;
  std::istringstream in(text);
  std::string key;
  for (Revision revision = 0; in >> key >> revision;) acknowledged[key] = revision;
  CHECK(acknowledged.size() >= enough);
  return acknowledged;
}

// "What was committed before a crash is there."
TEST_CASE("no acknowledged write is lost when the process of a SQLite store is killed, again and again") {
  const StoreFile file;
  std::map<std::string, Revision> acknowledged;
  for (int round = 0; round < 5; ++round) {
    acknowledged.merge(
        acknowledged_before_death(file, std::to_string(round), 40 + 37 * static_cast<std::size_t>(round)));
    RealExecutor executor;
    DurableOwner owner(executor);
    owner.start(file.open(executor));
    for (const auto& [key, revision] : acknowledged) {
      REQUIRE(owner.modified(key) == revision);
      REQUIRE(owner.entries.at(key).value == key);
    }
    if (round % 2 == 1) owner.compact(owner.revision);
  }
}

// A crash of the machine may leave any part of the log's unacknowledged end.
TEST_CASE("a SQLite store whose log is torn anywhere holds whole transactions up to some revision") {
  const StoreFile file;
  acknowledged_before_death(file, "0", 60);
  std::map<Revision, std::string> key_at;
  const std::string saved = file.path() + ".saved", saved_log = file.log() + ".saved";
  std::filesystem::copy(file.path(), saved);
  std::filesystem::copy(file.log(), saved_log);
  const auto size = std::filesystem::file_size(saved_log);
  Revision least = ~Revision{0}, most = 0;
  for (int part = 0; part <= 20; ++part) {
    const auto replace = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy(saved, file.path(), replace);
    std::filesystem::copy(saved_log, file.log(), replace);
    std::filesystem::resize_file(file.log(), size * static_cast<unsigned>(part) / 20);
    RealExecutor executor;
    DurableOwner owner(executor);
    owner.start(file.open(executor));
    CHECK(owner.entries.size() == owner.revision);  // each transaction adds one key
    for (const DurableChange& change : owner.told)
      CHECK(key_at.emplace(change.revision, change.key).first->second == change.key);
    CHECK(owner.put("after", "x") == owner.revision);
    least = std::min(least, owner.revision);
    most = std::max(most, owner.revision);
  }
  CHECK(least == 1);  // without any log the file is as it was made
  CHECK(most > 60);
}

}  // namespace
}  // namespace podium
