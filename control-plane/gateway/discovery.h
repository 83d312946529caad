// What this server serves, as clients ask for it: aggregated (v2, v2beta1) and the older lists.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/table.h"

namespace podium {

struct KindInfo;

namespace custom {
class Catalogue;
}

// The schema's resources that have a kind of ours, in the order of discovery, and custom ones behind them.
class Discovery {
 public:
  // `computed`: kinds that are served beside the stored ones. `catalogue`: the custom ones, as they are now;
  // may be null.
  Discovery(const std::vector<const KindInfo*>& computed, const custom::Catalogue* catalogue);

  // /api and /apis as APIGroupDiscoveryList of `version` ("v2", "v2beta1").
  nlohmann::json aggregated(bool core, std::string_view version) const;
  nlohmann::json api_versions() const;    // /api
  nlohmann::json api_group_list() const;  // /apis
  // /apis/GROUP, and /api/v1 or /apis/GROUP/VERSION. Null if not served.
  nlohmann::json api_group(std::string_view group) const;
  nlohmann::json api_resource_list(std::string_view group, std::string_view version) const;

  // Null if not served.
  const schema::Resource* find(std::string_view group, std::string_view version,
                               std::string_view plural) const;
  const std::vector<const schema::Resource*>& resources() const { return resources_; }
  // The openAPIV3Schema of a custom resource; null for a built-in one.
  const nlohmann::json* custom_schema(const schema::Resource& resource) const;

 private:
  std::vector<std::pair<std::string, std::vector<std::string>>> groups() const;  // with their versions

  void add_custom(const custom::Catalogue& catalogue);

  std::vector<const schema::Resource*> resources_;
  std::vector<std::pair<const schema::Resource*, const nlohmann::json*>> custom_;
};

// The subresources of a resource that this server answers.
std::vector<const schema::Subresource*> served_subresources(const schema::Resource& resource);

}  // namespace podium
