// The world's time zones by what they do: a constant table, so that what is valid, and when a cron job
// runs, does not depend on the machine that a control plane runs on.
#pragma once

#include <span>
#include <string_view>

namespace podium {

// The `week`th (5: the last) `weekday` (0: Sunday) of a month, `minutes` after its midnight on the clocks
// as they are until then; below 0 is the day before.
struct ZoneChange {
  int month = 0, week = 0, weekday = 0, minutes = 0;
};

// Minutes that clocks are ahead of UTC, and from when to when they are as in summer. In a zone where clocks
// never change, both are the same.
struct ZoneRule {
  int standard = 0, summer = 0;
  ZoneChange begin, end;

  bool changes() const { return standard != summer; }
};

struct NamedRule {
  ZoneRule rule;
  std::string_view zones;  // that follow it; behind each name is a space
};

std::span<const NamedRule> zone_rules();

}  // namespace podium
