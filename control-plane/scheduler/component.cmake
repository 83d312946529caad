podium_collect(control-plane/scheduler/plugins)
