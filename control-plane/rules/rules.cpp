#include "control-plane/rules/rules.h"

#include <cassert>

#include "control-plane/objects/custom_kind.h"
#include "control-plane/objects/generic.h"
#include "control-plane/rules/generic_rules.h"

namespace podium {

#define X(stem) const Rules& stem##_rules();
#include "control-plane/rules/kinds/all.inc"
#undef X

namespace {

// Kinds and their rules have files of the same names; a kind that is only known from the schema has none.
std::vector<const Rules*> all_rules() {
  std::vector<const Rules*> by_index;
  for (const KindInfo* kind : all_kinds()) by_index.push_back(is_generic(*kind) ? &generic_rules() : nullptr);
#define X(stem) by_index[kind_index(#stem)] = &stem##_rules();
#include "control-plane/rules/kinds/all.inc"
#undef X
  return by_index;
}

}  // namespace

const Rules& rules_of(const KindInfo& kind) {
  if (const CustomKind* custom = as_custom(kind)) return *custom->rules;
  static const std::vector<const Rules*> rules = all_rules();
  assert(rules[kind.index] != nullptr && "a kind of objects/kinds/ without its file in rules/kinds/");
  return *rules[kind.index];
}

}  // namespace podium
