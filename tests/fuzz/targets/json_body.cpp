// JSON bodies of requests: decoded by the schema, made objects, and written again.
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/table.h"
#include "tests/fuzz/target.h"

using namespace podium;
using nlohmann::json;

PODIUM_FUZZ_TARGET(input) {
  const auto& kinds = all_kinds();
  const KindInfo& kind = *kinds[fuzz::choose(input, kinds.size())];
  const auto* resource = schema::kubernetes().find_kind(kind.group, kind.version, kind.kind.view());
  json tree;
  if (!schema::decode_text(*resource->type, input, tree).ok()) return;
  const DecodedObject decoded = from_json(kind, tree);
  if (!decoded.error.empty()) return;
  const json written = to_json(*decoded.value);
  std::string text;
  write_json(*decoded.value, text);
  fuzz::expect(json::parse(text) == written, "both ways of writing an object agree");
  const DecodedObject again = from_json(kind, written);
  fuzz::expect(again.error.empty(), "what was written can be read");
  fuzz::expect(to_json(*again.value) == written, "an object survives a round trip");
}
