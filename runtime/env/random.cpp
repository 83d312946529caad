#include "runtime/env/random.h"

#include <cassert>
#include <cmath>

namespace podium {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::uint64_t rotate_left(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

// FNV-1a, 64 bit: the name's part in a forked seed.
std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const unsigned char c : text) h = (h ^ c) * 0x100000001b3ULL;
  return h;
}

}  // namespace

Random::Random(std::uint64_t seed) : seed_(seed) {
  std::uint64_t mix = seed;
  for (auto& word : state_) word = splitmix(mix);
}

Random Random::fork(std::string_view name) const { return fork(hash(name)); }

Random Random::fork(std::uint64_t number) const {
  std::uint64_t mix = seed_ ^ rotate_left(number, 17);
  const std::uint64_t first = splitmix(mix);
  mix ^= number;
  return Random(first ^ splitmix(mix));
}

std::uint64_t Random::next() {
  const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

// Multiply and shift with rejection (Lemire, 2019): unbiased.
std::uint64_t Random::below(std::uint64_t bound) {
  assert(bound > 0);
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>(next()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = -bound % bound;
    while (static_cast<std::uint64_t>(product) < threshold) product = static_cast<Wide>(next()) * bound;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  assert(low <= high);
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const std::uint64_t draw = span == 0 ? next() : below(span);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + draw);
}

bool Random::chance(Ratio p) {
  assert(p.denominator > 0 && p.numerator <= p.denominator);
  return below(p.denominator) < p.numerator;
}

Duration Random::between(Duration low, Duration high) { return Duration{between(low.count(), high.count())}; }

Duration Random::exponential(Duration mean) {
  return Duration{static_cast<std::int64_t>(-std::log1p(-unit()) * static_cast<double>(mean.count()))};
}

double Random::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

}  // namespace podium
