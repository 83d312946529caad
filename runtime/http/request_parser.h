// One request out of bytes, without a socket. Wraps Boost.Beast's parser: this is the only place that
// sees Beast, which takes seconds to compile.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/http/message.h"

namespace podium::http {

class RequestParser {
 public:
  struct Limits {
    std::uint32_t header_bytes;  // request line and fields
    std::uint64_t body_bytes;    // decoded
  };
  enum class State { kHeader, kBody, kDone, kFailed };

  explicit RequestParser(Limits limits);
  ~RequestParser();

  // Takes what it can from the front of `bytes` and returns how many it took. The rest has to come again,
  // with more behind it. Bytes after the end of the request are not touched.
  std::size_t feed(std::string_view bytes);
  State state() const { return state_; }

  // The answer to a request that cannot be read: 400, 413, 417, 431 or 505. REQUIRES: kFailed.
  int failure() const { return failure_; }

  // From kBody on: what the head says.
  bool expects_continue() const;  // the client waits for "100 Continue" before it sends the body
  // The connection may serve another request.
  bool keep_alive() const { return keep_alive_; }
  // The client understands chunked responses (HTTP/1.1).
  bool has_chunks() const { return has_chunks_; }

  // The request, without fields that came behind its body. REQUIRES: kDone.
  Request take();
  // Ready for the next request.
  void reset();

 private:
  struct Beast;
  void limit_head(std::size_t read, std::size_t waiting);
  void fail(int status);
  void read_head();

  const Limits limits_;
  State state_ = State::kHeader;
  int failure_ = 0;
  bool begun_ = false;          // past the empty lines that may precede a request
  std::size_t head_bytes_ = 0;  // read so far
  bool keep_alive_ = false, has_chunks_ = false;
  Request request_;
  std::unique_ptr<Beast> beast_;
};

}  // namespace podium::http
