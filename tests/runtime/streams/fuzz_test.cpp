// Parsers take any bytes, in any pieces: they do not crash, do not grow, and find the same in all pieces.
#include <algorithm>

#include "runtime/env/random.h"
#include "runtime/streams/channel_messages.h"
#include "runtime/streams/spdy_port_forward.h"
#include "runtime/streams/websocket_frames.h"
#include "runtime/streams/websocket_pipe.h"
#include "tests/runtime/streams/support/bytes.h"
#include "tests/runtime/streams/support/spdy_client.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

// Hands `sent` on in random pieces.
template <class Feed>
void in_pieces(Random& random, std::string_view sent, Feed feed) {
  while (!sent.empty()) {
    const std::size_t size =
        std::min<std::size_t>(sent.size(), 1 + random.below(random.below(4) == 0 ? 200 : 7));
    feed(std::string(sent.substr(0, size)));  // a copy, so that sanitizers see its end
    sent.remove_prefix(size);
  }
}

// What a reader finds: whole messages, other events, and data of frames, joined.
std::string found(Random& random, std::string_view sent, bool websocket) {
  std::string lines, message;
  WebSocketReader frames(5000);
  SpdyReader spdy(2000);
  in_pieces(random, sent, [&](const std::string& piece) {
    std::string_view rest = piece;
    while (const auto event = websocket ? frames.next(rest) : std::nullopt) {
      const bool part = event->kind == WebSocketEvent::Kind::kPart;
      if (part && event->begins) message.clear();
      (part ? message : lines) += hex(event->bytes) + (part ? "" : "\n");
      if (part && event->ends) lines += message + ".\n";
    }
    while (const auto frame = websocket ? std::nullopt : spdy.next(rest)) {
      if (frame->kind != SpdyFrame::Kind::kData)
        lines += "\n" + std::to_string(static_cast<int>(frame->kind)) + " ";
      lines += hex(frame->bytes);
    }
    if (!rest.empty()) lines += "left over";
  });
  return lines;
}

// Bytes that look right for a while: frames of a client, some of them damaged.
std::string traffic(Random& random, bool websocket) {
  SpdyClient spdy;
  std::string sent;
  std::uint32_t stream = 1;
  for (int i = 0; i < 100; ++i) {
    const std::string text(random.below(300), static_cast<char>('a' + random.below(26)));
    const auto some = static_cast<std::uint32_t>(1 + 2 * random.below(8));
    static constexpr Opcode kOpcodes[] = {Opcode::kBinary, Opcode::kText, Opcode::kPing, Opcode::kPong};
    switch (websocket ? 9 : random.below(8)) {
      case 0:
        sent += spdy.syn(stream,
                         {{"streamtype", random.below(2) == 0 ? "error" : "data"},
                          {"port", "80"},
                          {"requestid", std::to_string(random.below(2))}},
                         static_cast<std::uint8_t>(random.below(8) == 0));
        stream += 2;
        break;
      case 1: sent += SpdyClient::reset(some); break;
      case 2: sent += SpdyClient::window(random.below(3) == 0 ? 0 : some, 1000); break;
      case 3: sent += SpdyClient::ping(some); break;
      case 4: sent += SpdyClient::initial_window(static_cast<std::uint32_t>(random.below(3000))); break;
      case 9: sent += client_frame(kOpcodes[random.below(4)], text.substr(0, 125)); break;
      default: sent += SpdyClient::data(some, text, random.below(6) == 0);
    }
  }
  for (std::uint64_t damage = random.below(4); damage > 0; --damage) {
    sent[random.below(sent.size())] ^= static_cast<char>(1u << random.below(8));
  }
  return sent;
}

std::string noise(Random& random) {
  std::string sent(random.below(2000), '\0');
  for (char& c : sent) c = static_cast<char>(random.below(256));
  return sent;
}

// A pipe that ends in memory.
struct MemoryPipe final : http::Pipe {
  void listen(std::weak_ptr<http::PipeListener> to) override { listener = std::move(to); }
  bool write(std::string_view bytes) override {
    if (!finished) written += bytes;
    return !finished;
  }
  std::size_t buffered() const override { return 0; }
  void finish() override { finished = true; }
  void pause(bool) override {}
  void feed(const std::string& bytes) {
    const auto alive = listener.lock();
    if (alive && !finished) alive->on_bytes(bytes);
  }

