#include "control-plane/controllers/jobs/index_set.h"

#include <algorithm>
#include <charconv>

namespace podium::controllers {

namespace {

// The number that `text` is; -1 if it is none.
std::int32_t number(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

}  // namespace

IndexSet IndexSet::parse(std::string_view text, std::int32_t below) {
  IndexSet set;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const std::size_t dash = part.find('-');
    const std::int32_t first = number(part.substr(0, dash));
    const std::int32_t last =
        std::min(dash == std::string_view::npos ? first : number(part.substr(dash + 1)), below - 1);
    if (first < 0 || last < first) continue;
    if (!set.ranges_.empty() && set.ranges_.back().last + 1 == first)
      set.ranges_.back().last = last;
    else
      set.ranges_.push_back({first, last});
  }
  return set;
}

void IndexSet::insert(std::int32_t index) {
  // The first range that ends at the index, beside it, or after it.
  const auto at = std::lower_bound(ranges_.begin(), ranges_.end(), index,
                                   [](const Range& range, std::int32_t i) { return range.last + 1 < i; });
  if (at == ranges_.end() || at->first > index + 1) {
    ranges_.insert(at, {index, index});
    return;
  }
  at->first = std::min(at->first, index);
  at->last = std::max(at->last, index);
  const auto next = at + 1;
  if (next == ranges_.end() || next->first != at->last + 1) return;
  at->last = next->last;
  ranges_.erase(next);
}

bool IndexSet::has(std::int32_t index) const {
  const auto at = std::lower_bound(ranges_.begin(), ranges_.end(), index,
                                   [](const Range& range, std::int32_t i) { return range.last < i; });
  return at != ranges_.end() && at->first <= index;
}

std::int32_t IndexSet::size() const {
  std::int32_t count = 0;
  for (const Range& range : ranges_) count += range.last - range.first + 1;
  return count;
}

std::string IndexSet::text() const {
  std::string text;
  for (const Range& range : ranges_) {
    if (!text.empty()) text += ',';
    text += std::to_string(range.first);
    if (range.last > range.first)
      text += (range.last == range.first + 1 ? "," : "-") + std::to_string(range.last);
  }
  return text;
}

std::int32_t IndexSet::in_common(const IndexSet& other) const {
  std::int32_t count = 0;
  auto mine = ranges_.begin();
  auto theirs = other.ranges_.begin();
  while (mine != ranges_.end() && theirs != other.ranges_.end()) {
    const std::int32_t first = std::max(mine->first, theirs->first);
    const std::int32_t last = std::min(mine->last, theirs->last);
    count += std::max(last - first + 1, 0);
    if (mine->last < theirs->last)
      ++mine;
    else
      ++theirs;
  }
  return count;
}

}  // namespace podium::controllers
