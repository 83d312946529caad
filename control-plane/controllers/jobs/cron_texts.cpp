#include "control-plane/controllers/jobs/cron_texts.h"

#include <cstdio>

#include "control-plane/codec/time_text.h"

namespace podium::controllers {

std::string job_name(const CronJob& cron_job, TimePoint scheduled) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(scheduled.time_since_epoch());
  return cron_job.metadata.name.str() + "-" + std::to_string(minutes.count());
}

std::string zoned_time(TimePoint at, TimeZone zone) {
  const Duration ahead = zone.period_at(at).ahead;
  std::string text = format_time(at + ahead);
  if (ahead == Duration{0}) return text;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(std::chrono::abs(ahead)).count();
  char offset[16];
  std::snprintf(offset, sizeof offset, "%c%02d:%02d", ahead < Duration{0} ? '-' : '+',
                static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
  text.back() = offset[0];  // instead of Z
  return text + (offset + 1);
}

}  // namespace podium::controllers
