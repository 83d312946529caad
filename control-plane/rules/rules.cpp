#include "control-plane/rules/rules.h"

namespace podium {

#define X(stem) const Rules& stem##_rules();
#include "control-plane/rules/kinds/all.inc"
#undef X

// Kinds and their rules have files of the same names, so both lists are in the same order.
const Rules& rules_of(const KindInfo& kind) {
  static const Rules* const all[] = {
#define X(stem) &stem##_rules(),
#include "control-plane/rules/kinds/all.inc"
#undef X
  };
  return *all[kind.index];
}

}  // namespace podium
