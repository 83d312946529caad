// A command that runs elsewhere (exec, attach), as the server of it sees it: its streams, whatever
// protocol carries them. All calls belong to the thread of whoever gave it out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace podium {

// The streams that the client asked for, by the parameters of its URL.
struct CommandStreams {
  bool in = false;
  bool out = false;
  bool err = false;
  bool tty = false;  // has sizes, and no `err`: a terminal mixes both
};

struct TerminalSize {
  std::uint16_t width = 0;   // columns
  std::uint16_t height = 0;  // lines
  bool operator==(const TerminalSize&) const = default;
};

// How a command ended.
struct CommandOutcome {
  enum class Kind { kSucceeded, kExited, kFailed };
  Kind kind = Kind::kSucceeded;
  int exit_code = 0;    // kExited: not 0
  std::string message;  // kFailed: why the command could not be run to its end
};

// A command that ended by itself. Code 0 is success.
inline CommandOutcome exited(int exit_code) {
  using Kind = CommandOutcome::Kind;
  return {.kind = exit_code == 0 ? Kind::kSucceeded : Kind::kExited, .exit_code = exit_code, .message = {}};
}
inline CommandOutcome failed(std::string message) {
  return {.kind = CommandOutcome::Kind::kFailed, .exit_code = 0, .message = std::move(message)};
}

// What the client does. Called from a task of its own, and never inside a call of RemoteCommand.
class RemoteCommandListener {
 public:
  virtual ~RemoteCommandListener() = default;

  // Bytes for the command. They count as held until consumed().
  virtual void on_stdin(std::string_view bytes) = 0;
  // There is no more input. Clients of protocols before v5 on WebSockets cannot say so.
  virtual void on_stdin_end() = 0;
  virtual void on_resize(TerminalSize size) = 0;
  // So many bytes were buffered() that a writer should wait, and few of them are left.
  virtual void on_room() = 0;
  // The client has gone, before finish(). Nothing follows.
  virtual void on_gone() = 0;
};

// Dropping it before finish() cuts the connection.
class RemoteCommand {
 public:
  virtual ~RemoteCommand() = default;

  // To be called before the function that got the command returns, so that nothing is missed.
  virtual void listen(std::weak_ptr<RemoteCommandListener> listener) = 0;

  // Output of the command. What the client did not ask for is dropped. False if the client has gone, or
  // is dropped because it leaves too much untaken: heed buffered(), and go on at on_room().
  virtual bool write_stdout(std::string_view bytes) = 0;
  virtual bool write_stderr(std::string_view bytes) = 0;
  // Bytes that the client has not taken yet.
  virtual std::size_t buffered() const = 0;
  // `bytes` of the input are disposed of. While too many are not, the client is slowed down.
  virtual void consumed(std::size_t bytes) = 0;
  // The command has ended: tells the client how, after all output. Nothing may be called after it.
  virtual void finish(const CommandOutcome& outcome) = 0;
};

}  // namespace podium
