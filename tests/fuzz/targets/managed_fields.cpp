// Sets of fields as managedFields name them: "f:spec", "k:{...}", "v:1".
#include <nlohmann/json.hpp>

#include "control-plane/apply/fields_v1.h"
#include "tests/fuzz/target.h"

using namespace podium;
using nlohmann::json;

PODIUM_FUZZ_TARGET(input) {
  const json tree = json::parse(input, nullptr, false);
  if (tree.is_discarded()) return;
  const auto set = apply::parse_fields(tree);
  if (!set) return;
  const auto again = apply::parse_fields(apply::to_json(*set));
  fuzz::expect(again && *again == *set, "a set of fields survives a round trip");
  fuzz::expect(apply::subtract(*set, *set).empty(), "nothing is left of a set without itself");
  fuzz::expect(apply::unite(*set, *set) == *set, "a set united with itself is itself");
}
