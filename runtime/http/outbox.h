// Bytes on their way to a transport that may not take them all at once.
#pragma once

#include <string>
#include <string_view>

namespace podium::http {

class Transport;

class Outbox {
 public:
  enum class Sent { kAll, kSome, kNone, kBroken };  // kSome, kNone: the transport takes no more now

  void append(std::string_view bytes) { bytes_ += bytes; }
  Sent flush(Transport& transport);
  std::size_t pending() const { return bytes_.size() - sent_; }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;  // of bytes_, from the front
};

}  // namespace podium::http
