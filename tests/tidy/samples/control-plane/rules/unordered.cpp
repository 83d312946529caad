#include "control-plane/rules/unordered.h"

void Names::walk() {
  for (const auto& [name, value] : by_name_) use(name);  // expect: unordered
  for (int number : in_order_) use(number);
  std::unordered_set<int> seen;
  for (int number : seen) use(number);  // expect: unordered
  sort(seen.begin(), seen.end());       // expect: unordered
  for (auto at = by_name_.find(1); at != by_name_.end(); ++at) use(at);
}
