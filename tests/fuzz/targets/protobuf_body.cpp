// Protobuf bodies of requests.
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/protobuf.h"
#include "control-plane/schema/table.h"
#include "tests/fuzz/target.h"

using namespace podium;
using nlohmann::json;

PODIUM_FUZZ_TARGET(input) {
  json decoded;
  if (schema::decode_protobuf(schema::kubernetes(), input, decoded).empty()) {
    const DecodedObject object = from_json(decoded);
    if (object.error.empty()) fuzz::expect(to_json(*object.value).is_object(), "an object can be written");
  }
  // Without its envelope, so that mutations reach the fields.
  const auto& resources = schema::kubernetes().resources();
  const auto& resource = resources[fuzz::choose(input, resources.size())];
  json fields, known;
  if (!schema::decode_message(*resource.type, input, fields).empty()) return;
  fuzz::expect(schema::decode_tree(*resource.type, fields, known).problems.empty(),
               "protobuf yields only fields that the type has");
}
