#include "sim/world/data_plane.h"

#include <algorithm>
#include <cassert>

namespace podium::sim {

SimDataPlane::Key SimDataPlane::key_of(const Route& route) {
  return {route.address.empty() ? 0 : parse_address(route.address).value_or(0), route.port};
}

void SimDataPlane::set_routes(const std::string& service, std::vector<Route> routes) {
  if (const auto old = services_.find(service); old != services_.end()) {
    if (indexed_) forget(*old->second);
    services_.erase(old);
  }
  if (routes.empty()) return;
  const auto& list = services_[service] = lists_.share(std::move(routes));
  if (indexed_) index(*list);
}

void SimDataPlane::index(const std::vector<Route>& routes) {
  for (const Route& route : routes)
    if (route.protocol == "TCP") index_[key_of(route)] = &route;
}

void SimDataPlane::forget(const std::vector<Route>& routes) {
  for (const Route& route : routes) {
    const auto found = index_.find(key_of(route));
    if (found != index_.end() && found->second == &route) index_.erase(found);
  }
}

const Route* SimDataPlane::find(Address address, int port) {
  if (!indexed_) {
    indexed_ = true;
    for (const auto& [service, routes] : services_) index(*routes);
  }
  const auto found = index_.find({address, port});
  return found == index_.end() ? nullptr : found->second;
}

Backend SimDataPlane::pick(const Route& route, Address client, TimePoint now) {
  assert(!route.backends.empty());
  const auto any = [&] { return route.backends[random_.below(route.backends.size())]; };
  if (route.affinity_seconds == 0) return any();
  Affinity& affinity = affinities_[{key_of(route), client}];
  const bool known =
      std::find(route.backends.begin(), route.backends.end(), affinity.backend) != route.backends.end();
  if (!known || now - affinity.last > std::chrono::seconds{route.affinity_seconds}) affinity.backend = any();
  affinity.last = now;
  return affinity.backend;
}

}  // namespace podium::sim
