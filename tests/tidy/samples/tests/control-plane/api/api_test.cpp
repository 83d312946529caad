#include "sim/engine/engine.h"  // its tests.cmake links it
#include "tests/support/support.h"
#include "runtime/http/adapter.h"  // expect: include

static int counter = 0;  // expect: global
