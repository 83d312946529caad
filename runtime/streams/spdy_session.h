// A SPDY/3.1 session on a pipe, as a server: the streams that a client opens, and their bytes.
//
// Flow control: what is received counts as held until consumed() says otherwise. Windows are renewed as
// bytes are consumed, and the pipe is paused while more than StreamOptions::held_bytes are held, because
// the SPDY library of Kubernetes' clients knows no windows: it neither heeds nor renews any. For the same
// reason the client's windows bind us from the first time on that the client speaks of windows.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/http/reactor.h"
#include "runtime/http/tunnel.h"
#include "runtime/streams/byte_queue.h"
#include "runtime/streams/options.h"
#include "runtime/streams/spdy_frames.h"
#include "runtime/streams/spdy_headers.h"
#include "runtime/streams/spdy_windows.h"

namespace podium::streams {

// What happens in a session. Called from the reactor's loop, and never inside a call of SpdySession.
class SpdyListener {
 public:
  virtual ~SpdyListener() = default;

  // The client has opened a stream, and got its reply. reset() is how to refuse it.
  virtual void on_stream(std::uint32_t stream, const SpdyHeaders& headers) = 0;
  virtual void on_data(std::uint32_t stream, std::string_view bytes) = 0;
  // The client ends its side of the stream.
  virtual void on_end(std::uint32_t stream) = 0;
  // The client does not want the stream any more.
  virtual void on_reset(std::uint32_t stream) = 0;
  // More than StreamOptions::room_bytes were buffered(), and no more than that are left.
  virtual void on_room() = 0;
  // The session is over, and not by close().
  virtual void on_gone() = 0;
};

class SpdySession final : public http::PipeListener, public std::enable_shared_from_this<SpdySession> {
 public:
  // `reactor` outlives it; `pipe` is nobody else's.
  SpdySession(http::Reactor& reactor, const StreamOptions& options, std::shared_ptr<http::Pipe> pipe);

  // Begins to read.
  void listen(std::weak_ptr<SpdyListener> listener);

  // Queues bytes of a stream. False if the stream, or the session, does not take any more.
  bool write(std::uint32_t stream, std::string_view bytes);
  // Ends our side of the stream, after what is queued.
  void end(std::uint32_t stream);
  void reset(std::uint32_t stream, ResetCode code);
  // `bytes` of what on_data() gave are disposed of.
  void consumed(std::uint32_t stream, std::size_t bytes);
  // Bytes that the client has not taken yet, of all streams.
  std::size_t buffered() const { return unsent_ + pipe_->buffered(); }
  // Nothing more is told to the listener. What is queued still goes out; then the client hangs up, for
  // Kubernetes' clients may lose what they have not read yet if the server does.
  void close();

 private:
  struct Stream {
    explicit Stream(std::int64_t window) : send(window) {}
    SendWindow send;
    ReceiveWindow receive;
    ByteQueue unsent;      // waits for a window
    std::size_t held = 0;  // received, and not consumed
    bool client_ended = false;
    bool ending = false;  // our side ends after what is unsent
    bool ended = false;
  };
  using Streams = std::map<std::uint32_t, Stream>;

  void on_bytes(std::string_view bytes) override;
  void on_end() override;
  void on_room() override { tell_room(); }
  void on_gone() override { over(); }

  void handle(const SpdyFrame& frame);
  void open_stream(const SpdyFrame& frame);
  void admit(const SpdyFrame& frame, const SpdyHeaders& headers);
  void receive_data(const SpdyFrame& frame);
  void client_ended(std::uint32_t stream);
  void client_reset(std::uint32_t stream);
  void set_initial_window(std::uint32_t size);
  void widen(const SpdyFrame& frame);

  bool pump(Streams::iterator at);
  void pump_all();
  void forget(Streams::iterator at);
  void renew(std::uint32_t stream, std::uint32_t delta);
  void judge_held();
  void tell_room();
  void break_off(GoAwayCode code);
  void over();
  std::shared_ptr<SpdyListener> heard() const { return closing_ ? nullptr : listener_.lock(); }

  http::Reactor& reactor_;
  const StreamOptions options_;
  const std::shared_ptr<http::Pipe> pipe_;
  std::weak_ptr<SpdyListener> listener_;
  SpdyReader reader_;
  HeaderInflater inflater_;
  HeaderDeflater deflater_;

  Streams streams_;
  std::uint32_t last_stream_ = 0;
  bool speaks_of_windows_ = false;  // the client
  std::int64_t initial_window_ = kSpdyInitialWindow;
  SendWindow send_{kSpdyInitialWindow};  // of the session
  ReceiveWindow receive_;
  std::size_t unsent_ = 0;  // in all streams
  std::size_t held_ = 0;
  bool short_of_room_ = false;
  bool closing_ = false;
  bool over_ = false;
  http::Reactor::TimerId end_timer_ = 0;
};

}  // namespace podium::streams
