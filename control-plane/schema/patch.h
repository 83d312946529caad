// The three kinds of patches that PATCH takes besides server-side apply, on trees. In the order of use:
//   parse_patch, apply_patch, decode_patched (does the result fit the type?); if that fails, patch_invalid
//   words the answer.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/decode.h"
#include "control-plane/schema/type.h"

namespace podium::schema {

enum class PatchKind : std::uint8_t {
  kJson,       // RFC 6902, application/json-patch+json
  kMerge,      // RFC 7386, application/merge-patch+json
  kStrategic,  // application/strategic-merge-patch+json: lists are merged by the merge keys of the type
};

// None if the content type is of another kind of patch, or of none.
std::optional<PatchKind> patch_kind(std::string_view content_type);

// Why there is no patched object: the Status that a real API server answers with.
struct PatchError {
  int code = 0;        // 400, 413, 422 or 500; 0 if all went well
  std::string reason;  // "BadRequest", "Invalid"; empty with 500
  std::string message;

  explicit operator bool() const { return code != 0; }
};

// Refuses what is not JSON. `problems` gets the duplicate fields of the patch; report them before those of
// the result.
PatchError parse_patch(PatchKind kind, std::string_view text, nlohmann::json& patch,
                       std::vector<std::string>& problems);

// The same for callers inside, who make no duplicates: the text of any kind of patch.
PatchError parse_patch(std::string_view text, nlohmann::json& patch);

// Patches `object`, or leaves it as it is and says why.
PatchError apply_patch(PatchKind kind, const Type& type, nlohmann::json& object, const nlohmann::json& patch);

PatchError apply_json_patch(nlohmann::json& object, const nlohmann::json& patch);
PatchError apply_merge_patch(nlohmann::json& object, const nlohmann::json& patch);
// Directives: $patch: replace|delete in maps and elements, $retainKeys, $setElementOrder/<list>,
// $deleteFromPrimitiveList/<list>.
PatchError apply_strategic_merge_patch(const Type& type, nlohmann::json& object, const nlohmann::json& patch);

// decode_tree of a patched object. The error has the words of upstream's converter if the patch was a
// strategic one.
Decoding decode_patched(PatchKind kind, const Type& type, nlohmann::json patched, nlohmann::json& object);

// The 422 for a patch whose result is not an object of the kind, or (with strict_error) has fields that it
// should not.
PatchError patch_invalid(PatchKind kind, const nlohmann::json& patch, const nlohmann::json& patched,
                         std::string_view error);

}  // namespace podium::schema
