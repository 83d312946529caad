#include "control-plane/rules/unordered.h"
#include "runtime/env/time.h"
#include "control-plane/generated/all.inc"
#include "runtime/http/adapter.h"        // expect: include
#include "sim/engine/engine.h"           // expect: include
#include "engine.h"                      // expect: include
#include "tests/support/support.h"       // expect: include
// #include "nothing/here.h"
