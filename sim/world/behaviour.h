// What an AppModel means at a given age of its container: pure functions of the model and of what was
// drawn for this run. `age` is the time since the container started, not counting pauses.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/env/container_runtime.h"
#include "sim/world/app_model.h"

namespace podium::sim {

// What was drawn for one run of a model.
struct Drawn {
  Duration listening{0};  // age from which it accepts connections
  Duration ready{0};      // age from which it answers well; not before `listening`
};

std::int64_t use_at(const UseCurve& curve, Duration age);

// The most that use_at ever gives; none if there is no end to it.
std::optional<std::int64_t> most_of(const UseCurve& curve);

// The first age at which memory exceeds `limit`, to the nanosecond; none if it never does.
std::optional<Duration> age_of_oom(const UseCurve& curve, std::int64_t limit);

// How the application takes a question. A value, so that equality means "nothing changed".
struct Answer {
  enum class Kind : std::uint8_t { kStatus, kRefused, kSilence };
  Kind kind = Kind::kStatus;
  int status = 200;  // for kStatus
  bool good() const { return kind == Kind::kStatus && status >= 200 && status < 400; }
  bool operator==(const Answer&) const = default;
};

Answer answer_at(const AppModel& model, const Drawn& drawn, Duration age, int port, std::string_view target);

// The first age after `age` at which answer_at may differ; none if it never does.
std::optional<Duration> next_change(const AppModel& model, const Drawn& drawn, Duration age);

}  // namespace podium::sim
