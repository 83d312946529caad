#include "sim/world/attach_session.h"

#include <utility>

#include "sim/world/main_process.h"

namespace podium::sim {
namespace {

constexpr std::size_t kPiece = 16 << 10;
constexpr std::size_t kFull = 256 << 10;  // of output that the client has not taken

}  // namespace

AttachSession::AttachSession(Executor& os, StreamTable& table, const ContainerRecord& container,
                             MainProcess* main, CommandStreams streams, std::unique_ptr<LogReader> log,
                             std::shared_ptr<RemoteCommand> client)
    : os_(os),
      table_(table),
      container_(container),
      main_(main),
      streams_(streams),
      log_(std::move(log)),
      client_(std::move(client)) {}

void AttachSession::begin() {
  client_->listen(weak_from_this());
  log_->on_more = [this] { pump(); };
  pump();
}

void AttachSession::pump() {
  if (over_) return;
  while (client_->buffered() < kFull) {
    const std::vector<LogLine> lines = log_->read(kPiece);
    if (lines.empty()) return;
    for (const LogLine& line : lines) write(line);
  }
}

void AttachSession::write(const LogLine& line) {
  const std::string text = line.text + (streams_.tty ? "\r\n" : "\n");
  if (line.error && !streams_.tty)
    client_->write_stderr(text);
  else
    client_->write_stdout(text);
}

void AttachSession::on_stdin(std::string_view bytes) {
  if (main_) main_->input(bytes);
  client_->consumed(bytes.size());
}

void AttachSession::on_stdin_end() {
  if (main_) main_->input_end();
}

// With what it wrote last.
void AttachSession::container_ended() {
  pump();
  if (std::exchange(over_, true)) return;
  client_->finish(exited(container_.exit_code));
  table_.release(os_, this);
}

void AttachSession::on_gone() {
  over_ = true;
  table_.release(os_, this);
}

}  // namespace podium::sim
