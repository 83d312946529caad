// What a write changes, in every version in which somebody owns fields.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/apply/comparison.h"
#include "control-plane/apply/tracking.h"

namespace podium::apply {

class Changes {
 public:
  // `before` and `after`: the object in the write's version; what a request cannot change does not count. All
  // arguments outlive this.
  Changes(const Write& write, const nlohmann::json& before, const nlohmann::json& after);
  // The same with a comparison that has been made in the write's version.
  Changes(const Write& write, const nlohmann::json& before, const nlohmann::json& after, Comparison own);

  // REQUIRES: the version is served. Made at the first question, and kept.
  const Comparison& in(const std::string& api_version) const;
  const Comparison& own() const { return own_; }

 private:
  const Write& write_;
  const nlohmann::json &before_, &after_;
  Comparison own_;
  mutable std::map<std::string, Comparison> others_;
};

}  // namespace podium::apply
