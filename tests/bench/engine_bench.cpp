// The engine's cost per event: hold model and watchdogs (workload.h).
#include <benchmark/benchmark.h>

#include <cstdint>

#include "tests/bench/engine_sim.h"
#include "tests/bench/workload.h"

namespace podium::bench {
namespace {

// Times spans of virtual time; reports items: events.
template <class Workload, class Sim>
void run_spans(benchmark::State& state, Sim& sim) {
  const std::int64_t size = state.range(0);
  Workload workload(sim, size);
  sim.run_for(workload.span(3 * size));
  const std::int64_t before = workload.events();
  for (auto _ : state) sim.run_for(workload.span(10'000));
  state.SetItemsProcessed(workload.events() - before);
}

void engine_hold(benchmark::State& state) {
  EngineSim sim;
  run_spans<Hold<EngineSim>>(state, sim);
}

void engine_hold_in_a_process(benchmark::State& state) {
  EngineSim sim(true);
  run_spans<Hold<EngineSim>>(state, sim);
}

void engine_watchdog(benchmark::State& state) {
  EngineSim sim;
  run_spans<Watchdog<EngineSim>>(state, sim);
}

void engine_watchdog_by_cancel(benchmark::State& state) {
  CancellingEngineSim sim;
  run_spans<Watchdog<CancellingEngineSim>>(state, sim);
}

// A chain of tasks that post their successor for now: the price of a step of logic.
void engine_post(benchmark::State& state) {
  Engine engine;
  std::int64_t left = 0;
  struct Chain {
    Engine& engine;
    std::int64_t& left;
    void operator()() const {
      if (--left > 0) engine.post(*this);
    }
  };
  for (auto _ : state) {
    left = 10'000;
    engine.post(Chain{engine, left});
    engine.run_until_idle();
  }
  state.SetItemsProcessed(state.iterations() * 10'000);
}

BENCHMARK(engine_hold)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);
BENCHMARK(engine_hold_in_a_process)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);
BENCHMARK(engine_watchdog)->Arg(100'000);
BENCHMARK(engine_watchdog_by_cancel)->Arg(100'000);
BENCHMARK(engine_post);

}  // namespace
}  // namespace podium::bench
