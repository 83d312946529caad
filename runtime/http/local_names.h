// What clients may call this machine.
#pragma once

#include <string>
#include <vector>

namespace podium::http {

// Its own idea of its name; empty if it has none.
std::string host_name();
// The IPv4 addresses of its interfaces, loopback among them.
std::vector<std::string> local_addresses();

}  // namespace podium::http
