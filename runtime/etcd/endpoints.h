// Which member of a cluster is talked to, and how long to wait after a failure.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "runtime/env/time.h"

namespace podium::etcd {

class Endpoints {
 public:
  // REQUIRES: there is one.
  explicit Endpoints(std::vector<std::string> all) : all_(std::move(all)) {}

  const std::string& current() const { return all_[current_]; }
  // Goes on to the next, unless somebody has seen to it already.
  void failed(const std::string& endpoint) {
    if (endpoint == current()) current_ = (current_ + 1) % all_.size();
  }

 private:
  std::vector<std::string> all_;
  std::size_t current_ = 0;
};

// Waits that double up to a longest.
class Backoff {
 public:
  Backoff(Duration first, Duration longest) : first_(first), longest_(longest), next_(first) {}
  Duration next() { return std::exchange(next_, std::min(2 * next_, longest_)); }
  void reset() { next_ = first_; }

 private:
  Duration first_, longest_, next_;
};

}  // namespace podium::etcd