  std::weak_ptr<http::PipeListener> listener;
  std::string written;
  bool finished = false;
};

// Echoes, ends, fails or drops what it is given, by chance.
struct Whim final : PortForwardListener, ForwardedListener, std::enable_shared_from_this<Whim> {
  explicit Whim(Random& dice) : random(dice) {}
  void on_connection(std::shared_ptr<ForwardedConnection> connection) override {
    if (random.below(4) == 0) return;
    if (random.below(8) == 0) return connection->fail("not today");
    connection->listen(weak_from_this());
    held.push_back(std::move(connection));
  }
  void on_bytes(std::string_view bytes) override {
    received += bytes.size();
    if (held.empty()) return;
    const std::size_t at = random.below(held.size());
    held[at]->write(bytes);
    held[at]->consumed(bytes.size());
    if (random.below(10) == 0) held[at]->close();
    if (random.below(10) == 0) held.erase(held.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void on_end() override {
    if (!held.empty()) held.back()->end_writing();
  }
  void on_room() override {}
  void on_gone() override {}

  Random& random;
  std::vector<std::shared_ptr<ForwardedConnection>> held;
  std::size_t received = 0;
};

}  // namespace

TEST_CASE("Readers find the same in whatever pieces the bytes come, and take all of them") {
  Random random(11);
  for (int round = 0; round < 600; ++round) {
    const bool websocket = round % 2 == 0;
    const std::string sent = round % 3 == 0 ? noise(random) : traffic(random, websocket);
    const std::string once = found(random, sent, websocket);
    CHECK(once.find("left over") == std::string::npos);
    CHECK(found(random, sent, websocket) == once);
  }
}

TEST_CASE("A SPDY session survives any bytes, bare and in a WebSocket, and answers in proportion") {
  Random random(12);
  http::Reactor reactor;
  std::size_t received = 0, broken = 0;
  for (int round = 0; round < 600; ++round) {
    const auto pipe = std::make_shared<MemoryPipe>();
    std::shared_ptr<http::Pipe> carrier = pipe;
    const bool websocket = round % 2 == 0;
    if (websocket) {
      carrier =
          std::make_shared<WebSocketPipe>(std::make_shared<WebSocketLink>(reactor, StreamOptions{}, pipe));
    }
    const auto session = std::make_shared<SpdyPortForward>(
        std::make_shared<SpdySession>(reactor, StreamOptions{}, std::move(carrier)));
    const auto whim = std::make_shared<Whim>(random);
    session->listen(whim);
    const std::string sent = round % 5 == 0 ? noise(random) : traffic(random, false);
    in_pieces(random, sent, [&](const std::string& piece) {
      pipe->feed(websocket ? client_frame(Opcode::kBinary, piece) : piece);
    });
    CHECK(pipe->written.size() <= 1000 + 20 * sent.size());
    received += whim->received;
    broken += pipe->written.find(bytes("80 03 00 07 00 00 00 08")) != std::string::npos;
    whim->held.clear();
    reactor.poll(0ms);
  }
  CHECK(received > 20000);  // the traffic means something
  CHECK(broken > 100);      // and so does the damage
}

TEST_CASE("Channel messages of any bytes give channels and bytes, or a broken text") {
  Random random(13);
  for (int round = 0; round < 300; ++round) {
    ChannelReader reader({.base64 = round % 2 == 0, .has_close_signal = round % 3 == 0});
    WebSocketReader frames(1 << 20);
    const std::string sent = noise(random);
    std::size_t given = 0;
    in_pieces(random, client_frame(Opcode::kBinary, sent), [&](const std::string& piece) {
      std::string_view rest = piece;
      while (const auto event = frames.next(rest)) {
        if (const auto part = reader.feed(*event)) given += part->bytes.size();
      }
    });
    CHECK(given <= sent.size());
  }
}

}  // namespace podium::streams
