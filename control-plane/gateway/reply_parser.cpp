#include "control-plane/gateway/reply_parser.h"

#include <algorithm>
#include <charconv>

namespace podium {
namespace {

constexpr std::size_t kLongestHead = 64 << 10;

bool equal_names(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// Those that are about the connection, and not about what it carries.
bool is_hop_by_hop(std::string_view name) {
  for (const char* hop : {"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade"}) {
    if (equal_names(name, hop)) return true;
  }
  return false;
}

template <class T>
bool read_whole(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string_view ReplyParser::feed(std::string_view bytes) {
  if (state_ == State::kBody) return take_body(bytes);
  if (state_ != State::kHead) return {};
  received_ += bytes;
  const std::size_t end = received_.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (received_.size() > kLongestHead) state_ = State::kBroken;
    return {};
  }
  if (!read_head(std::string_view(received_).substr(0, end + 2))) {
    state_ = State::kBroken;
    return {};
  }
  state_ = State::kBody;
  return take_body(std::string_view(received_).substr(end + 4));
}

bool ReplyParser::read_head(std::string_view text) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  if (!line.starts_with("HTTP/1.") || line.size() < 12) return false;
  if (!read_whole(line.substr(9, 3), head_.code) || head_.code < 200) return false;
  if (bodiless_ || head_.code == 204 || head_.code == 304) left_ = 0;
  for (std::size_t at = line.size() + 2; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    const std::string_view header = text.substr(at, end - at);
    at = end + 2;
    const std::size_t colon = header.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = header.substr(0, colon);
    std::string_view value = header.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    std::uint64_t length = 0;
    if (equal_names(name, "transfer-encoding")) return false;
    if (equal_names(name, "content-length") && !read_whole(value, length)) return false;
    if (equal_names(name, "content-length") && !left_) left_ = length;
    if (!is_hop_by_hop(name)) head_.headers.emplace_back(name, value);
  }
  return true;
}

std::string_view ReplyParser::take_body(std::string_view bytes) {
  if (!left_) return bytes;
  const std::string_view body = bytes.substr(0, std::min<std::uint64_t>(*left_, bytes.size()));
  *left_ -= body.size();
  if (*left_ == 0) state_ = State::kDone;
  return body;
}

void ReplyParser::end() {
  if (state_ == State::kHead || (state_ == State::kBody && left_)) state_ = State::kBroken;
  if (state_ == State::kBody) state_ = State::kDone;
}

}  // namespace podium
