// Manifests: files of objects, as users write them.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/object.h"

namespace podium {

struct Manifests {
  std::vector<Ref<Object>> objects;
  std::vector<std::string> origins;  // of each object: "web.yaml:12"
  std::string error;                 // all that is wrong, a line each; empty if all is well
};

// Reads YAML or JSON: several documents, Lists expanded. Unknown fields and kinds that are not served
// are errors that name file, line, field, value and what was expected.
Manifests read_manifests(const std::string& text, const std::string& file);

}  // namespace podium
