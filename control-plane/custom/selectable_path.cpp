#include "control-plane/custom/selectable_path.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "control-plane/custom/tree.h"

namespace podium::custom {
namespace {

using nlohmann::json;

// Takes the next piece off: a delimiter, or what stands before the next one.
std::string_view take_piece(std::string_view& path) {
  const std::size_t end = path.find_first_of(".[]");
  const std::string_view piece = path.substr(0, end == 0 ? 1 : end);
  path.remove_prefix(piece.size());
  return piece;
}

// What is wrong with the path; if nothing, `schema` is what it leads to.
std::string follow(std::string_view path, const json*& schema) {
  while (!path.empty()) {
    const std::string_view delimiter = take_piece(path);
    if (delimiter == "[") return "array notation is not allowed";
    if (delimiter != ".") return "expected [ or . but got: " + std::string(delimiter);
    if (path.empty()) return "unexpected end of JSON path";
    const std::string name(take_piece(path));
    const json& properties = object_at(*schema, "properties");
    const json& others = object_at(*schema, "additionalProperties");
    const auto found = properties.find(name);
    if (found != properties.end())
      schema = &*found;
    else if (properties.empty() && !others.empty())
      schema = &others;
    else
      return "does not refer to a valid field";
  }
  return "";
}

}  // namespace

SelectablePath find_selectable(const json& schema, const std::string& path) {
  const json* end = &schema;
  if (const std::string fault = follow(path, end); !fault.empty())
    return {false, {"is an invalid path: " + fault}};
  SelectablePath found{true, {}};
  if (path == ".metadata" || path.starts_with(".metadata."))
    found.faults.emplace_back("must not point to fields in metadata");
  const std::string type = text_at(*end, "type");
  if (type != "string" && type != "boolean" && type != "integer")
    found.faults.emplace_back(
        "must point to a field of type string, boolean or integer. Enum string fields and strings with "
        "formats are allowed.");
  return found;
}

}  // namespace podium::custom
