#include "runtime/sqlite/journal.h"

#include <zlib.h>

#include <array>
#include <cassert>
#include <utility>

#include "runtime/sqlite/file.h"
#include "runtime/sqlite/statements.h"

namespace podium::sqlite {
namespace {

std::int64_t signed_of(Revision revision) { return static_cast<std::int64_t>(revision); }

uLong add_bytes(uLong sum, std::string_view bytes) {
  return crc32_z(sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

// Least significant byte first, so that a file is right on every machine.
uLong add_number(uLong sum, std::uint64_t number) {
  std::array<Bytef, sizeof(number)> bytes;
  for (Bytef& byte : bytes) {
    byte = static_cast<Bytef>(number);
    number >>= 8;
  }
  return crc32_z(sum, bytes.data(), bytes.size());
}

}  // namespace

std::int64_t checksum(const TimedChange& row) {
  const DurableChange& change = row.change;
  uLong sum = crc32_z(0, nullptr, 0);
  for (const std::uint64_t number :
       {change.revision, change.created, static_cast<std::uint64_t>(nanos(row.expires)),
        static_cast<std::uint64_t>(change.key.size()),
        static_cast<std::uint64_t>(change.value.has_value())}) {
    sum = add_number(sum, number);
  }
  sum = add_bytes(sum, change.key);
  if (change.value) sum = add_bytes(sum, *change.value);
  return static_cast<std::int64_t>(sum);
}

Journal::Journal(std::string path, Database database, std::unique_ptr<Statements> statements)
    : path_(std::move(path)), database_(std::move(database)), statements_(std::move(statements)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::string& path) {
  Result<Database> database = open_file(path);
  if (!database.ok()) return database.error();
  constexpr std::array kSql{
      "BEGIN IMMEDIATE",
      "COMMIT",
      "SELECT id, revision, created, value IS NULL FROM change WHERE key = ? ORDER BY revision DESC LIMIT 1",
      "INSERT INTO change (id, revision, key, value, created, expires, checksum) VALUES (?, ?, ?, ?, ?, ?, "
      "?)",
      "DELETE FROM change WHERE id = ?",
      "UPDATE compaction SET revision = ?",
  };
  std::vector<Statement> ready;
  for (const char* sql : kSql) {
    Result<Statement> prepared = database.value().prepare(sql);
    if (!prepared.ok()) return damaged(path, prepared.error().message);
    ready.push_back(std::move(prepared).value());
  }
  auto statements =
      std::make_unique<Statements>(Statements{std::move(ready[0]), std::move(ready[1]), std::move(ready[2]),
                                              std::move(ready[3]), std::move(ready[4]), std::move(ready[5])});
  return Journal(path, std::move(database).value(), std::move(statements));
}

Result<Journal::Newest> Journal::newest(const std::string& key) {
  Statement& query = statements_->newest.bind_bytes(1, key);
  const Result<bool> row = query.step();
  if (!row.ok()) return row.error();
  Newest newest;
  if (!row.value()) return newest;
  newest.id = query.number(0);
  if (query.number(3) == 0) {
    newest.modified = static_cast<Revision>(query.number(1));
    newest.created = static_cast<Revision>(query.number(2));
  }
  query.reset();
  return newest;
}

Status Journal::append_row(const TimedChange& row, std::int64_t previous) {
  const DurableChange& change = row.change;
  const std::int64_t id = ++last_id_;
  Statement& append = statements_->append;
  append.bind(1, id).bind(2, signed_of(change.revision)).bind_bytes(3, change.key);
  if (change.value)
    append.bind_bytes(4, *change.value);
  else
    append.bind_null(4);
  append.bind(5, signed_of(change.created)).bind(6, nanos(row.expires)).bind(7, checksum(row));
  if (previous != 0) outdated_.push_back({change.revision, previous});
  if (!change.value) outdated_.push_back({change.revision, id});
  return append.run();
}

Status Journal::begin() { return statements_->begin.run(); }
Status Journal::commit() { return statements_->commit.run(); }

Result<bool> Journal::append(DurableTransaction& transaction, TimePoint now, std::vector<TimedChange>& told) {
  std::vector<Newest> before(transaction.writes.size());
  for (const DurableTransaction::Check& check : transaction.checks) {
    const Result<Newest> found = newest(check.key);
    if (!found.ok()) return found.error();
    if (found.value().modified != check.modified) return false;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (transaction.writes[i].key == check.key) before[i] = found.value();
    }
  }
  if (!before.empty()) ++revision_;
  for (std::size_t i = 0; i < before.size(); ++i) {
    DurableTransaction::Write& write = transaction.writes[i];
    const Revision created = before[i].created != 0 ? before[i].created : revision_;
    TimedChange row{{std::move(write.key), std::move(write.value), created, revision_}, {}};
    if (!row.change.value) row.change.created = 0;
    if (write.lifetime > Duration{0}) row.expires = now + write.lifetime;
    if (Status appended = append_row(row, before[i].modified != 0 ? before[i].id : 0); !appended.ok())
      return appended.error();
    told.push_back(std::move(row));
  }
  return true;
}

// The mark comes first: rows that a crash leaves behind are read as outdated, and found again.
Result<bool> Journal::compact(Revision revision, std::size_t most) {
  revision = std::min(revision, revision_);
  if (Status begun = begin(); !begun.ok()) return begun.error();
  if (revision > compacted_) {
    if (Status marked = statements_->compacted.bind(1, signed_of(revision)).run(); !marked.ok())
      return marked.error();
    compacted_ = revision;
  }
  const auto more = [&] { return !outdated_.empty() && outdated_.front().by <= compacted_; };
  for (std::size_t count = 0; count < most && more(); ++count, outdated_.pop_front()) {
    if (Status forgot = statements_->forget.bind(1, outdated_.front().id).run(); !forgot.ok())
      return forgot.error();
  }
  if (Status committed = commit(); !committed.ok()) return committed.error();
  return !more();
}

}  // namespace podium::sqlite
