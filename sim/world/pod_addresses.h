// The pod addresses of one machine: a /24 network, handed out in turn so that an address rests long
// before it is used again (as the CNI plugin host-local does).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/world/address.h"

namespace podium::sim {

class PodAddresses {
 public:
  explicit PodAddresses(Address network) : network_(network) {}

  // The next free address, from .2 to .254; none if all are taken. REQUIRES: sandbox != 0.
  std::optional<Address> take(std::uint32_t sandbox);
  void give_back(Address address);

  // The sandbox that has `address`; 0: none.
  std::uint32_t sandbox_at(Address address) const;

 private:
  static constexpr std::uint32_t kFirst = 2, kLast = 254;

  Address network_;
  std::uint32_t next_ = kFirst;
  std::vector<std::uint32_t> taken_;  // by the address' last byte; grows as far as needed
};

}  // namespace podium::sim
