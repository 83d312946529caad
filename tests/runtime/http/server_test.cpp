// The server against curl.
#include "runtime/http/server.h"

#include <numeric>

#include "tests/runtime/http/support/curl.h"
#include "tests/support/catch.h"

namespace podium::http {
namespace {

using ResponderPtr = std::shared_ptr<Responder>;

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// Says back what it got.
void echo(Request request, const ResponderPtr& responder) {
  if (request.path == "/missing")
    return responder->answer({.status = 404, .headers = {}, .body = "no such thing\n"});
  if (request.path == "/none") return responder->answer({.status = 204, .headers = {}, .body = ""});
  if (request.path == "/long") {
    return responder->answer(
        {.status = 200, .headers = {}, .body = repeated("all work and no play\n", 1000)});
  }
  std::string body = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) body += " " + name + "=" + value;
  responder->answer(
      {.status = 200, .headers = {{"X-Kind", "echo"}}, .body = body + " " + request.body + "\n"});
}

}  // namespace

TEST_CASE("A request reaches the handler whole, and its answer the client") {
  LiveServer live(echo);
  CHECK(curl(live, {live.url("/a%20b?x=1&y=two+words")}) == "GET /a b x=1 y=two words \n");
  CHECK(curl(live, {"-d", "some body", live.url("/post")}) == "POST /post some body\n");
  CHECK(curl(live, {"-d", "some body", "-H", "Transfer-Encoding: chunked", live.url("/post")}) ==
        "POST /post some body\n");
  const std::string head = curl(live, {"-i", live.url("/")});
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(head.find("X-Kind: echo\r\n") != std::string::npos);
  CHECK(head.find("\r\nDate: ") != std::string::npos);
}

TEST_CASE("The handler's status is the client's, with and without a body") {
  LiveServer live(echo);
  CHECK(curl(live, {"-w", "%{http_code}", live.url("/missing")}) == "no such thing\n404");
  CHECK(curl(live, {"-w", "%{http_code}", live.url("/none")}) == "204");
}

TEST_CASE("A connection serves one request after the other") {
  LiveServer live(echo);
  const std::string out =
      curl(live, {"-w", "%{num_connects}\n", live.url("/1"), live.url("/none"), live.url("/2"), "-d", "x"});
  CHECK(out == "POST /1 x\n1\n0\nPOST /2 x\n0\n");
}

TEST_CASE("HEAD gets the head of what GET would get") {
  LiveServer live(echo);
  const std::string head = curl(live, {"-I", live.url("/long")});
  CHECK(head.find("Content-Length: 21000\r\n") != std::string::npos);
  CHECK(head.ends_with("\r\n\r\n"));
}

TEST_CASE("Long bodies are compressed for clients that accept it, and short ones are not") {
  LiveServer live(echo);
  const std::string plain = curl(live, {live.url("/long")});
  const std::string packed = curl(live, {"-i", "-H", "Accept-Encoding: gzip", live.url("/long")});
  CHECK(packed.find("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n") != std::string::npos);
  CHECK(packed.size() < plain.size() / 10);
  CHECK(curl(live, {"--compressed", live.url("/long")}) == plain);
  CHECK(curl(live, {"-i", "--compressed", live.url("/short")}).find("gzip") == std::string::npos);
}

TEST_CASE("A body over the limit is refused, before it is sent if the client asks first") {
  LiveServer live(echo);
  const std::string limit = repeated("x", 3 << 20);
  const std::string file = "/tmp/podium_http_body_" + std::to_string(getpid());
  const auto post = [&](const std::string& body, const std::string& expect) {
    FILE* out = fopen(file.c_str(), "w");
    REQUIRE(fwrite(body.data(), 1, body.size(), out) == body.size());
    fclose(out);
    return curl(live, {"-o", "/dev/null", "-w", "%{http_code} %{size_upload}", "-H", expect, "--data-binary",
                       "@" + file, live.url("/")});
  };
  CHECK(post(limit, "Expect:") == "200 3145728");
  CHECK(post(limit, "Expect: 100-continue") == "200 3145728");
  CHECK(post(limit + "x", "Expect:").starts_with("413 "));
  CHECK(post(limit + "x", "Expect: 100-continue") == "413 0");
  unlink(file.c_str());
}

TEST_CASE("What cannot be read is refused in the words that the server was given") {
  ServerOptions options{.refusal = [](int status) {
    return Response{
        status, {{"Content-Type", "application/json"}}, "{\"code\":" + std::to_string(status) + "}"};
  }};
  options.max_body_bytes = 3;
  LiveServer live(echo, options);
  CHECK(curl(live, {"-d", "abc", live.url("/")}).find("abc") != std::string::npos);
  CHECK(curl(live, {"-d", "abcd", live.url("/")}) == "{\"code\":413}");
}

TEST_CASE("An answer may come later, and other clients are served meanwhile") {
  std::vector<ResponderPtr> waiting;
  LiveServer live([&](Request request, ResponderPtr responder) {
    if (request.path == "/later") return waiting.push_back(std::move(responder));
    responder->answer({.status = 200, .headers = {}, .body = "now"});
  });
  Curl later(live, {live.url("/later")});
  REQUIRE(live.run_until([&] { return !waiting.empty(); }));
  CHECK(curl(live, {live.url("/")}) == "now");
  CHECK_FALSE(later.ended());
  waiting.front()->answer({.status = 200, .headers = {}, .body = "at last"});
  CHECK(later.wait() == 0);
  CHECK(later.output() == "at last");
}

TEST_CASE("A request that its handler drops is answered with an error") {
  LiveServer live([](Request, const ResponderPtr&) {});
  CHECK(curl(live, {"-o", "/dev/null", "-w", "%{http_code}", live.url("/")}) == "500");
}

TEST_CASE("Many clients at once are all served") {
  LiveServer live(echo);
  std::vector<std::unique_ptr<Curl>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Curl>(
        live, std::vector<std::string>{live.url("/" + std::to_string(i) + "/[1-20]")}));
  }
  for (int i = 0; i < 20; ++i) {
    CHECK(clients[i]->wait() == 0);
    const std::string& out = clients[i]->output();
    CHECK(std::count(out.begin(), out.end(), '\n') == 20);
    CHECK(out.starts_with("GET /" + std::to_string(i) + "/1 \n"));
  }
}

TEST_CASE("A port in use is an error that names it") {
  LiveServer live(echo);
  const auto second = Server::listen(live.reactor, {.port = live.server->port()}, echo);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == ErrorCode::kExists);
  CHECK(second.error().message.find(std::to_string(live.server->port())) != std::string::npos);
  CHECK_FALSE(Server::listen(live.reactor, {.address = "localhost."}, echo).ok());
}

TEST_CASE("A server that closes answers what is asked, and takes nothing new") {
  ResponderPtr waiting;
  LiveServer live([&](Request, ResponderPtr responder) { waiting = std::move(responder); });
  Curl client(live, {"-i", live.url("/")});
  REQUIRE(live.run_until([&] { return waiting != nullptr; }));
  live.server->close();
  Curl late(live, {live.url("/")});
  CHECK(late.wait() == 7);  // connection refused
  waiting->answer({.status = 200, .headers = {}, .body = "the last"});
  CHECK(client.wait() == 0);
  CHECK(client.output().find("Connection: close\r\n") != std::string::npos);
  CHECK(client.output().ends_with("the last"));
  CHECK(live.run_until([&] { return live.server->connections() == 0; }));
}

}  // namespace podium::http
