// Server-side apply, of two managers one after the other.
#include <nlohmann/json.hpp>

#include "control-plane/apply/tracking.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/table.h"
#include "tests/fuzz/target.h"

using namespace podium;
using nlohmann::json;

namespace {

apply::Write write_by(const schema::Type& type, std::string_view manager) {
  return {
      .type = type, .api_version = "v1", .kind = "Pod", .manager = manager, .time = "2025-01-01T00:00:00Z"};
}

}  // namespace

PODIUM_FUZZ_TARGET(input) {
  const schema::Type& type = *schema::kubernetes().find_resource("", "v1", "pods")->type;
  const json first = json::parse(fuzz::take_part(input), nullptr, false);
  const json second = json::parse(input, nullptr, false);
  if (!first.is_object() || !second.is_object()) return;
  json live, outcome, again;
  if (apply::apply(write_by(type, "a"), nullptr, first, false, live)) return;
  if (!apply::apply(write_by(type, "a"), &live, first, false, again))
    fuzz::expect(again == live, "applying the same again changes nothing");
  if (!apply::apply(write_by(type, "b"), &live, second, false, outcome)) {
    json forced;
    fuzz::expect(!apply::apply(write_by(type, "b"), &live, second, true, forced),
                 "what needs no force succeeds with it");
  }
}
