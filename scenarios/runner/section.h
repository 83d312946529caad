// A part of a scenario file while it is read: every value is asked for by name and type, and what is
// wrong is told with file, line, field, value and what was expected.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/objects/object.h"
#include "runtime/env/time.h"
#include "scenarios/cluster/duration.h"

namespace podium::scenario {

// Thrown while a file is read, caught where reading began. what() is the sentence for the user.
class Mistake : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// An interval of durations: "40s..60s", or "60s" alone for 0s..60s.
struct Window {
  Duration from{0}, to{0};
};

// A parsed file: its name, its tree, and the line of each value.
class Document {
 public:
  // Throws Mistake if the text is not YAML.
  Document(std::string file, const std::string& text);
  ~Document();

  const std::string& file() const { return file_; }
  const nlohmann::json& root() const;
  int line_of(const std::string& pointer) const;  // of a JSON pointer; its parent's if unknown

 private:
  struct Content;
  std::string file_;
  std::unique_ptr<Content> content_;
};

class Section {
 public:
  explicit Section(const Document& document);

  const nlohmann::json& json() const { return *value_; }
  const Document& document() const { return *document_; }
  std::string where() const;  // "scenario.yaml:12: faults[1]"
  [[noreturn]] void fail(const std::string& problem) const;
  [[noreturn]] void expected(std::string_view name, std::string_view what) const;  // about one of its fields

  bool has(std::string_view name) const;
  // Without a default the field is required.
  std::string text(std::string_view name) const;
  std::string text(std::string_view name, std::string otherwise) const;
  std::string one_of(std::string_view name, const std::vector<std::string>& allowed,
                     std::string otherwise) const;
  std::int64_t integer(std::string_view name) const;
  std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
  double number(std::string_view name, double otherwise) const;
  bool boolean(std::string_view name, bool otherwise) const;
  Duration duration(std::string_view name) const;
  Duration duration(std::string_view name, Duration otherwise) const;
  Window window(std::string_view name) const;
  Window window(std::string_view name, Window otherwise) const;                // "2s" alone means 2s..2s here
  std::int64_t quantity(std::string_view name, std::int64_t otherwise) const;  // whole units: "8Gi"
  std::int64_t milli_quantity(std::string_view name, std::int64_t otherwise) const;  // cpu: "250m"
  Labels labels(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  std::vector<double> numbers(std::string_view name) const;
  // "default/web" or "web" (namespace default).
  Key key(std::string_view name) const;

  std::optional<Section> child(std::string_view name) const;
  std::vector<Section> list(std::string_view name) const;

  // Refuses fields that nobody asked for. Call when all have been read.
  void finish() const;

 private:
  Section(const Document& document, const nlohmann::json& value, std::string pointer, std::string path);
  const nlohmann::json* look(std::string_view name) const;
  const nlohmann::json& need(std::string_view name, std::string_view what) const;

  const Document* document_;
  const nlohmann::json* value_;
  std::string pointer_, path_;
  mutable std::set<std::string, std::less<>> asked_;
};

using podium::duration_text;
using podium::parse_duration;

}  // namespace podium::scenario
