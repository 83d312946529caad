// An adapter may see the real world; but randomness comes from a seed there too.
#include <sys/socket.h>

#include <chrono>
#include <random>
#include <thread>

#include "runtime/env/time.h"

auto wall() { return std::chrono::system_clock::now(); }
void rest() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
std::mt19937 engine;  // expect: random
