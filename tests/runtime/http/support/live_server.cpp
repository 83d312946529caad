#include "tests/runtime/http/support/live_server.h"

#include "tests/support/catch.h"

namespace podium::http {

LiveServer::LiveServer(Handler handler, ServerOptions options) {
  auto listening = Server::listen(reactor, std::move(options), std::move(handler));
  REQUIRE(listening.ok());
  server = std::move(listening).value();
}

bool LiveServer::run_until(const std::function<bool()>& done) {
  const Duration end = reactor.now() + 10s;
  while (!done()) {
    if (reactor.now() > end) return false;
    reactor.poll(10ms);
  }
  return true;
}

void LiveServer::run_for(Duration span) {
  const Duration end = reactor.now() + span;
  while (reactor.now() < end) reactor.poll(end - reactor.now());
}

}  // namespace podium::http
