// A small map from Text, sorted by key and shared until written to: labels, annotations, resources.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "control-plane/objects/list.h"
#include "control-plane/objects/text.h"

namespace podium {

template <class V>
class Map {
 public:
  using Entry = std::pair<Text, V>;

  Map() = default;
  Map(std::initializer_list<Entry> entries) {
    for (const Entry& entry : entries) set(entry.first, entry.second);
  }

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  const Entry* begin() const { return entries_.begin(); }
  const Entry* end() const { return entries_.end(); }

  // The value under `key`, or null.
  const V* find(std::string_view key) const {
    const Entry* at = lower_bound(key);
    return at != end() && at->first.view() == key ? &at->second : nullptr;
  }
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  // The value under `key`, or `otherwise`.
  V get(std::string_view key, V otherwise = V{}) const {
    const V* value = find(key);
    return value != nullptr ? *value : std::move(otherwise);
  }

  void set(Text key, V value) {
    const std::size_t at = static_cast<std::size_t>(lower_bound(key) - begin());
    if (at < size() && begin()[at].first == key) {
      if (!(begin()[at].second == value)) entries_.edit()[at].second = std::move(value);
      return;
    }
    auto& entries = entries_.edit();
    entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(at),
                   Entry(std::move(key), std::move(value)));
  }
  bool erase(std::string_view key) {
    const Entry* found = lower_bound(key);
    if (found == end() || found->first.view() != key) return false;
    const std::ptrdiff_t at = found - begin();
    auto& entries = entries_.edit();
    entries.erase(entries.begin() + at);
    return true;
  }
  void clear() { entries_.clear(); }

  bool operator==(const Map& other) const = default;
  const void* identity() const { return entries_.identity(); }

 private:
  const Entry* lower_bound(std::string_view key) const {
    return std::lower_bound(begin(), end(), key,
                            [](const Entry& entry, std::string_view k) { return entry.first.view() < k; });
  }

  List<Entry> entries_;
};

using Labels = Map<Text>;

}  // namespace podium
