// What is right for a kind: defaults, validity, and which changes count. Pure functions, one file a kind.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/object.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// A file of kinds/ exports `const Rules& <stem>_rules()`. All functions take objects of its kind.
struct Rules {
  // Fills in what the client left out. Copies no shared list that is complete already.
  void (*set_defaults)(Object& object);
  // What is wrong with a new object, defaults set. Metadata is checked for every kind alike.
  FieldErrors (*validate)(const Object& object);
  // What is wrong with `fresh` as the successor of `old`.
  FieldErrors (*validate_update)(const Object& old, const Object& fresh);
  // Does the change bump metadata.generation?
  bool (*spec_changed)(const Object& old, const Object& fresh);
  // A write to the object itself leaves its status; a write to its status leaves all else but labels,
  // annotations and owners.
  void (*keep_status)(Object& fresh, const Object& old);
  void (*keep_spec)(Object& fresh, const Object& old);
};

const Rules& rules_of(const KindInfo& kind);

// For kinds without a spec that counts, or without a status.
inline void no_defaults(Object&) {}
inline bool never_changes(const Object&, const Object&) { return false; }
inline void nothing_to_keep(Object&, const Object&) {}

}  // namespace podium
