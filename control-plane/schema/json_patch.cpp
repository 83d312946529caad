#include <nlohmann/json.hpp>

#include "control-plane/schema/patch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxOperations = 10000;  // as upstream

PatchError bad_request(std::string message) { return {400, "BadRequest", std::move(message)}; }

// Upstream does not tell what was wrong with an operation.
PatchError rejected() {
  return {422, "Invalid", "the server rejected our request due to an error in our request"};
}

const char* go_kind(const json& value) {
  return value.is_number() ? "number" : value.is_boolean() ? "bool" : value.type_name();
}

}  // namespace

PatchError apply_json_patch(json& object, const json& patch) {
  if (!patch.is_array()) {
    return bad_request(std::string("json: cannot unmarshal ") + go_kind(patch) +
                       " into Go value of type jsonpatch.Patch");
  }
  for (const json& operation : patch) {
    if (operation.is_object()) continue;
    return bad_request(std::string("json: cannot unmarshal ") + go_kind(operation) +
                       " into Go value of type jsonpatch.Operation");
  }
  if (patch.size() > kMaxOperations) {
    return {413, "RequestEntityTooLarge",
            "Request entity too large: The allowed maximum operations in a JSON patch is " +
                std::to_string(kMaxOperations) + ", got " + std::to_string(patch.size())};
  }
  try {
    object = object.patch(patch);
  } catch (const json::exception&) {
    return rejected();
  }
  return {};
}

PatchError apply_merge_patch(json& object, const json& patch) {
  if (!patch.is_object()) return bad_request("Invalid JSON Patch");
  object.merge_patch(patch);
  return {};
}

}  // namespace podium::schema
