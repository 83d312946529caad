// Bytes on their way to a socket that may not take them all at once.
#pragma once

#include <string>
#include <string_view>

#include "runtime/http/descriptor.h"

namespace podium::http {

class Outbox {
 public:
  enum class Sent { kAll, kSome, kNone, kBroken };  // kSome, kNone: the socket takes no more now

  void append(std::string_view bytes) { bytes_ += bytes; }
  Sent flush(const Descriptor& socket);
  std::size_t pending() const { return bytes_.size() - sent_; }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;  // of bytes_, from the front
};

}  // namespace podium::http
