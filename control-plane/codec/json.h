// Objects to and from JSON, by the fields that each type names.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "control-plane/objects/object.h"

namespace podium {

// The object as clients see it: apiVersion, kind, metadata, then its fields; what is empty is left out.
nlohmann::json to_json(const Object& object);
// The same as text, appended to `out`, without building a tree.
void write_json(const Object& object, std::string& out);
void write_metadata_json(const ObjectMeta& metadata, std::string& out);

struct DecodedObject {
  Ref<Object> value;
  std::string error;  // "spec.replicas: "three": expected a whole number"; empty if there is a value
};

// Reads an object of the kind that the tree names, or of the given one. Fields that the kind does not
// type are kept in its `rest`; whether they exist at all is the schema's business.
DecodedObject from_json(const nlohmann::json& tree);
DecodedObject from_json(const KindInfo& kind, const nlohmann::json& tree);

// A part of an object: "status.conditions[0].type", "status.conditions[type=Ready].status". Null if it
// is not there.
std::optional<nlohmann::json> get_path(const Object& object, std::string_view path);

}  // namespace podium
