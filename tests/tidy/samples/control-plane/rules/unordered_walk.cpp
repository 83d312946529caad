#include "control-plane/rules/unordered.h"

void Names::walk_on() {
  for (const auto& entry : this->by_name_) use(entry);  // expect: unordered
}
