#include "sim/engine/engine.h"
