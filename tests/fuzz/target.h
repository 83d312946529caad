// What every fuzz target is written in. A target takes any bytes; whatever they are, it must neither crash
// nor find a property broken.
//
// Built with the preset `fuzz` it is a libFuzzer program. In all other builds it replays its corpus, so that
// an input that once broke something stays a test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace podium::fuzz {

// A property that must hold for every input.
inline void expect(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

// Takes the next byte as a choice of 0..count-1; 0 if there is none left.
inline std::size_t choose(std::string_view& input, std::size_t count) {
  if (input.empty()) return 0;
  const auto byte = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  return byte % count;
}

// Takes what comes before the next zero byte, which is dropped.
inline std::string_view take_part(std::string_view& input) {
  const std::size_t end = input.find('\0');
  const std::string_view part = input.substr(0, end);
  input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
  return part;
}

}  // namespace podium::fuzz

#define PODIUM_FUZZ_TARGET(input)                                                     \
  static void run_target(std::string_view input);                                     \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    run_target({reinterpret_cast<const char*>(data), size});                          \
    return 0;                                                                         \
  }                                                                                   \
  static void run_target(std::string_view input)
