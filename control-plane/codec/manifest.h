// Manifests: files of objects, as users write them.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/objects/object.h"

namespace podium {

// Kinds beside those that are built in, as manifests meet them.
class MoreKinds {
 public:
  struct Read {
    bool known = false;  // there is such a kind
    std::string error;   // why there is no object of it; empty if there is one, or there are problems
    std::vector<std::string> problems;  // each unknown field: `unknown field "spec.foo"`
    Ref<Object> object;
  };

  virtual ~MoreKinds() = default;
  virtual Read read(std::string_view group, std::string_view version, std::string_view kind,
                    const nlohmann::json& tree) = 0;
  // Is told of each object that has been read, in order: it may define kinds. Says what is wrong with it.
  virtual std::string take(const Object& object) = 0;
};

struct Manifests {
  std::vector<Ref<Object>> objects;
  std::vector<std::string> origins;  // of each object: "web.yaml:12"
  std::string error;                 // all that is wrong, a line each; empty if all is well
  std::shared_ptr<MoreKinds> kinds;  // which some objects may be of: has to outlive them
};

// Reads YAML or JSON: several documents, Lists expanded. Unknown fields and kinds that are not served
// are errors that name file, line, field, value and what was expected. `kinds`: further kinds; may be null.
Manifests read_manifests(const std::string& text, const std::string& file,
                         std::shared_ptr<MoreKinds> kinds = nullptr);

}  // namespace podium
