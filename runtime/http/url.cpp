#include "runtime/http/url.h"

namespace podium::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// Cuts `text` at the first `mark`: what is before it is returned, `text` keeps what is behind.
std::string_view cut(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  const std::string_view before = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
  return before;
}

// Takes "http://host" off a target in absolute form. A host alone means its root.
std::string_view without_origin(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (text.starts_with('/') || scheme == std::string_view::npos) return text;
  const std::size_t path = text.find_first_of("/?", scheme + 3);
  return path == std::string_view::npos ? "/" : text.substr(path);
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) { return decode(text, false); }

std::optional<Query> parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    std::string_view value = cut(text, '&');
    if (value.empty()) continue;
    std::optional<std::string> name = decode(cut(value, '='), true);
    std::optional<std::string> decoded = decode(value, true);
    if (!name || !decoded) return std::nullopt;
    query.emplace_back(std::move(*name), std::move(*decoded));
  }
  return query;
}

std::optional<Target> parse_target(std::string_view text) {
  if (text == "*") return Target{.path = "*", .query = {}};
  text = without_origin(text);
  text = text.substr(0, text.find('#'));
  std::optional<std::string> path = percent_decode(cut(text, '?'));
  std::optional<Query> query = parse_query(text);
  if (!path || !query) return std::nullopt;
  if (path->empty()) path = "/";
  if (path->front() != '/') return std::nullopt;
  return Target{.path = std::move(*path), .query = std::move(*query)};
}

}  // namespace podium::http
