// Sends a container's log over a connection, as fast as the other side takes it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "control-plane/client/node_api.h"

namespace podium::kubelet {

class LogStream {
 public:
  // `connection` outlives it.
  LogStream(Connection& connection, std::unique_ptr<LogReader> reader, const NodeRequest& request);

  // Sends what there is; goes on by itself when there is more.
  void pump();
  // From the other side.
  void taken(std::size_t bytes);

 private:
  std::string text_of(const LogLine& line) const;
  bool send(const std::vector<LogLine>& lines);
  void end();

  Connection& connection_;
  std::unique_ptr<LogReader> reader_;  // null: all is sent
  const bool timestamps_;
  std::optional<std::uint64_t> left_;  // bytes that may still be sent; none: no limit
  std::size_t untaken_ = 0;
};

// "2025-01-01T00:00:00.000000000Z": as log lines bear it, always with nine digits.
std::string log_time(TimePoint at);

}  // namespace podium::kubelet
