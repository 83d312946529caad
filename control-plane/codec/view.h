// Another version of a kind that is stored: the same objects, spelled differently on the wire.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "control-plane/objects/object.h"

namespace podium {

namespace schema {
struct Resource;
}

// One file of views/ exports `const View& <stem>_view()`. What one version cannot say is kept where
// Kubernetes keeps it (in annotations), so that going through a version loses nothing.
struct View {
  std::string_view group, version, kind;
  std::string_view stored_group, stored_version;  // of the same kind
  // Rewrites a whole object, apiVersion included. Takes any well-typed tree of its version. Null: only the
  // apiVersion differs, as between the versions of a custom kind without a conversion.
  void (*to_stored)(nlohmann::json& tree) = nullptr;
  void (*from_stored)(nlohmann::json& tree) = nullptr;
  const KindInfo* custom = nullptr;            // the stored kind, if it is none of all_kinds()
  const schema::Resource* resource = nullptr;  // of that custom kind, in this version

  const KindInfo& stored() const;
  void store(nlohmann::json& tree) const;  // to the stored version
  void show(nlohmann::json& tree) const;   // and back
};

// The view with these names; null if the kind is stored under them, or not known.
const View* find_view(std::string_view group, std::string_view version, std::string_view kind);

}  // namespace podium
