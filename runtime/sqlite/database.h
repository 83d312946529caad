// SQLite's C calls as values: a database, its prepared statements, and errors as results. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/env/status.h"

struct sqlite3;
struct sqlite3_stmt;

namespace podium::sqlite {

// A prepared statement. It lives no longer than its database.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  // Parameters are numbered from 1. A text is used by reference: it must live until the last step().
  Statement& bind(int parameter, std::int64_t number);
  Statement& bind_bytes(int parameter, std::string_view bytes);
  Statement& bind_null(int parameter);

  // The next row: true; no more: false, and the statement is ready to be bound and run again.
  Result<bool> step();
  // Runs a statement whose rows do not matter.
  Status run();
  // Ends a run before its last row.
  void reset();

  // Of the present row; columns are numbered from 0. Bytes live until the next step() or reset().
  std::int64_t number(int column) const;
  std::string_view bytes(int column) const;
  bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // Opens a file, or makes an empty one. Not read yet: whether it is a database shows with the first
  // statement.
  static Result<Database> open(const std::string& path);

  Result<Statement> prepare(std::string_view sql);
  Status run(const char* sql);  // statements without parameters, whose rows do not matter
  // The first column of the first row, as text; nothing if there is no row.
  Result<std::optional<std::string>> ask(std::string_view sql);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}
  Error error() const;

  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace podium::sqlite
