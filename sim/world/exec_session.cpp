#include "sim/world/exec_session.h"

#include <utility>

namespace podium::sim {
namespace {

constexpr std::size_t kFull = 256 << 10;  // of output that the client has not taken
constexpr std::size_t kPipe = 64 << 10;   // of input that nobody reads, as Linux' pipes hold

}  // namespace

ExecSession::ExecSession(Executor& os, StreamTable& table, CommandStreams streams, ContainerView view,
                         std::shared_ptr<RemoteCommand> client)
    : os_(os),
      table_(table),
      streams_(streams),
      client_(std::move(client)),
      shell_(os, std::move(view), *this, streams.tty) {}

void ExecSession::begin(std::vector<std::string> command) {
  client_->listen(weak_from_this());
  shell_.run(std::move(command));
  if (!streams_.in) shell_.input_end();
}

void ExecSession::on_stdin(std::string_view bytes) {
  held_ += bytes.size();
  if (streams_.tty)
    terminal_.type(bytes, *this);
  else
    shell_.input(bytes);
  settle();
}

// The client goes on sending when its input is read and its output taken.
void ExecSession::settle() {
  if (over_ || held_ == 0 || shell_.unread() > kPipe || client_->buffered() > kFull) return;
  client_->consumed(std::exchange(held_, 0));
}

void ExecSession::on_gone() {
  over_ = true;
  table_.release(os_, this);
}

void ExecSession::write_out(std::string_view text) {
  if (over_) return;
  if (streams_.tty)
    client_->write_stdout(Terminal::shown(text));
  else
    client_->write_stdout(text);
}

void ExecSession::write_err(std::string_view text) {
  if (over_) return;
  if (streams_.tty) return write_out(text);
  client_->write_stderr(text);
}

void ExecSession::ended(int exit_code) {
  if (std::exchange(over_, true)) return;
  client_->finish(exited(exit_code));
  if (on_exit) on_exit(exit_code);
  table_.release(os_, this);
}

}  // namespace podium::sim
