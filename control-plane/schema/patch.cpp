#include "control-plane/schema/patch.h"

#include <nlohmann/json.hpp>

#include "control-plane/schema/decoder.h"
#include "control-plane/schema/go_print.h"

namespace podium::schema {
using nlohmann::json;

std::optional<PatchKind> patch_kind(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  if (content_type == "application/json-patch+json") return PatchKind::kJson;
  if (content_type == "application/merge-patch+json") return PatchKind::kMerge;
  if (content_type == "application/strategic-merge-patch+json") return PatchKind::kStrategic;
  return std::nullopt;
}

PatchError parse_patch(PatchKind kind, std::string_view text, json& patch,
                       std::vector<std::string>& problems) {
  Decoding result;
  decode_with({.duplicates_anywhere = true}, any_type(), text, patch, result);
  if (!result.ok()) {
    const char* prefix = kind == PatchKind::kStrategic ? "" : "error decoding patch: ";
    return {400, "BadRequest", prefix + result.error};
  }
  for (std::string& problem : result.problems) {
    problems.push_back((kind == PatchKind::kJson ? "json patch " : "") + problem);
  }
  return {};
}

PatchError parse_patch(std::string_view text, json& patch) {
  std::vector<std::string> duplicates;
  return parse_patch(PatchKind::kMerge, text, patch, duplicates);
}

PatchError apply_patch(PatchKind kind, const Type& type, json& object, const json& patch) {
  switch (kind) {
    case PatchKind::kJson: return apply_json_patch(object, patch);
    case PatchKind::kMerge: return apply_merge_patch(object, patch);
    case PatchKind::kStrategic: break;
  }
  return apply_strategic_merge_patch(type, object, patch);
}

Decoding decode_patched(PatchKind kind, const Type& type, json patched, json& object) {
  Decoding result;
  decode_with({.converter_words = kind == PatchKind::kStrategic}, type, std::move(patched), object, result);
  return result;
}

PatchError patch_invalid(PatchKind kind, const json& patch, const json& patched, std::string_view error) {
  const std::string shown = kind == PatchKind::kStrategic ? go_print(patch) : patched.dump();
  return {422, "Invalid",
          " \"\" is invalid: patch: Invalid value: " + json(shown).dump() + ": " + std::string(error)};
}

}  // namespace podium::schema
