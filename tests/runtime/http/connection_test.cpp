// The server against clients that curl is too polite to be.
#include "runtime/http/connection.h"

#include "tests/runtime/http/support/raw_client.h"
#include "tests/support/catch.h"

namespace podium::http {
namespace {

using ResponderPtr = std::shared_ptr<Responder>;

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n"; }

void name_path(const Request& request, const ResponderPtr& responder) {
  responder->answer({.status = 200, .headers = {}, .body = "[" + request.path + "]"});
}

std::size_t place(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  return at;
}

}  // namespace

TEST_CASE("Nonsense is answered with 400, and the connection ends") {
  LiveServer live(name_path);
  RawClient client(live);
  client.send("nonsense\r\n\r\n" + get("/never"));
  const std::string& out = client.read_to_end();
  CHECK(out.starts_with("HTTP/1.1 400 Bad Request\r\n"));
  CHECK(out.find("Connection: close\r\n") != std::string::npos);
  CHECK(out.find("/never") == std::string::npos);
}

TEST_CASE("An oversized head is answered with 431") {
  LiveServer live(name_path);
  RawClient client(live);
  client.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(1 << 20, 'x'));
  CHECK(client.read_to_end().starts_with("HTTP/1.1 431 "));
}

TEST_CASE("Pipelined requests are answered in their order, though answers come late") {
  std::vector<std::pair<Request, ResponderPtr>> waiting;
  LiveServer live([&](Request request, ResponderPtr responder) {
    if (request.path.starts_with("/late"))
      return waiting.emplace_back(std::move(request), std::move(responder)), void();
    name_path(request, responder);
  });
  RawClient client(live);
  client.send(get("/1") + get("/late") + get("/2") + get("/late2") + "GET /3 HT");
  REQUIRE(live.run_until([&] { return waiting.size() == 1; }));
  live.run_for(10ms);
  REQUIRE(waiting.size() == 1);  // one at a time
  name_path(waiting[0].first, waiting[0].second);
  REQUIRE(live.run_until([&] { return waiting.size() == 2; }));
  name_path(waiting[1].first, waiting[1].second);
  client.send("TP/1.1\r\nHost: h\r\n\r\n");
  const std::string& out = client.read_until("[/3]");
  CHECK(place(out, "[/1]") < place(out, "[/late]"));
  CHECK(place(out, "[/late]") < place(out, "[/2]"));
  CHECK(place(out, "[/2]") < place(out, "[/late2]"));
}

TEST_CASE("A thousand pipelined requests are all answered") {
  LiveServer live(name_path);
  RawClient client(live);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += get("/x");
  client.send(many);
  client.read_until("[/x]", 1000);
}

TEST_CASE("A head that comes too slowly is answered with 408") {
  LiveServer live(name_path, {.header_timeout = 50ms});
  RawClient client(live);
  client.send("GET / HTTP/1.1\r\n");
  live.run_for(30ms);
  client.send("Host: h\r\n");  // a byte now and then does not help
  CHECK(client.read_to_end().starts_with("HTTP/1.1 408 "));
}

TEST_CASE("A body that does not come is answered with 408, an idle connection is closed without a word") {
  LiveServer live(name_path, {.body_timeout = 50ms, .idle_timeout = 50ms});
  RawClient client(live);
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  CHECK(client.read_to_end().starts_with("HTTP/1.1 408 "));
  RawClient idle(live);
  idle.send(get("/a"));
  idle.read_until("[/a]");
  CHECK(idle.read_to_end().ends_with("[/a]"));
}

TEST_CASE("A client that ends its sending still gets its answers") {
  LiveServer live(name_path);
  RawClient client(live);
  client.send(get("/1") + get("/2"));
  client.end_sending();
  CHECK(client.read_to_end().ends_with("[/2]"));
  CHECK(live.run_until([&] { return live.server->connections() == 0; }));
}

TEST_CASE("An answer to a client that has gone vanishes") {
  ResponderPtr waiting;
  LiveServer live([&](Request, ResponderPtr responder) { waiting = std::move(responder); });
  RawClient client(live);
  client.send(get("/"));
  REQUIRE(live.run_until([&] { return waiting != nullptr; }));
  client.hang_up();
  live.run_for(10ms);
  waiting->answer({.status = 200, .headers = {}, .body = std::string(1 << 20, 'x')});
  CHECK(live.run_until([&] { return live.server->connections() == 0; }));
}

TEST_CASE("A client that says it will close is told the same, and an answer ends with the connection") {
  LiveServer live(name_path);
  RawClient client(live);
  client.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string& out = client.read_to_end();
  CHECK(out.find("Connection: close\r\n") != std::string::npos);
  CHECK(out.ends_with("[/a]"));
}

}  // namespace podium::http
