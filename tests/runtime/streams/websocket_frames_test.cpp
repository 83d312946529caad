// WebSocket frames, in the bytes of RFC 6455.
#include "runtime/streams/websocket_frames.h"

#include "tests/runtime/streams/support/bytes.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

// All events of `sent`, each as a text: "text hello." for a whole message, "+" for a part with more behind
// it, "ping x", "close 1000 reason", "error 1002".
std::vector<std::string> events(std::string_view sent, std::size_t step = 1 << 20,
                                std::uint64_t max_message = 1 << 20) {
  WebSocketReader reader(max_message);
  std::vector<std::string> found;
  std::string message;
  for (std::size_t at = 0; at < sent.size(); at += step) {
    std::string_view piece = sent.substr(at, step);
    while (const auto event = reader.next(piece)) {
      const std::string body(event->bytes);
      const std::string code = std::to_string(static_cast<int>(event->code));
      using Kind = WebSocketEvent::Kind;
      if (event->kind == Kind::kPart) {
        if (event->begins) message = event->text ? "text " : "binary ";
        message += body;
        if (event->ends) found.push_back(message);
      }
      if (event->kind == Kind::kPing) found.push_back("ping " + body);
      if (event->kind == Kind::kPong) found.push_back("pong " + body);
      if (event->kind == Kind::kClose) found.push_back("close " + code + " " + body);
      if (event->kind == Kind::kError) found.push_back("error " + code);
    }
    CHECK(piece.empty());
  }
  return found;
}

using Events = std::vector<std::string>;

}  // namespace

TEST_CASE("The masked examples of RFC 6455, section 5.7, are read in any pieces") {
  const std::string hello = bytes("81 85 37 fa 21 3d 7f 9f 4d 51 58");
  const std::string ping = bytes("89 85 37 fa 21 3d 7f 9f 4d 51 58");
  const std::string pong = bytes("8a 85 37 fa 21 3d 7f 9f 4d 51 58");
  for (const std::size_t step : {1, 2, 3, 5, 100}) {
    CHECK(events(hello + ping + pong, step) == Events{"text Hello", "ping Hello", "pong Hello"});
  }
}

TEST_CASE("A message may come in fragments, with control frames between them") {
  const std::string sent = client_frame(Opcode::kText, "Hel", false) + client_frame(Opcode::kPing, "x") +
                           client_frame(Opcode::kContinuation, "", false) +
                           client_frame(Opcode::kContinuation, "lo") + client_frame(Opcode::kBinary, "");
  for (const std::size_t step : {1, 4, 100}) {
    CHECK(events(sent, step) == Events{"ping x", "text Hello", "binary "});
  }
}

TEST_CASE("Lengths of 2 and 8 bytes are read and written, in their shortest form only") {
  for (const std::size_t size : {125, 126, 65535, 65536, 200000}) {
    const std::string payload(size, 'p');
    CHECK(events(client_frame(Opcode::kBinary, payload), 1000) == Events{"binary " + payload});
    std::string frame;
    append_frame(frame, Opcode::kBinary, payload);
    CHECK(frame.size() == size + (size < 126 ? 2 : size < 65536 ? 4 : 10));
  }
  CHECK(events(bytes("82 fe 00 7d 00 00 00 00")) == Events{"error 1002"});
  CHECK(events(bytes("82 ff 00 00 00 00 00 00 ff ff 00 00 00 00")) == Events{"error 1002"});
  CHECK(events(bytes("82 ff 80 00 00 00 00 00 00 00 00 00 00 00")) == Events{"error 1002"});
}

TEST_CASE("Server frames are those of RFC 6455, section 5.7: whole and unmasked") {
  std::string out;
  append_frame(out, Opcode::kText, "Hello");
  CHECK(hex(out) == "810548656c6c6f");
  out.clear();
  append_frame(out, Opcode::kBinary, std::string(256, 'x'));
  CHECK(hex(out.substr(0, 4)) == "827e0100");
  CHECK(hex(close_payload(CloseCode::kNormal, "ok")) == "03e86f6b");
  CHECK(close_payload(CloseCode::kNormal, std::string(1000, 'r')).size() == 125);
}

TEST_CASE("A client that breaks a rule of framing gets a protocol error, and nothing after it counts") {
  const std::string good = client_frame(Opcode::kText, "good");
  const std::pair<const char*, const char*> cases[] = {
      {"81 05 48 65 6c 6c 6f", "RFC 6455, 5.1: a client masks its frames"},
      {"c1 80 00 00 00 00", "5.2: a reserved bit means an extension, and none is negotiated"},
      {"83 80 00 00 00 00", "5.2: opcode 3 is reserved"},
      {"8b 80 00 00 00 00", "5.2: opcode 11 is reserved"},
      {"80 80 00 00 00 00", "5.4: a continuation of nothing"},
      {"09 80 00 00 00 00", "5.4: control frames are not fragmented"},
      {"89 fe 00 7e 00 00 00 00", "5.5: control frames have at most 125 bytes"},
      {"88 81 00 00 00 00 03", "5.5.1: a close frame has no code of one byte"},
      {"88 82 00 00 00 00 03 ed", "7.4.1: 1005 is never sent"},
      {"88 82 00 00 00 00 03 e7", "7.4.2: 999 is not used"}};
  for (const auto& [frame, rule] : cases) {
    INFO(rule);
    CHECK(events(good + bytes(frame) + good) == Events{"text good", "error 1002"});
    CHECK(events(good + bytes(frame) + good, 1) == Events{"text good", "error 1002"});
  }
  CHECK(events(client_frame(Opcode::kText, "a", false) + good) == Events{"error 1002"});
}

TEST_CASE("Texts must be UTF-8, across fragments, and so must the reason of a close") {
  CHECK(events(client_frame(Opcode::kText, "\xe2\x82", false) +
               client_frame(Opcode::kContinuation, "\xac")) == Events{"text \xe2\x82\xac"});
  CHECK(events(client_frame(Opcode::kText, "\xe2\x82")) == Events{"error 1007"});
  CHECK(events(client_frame(Opcode::kText, "\xff", false)) == Events{"error 1007"});
  CHECK(events(client_frame(Opcode::kBinary, "\xff")) == Events{"binary \xff"});
  CHECK(events(client_frame(Opcode::kClose, "\x03\xe8\xff")) == Events{"error 1007"});
}

TEST_CASE("A message that is too big is refused at its head, in one frame or in many") {
  CHECK(events(client_frame(Opcode::kBinary, "12345678"), 100, 8) == Events{"binary 12345678"});
  CHECK(events(client_frame(Opcode::kBinary, "123456789").substr(0, 6), 100, 8) == Events{"error 1009"});
  CHECK(events(client_frame(Opcode::kBinary, "12345", false) + client_frame(Opcode::kContinuation, "6789"),
               100, 8) == Events{"error 1009"});
  CHECK(events(client_frame(Opcode::kBinary, "12345678") + client_frame(Opcode::kBinary, "12345678"), 100, 8)
            .size() == 2);
}

TEST_CASE("A close frame says why, or nothing, and ends it") {
  CHECK(events(client_frame(Opcode::kClose, "") + "rubbish") == Events{"close 1005 "});
  CHECK(events(client_frame(Opcode::kClose,
                            "\x03\xe9"
                            "bye")) == Events{"close 1001 bye"});
  CHECK(events(client_frame(Opcode::kClose, "\x0f\xa0")) == Events{"close 4000 "});
}

}  // namespace podium::streams
