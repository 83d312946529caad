// Custom objects in manifests: of kinds that a cluster has, or that a definition earlier in the text adds.
#pragma once

#include <memory>

#include "control-plane/codec/manifest.h"
#include "control-plane/custom/catalogue.h"

namespace podium::custom {

class ManifestKinds final : public MoreKinds {
 public:
  // `cluster`: the kinds that are there already; null: none.
  explicit ManifestKinds(std::shared_ptr<const Catalogue> cluster = nullptr) : cluster_(std::move(cluster)) {}

  Read read(std::string_view group, std::string_view version, std::string_view kind,
            const nlohmann::json& tree) override;
  std::string take(const Object& object) override;

 private:
  std::shared_ptr<const Catalogue> cluster_;
  Catalogue defined_;  // by the manifests
};

// The object as one of the kind that `catalogue` has under the same names; itself if its kind is built in.
// Null: there is no such kind.
Ref<Object> rebound(const Ref<Object>& object, const Catalogue& catalogue);

}  // namespace podium::custom
