podium_collect(scenarios/runner/conditions)
podium_collect(scenarios/runner/acts)
podium_collect(scenarios/runner/workloads)
podium_collect(scenarios/runner/invariants)
