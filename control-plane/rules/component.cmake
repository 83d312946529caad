podium_collect(control-plane/rules/kinds)

