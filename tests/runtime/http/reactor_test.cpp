#include "runtime/http/reactor.h"

#include <sys/socket.h>

#include <string>
#include <thread>

#include "tests/support/catch.h"

namespace podium::http {
namespace {

struct Pair {
  Pair() {
    int ends[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    here = Descriptor(ends[0]);
    there = Descriptor(ends[1]);
  }
  void say() { REQUIRE(write(there.number(), "x", 1) == 1); }

  Descriptor here, there;
};

}  // namespace

TEST_CASE("Timers run in the order of their time, then of their making, and never early") {
  Reactor reactor;
  std::string order;
  const Duration start = reactor.now();
  Duration first{};
  reactor.run_after(20ms, [&] { order += "c"; });
  reactor.run_after(10ms, [&] {
    order += "a";
    first = reactor.now() - start;
  });
  reactor.run_after(10ms, [&] { order += "b"; });
  reactor.cancel(reactor.run_after(15ms, [&] { order += "x"; }));
  while (order.size() < 3) reactor.poll(1s);
  CHECK(order == "abc");
  CHECK(first >= 10ms);
}

TEST_CASE("poll() returns when its time is up, though nothing happened") {
  Reactor reactor;
  const auto start = std::chrono::steady_clock::now();
  reactor.poll(5ms);
  CHECK(std::chrono::steady_clock::now() - start >= 5ms);
}

TEST_CASE("A callback may forget a descriptor that is ready in the same round") {
  Reactor reactor;
  Pair a, b;
  int calls = 0;
  reactor.watch(a.here.number(), {.read = true}, [&](Reactor::Ready) {
    ++calls;
    reactor.forget(b.here.number());
  });
  reactor.watch(b.here.number(), {.read = true}, [&](Reactor::Ready) {
    ++calls;
    reactor.forget(a.here.number());
  });
  a.say();
  b.say();
  reactor.poll(1s);
  CHECK(calls == 1);
}

TEST_CASE("A descriptor of a forgotten number starts afresh") {
  Reactor reactor;
  std::string heard;
  auto old = std::make_unique<Pair>();
  old->say();
  const int number = old->here.number();
  Pair fresh;
  reactor.watch(number, {.read = true}, [&](Reactor::Ready) { heard += "old"; });
  reactor.forget(number);
  REQUIRE(dup2(fresh.here.number(), number) == number);
  reactor.watch(number, {.read = true}, [&](Reactor::Ready) { heard += "new"; });
  reactor.poll(1ms);
  CHECK(heard.empty());
  fresh.say();
  reactor.poll(1s);
  CHECK(heard == "new");
}

TEST_CASE("Another thread ends the wait, even before it began") {
  Reactor reactor;
  reactor.wake();
  reactor.poll(1h);
  std::thread other([&] { reactor.wake(); });
  reactor.poll(1h);
  other.join();
  SUCCEED("both polls returned");
}

TEST_CASE("What is deferred runs before the wait, and what that defers before the next") {
  Reactor reactor;
  std::string order;
  reactor.defer([&] {
    order += "1";
    reactor.defer([&] { order += "2"; });
  });
  reactor.poll(1h);
  CHECK(order == "12");
}

}  // namespace podium::http
