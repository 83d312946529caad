// Label and field selectors of a query.
#include <string>
#include <vector>

#include "control-plane/gateway/selectors.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/fuzz/target.h"

using namespace podium;

PODIUM_FUZZ_TARGET(input) {
  LabelSelector selector;
  if (parse_label_selector(input, selector).empty()) {
    const Labels labels = {{"app", "web"}, {"tier", "front"}};
    const bool matches = selector.matches(labels);
    LabelSelector again;
    fuzz::expect(parse_label_selector(input, again).empty() && again.matches(labels) == matches,
                 "a selector means the same each time");
  }
  std::vector<FieldRequirement> fields;
  parse_field_selector(input, Pod::info(), fields);
}
