#include "control-plane/codec/config_reader.h"

#include <algorithm>

namespace podium {

void ConfigReader::fields(const Json& tree, const std::string& path,
                          std::initializer_list<const char*> known) {
  if (!tree.is_object()) return fail(path, "Invalid value: " + tree.dump() + ": expected an object");
  for (const auto& item : tree.items()) {
    if (std::find(known.begin(), known.end(), item.key()) == known.end())
      return fail(path, "unknown field \"" + item.key() + "\"");
  }
}

void ConfigReader::number(const Json& tree, const std::string& path, const char* field, std::int64_t least,
                          std::int64_t most, std::int64_t& value) {
  if (!tree.is_object() || !tree.contains(field)) return;
  const Json& given = tree[field];
  if (!given.is_number_integer() || given.get<std::int64_t>() < least || given.get<std::int64_t>() > most) {
    return fail((path.empty() ? "" : path + ".") + field,
                "Invalid value: " + given.dump() + ": expected a whole number from " + std::to_string(least) +
                    " to " + std::to_string(most));
  }
  value = given.get<std::int64_t>();
}

void ConfigReader::text(const Json& tree, const std::string& path, const char* field, std::string& value) {
  if (!tree.is_object() || !tree.contains(field)) return;
  if (!tree[field].is_string())
    return fail((path.empty() ? "" : path + ".") + field,
                "Invalid value: " + tree[field].dump() + ": expected a text");
  value = tree[field].get<std::string>();
}

}  // namespace podium
