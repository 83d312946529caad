// A node's service routes: which pod addresses answer for which service address.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace podium {

struct Backend {
  std::string address;  // pod IP
  int port = 0;
  auto operator<=>(const Backend&) const = default;
};

struct Route {
  std::string name;      // "default/web:http", for people
  std::string address;   // service IP; empty for a node port on every address of the node
  int port = 0;
  std::string protocol = "TCP";
  std::vector<Backend> backends;  // empty: connections are refused
  bool drop = false;              // no backend that policy allows: packets vanish
  std::int64_t affinity_seconds = 0;  // client-IP affinity; 0: none
  bool operator==(const Route&) const = default;
};

class DataPlane {
 public:
  virtual ~DataPlane() = default;

  // Adds or replaces the routes of one service ("default/web"). An empty list removes them.
  // Each new connection picks one backend uniformly at random.
  virtual void set_routes(const std::string& service, std::vector<Route> routes) = 0;
};

}  // namespace podium
