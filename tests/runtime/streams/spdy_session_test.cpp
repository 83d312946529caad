// A SPDY session on a real connection, against bytes written by hand.
#include "runtime/streams/spdy_session.h"

#include "tests/runtime/http/support/raw_client.h"
#include "tests/runtime/streams/support/bytes.h"
#include "tests/runtime/streams/support/spdy_client.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

// Writes down what happens.
struct Log final : SpdyListener {
  void on_stream(std::uint32_t stream, const SpdyHeaders& headers) override {
    add("stream", stream, header_value(headers, "streamtype"));
  }
  void on_data(std::uint32_t stream, std::string_view bytes) override {
    received += bytes.size();
    if (bytes.size() < 100) add("data", stream, bytes);
  }
  void on_end(std::uint32_t stream) override { add("end", stream, ""); }
  void on_reset(std::uint32_t stream) override { add("reset", stream, ""); }
  void on_room() override { ++rooms; }
  void on_gone() override { lines.push_back("gone"); }
  void add(const std::string& what, std::uint32_t stream, std::string_view more) {
    lines.push_back(what + " " + std::to_string(stream) + (more.empty() ? "" : " ") + std::string(more));
  }

  std::vector<std::string> lines;
  std::size_t received = 0;
  int rooms = 0;
};

using Lines = std::vector<std::string>;

// A server whose connections are sessions, and a client that has opened one.
struct Talk {
  explicit Talk(StreamOptions options = {}, int receive_buffer = 0)
      : live([this, options](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
          session = std::make_shared<SpdySession>(live.reactor, options,
                                                  responder->upgrade({{"Upgrade", "SPDY/3.1"}}));
          session->listen(log);
        }),
        client(live, receive_buffer) {
    client.send("POST / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n");
    client.read_until("\r\n\r\n");
  }
  bool logs(const Lines& lines) {
    return live.run_until([&] { return log->lines == lines; });
  }
  void open(std::uint32_t stream) {
    client.send(spdy.syn(stream, {{"streamtype", "x"}}));
    REQUIRE(live.run_until([&] { return !log->lines.empty(); }));
    log->lines.clear();
  }
  // All data of `stream` that has come so far.
  std::size_t came(std::uint32_t stream) {
    live.run_for(20ms);
    client.send(SpdyClient::ping(99));  // its answer comes behind the data
    const std::string all = client.read_until(SpdyClient::ping(99), ++pings);
    std::string_view rest = std::string_view(all).substr(all.find("\r\n\r\n") + 4);
    SpdyReader reader(16 << 10);
    std::size_t count = 0;
    while (const auto frame = reader.next(rest)) {
      if (frame->kind == SpdyFrame::Kind::kData && frame->stream == stream) count += frame->bytes.size();
    }
    return count;
  }

  std::shared_ptr<Log> log = std::make_shared<Log>();
  SpdyClient spdy;
  int pings = 0;
  std::shared_ptr<SpdySession> session;
  http::LiveServer live;
  http::RawClient client;
};

const std::string kGoAwayError = bytes("80 03 00 07 00 00 00 08 00 00 00 00 00 00 00 01");

}  // namespace

TEST_CASE("A stream is replied to, carries bytes both ways, and each side ends its own") {
  Talk talk;
  talk.client.send(talk.spdy.syn(1, {{"streamtype", "data"}}) + SpdyClient::data(1, "question") +
                   SpdyClient::data(1, "", true));
  REQUIRE(talk.logs({"stream 1 data", "data 1 question", "end 1"}));
  talk.client.read_until(bytes("80 03 00 02"));
  CHECK(talk.session->write(1, "answer"));
  talk.session->end(1);
  talk.client.read_until(bytes("00 00 00 01 00 00 00 06") + "answer" + bytes("00 00 00 01 01 00 00 00"));
  CHECK_FALSE(talk.session->write(1, "more"));
  CHECK_FALSE(talk.session->write(3, "never opened"));
}

