// A field that objects of a custom kind may be selected by: a path of names that leads to a scalar of the
// schema. A pure function.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace podium::custom {

struct SelectablePath {
  bool exists = false;              // the schema has such a field
  std::vector<std::string> faults;  // in Kubernetes' words; empty: objects may be selected by it
};

SelectablePath find_selectable(const nlohmann::json& schema, const std::string& path);

}  // namespace podium::custom
