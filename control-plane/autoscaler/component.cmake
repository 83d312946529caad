podium_collect(control-plane/autoscaler/expanders)
