// The answer of an HTTP/1.x server to one HTTP/1.0 request, as it comes in.
//
// To such a request no server answers in chunks: a body ends where its length says, or with the connection.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control-plane/gateway/http_message.h"

namespace podium {

class ReplyParser {
 public:
  enum class State : std::uint8_t { kHead, kBody, kDone, kBroken };

  // `bodiless`: the request was a HEAD.
  explicit ReplyParser(bool bodiless) : bodiless_(bodiless) {}

  // Takes bytes, and returns those of the body among them.
  std::string_view feed(std::string_view bytes);
  // The server has ended its sending.
  void end();

  State state() const { return state_; }
  const HttpResponse& head() const { return head_; }  // from kBody on; its body stays empty

 private:
  bool read_head(std::string_view text);
  std::string_view take_body(std::string_view bytes);

  const bool bodiless_;
  State state_ = State::kHead;
  std::string received_;  // of the head, and what came with its last bytes
  HttpResponse head_;
  std::optional<std::uint64_t> left_;  // of the body; none: it ends with the connection
};

}  // namespace podium
