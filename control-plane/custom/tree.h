// Reading trees that may lack anything: what is absent, or of another form, is empty.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace podium::custom {

std::string text_at(const nlohmann::json& holder, const char* name);
const nlohmann::json& object_at(const nlohmann::json& holder, const char* name);
const nlohmann::json& list_at(const nlohmann::json& holder, const char* name);
bool flag_at(const nlohmann::json& holder, const char* name);
std::optional<std::int64_t> integer_at(const nlohmann::json& holder, const char* name);
std::optional<double> number_at(const nlohmann::json& holder, const char* name);
std::vector<std::string> texts_at(const nlohmann::json& holder, const char* name);  // those that are texts

// As Go prints a value with %#v: map[string]interface {}{"a":1}.
std::string go_text(const nlohmann::json& value);

}  // namespace podium::custom
