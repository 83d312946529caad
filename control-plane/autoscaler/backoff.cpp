#include "control-plane/autoscaler/backoff.h"

#include <algorithm>

namespace podium::autoscaler {

void GroupBackoff::fail(const std::string& group, std::string code, std::string message, TimePoint now) {
  Duration duration = options_.initial_backoff;
  const auto found = failed_.find(group);
  if (found != failed_.end() && found->second.until < now)
    duration = std::min(2 * found->second.duration, options_.max_backoff);
  failed_[group] = {duration, now + duration, now, std::move(code), std::move(message)};
}

void GroupBackoff::forget_old(TimePoint now) {
  std::erase_if(failed_, [&](const auto& entry) { return entry.second.last + options_.backoff_reset < now; });
}

const GroupBackoff::Failure* GroupBackoff::of(const std::string& group, TimePoint now) const {
  const auto found = failed_.find(group);
  return found != failed_.end() && found->second.until > now ? &found->second : nullptr;
}

}  // namespace podium::autoscaler
