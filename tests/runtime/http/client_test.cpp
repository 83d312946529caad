#include "runtime/http/client.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "runtime/http/server.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::http;

namespace {

// A server in a process of its own: the client blocks.
class ServerProcess {
 public:
  explicit ServerProcess(Handler handler)
      : server_(Server::listen(reactor_, {}, std::move(handler)).value()),
        url(server_->url()),
        child_(fork()) {
    while (child_ == 0) reactor_.poll(1s);
  }
  ~ServerProcess() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

 private:
  // The parent only keeps them: the two processes share the epoll instance, which closing would empty.
  Reactor reactor_;
  std::unique_ptr<Server> server_;

 public:
  const std::string url;

 private:
  const pid_t child_;
};

}  // namespace

TEST_CASE("the client brings a body to a server and the answer back, whatever its code") {
  const ServerProcess server([](Request request, std::shared_ptr<Responder> responder) {
    responder->answer({.status = 409, .headers = {}, .body = request.method + request.target + request.body});
  });
  const auto reply = fetch({.method = "POST", .url = server.url + "/a?b=c", .body = "{}"});
  REQUIRE(reply.ok());
  CHECK(reply.value().code == 409);
  CHECK(reply.value().body == "POST/a?b=c{}");
  CHECK(fetch({.url = server.url}).value().body == "GET/");
}

TEST_CASE("the client takes an answer larger than any buffer") {
  const ServerProcess server([](Request, std::shared_ptr<Responder> responder) {
    responder->answer({.status = 200, .headers = {}, .body = std::string(5'000'000, 'x')});
  });
  CHECK(fetch({.url = server.url}).value().body.size() == 5'000'000);
}

TEST_CASE("the client gives up on a server that does not answer in time") {
  std::shared_ptr<Responder> kept;
  const ServerProcess server(
      [&](Request, std::shared_ptr<Responder> responder) { kept = std::move(responder); });
  const auto reply = fetch({.url = server.url, .timeout = 50ms});
  REQUIRE_FALSE(reply.ok());
  CHECK(reply.error().code == ErrorCode::kTimeout);
}

TEST_CASE("the client tells nobody there from what is not a URL") {
  std::string url;
  {
    const ServerProcess server([](Request, std::shared_ptr<Responder>) {});
    url = server.url;
  }
  CHECK(fetch({.url = url}).error().code == ErrorCode::kUnavailable);
  for (const char* wrong : {"", "127.0.0.1", "ftp://127.0.0.1/", "http://127.0.0.1:port/"}) {
    CHECK(fetch({.url = wrong}).error().code == ErrorCode::kInvalid);
  }
}
