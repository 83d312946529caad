// Patches of the three kinds on an object: what comes out fits the type, or is refused.
#include <nlohmann/json.hpp>

#include "control-plane/schema/decode.h"
#include "control-plane/schema/patch.h"
#include "control-plane/schema/table.h"
#include "tests/fuzz/target.h"

using namespace podium;
using nlohmann::json;

PODIUM_FUZZ_TARGET(input) {
  using schema::PatchKind;
  constexpr PatchKind kKinds[] = {PatchKind::kJson, PatchKind::kMerge, PatchKind::kStrategic};
  const PatchKind kind = kKinds[fuzz::choose(input, 3)];
  const char* const names[] = {"pods", "services", "nodes", "configmaps"};
  const schema::Type& type =
      *schema::kubernetes().find_resource("", "v1", names[fuzz::choose(input, 4)])->type;
  const std::string_view object_text = fuzz::take_part(input);
  json object, patch, known;
  if (!schema::decode_text(type, object_text, object).ok()) return;
  const json before = object;
  std::vector<std::string> problems;
  if (schema::parse_patch(kind, input, patch, problems)) return;
  if (schema::apply_patch(kind, type, object, patch)) {
    fuzz::expect(object == before, "a patch that fails changes nothing");
    return;
  }
  const schema::Decoding decoding = schema::decode_patched(kind, type, object, known);
  if (!decoding.ok())
    fuzz::expect(static_cast<bool>(schema::patch_invalid(kind, patch, object, decoding.error)),
                 "a patch whose result is no object is refused");
}