TEST_CASE("A stream may be opened already ended, and be reset by either side") {
  Talk talk;
  talk.client.send(talk.spdy.syn(1, {{"streamtype", "a"}}, 1));
  talk.client.send(talk.spdy.syn(3, {{"streamtype", "b"}}) +
                   bytes("80 03 00 03 00 00 00 08 00 00 00 03 00 00 00 05"));
  REQUIRE(talk.logs({"stream 1 a", "end 1", "stream 3 b", "reset 3"}));
  CHECK_FALSE(talk.session->write(3, "x"));
  talk.session->reset(1, ResetCode::kCancel);
  talk.client.read_until(bytes("80 03 00 03 00 00 00 08 00 00 00 01 00 00 00 05"));
}

TEST_CASE("Pings of the client come back, answers to pings of the server do not") {
  Talk talk;
  talk.client.send(bytes("80 03 00 06 00 00 00 04 00 00 00 02 80 03 00 06 00 00 00 04 00 00 00 07"));
  const std::string all = talk.client.read_until(bytes("80 03 00 06 00 00 00 04 00 00 00 07"));
  CHECK(all.find(bytes("00 00 00 04 00 00 00 02")) == std::string::npos);
}

TEST_CASE("Malformed input is answered with GOAWAY, and the connection ends") {
  Talk talk;
  SECTION("a frame of another version") { talk.client.send(bytes("80 02 00 06 00 00 00 04 00 00 00 01")); }
  SECTION("a block that is not zlib") {
    talk.client.send(bytes("80 03 00 01 00 00 00 0c 00 00 00 01 00 00 00 00 00 00 ff ff"));
  }
  SECTION("a stream of an even id") { talk.client.send(talk.spdy.syn(2, {})); }
  SECTION("stream 0") { talk.client.send(talk.spdy.syn(0, {})); }
  SECTION("a window that is too wide") { talk.client.send(SpdyClient::window(0, 0x7fffffff)); }
  CHECK(talk.client.read_to_end().ends_with(kGoAwayError));
  CHECK(talk.logs({"gone"}));
  CHECK_FALSE(talk.session->write(1, "x"));
}

TEST_CASE("Ids of streams rise: a lower one breaks the session, the same one its stream") {
  Talk talk;
  talk.client.send(talk.spdy.syn(5, {{"streamtype", "a"}}));
  REQUIRE(talk.logs({"stream 5 a"}));
  SECTION("a lower one") {
    talk.client.send(talk.spdy.syn(3, {}));
    CHECK(talk.client.read_to_end().ends_with(bytes("80 03 00 07 00 00 00 08 00 00 00 05 00 00 00 01")));
  }
  SECTION("the same") {
    talk.client.send(talk.spdy.syn(5, {}));
    talk.client.read_until(bytes("80 03 00 03 00 00 00 08 00 00 00 05 00 00 00 01"));
  }
}

TEST_CASE("A stream with malformed headers, or one too many, is refused, and the session goes on") {
  Talk talk({.max_streams = 1});
  talk.client.send(talk.spdy.syn(1, {{"Upper", "x"}}));
  talk.client.send(talk.spdy.syn(3, {{"streamtype", "a"}}));
  talk.client.send(talk.spdy.syn(5, {{"streamtype", "b"}}));
  REQUIRE(talk.logs({"stream 3 a"}));
  talk.client.read_until(bytes("80 03 00 03 00 00 00 08 00 00 00 01 00 00 00 01"));
  talk.client.read_until(bytes("80 03 00 03 00 00 00 08 00 00 00 05 00 00 00 03"));
}

TEST_CASE("Data of a stream that was never opened is told to be wrong; of one that is over it is ignored") {
  Talk talk;
  talk.open(1);
  talk.session->reset(1, ResetCode::kCancel);
  talk.client.send(SpdyClient::data(1, "late") + SpdyClient::data(9, "never"));
  talk.client.read_until(bytes("80 03 00 03 00 00 00 08 00 00 00 09 00 00 00 02"));
  CHECK(talk.log->lines.empty());
}

TEST_CASE("A client that does not speak of windows, as kubectl, gets all at once") {
  Talk talk;
  talk.open(1);
  talk.session->write(1, std::string(200 << 10, 'x'));
  CHECK(talk.came(1) == 200 << 10);
}

