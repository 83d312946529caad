#include "runtime/streams/spdy_headers.h"

#include <algorithm>

#include "runtime/streams/big_endian.h"

namespace podium::streams {
namespace {

// Cuts a text with its length before it off the front. Nothing if there is none.
std::optional<std::string_view> take_counted(std::string_view& bytes) {
  if (bytes.size() < 4) return std::nullopt;
  const std::uint64_t size = read_number(bytes, 4);
  if (size > bytes.size() - 4) return std::nullopt;
  const std::string_view text = bytes.substr(4, size);
  bytes.remove_prefix(4 + size);
  return text;
}

bool is_name(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool has(const SpdyHeaders& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
}

}  // namespace

std::string_view header_value(const SpdyHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return std::string_view(value).substr(0, value.find('\0'));
  }
  return {};
}

std::string encode_headers(const SpdyHeaders& headers) {
  std::string block;
  append_number(block, headers.size(), 4);
  for (const auto& [name, value] : headers) {
    append_number(block, name.size(), 4);
    block += name;
    append_number(block, value.size(), 4);
    block += value;
  }
  return block;
}

std::optional<SpdyHeaders> decode_headers(std::string_view block) {
  constexpr std::uint64_t kMaxFields = 256;  // each is looked for among the others
  if (block.size() < 4) return std::nullopt;
  const std::uint64_t count = read_number(block, 4);
  if (count > kMaxFields) return std::nullopt;
  block.remove_prefix(4);
  SpdyHeaders headers;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto name = take_counted(block);
    const auto value = name ? take_counted(block) : std::nullopt;
    if (!value || !is_name(*name) || has(headers, *name)) return std::nullopt;
    headers.emplace_back(*name, *value);
  }
  if (!block.empty()) return std::nullopt;
  return headers;
}

}  // namespace podium::streams
