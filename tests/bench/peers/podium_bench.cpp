// usage: podium_engine_bench [process|cancel] <workload> <size>
#include <cstdlib>
#include <cstring>

#include "tests/bench/engine_sim.h"
#include "tests/bench/workload.h"

int main(int argc, char** argv) {
  using namespace podium::bench;
  const char* const variant = argc == 4 ? argv[1] : "";
  if (argc != 3 && argc != 4) return 2;
  const char* const workload = argv[argc - 2];
  const std::int64_t size = std::atoll(argv[argc - 1]);
  constexpr std::int64_t kEvents = 10'000'000;
  if (std::strcmp(variant, "cancel") == 0) {
    CancellingEngineSim sim;
    return run_workload(sim, "podium/cancel", workload, size, kEvents);
  }
  const bool in_process = std::strcmp(variant, "process") == 0;
  EngineSim sim(in_process);
  return run_workload(sim, in_process ? "podium/process" : "podium", workload, size, kEvents);
}
