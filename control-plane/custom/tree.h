// Reading trees that may lack anything: what is absent, or of another form, is empty.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace podium::custom {

std::string text_at(const nlohmann::json& holder, const char* name);
const nlohmann::json& object_at(const nlohmann::json& holder, const char* name);
const nlohmann::json& list_at(const nlohmann::json& holder, const char* name);
bool flag_at(const nlohmann::json& holder, const char* name);

}  // namespace podium::custom
