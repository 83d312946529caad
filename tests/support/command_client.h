// Clients of commands and forwarded ports that note what they get; the test types and reads by itself.
#pragma once

#include <optional>
#include <string>

#include "runtime/env/port_forward.h"
#include "runtime/env/remote_command.h"

namespace podium::testing {

struct CommandClient final : RemoteCommand {
  void listen(std::weak_ptr<RemoteCommandListener> l) override { listener = std::move(l); }
  bool write_stdout(std::string_view bytes) override {
    out += bytes;
    return true;
  }
  bool write_stderr(std::string_view bytes) override {
    err += bytes;
    return true;
  }
  std::size_t buffered() const override { return untaken; }
  void consumed(std::size_t bytes) override { taken += bytes; }
  void finish(const CommandOutcome& o) override { outcome = o; }

  void type(std::string_view bytes) { listener.lock()->on_stdin(bytes); }
  void end() { listener.lock()->on_stdin_end(); }

  std::weak_ptr<RemoteCommandListener> listener;
  std::string out, err;
  std::size_t untaken = 0, taken = 0;
  std::optional<CommandOutcome> outcome;
};

struct PortClient final : ForwardedConnection {
  explicit PortClient(std::uint16_t p) : number(p) {}
  std::uint16_t port() const override { return number; }
  void listen(std::weak_ptr<ForwardedListener> l) override { listener = std::move(l); }
  bool write(std::string_view bytes) override {
    got += bytes;
    return true;
  }
  std::size_t buffered() const override { return 0; }
  void consumed(std::size_t bytes) override { taken += bytes; }
  void end_writing() override { ended = true; }
  void close() override { closed = true; }
  void fail(std::string_view sentence) override { failure = sentence; }

  const std::uint16_t number;
  std::weak_ptr<ForwardedListener> listener;
  std::string got, failure;
  std::size_t taken = 0;
  bool ended = false, closed = false;
};

}  // namespace podium::testing