TEST_CASE("A client that speaks of windows gets no more than they let through") {
  Talk talk;
  talk.client.send(SpdyClient::initial_window(1000));
  talk.open(1);
  CHECK(talk.session->write(1, std::string(200 << 10, 'x')));
  talk.session->end(1);
  CHECK(talk.came(1) == 1000);
  CHECK(talk.session->buffered() == (200 << 10) - 1000);
  talk.client.send(SpdyClient::window(1, 500));
  CHECK(talk.came(1) == 1500);
  talk.client.send(SpdyClient::initial_window(2000));
  CHECK(talk.came(1) == 2500);
  talk.client.send(SpdyClient::window(1, 1 << 20));
  CHECK(talk.came(1) == 64 << 10);  // the session has a window too
  CHECK(talk.log->rooms == 0);
  talk.client.send(SpdyClient::window(0, 1 << 20));
  CHECK(talk.came(1) == 200 << 10);
  CHECK(talk.log->rooms == 1);
  talk.client.read_until(bytes("00 00 00 01 01 00 00 00"));
}

TEST_CASE("A client that opens no window is dropped when too much waits for it") {
  Talk talk({.unsent_bytes = 100 << 10});
  talk.client.send(SpdyClient::initial_window(0));
  talk.open(1);
  const std::string chunk(60 << 10, 'x');
  CHECK(talk.session->write(1, chunk));
  CHECK_FALSE(talk.session->write(1, chunk));
  CHECK(talk.log->lines.empty());  // never inside a call
  CHECK(talk.logs({"gone"}));
}

TEST_CASE("Windows of the client are renewed as bytes are consumed, of the stream and of the session") {
  Talk talk;
  talk.open(1);
  talk.client.send(SpdyClient::data(1, std::string(40 << 10, 'x')));
  REQUIRE(talk.live.run_until([&] { return talk.log->received == 40 << 10; }));
  talk.session->consumed(1, 30 << 10);
  talk.session->consumed(1, 10 << 10);
  talk.client.read_until(SpdyClient::window(1, 40 << 10) + SpdyClient::window(0, 40 << 10));
}

TEST_CASE("While too much is held nothing is read, and a reset stream holds nothing") {
  Talk talk({.held_bytes = 64 << 10});
  talk.open(1);
  const std::string chunk = SpdyClient::data(1, std::string(32 << 10, 'x'));
  for (int i = 0; i < 64; ++i) {
    if (talk.log->received < (64 << 10)) talk.client.send(chunk);
  }
  talk.client.send(SpdyClient::data(1, "the last"));
  talk.live.run_for(50ms);
  CHECK(talk.log->received >= 64 << 10);
  CHECK(talk.log->received <= (64 << 10) + (192 << 10));
  SECTION("it is read again when enough is consumed") { talk.session->consumed(1, 1 << 20); }
  SECTION("it is read again when the stream is reset") { talk.session->reset(1, ResetCode::kCancel); }
  talk.client.send(bytes("80 03 00 06 00 00 00 04 00 00 00 07"));
  talk.client.read_until(bytes("80 03 00 06 00 00 00 04 00 00 00 07"));
}

TEST_CASE("A closed session sends all that is queued, says GOAWAY, and lets the client hang up") {
  Talk talk;
  talk.open(1);
  talk.session->write(1, std::string(300 << 10, 'x'));
  talk.session->end(1);
  talk.session->close();
  talk.session.reset();
  const std::string all = talk.client.read_until(bytes("80 03 00 07 00 00 00 08 00 00 00 01 00 00 00 00"));
  CHECK(all.size() > 300 << 10);
  talk.live.run_for(20ms);
  CHECK(talk.live.server->connections() == 1);
  talk.client.hang_up();
  CHECK(talk.live.run_until([&] { return talk.live.server->connections() == 0; }));
  CHECK(talk.log->lines.empty());
}

TEST_CASE("A client that does not hang up after the end is cut off in time") {
  Talk talk({.end_timeout = 20ms});
  talk.open(1);
  talk.session->close();
  CHECK(talk.client.read_to_end().ends_with(bytes("80 03 00 07 00 00 00 08 00 00 00 01 00 00 00 00")));
}

TEST_CASE("A session that is dropped cuts its connection, and one whose client has gone is over") {
  Talk talk;
  talk.open(1);
  SECTION("dropped") {
    talk.session.reset();
    talk.client.read_to_end();
    CHECK(talk.live.server->connections() == 0);
  }
  SECTION("gone") {
    talk.client.hang_up();
    CHECK(talk.logs({"gone"}));
  }
}

}  // namespace podium::streams
