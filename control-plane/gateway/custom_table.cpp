#include "control-plane/gateway/custom_table.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/custom/json_path.h"
#include "control-plane/gateway/age.h"

namespace podium {
namespace {

using nlohmann::json;

json date_cell(const json& value, TimePoint now) {
  if (!value.is_string()) return "<unknown>";
  const auto at = parse_time(value.get<std::string>());
  return at ? json(age(*at, now)) : json("<invalid>");
}

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

// A value of another type than the column's is left out, as is what is not there.
json cell(const custom::Column& column, const json& tree, TimePoint now) {
  const std::vector<const json*> found = custom::values_at(tree, column.path);
  if (found.empty() || found[0]->is_null()) return nullptr;
  const json& value = *found[0];
  if (column.type == "date") return date_cell(value, now);
  if (column.type == "boolean") return value.is_boolean() ? value : json();
  if (column.type == "number") return value.is_number() ? value : json();
  if (column.type == "integer") {
    return value.is_number() ? json(value.get<std::int64_t>()) : json();
  }
  std::string text;
  for (const json* one : found) text += (one == found[0] ? "" : ",") + text_of(*one);
  return text;
}

}  // namespace

json custom_columns(const custom::Version& version) {
  json columns = json::array();
  const std::string about_name =
      "Name must be unique within a namespace. Is required when creating resources, although some resources "
      "may allow a client to request the generation of an appropriate name automatically.";
  columns.push_back({{"name", "Name"},
                     {"type", "string"},
                     {"format", "name"},
                     {"description", about_name},
                     {"priority", 0}});
  for (const custom::Column& column : version.columns) {
    const std::string description =
        column.description.empty() ? "Custom resource definition column (in JSONPath format): " + column.path
                                   : column.description;
    columns.push_back({{"name", column.name},
                       {"type", column.type},
                       {"format", column.format},
                       {"description", description},
                       {"priority", column.priority}});
  }
  return columns;
}

json custom_cells(const custom::Version& version, const Object& object, TimePoint now) {
  const json tree = to_json(object);
  json cells = json::array({object.metadata.name.str()});
  for (const custom::Column& column : version.columns) cells.push_back(cell(column, tree, now));
  return cells;
}

}  // namespace podium
