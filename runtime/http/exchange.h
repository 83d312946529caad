// One request on a connection and its answer: the Responder and Stream that a handler holds.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "runtime/http/reactor.h"
#include "runtime/http/responder.h"
#include "runtime/http/response_head.h"

namespace podium::http {

class Connection;

// What the answer has to know of its request.
struct RequestFacts {
  bool head_only = false;   // HEAD: the answer has no body
  bool keep_alive = false;  // the connection may go on
  bool has_chunks = false;  // the client understands chunks
  bool gzip = false;        // the client accepts gzip
};

class Exchange final : public Responder, public Stream, public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(Reactor& reactor, std::weak_ptr<Connection> connection, RequestFacts facts);
  ~Exchange() override;

  void answer(Response response) override;
  std::shared_ptr<Stream> start(int status, Headers headers) override;
  std::shared_ptr<Tunnel> upgrade(Headers headers) override;

  bool write(std::string_view chunk) override;
  void finish() override;
  std::size_t buffered() const override;
  void on_room(std::function<void()> call) override;
  void on_disconnect(Task task) override;

  // ---- For the connection. ----
  bool streaming() const { return phase_ == Phase::kStream; }
  bool waits_for_room() const { return on_room_ != nullptr; }
  void room();
  void client_gone();
  // The server closes: a stream ends here, as if its source had ended it.
  void end_early();

 private:
  enum class Phase { kOpen, kStream, kDone, kGone };

  void send_chunk(std::string_view chunk);
  void end_body();
  void notify();

  Reactor& reactor_;
  const std::weak_ptr<Connection> connection_;
  const RequestFacts facts_;
  Phase phase_ = Phase::kOpen;
  bool keep_ = false;  // the connection goes on after this stream
  Framing::Kind framing_ = Framing::Kind::kNone;
  Task on_disconnect_;
  std::function<void()> on_room_;
};

}  // namespace podium::http
