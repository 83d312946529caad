#include "scenarios/runner/invariant.h"

namespace podium::scenario {

#define X(stem) InvariantKind stem##_invariant();
#include "scenarios/runner/invariants/all.inc"
#undef X

const std::vector<InvariantKind>& invariants() {
  static const std::vector<InvariantKind> all = {
#define X(stem) stem##_invariant(),
#include "scenarios/runner/invariants/all.inc"
#undef X
  };
  return all;
}

}  // namespace podium::scenario
