// What a file holds, read once from its first row to its last.
#include <map>
#include <unordered_map>
#include <utility>

#include "runtime/sqlite/file.h"
#include "runtime/sqlite/statements.h"

namespace podium::sqlite {

// What is known while the rows go by.
struct Journal::Reading {
  std::map<std::string, TimedChange> state;              // at the last compaction
  std::unordered_map<std::string, std::int64_t> newest;  // the row of each key's value so far; 0: gone
  Contents contents;
};

Status Journal::take_row(Reading& reading, Statement& row) {
  TimedChange read{{std::string(row.bytes(2)), std::nullopt, static_cast<Revision>(row.number(4)),
                    static_cast<Revision>(row.number(1))},
                   TimePoint{Duration{row.number(5)}}};
  DurableChange& change = read.change;
  if (!row.is_null(3)) change.value.emplace(row.bytes(3));
  if (checksum(read) != row.number(6)) {
    return damaged(path_, "the checksum of key \"" + change.key + "\" at revision " +
                              std::to_string(change.revision) + " is wrong");
  }
  const Revision before = std::max(revision_, compacted_);
  if (change.revision > before + 1)
    return damaged(path_, "revision " + std::to_string(before + 1) + " is missing");
  revision_ = change.revision;
  last_id_ = row.number(0);
  std::int64_t& newest = reading.newest[change.key];
  if (newest != 0) outdated_.push_back({revision_, newest});
  if (!change.value) outdated_.push_back({revision_, last_id_});
  newest = change.value ? last_id_ : 0;
  if (revision_ > compacted_)
    reading.contents.changes.push_back(std::move(read));
  else if (change.value)
    reading.state.insert_or_assign(change.key, std::move(read));
  else
    reading.state.erase(change.key);
  return {};
}

Result<Journal::Contents> Journal::read() {
  const auto mark = database_.ask("SELECT revision FROM compaction");
  if (!mark.ok()) return damaged(path_, mark.error().message);
  if (!mark.value()) return damaged(path_, "it does not say when it was compacted");
  compacted_ = std::stoull(*mark.value());
  Result<Statement> query = database_.prepare(
      "SELECT id, revision, key, value, created, expires, checksum FROM change ORDER BY id");
  if (!query.ok()) return damaged(path_, query.error().message);
  Statement& rows = query.value();
  Reading reading;
  Result<bool> row = rows.step();
  for (; row.ok() && row.value(); row = rows.step()) {
    if (Status taken = take_row(reading, rows); !taken.ok()) return taken.error();
  }
  if (!row.ok()) return damaged(path_, row.error().message);
  revision_ = std::max(revision_, compacted_);
  Contents& contents = reading.contents;
  contents.snapshot.revision = compacted_;
  for (auto& [key, entry] : reading.state) {
    DurableChange& change = entry.change;
    if (entry.expires != TimePoint{})
      contents.timed.push_back({{key, std::nullopt, change.created, change.revision}, entry.expires});
    contents.snapshot.entries.push_back({key, std::move(*change.value), change.created, change.revision});
  }
  return std::move(contents);
}

}  // namespace podium::sqlite
