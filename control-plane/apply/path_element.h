// One step of a path into an object: a field, an element of a list by its key or its value, or a place in a
// list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/apply/scalar.h"

namespace podium::apply {

struct KeyPart {
  std::string name;
  Scalar value;
};

struct PathElement {
  // In the order that a set is written in.
  enum class Kind : std::uint8_t { kField, kKey, kValue, kIndex };

  Kind kind = Kind::kField;
  std::string name;            // of a field
  std::vector<KeyPart> parts;  // of a key, sorted by name; of a value or an index one part without a name

  static PathElement field(std::string_view name);
  static PathElement key(std::vector<KeyPart> parts);  // in any order
  static PathElement value(Scalar value);
  static PathElement index(std::int64_t index);
};

int compare(const PathElement& a, const PathElement& b);
inline bool operator==(const PathElement& a, const PathElement& b) { return compare(a, b) == 0; }
inline bool operator<(const PathElement& a, const PathElement& b) { return compare(a, b) < 0; }

// As people read it: `.spec`, `[name="web",protocol="TCP"]`, `[="kubernetes"]`, `[3]`.
std::string to_string(const PathElement& element);

// As FieldsV1 writes it: `f:spec`, `k:{"name":"web"}`, `v:"kubernetes"`, `i:3`.
std::string to_wire(const PathElement& element);

struct WireElement {
  std::optional<PathElement> element;  // none with `known`: the text is broken
  bool known = true;                   // false: of a kind that a later version may know; to be skipped
};
WireElement from_wire(std::string_view text);

using Path = std::vector<PathElement>;
std::string to_string(const Path& path);
Path field_path(std::initializer_list<std::string_view> names);

}  // namespace podium::apply
