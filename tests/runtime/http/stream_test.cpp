// Answers that go on: chunks, clients that leave or read slowly.
#include "tests/runtime/http/support/curl.h"
#include "tests/runtime/http/support/raw_client.h"
#include "tests/support/catch.h"

namespace podium::http {
namespace {

using ResponderPtr = std::shared_ptr<Responder>;
using StreamPtr = std::shared_ptr<Stream>;

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

// A server that starts a stream for each request and leaves it to the test.
struct Streams {
  explicit Streams(ServerOptions options = {})
      : live(
            [this](Request, const ResponderPtr& responder) {
              all.push_back(responder->start(200, {{"Content-Type", "text/plain"}}));
            },
            options) {}
  const StreamPtr& first() {
    REQUIRE(live.run_until([this] { return !all.empty(); }));
    return all.front();
  }
  ~Streams() { live.server->close(); }

  std::vector<StreamPtr> all;
  LiveServer live;
};

}  // namespace

TEST_CASE("Each chunk reaches the client when it is written, and the end is seen") {
  Streams streams;
  Curl client(streams.live, {"-N", streams.live.url("/")});
  CHECK(streams.first()->write("one\n"));
  CHECK(streams.live.run_until([&] { return client.output() == "one\n"; }));
  streams.first()->write("two\n");
  streams.first()->write("");  // an empty chunk would end the body
  streams.first()->write("three\n");
  CHECK(streams.live.run_until([&] { return client.output() == "one\ntwo\nthree\n"; }));
  CHECK_FALSE(client.ended());
  streams.first()->finish();
  CHECK(client.wait() == 0);
}

TEST_CASE("After a stream the connection goes on") {
  LiveServer live([](Request request, const ResponderPtr& responder) {
    const StreamPtr stream = responder->start(200, {});
    stream->write(request.path + "\n");
    stream->finish();
  });
  const std::string out =
      curl(live, {"-w", "%{num_connects}\n", live.url("/1"), live.url("/2"), live.url("/3")});
  CHECK(out == "/1\n1\n/2\n0\n/3\n0\n");
  CHECK(curl(live, {"-I", live.url("/1")}).find("Transfer-Encoding: chunked") != std::string::npos);
  CHECK(curl(live, {"--http1.0", live.url("/1")}) == "/1\n");
}

TEST_CASE("A client that leaves a stream is seen") {
  Streams streams;
  Curl client(streams.live, {"-N", streams.live.url("/")});
  bool gone = false;
  streams.first()->on_disconnect([&] { gone = true; });
  streams.first()->write("hello\n");
  REQUIRE(streams.live.run_until([&] { return client.output() == "hello\n"; }));
  CHECK_FALSE(gone);
  client.interrupt();
  CHECK(streams.live.run_until([&] { return gone; }));
  CHECK_FALSE(streams.first()->write("to nobody"));
  CHECK(streams.live.server->connections() == 0);
}

TEST_CASE("A stream that was finished has no disconnect") {
  Streams streams;
  Curl client(streams.live, {"-N", streams.live.url("/")});
  bool gone = false;
  streams.first()->on_disconnect([&] { gone = true; });
  streams.first()->finish();
  CHECK(client.wait() == 0);
  streams.live.run_for(20ms);
  CHECK_FALSE(gone);
}

TEST_CASE("A stream that is dropped unfinished looks unfinished to the client") {
  Streams streams;
  Curl client(streams.live, {"-N", streams.live.url("/")});
  streams.first()->write("half\n");
  REQUIRE(streams.live.run_until([&] { return client.output() == "half\n"; }));
  streams.all.clear();
  CHECK(client.wait() == 18);  // a partial file
}

TEST_CASE("A reader that falls behind by more than the buffer is dropped, and others are not") {
  Streams streams({.stream_buffer_bytes = 1 << 20});
  RawClient slow(streams.live, 4096);
  slow.send(kGet);
  bool gone = false;
  const StreamPtr stream = streams.first();
  stream->on_disconnect([&] { gone = true; });
  Curl quick(streams.live, {"-N", "-o", "/dev/null", "-w", "%{size_download}", streams.live.url("/")});
  REQUIRE(streams.live.run_until([&] { return streams.all.size() == 2; }));
  const std::string chunk(64 << 10, 'x');
  std::size_t most = 0;
  int written = 0;
  while (!gone && written < 1000) {
    stream->write(chunk);
    streams.all[1]->write(chunk);
    ++written;
    most = std::max(most, stream->buffered());
    REQUIRE(streams.live.run_until([&] { return streams.all[1]->buffered() == 0; }));
  }
  CHECK(gone);
  CHECK(most <= 1 << 20);
  streams.all[1]->finish();
  CHECK(quick.wait() == 0);
  CHECK(quick.output() == std::to_string(written * chunk.size()));
}

TEST_CASE("A client that takes nothing of a long answer is dropped after a time") {
  const std::string body(32 << 20, 'x');
  LiveServer live(
      [&](Request, const ResponderPtr& responder) {
        responder->answer({.status = 200, .headers = {}, .body = body});
      },
      {.send_timeout = 50ms});
  RawClient slow(live, 4096);
  slow.send(kGet);
  REQUIRE(live.run_until([&] { return live.server->connections() == 1; }));
  CHECK(live.run_until([&] { return live.server->connections() == 0; }));
}

TEST_CASE("A server that closes ends its streams, and tells who writes them") {
  Streams streams;
  Curl client(streams.live, {"-N", streams.live.url("/")});
  bool gone = false;
  streams.first()->on_disconnect([&] { gone = true; });
  streams.first()->write("last words\n");
  streams.live.server->close();
  CHECK(client.wait() == 0);
  CHECK(client.output() == "last words\n");
  CHECK(gone);
}

TEST_CASE("A writer that waits for room is told of it, and its reader may rest as long as it likes") {
  Streams streams({.stream_buffer_bytes = 1 << 20, .send_timeout = 20ms});
  RawClient slow(streams.live, 4096);
  slow.send(kGet);
  const StreamPtr stream = streams.first();
  int rooms = 0;
  bool gone = false;
  stream->on_room([&] { ++rooms; });
  stream->on_disconnect([&] { gone = true; });
  const std::string chunk(32 << 10, 'x');
  std::size_t written = 0;
  for (; stream->buffered() < 256 << 10; written += chunk.size()) {
    REQUIRE(stream->write(chunk));
    streams.live.run_for(1ms);
  }
  streams.live.run_for(100ms);  // five times as long as a hasty writer would wait
  CHECK_FALSE(gone);
  const int before = rooms;
  stream->write("the end");
  CHECK(slow.read_until("the end").size() > written);
  CHECK(rooms == before + 1);
}

}  // namespace podium::http
