#include "sim/world/behaviour.h"

#include <algorithm>

#include "sim/world/glob.h"

namespace podium::sim {
namespace {

__extension__ using Wide = __int128;
constexpr Wide kNanosPerSecond = 1'000'000'000;

bool listens_on(const AppModel& model, int port) {
  return model.ports.empty() || port == 0 ||
         std::find(model.ports.begin(), model.ports.end(), port) != model.ports.end();
}

}  // namespace

std::int64_t use_at(const UseCurve& curve, Duration age) {
  const Wide grown = curve.start + static_cast<Wide>(curve.growth) * age.count() / kNanosPerSecond;
  const Wide top = curve.cap > 0 ? static_cast<Wide>(curve.cap) : static_cast<Wide>(INT64_MAX);
  return static_cast<std::int64_t>(std::min(grown, top));
}

std::optional<std::int64_t> most_of(const UseCurve& curve) {
  if (curve.growth > 0 && curve.cap == 0) return std::nullopt;
  return curve.growth > 0 ? curve.cap : use_at(curve, Duration{0});
}

// use_at rounds down, so it exceeds the limit once growth * t / s reaches limit + 1 - start.
std::optional<Duration> age_of_oom(const UseCurve& curve, std::int64_t limit) {
  if (curve.cap > 0 && curve.cap <= limit) return std::nullopt;
  if (curve.start > limit) return Duration{0};
  if (curve.growth <= 0) return std::nullopt;
  const Wide missing = (static_cast<Wide>(limit) + 1 - curve.start) * kNanosPerSecond;
  const Wide age = (missing + curve.growth - 1) / curve.growth;
  if (age > INT64_MAX) return std::nullopt;
  return Duration{static_cast<std::int64_t>(age)};
}

Answer answer_at(const AppModel& model, const Drawn& drawn, Duration age, int port, std::string_view target) {
  if (age < drawn.listening || !listens_on(model, port)) return {Answer::Kind::kRefused, 0};
  for (const Failure& failure : model.failures) {
    if (age < failure.from || age >= failure.to || !glob_match(failure.target, target)) continue;
    return failure.status == 0 ? Answer{Answer::Kind::kSilence, 0}
                               : Answer{Answer::Kind::kStatus, failure.status};
  }
  if (age < drawn.ready) return {Answer::Kind::kStatus, 503};
  return {};
}

std::optional<Duration> next_change(const AppModel& model, const Drawn& drawn, Duration age) {
  std::optional<Duration> next;
  const auto consider = [&](Duration at) {
    if (at > age && at != Duration::max() && (!next || at < *next)) next = at;
  };
  consider(drawn.listening);
  consider(drawn.ready);
  for (const Failure& failure : model.failures) {
    consider(failure.from);
    consider(failure.to);
  }
  return next;
}

}  // namespace podium::sim
