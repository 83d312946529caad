// The versions of a kind that are served: what one manager wrote in one of them is also another's, who wrote
// in another.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "control-plane/schema/type.h"

namespace podium::apply {

class Versions {
 public:
  virtual ~Versions() = default;
  // Of a version such as "autoscaling/v1"; null if that is not served.
  virtual const schema::Type* type(std::string_view api_version) const = 0;
  // The object, which says its own version, in another one. REQUIRES: both are served.
  virtual nlohmann::json convert(const nlohmann::json& object, std::string_view api_version) const = 0;
};

}  // namespace podium::apply
