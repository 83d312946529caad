// The route lists of all machines' data planes. Every machine of a cluster is told the same routes,
// so equal lists are stored once, and freed with their last user.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

#include "runtime/env/data_plane.h"

namespace podium::sim {

using RouteList = std::shared_ptr<const std::vector<Route>>;

class RouteLists {
 public:
  RouteList share(std::vector<Route> routes);

 private:
  std::multimap<std::size_t, std::weak_ptr<const std::vector<Route>>> lists_;  // by hash of the content
};

}  // namespace podium::sim
