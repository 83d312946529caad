podium_collect(control-plane/gateway/printers)
