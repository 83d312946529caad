// For how long groups of machines that failed to grow are left alone.
#pragma once

#include <map>
#include <string>

#include "control-plane/autoscaler/options.h"

namespace podium::autoscaler {

class GroupBackoff {
 public:
  explicit GroupBackoff(const NodeHealthOptions& options) : options_(options) {}

  // The group has failed: 5 min at first, then twice as long as the last time, unless that has not ended yet.
  void fail(const std::string& group, std::string code, std::string message, TimePoint now);
  void succeed(const std::string& group) { failed_.erase(group); }
  // What lies long behind is forgotten.
  void forget_old(TimePoint now);

  struct Failure {
    Duration duration{0};
    TimePoint until{}, last{};
    std::string code, message;
  };
  // Null: the group may grow.
  const Failure* of(const std::string& group, TimePoint now) const;

 private:
  const NodeHealthOptions& options_;
  std::map<std::string, Failure> failed_;
};

}  // namespace podium::autoscaler
