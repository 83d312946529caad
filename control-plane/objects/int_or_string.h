// A number or a text, as in `maxSurge: 1` or `maxSurge: 25%`, `targetPort: 80` or `targetPort: http`.
#pragma once

#include <cstdint>
#include <optional>

#include "control-plane/objects/text.h"

namespace podium {

struct IntOrString {
  std::int32_t number = 0;
  Text text;  // not empty: the value is this text

  IntOrString() = default;
  IntOrString(std::int32_t n) : number(n) {}   // NOLINT: implicit by design
  IntOrString(Text t) : text(std::move(t)) {}  // NOLINT
  IntOrString(const char* t) : text(t) {}      // NOLINT

  bool is_text() const { return !text.empty(); }
  bool operator==(const IntOrString&) const = default;

  // A share of `total`: a percentage resolved and rounded, or the number itself.
  // Null if the text is not a percentage.
  std::optional<std::int32_t> scaled(std::int32_t total, bool round_up) const;
};

}  // namespace podium
