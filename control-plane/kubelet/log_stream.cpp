#include "control-plane/kubelet/log_stream.h"

#include <cstdio>

namespace podium::kubelet {
namespace {

constexpr std::size_t kPiece = 16 << 10;  // of text in one frame, about

}  // namespace

std::string log_time(TimePoint at) {
  const std::chrono::sys_time<Duration> time{at.time_since_epoch()};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return text;
}

LogStream::LogStream(Connection& connection, std::unique_ptr<LogReader> reader, const NodeRequest& request)
    : connection_(connection),
      reader_(std::move(reader)),
      timestamps_(request.timestamps),
      left_(request.limit_bytes) {
  reader_->on_more = [this] { pump(); };
}

void LogStream::pump() {
  while (reader_ != nullptr && untaken_ < kNodeWindow) {
    const std::vector<LogLine> lines = reader_->read(kPiece);
    if (!lines.empty() && send(lines)) continue;
    if (!lines.empty() || reader_->ended()) end();
    return;
  }
}

void LogStream::taken(std::size_t bytes) {
  untaken_ -= std::min(bytes, untaken_);
  if (untaken_ <= kNodeRoom) pump();
}

std::string LogStream::text_of(const LogLine& line) const {
  return (timestamps_ ? log_time(line.time) + " " : std::string()) + line.text + "\n";
}

// False if that was all that was wanted.
bool LogStream::send(const std::vector<LogLine>& lines) {
  std::string text;
  for (const LogLine& line : lines) text += text_of(line);
  if (left_) {
    text.resize(std::min<std::uint64_t>(text.size(), *left_));
    *left_ -= text.size();
  }
  untaken_ += text.size();
  connection_.send(node_bytes(NodeFrame::Kind::kOutput, text));
  return !left_ || *left_ > 0;
}

void LogStream::end() {
  reader_ = nullptr;
  connection_.send(node_outcome(exited(0)));
}

}  // namespace podium::kubelet
