podium_collect(control-plane/codec/views)
