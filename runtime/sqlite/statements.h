// The prepared statements of a Journal, and the checksum that guards each row.
#pragma once

#include "runtime/sqlite/journal.h"

namespace podium::sqlite {

struct Journal::Statements {
  Statement begin, commit;
  Statement newest;     // of a key: id, revision, created, whether it is gone
  Statement append;     // the seven columns of a change
  Statement forget;     // a row, by id
  Statement compacted;  // sets the revision of the last compaction
};

// CRC-32 of a row: what SQLite does not notice is a changed bit in the middle of a value.
std::int64_t checksum(const TimedChange& row);

}  // namespace podium::sqlite
