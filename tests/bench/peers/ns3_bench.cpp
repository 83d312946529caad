// usage: ns3_engine_bench <scheduler> <workload> <size>; scheduler: Map, PriorityQueue, Heap, Calendar, List
#include <ns3/core-module.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "tests/bench/workload.h"

namespace {

class Ns3Sim {
 public:
  using Timer = ns3::EventId;

  template <class Callable>
  void after(std::int64_t delay, Callable&& callable) {
    ns3::Simulator::Schedule(ns3::NanoSeconds(delay), std::forward<Callable>(callable));
  }
  template <class Callable>
  void arm(ns3::EventId& timer, std::int64_t delay, Callable&& callable) {
    timer.Cancel();
    timer = ns3::Simulator::Schedule(ns3::NanoSeconds(delay), std::forward<Callable>(callable));
  }
  void run_for(std::int64_t span) {
    ns3::Simulator::Stop(ns3::NanoSeconds(span));
    ns3::Simulator::Run();
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  ns3::ObjectFactory scheduler;
  scheduler.SetTypeId("ns3::" + std::string(argv[1]) + "Scheduler");
  ns3::Simulator::SetScheduler(scheduler);
  Ns3Sim sim;
  const std::string engine = std::string("ns-3/") + argv[1];
  return podium::bench::run_workload(sim, engine.c_str(), argv[2], std::atoll(argv[3]));
}
