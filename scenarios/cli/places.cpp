#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "scenarios/cli/verbs.h"

namespace podium::cli {

std::string last_run_file() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  const std::filesystem::path base = cache != nullptr && *cache != '\0' ? std::filesystem::path(cache)
                                     : home != nullptr ? std::filesystem::path(home) / ".cache"
                                                       : std::filesystem::temp_directory_path();
  return (base / "podium" / "last-run.jsonl").string();
}

int complain(const std::string& message) {
  std::cerr << "podium: " << message << '\n';
  constexpr int kUsage = 64;
  return kUsage;
}

}  // namespace podium::cli
