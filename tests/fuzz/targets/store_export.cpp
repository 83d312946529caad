// Exports of a store that are to be imported.
#include <string>

#include "control-plane/durable/export.h"
#include "tests/fuzz/target.h"

PODIUM_FUZZ_TARGET(input) {
  const podium::ImportPlan plan = podium::plan_import(std::string(input));
  podium::fuzz::expect(plan.error.empty() || plan.transactions.empty(), "a faulty export imports nothing");
}
