// Seeded randomness. A stream is forked by name, so a new consumer never changes what others draw.
// Probabilities are integer ratios: the same seed gives the same run on every compiler and flag.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/env/time.h"

namespace podium {

// A probability as a fraction. REQUIRES: 0 <= numerator <= denominator, denominator > 0.
struct Ratio {
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 1;
};

// xoshiro256** seeded by splitmix64 (Blackman and Vigna, 2018). A value: copy it to repeat it.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  // An independent stream, a function of this stream's seed and `name` alone (not of what was drawn).
  Random fork(std::string_view name) const;
  Random fork(std::uint64_t number) const;

  std::uint64_t next();                                       // uniform over all 64-bit values
  std::uint64_t below(std::uint64_t bound);                   // uniform in [0, bound); REQUIRES bound > 0
  std::int64_t between(std::int64_t low, std::int64_t high);  // uniform in [low, high]
  bool chance(Ratio p);
  Duration between(Duration low, Duration high);              // uniform in [low, high]
  Duration exponential(Duration mean);                        // inverse transform, to whole nanoseconds
  double unit();                                              // uniform in [0, 1), 53 bits; for models only

 private:
  std::uint64_t seed_;
  std::uint64_t state_[4];
};

}  // namespace podium
