// Things found by the text of a field. Looked up, never iterated: its order is nobody's business.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace podium {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};

template <class Bucket>
using FieldBuckets = std::unordered_map<std::string, Bucket, TextHash, std::equal_to<>>;

}  // namespace podium
