#include "control-plane/gateway/user_json.h"

#include <nlohmann/json.hpp>

namespace podium {
namespace {

using nlohmann::json;

json texts_json(const List<Text>& texts) {
  json list = json::array();
  for (const Text& text : texts) list.push_back(text.view());
  return list;
}

List<Text> read_texts(const json& list) {
  List<Text> texts;
  for (const json& text : list) texts.push_back(text.get<std::string>());
  return texts;
}

}  // namespace

json user_json(const User& user) {
  json info = {{"username", user.name.view()}};
  if (!user.uid.empty()) info["uid"] = user.uid.view();
  if (!user.groups.empty()) info["groups"] = texts_json(user.groups);
  for (const auto& [key, values] : user.extra) info["extra"][key] = texts_json(values);
  return info;
}

User read_user(const json& spec) {
  User user;
  user.name = spec.value("user", "");
  user.uid = spec.value("uid", "");
  if (spec.contains("groups")) user.groups = read_texts(spec["groups"]);
  const json extra = spec.value("extra", json::object());
  for (const auto& [key, values] : extra.items())
    user.extra.emplace_back(key, read_texts(values));
  return user;
}

}  // namespace podium
