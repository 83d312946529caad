// What became of the fields of an object from one state to the next.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/apply/field_set.h"
#include "control-plane/apply/place.h"

namespace podium::apply {

// No path is in more than one of the sets. The order of elements that have names is no difference.
struct Comparison {
  FieldSet added, modified, removed;

  FieldSet written() const { return unite(added, modified); }
  // Forgets what happened to these fields and below them.
  void leave_out(const FieldSet& fields);
};

Comparison compare(const schema::Type& type, const nlohmann::json& before, const nlohmann::json& after);

}  // namespace podium::apply
