// Reads one field of an object by its JSON path, resolved once: "spec.nodeName", "metadata.name".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/objects/object.h"

namespace podium {

class FieldPath {
 public:
  // Null if the kind has no such field, or it is not a text, number or boolean. Of a custom kind any names
  // will do: what there may be is its definition's business.
  static std::optional<FieldPath> resolve(const KindInfo& kind, std::string_view path);

  // The value as selectors compare it: an absent text is "", an absent boolean "false". Borrowed from
  // the object where it is a text, else from `scratch`.
  std::string_view of(const Object& object, std::string& scratch) const;

 private:
  bool metadata_ = false;
  std::vector<std::string> names_;  // of a custom kind, from the root
  std::vector<const Field*> steps_;
};

}  // namespace podium
