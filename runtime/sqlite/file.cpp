#include "runtime/sqlite/file.h"

#include <vector>

namespace podium::sqlite {
namespace {

// Each change of a key is a row. The newest row of a key is its state; older ones wait for compaction.
constexpr const char* kTables = R"(
BEGIN;
CREATE TABLE change (
  id       INTEGER PRIMARY KEY,  -- grows with the revision
  revision INTEGER NOT NULL,
  key      BLOB NOT NULL,
  value    BLOB,                 -- NULL: the key is gone
  created  INTEGER NOT NULL,     -- revision at which the key came to be
  expires  INTEGER NOT NULL,     -- nanoseconds since 1970; 0: never
  checksum INTEGER NOT NULL      -- CRC-32 of all the above but id
);
CREATE UNIQUE INDEX change_by_key ON change (key, revision);
CREATE TABLE compaction (revision INTEGER NOT NULL);  -- one row: what lies before is forgotten
INSERT INTO compaction VALUES (0);
)";

Error explained(const std::string& path, const Error& error) {
  switch (error.code) {
    case ErrorCode::kUnavailable:
      return {error.code, path + " is in use by another process: end that one, or name another file"};
    case ErrorCode::kInvalid: return damaged(path, error.message);
    case ErrorCode::kNotFound:
      return {error.code,
              path + " cannot be opened or made: see that its directory exists and may be written to"};
    default: return {error.code, path + ": " + error.message};
  }
}

// The steps of opening; their errors are already told to a person.
class Opening {
 public:
  Opening(const std::string& path, Database& database) : path_(path), database_(database) {}

  // The lock comes first: what another process is writing must not be judged. It is held while the
  // database is open, because in this mode SQLite does not give up locks.
  Status lock() { return run("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;"); }

  // Ours and of our version; an empty file becomes so.
  Status check_format() {
    for (const char* sql :
         {"PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master"}) {
      Status asked = ask(sql);
      if (!asked.ok()) return asked;
    }
    const std::string &application = answers_[0], &version = answers_[1], &tables = answers_[2];
    if (application == "0" && tables == "0") return make_tables();
    if (application != std::to_string(kApplicationId)) {
      return Error{ErrorCode::kInvalid,
                   path_ + " is an SQLite database, but not one of Podium's: name another file"};
    }
    if (version == std::to_string(kFormatVersion)) return {};
    return Error{ErrorCode::kUnsupported, path_ + " has format " + version +
                                              ", and this Podium knows format " +
                                              std::to_string(kFormatVersion) +
                                              ": use the Podium that wrote it, or export it with that one"};
  }

  Status check_integrity() {
    Status asked = ask("PRAGMA integrity_check(1)");
    if (!asked.ok() || answers_.back() == "ok") return asked;
    return damaged(path_, answers_.back());
  }

  // FULL: each commit reaches the disk before it is answered.
  Status log_ahead() { return run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"); }

 private:
  Status run(const char* sql) {
    Status done = database_.run(sql);
    return done.ok() ? done : explained(path_, done.error());
  }
  Status ask(const char* sql) {
    auto answer = database_.ask(sql);
    if (!answer.ok()) return explained(path_, answer.error());
    answers_.push_back(answer.value().value_or(""));
    return {};
  }
  Status make_tables() {
    const std::string mark = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                             "; PRAGMA user_version = " + std::to_string(kFormatVersion) + "; COMMIT;";
    Status made = run(kTables);
    return made.ok() ? run(mark.c_str()) : made;
  }

  const std::string& path_;
  Database& database_;
  std::vector<std::string> answers_;  // so far
};

}  // namespace

Error damaged(const std::string& path, const std::string& what) {
  return {ErrorCode::kInvalid, path + " is damaged (" + what +
                                   "): restore it from a backup or an export, or move it and " + path +
                                   "-wal away to begin with an empty cluster"};
}

Result<Database> open_file(const std::string& path) {
  Result<Database> opened = Database::open(path);
  if (!opened.ok()) return explained(path, opened.error());
  Opening opening(path, opened.value());
  for (const auto step :
       {&Opening::lock, &Opening::check_format, &Opening::check_integrity, &Opening::log_ahead}) {
    if (Status done = (opening.*step)(); !done.ok()) return done.error();
  }
  return opened;
}

}  // namespace podium::sqlite
