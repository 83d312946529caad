// The simple JSON paths of printer columns, scale and selectable fields: .spec.replicas,
// .status.conditions[?(@.type=="Ready")].status, .spec.list[0], .metadata.annotations['a.b/c'].
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace podium::custom {

// All values at the path, borrowed from the tree; none if there is nothing or the path cannot be read.
std::vector<const nlohmann::json*> values_at(const nlohmann::json& tree, std::string_view path);

// Sets the value at a path of plain names, making the objects on the way. False if something else is there.
bool set_at(nlohmann::json& tree, std::string_view path, nlohmann::json value);

}  // namespace podium::custom
