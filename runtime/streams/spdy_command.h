// exec and attach on SPDY: the client opens a stream for each channel, named by its header `streamtype`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/env/remote_command.h"
#include "runtime/streams/resize.h"
#include "runtime/streams/spdy_session.h"

namespace podium::streams {

class SpdyCommand final : public RemoteCommand,
                          public SpdyListener,
                          public std::enable_shared_from_this<SpdyCommand> {
 public:
  using Opened = std::function<void(std::shared_ptr<RemoteCommand>)>;

  // `has_status`: the error channel carries a Status object, as from v4 on, instead of a sentence.
  SpdyCommand(std::shared_ptr<SpdySession> session, CommandStreams streams, bool has_status);

  // Waits for the client's streams. `opened` gets the command when all are there, `lost` is called if the
  // client is gone before.
  void open(Opened opened, std::function<void()> lost);

  void listen(std::weak_ptr<RemoteCommandListener> listener) override { listener_ = std::move(listener); }
  bool write_stdout(std::string_view bytes) override { return write("stdout", bytes); }
  bool write_stderr(std::string_view bytes) override { return write("stderr", bytes); }
  std::size_t buffered() const override { return session_->buffered(); }
  void consumed(std::size_t bytes) override;
  void finish(const CommandOutcome& outcome) override;

 private:
  void on_stream(std::uint32_t stream, const SpdyHeaders& headers) override;
  void on_data(std::uint32_t stream, std::string_view bytes) override;
  void on_end(std::uint32_t stream) override;
  void on_reset(std::uint32_t stream) override { on_end(stream); }
  void on_room() override;
  void on_gone() override;

  bool expects(std::string_view type) const;
  bool complete() const;
  bool write(const std::string& type, std::string_view bytes);
  bool is(std::uint32_t stream, const std::string& type) const;

  const std::shared_ptr<SpdySession> session_;
  const CommandStreams streams_;
  const bool has_status_;
  Opened opened_;
  std::function<void()> lost_;
  std::map<std::string, std::uint32_t> ids_;  // of the streams, by type
  std::weak_ptr<RemoteCommandListener> listener_;
  ResizeReader sizes_;
  bool input_ended_ = false;
  bool over_ = false;
};

}  // namespace podium::streams
