// Resource quantities: "100m", "1.5Gi", "2e3".
#include "control-plane/objects/quantity.h"

#include "tests/fuzz/target.h"

using namespace podium;

PODIUM_FUZZ_TARGET(input) {
  const std::string_view first = fuzz::take_part(input);
  const auto a = Quantity::parse(first), b = Quantity::parse(input);
  if (!a) return;
  const std::string text = a->str();
  const auto again = Quantity::parse(text);
  fuzz::expect(again && *again == *a, "a quantity survives a round trip");
  // "62.5Ki" is written "64000", as Kubernetes does, and that means 64k.
  const auto settled = Quantity::parse(again->str());
  fuzz::expect(settled && settled->str() == again->str(), "the canonical form settles");
  a->milli_value();
  if (b) fuzz::expect((*a < *b) == (*b > *a), "quantities have an order");
}
