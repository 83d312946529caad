#!/usr/bin/env python3
"""Compares Podium's event engine with others: interleaved rounds, medians, ratios against the targets.

usage: engine_ratios.py <build folder> [rounds]

Runs the programs of tests/bench/peers that were built. Ends with status 1 if a ratio misses its
target. Interleaving matters: on a shared machine memory may be twice as slow a minute later.
"""

import pathlib
import statistics
import subprocess
import sys

NS3_SCHEDULERS = ["PriorityQueue", "Map", "Heap", "Calendar"]
WORKLOADS = [("hold", 1_000), ("hold", 100_000), ("hold", 1_000_000), ("watchdog", 100_000)]


def programs(folder):
    """Yields (program, leading arguments) for each engine that was built."""
    ours = folder / "podium_engine_bench"
    yield ours, []
    yield ours, ["process"]
    yield ours, ["cancel"]
    if (folder / "ns3_engine_bench").exists():
        for scheduler in NS3_SCHEDULERS:
            yield folder / "ns3_engine_bench", [scheduler]
    if (folder / "simgrid_engine_bench").exists():
        yield folder / "simgrid_engine_bench", []


def worth_running(arguments, workload, size):
    """ns-3's calendar takes minutes for a million; `cancel` is a way to re-arm, without other workloads."""
    if arguments == ["Calendar"]:
        return size < 1_000_000
    return arguments != ["cancel"] or workload == "watchdog"


def measure(program, arguments, workload, size):
    command = [str(program), *arguments, workload, str(size)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    engine, _, _, nanoseconds, _ = answer.splitlines()[-1].split("\t")
    return engine, float(nanoseconds)


def run_rounds(folder, rounds):
    """Medians of nanoseconds per event, by (workload, size) and engine."""
    samples = {}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for workload in WORKLOADS:
            for program, arguments in programs(folder):
                if worth_running(arguments, *workload):
                    engine, nanoseconds = measure(program, arguments, *workload)
                    samples.setdefault(workload, {}).setdefault(engine, []).append(nanoseconds)
    return {w: {e: statistics.median(s) for e, s in engines.items()} for w, engines in samples.items()}


def targets(workload, medians):
    """Yields (peer, its median, how many times as fast as it we mean to be)."""
    ns3 = {engine: ns for engine, ns in medians.items() if engine.startswith("ns-3/")}
    if ns3 and workload == "hold":
        fastest = min(ns3, key=ns3.get)
        yield fastest, ns3[fastest], 4
    if ns3 and workload == "watchdog":
        yield "ns-3/Map", ns3["ns-3/Map"], 8
    if "SimGrid" in medians:
        yield "SimGrid", medians["SimGrid"], 12


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1]) / "tests" / "bench"
    results = run_rounds(folder, int(sys.argv[2]) if len(sys.argv) == 3 else 5)
    missed = False
    for (workload, size), medians in results.items():
        ours = medians["podium"]
        print(f"\n{workload} {size:,}: nanoseconds per event, and times podium's")
        for engine, nanoseconds in sorted(medians.items(), key=lambda item: item[1]):
            print(f"  {engine:<20} {nanoseconds:8.1f}  {nanoseconds / ours:6.1f}")
        for peer, nanoseconds, wanted in targets(workload, medians):
            met = nanoseconds >= wanted * ours
            missed = missed or not met
            verdict = "met" if met else "MISSED"
            print(f"  target: 1/{wanted} of {peer}: {verdict} (1/{nanoseconds / ours:.1f})")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
