// The file of a SQLite store: opened for this process alone, checked, and of a format that we know.
#pragma once

#include <string>

#include "runtime/sqlite/database.h"

namespace podium::sqlite {

// Marks the file as Podium's in its header: "Podm", as the `file` program could tell.
inline constexpr std::int64_t kApplicationId = 0x506f646d;
inline constexpr std::int64_t kFormatVersion = 1;

// Opens or makes the file, write-ahead log and all. What was committed before a crash is there; what
// was not is not. Blocks while it reads the whole file once. Each error says what to do: kUnavailable
// (another process has it), kNotFound (no such directory, or not allowed), kInvalid (damaged, or not
// ours), kUnsupported (of a newer Podium), kInternal (the disk).
Result<Database> open_file(const std::string& path);

// A row of the file is wrong, though SQLite finds the file in order.
Error damaged(const std::string& path, const std::string& what);

}  // namespace podium::sqlite
