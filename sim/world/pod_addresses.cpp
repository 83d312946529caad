#include "sim/world/pod_addresses.h"

namespace podium::sim {

std::optional<Address> PodAddresses::take(std::uint32_t sandbox) {
  for (std::uint32_t tried = kFirst; tried <= kLast; ++tried) {
    const std::uint32_t host = next_;
    next_ = next_ == kLast ? kFirst : next_ + 1;
    if (taken_.size() <= host) taken_.resize(host + 1, 0);
    if (taken_[host] != 0) continue;
    taken_[host] = sandbox;
    return network_ + host;
  }
  return std::nullopt;
}

void PodAddresses::give_back(Address address) {
  if (sandbox_at(address) != 0) taken_[address - network_] = 0;
}

std::uint32_t PodAddresses::sandbox_at(Address address) const {
  const std::uint32_t host = address - network_;
  return host < taken_.size() ? taken_[host] : 0;
}

}  // namespace podium::sim
