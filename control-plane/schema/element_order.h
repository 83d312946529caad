// The order of a list after a strategic merge: what a patch names comes in the patch's order, what it does
// not name keeps its order, and the two are woven together by where they were before.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace podium::schema {

// Equal as list elements: by their merge key, or as values if the key is empty.
bool same_element(const nlohmann::json& a, const nlohmann::json& b, const std::string& merge_key);

void order_elements(nlohmann::json& list, const nlohmann::json& patch_order, const nlohmann::json& before,
                    const std::string& merge_key);

}  // namespace podium::schema
