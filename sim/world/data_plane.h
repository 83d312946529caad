// DataPlane of one simulated machine: holds its service routes and picks a backend for a connection.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/env/data_plane.h"
#include "runtime/env/random.h"
#include "sim/world/address.h"
#include "sim/world/route_lists.h"

namespace podium::sim {

class SimDataPlane final : public DataPlane {
 public:
  // `lists` outlives it.
  SimDataPlane(RouteLists& lists, Random random) : lists_(lists), random_(random) {}

  void set_routes(const std::string& service, std::vector<Route> routes) override;

  // The TCP route for a service address; null: none. Address 0 asks for a node port.
  const Route* find(Address address, int port);

  // The backend of a new connection from `client`: uniform, or the one it had not longer ago than the
  // route's affinity. REQUIRES: the route has backends.
  Backend pick(const Route& route, Address client, TimePoint now);

 private:
  using Key = std::pair<Address, int>;
  struct Affinity {
    Backend backend;
    TimePoint last{};
  };

  static Key key_of(const Route& route);
  void index(const std::vector<Route>& routes);
  void forget(const std::vector<Route>& routes);

  RouteLists& lists_;
  Random random_;
  std::map<std::string, RouteList> services_;
  // Built by the first find: most machines of a large cluster have no clients.
  bool indexed_ = false;
  std::map<Key, const Route*> index_;
  std::map<std::pair<Key, Address>, Affinity> affinities_;  // by route and client
};

}  // namespace podium::sim
