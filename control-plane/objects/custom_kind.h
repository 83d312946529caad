// A kind that is added while the cluster runs, beside the constant ones of all_kinds().
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct Rules;

// Its objects are Generic. Its index is behind those of all_kinds() and computed_kinds(). What it is made
// of is the business of control-plane/custom.
struct CustomKind : KindInfo {
  const Rules* rules = nullptr;
};

// Null for a constant kind.
const CustomKind* as_custom(const KindInfo& kind);

// A kind without a type of its own, whose objects are Generic, with names that somebody else owns.
KindInfo generic_kind(std::size_t index, std::string_view group, std::string_view version,
                      std::string_view kind, std::string_view plural, bool namespaced, bool has_status);

}  // namespace podium
