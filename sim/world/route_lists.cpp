#include "sim/world/route_lists.h"

#include <functional>
#include <string>

namespace podium::sim {
namespace {

std::size_t hash_of(const std::vector<Route>& routes) {
  std::size_t hash = routes.size();
  const auto mix = [&hash](std::size_t part) { hash = (hash ^ part) * 0x100000001b3ULL; };
  for (const Route& route : routes) {
    mix(std::hash<std::string>()(route.name));
    mix(static_cast<std::size_t>(route.port));
    for (const Backend& backend : route.backends) mix(std::hash<std::string>()(backend.address));
  }
  return hash;
}

}  // namespace

RouteList RouteLists::share(std::vector<Route> routes) {
  const std::size_t hash = hash_of(routes);
  auto [it, end] = lists_.equal_range(hash);
  while (it != end) {
    const RouteList list = it->second.lock();
    if (list && *list == routes) return list;
    it = list ? std::next(it) : lists_.erase(it);
  }
  auto list = std::make_shared<const std::vector<Route>>(std::move(routes));
  lists_.emplace(hash, list);
  return list;
}

}  // namespace podium::sim
