// usage: simgrid_engine_bench <workload> <size>; events are SimGrid's kernel timers
#include <cstdlib>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u/Engine.hpp>
#include <simgrid/s4u/Host.hpp>
#include <simgrid/s4u/NetZone.hpp>
#include <utility>

#include "tests/bench/workload.h"

namespace {

class SimGridSim {
 public:
  using Timer = simgrid::kernel::timer::Timer*;

  explicit SimGridSim(simgrid::s4u::Engine& engine) : engine_(engine) {}

  template <class Callable>
  void after(std::int64_t delay, Callable callable) {
    set(delay, std::move(callable));
  }
  template <class Callable>
  void arm(Timer& timer, std::int64_t delay, Callable callable) {
    if (timer != nullptr) timer->remove();
    timer = set(delay, std::move(callable));
  }
  void run_for(std::int64_t span) { engine_.run_until(engine_.get_clock() + seconds(span)); }

 private:
  static double seconds(std::int64_t ns) { return static_cast<double>(ns) * 1e-9; }
  template <class Callable>
  Timer set(std::int64_t delay, Callable callable) {
    return simgrid::kernel::timer::Timer::set(engine_.get_clock() + seconds(delay), std::move(callable));
  }

  simgrid::s4u::Engine& engine_;
};

}  // namespace

int main(int argc, char** argv) {
  simgrid::s4u::Engine engine(&argc, argv);
  if (argc != 3) return 2;
  auto* const zone = simgrid::s4u::create_star_zone("zone");  // it does not run without a platform
  zone->create_host("host", 1e9);
  zone->seal();
  SimGridSim sim(engine);
  return podium::bench::run_workload(sim, "SimGrid", argv[1], std::atoll(argv[2]));
}
