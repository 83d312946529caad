#include <poll.h>  // expect: socket
#include <boost/asio/io_context.hpp>  // expect: socket
#include <mutex>  // expect: thread

#include <chrono>
#include <random>

long a() { return std::chrono::steady_clock::now().time_since_epoch().count(); }  // expect: clock
long b() { return time(nullptr); }                                                // expect: clock
void c() { gettimeofday(nullptr, nullptr); }                                      // expect: clock
void d() { std::thread([] {}).join(); }                                           // expect: thread
void e() { pthread_create(nullptr, nullptr, nullptr, nullptr); }                  // expect: thread
int f() { return std::random_device{}(); }                                        // expect: random
int g() { return rand(); }                                                        // expect: random
int h() { return std::uniform_int_distribution<int>(1, 6)(*this); }               // expect: random
bool is_simulated();                                                              // expect: simulated
bool i() { return options.live_mode; }                                            // expect: simulated
static int counter = 0;                                                           // expect: global
thread_local int another;                                                         // expect: global
int& j() {
  static int only_one;  // expect: global
  return only_one;
}
static const int kTable[] = {1, 2};
static constexpr int kSize = 2;
static int helper(int x);
long time() { return event.time() + strand(); }

auto document = R"({"a line that is one text": "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"})";
