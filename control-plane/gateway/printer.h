// How a kind is shown in a table: the server's columns and their cells, which kubectl prints.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "control-plane/objects/object.h"
#include "control-plane/objects/selector_text.h"

namespace podium {

struct PrintColumn {
  const char* name;
  const char* type = "string";  // or "integer"
  const char* format = "";      // "name" for the column that names the object
  int priority = 0;             // 1: only with -o wide
  const char* description = "";
};

using Cell = std::variant<std::string, std::int64_t>;

// One file of printers/ exports `Printer <stem>_printer()`.
struct Printer {
  const KindInfo* kind = nullptr;
  std::vector<PrintColumn> columns;
  std::vector<Cell> (*row)(const Object& object, TimePoint now) = nullptr;
};

// The kind's printer; for a kind without one, name and age.
const Printer& printer_of(const KindInfo& kind);

// Pieces that several kinds print.
std::string join(const std::vector<std::string>& parts, const char* separator);
std::string or_none(std::string text);                     // "<none>" for an empty text
std::string labels_text(const Labels& labels);             // "a=b,c=d", or "<none>"

}  // namespace podium
