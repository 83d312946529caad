// SPDY/3.1 frames and header blocks, in bytes written from the draft and in those that kubectl sends.
#include "runtime/streams/spdy_frames.h"

#include "runtime/streams/spdy_dictionary.h"
#include "runtime/streams/spdy_headers.h"
#include "runtime/streams/spdy_windows.h"
#include "tests/runtime/streams/support/bytes.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

// What kubectl 1.27 sends first for exec, and for port-forward.
const std::string kExec = bytes(
    "80030001 00000029 00000001 00000000 0000 "
    "78f9e3c6a7c26260606004a7b392a2d4c45c6851c29a0a0a6800000000ffff");
const std::string kForward = bytes(
    "80030001 0000003e 00000001 00000000 0000 "
    "78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45e01c60616061"
    "c0c0c0c0590489c64c50f2663400000000ffff");

std::string text_of(const SpdyFrame& frame) {
  static constexpr const char* kNames[] = {"syn",    "headers", "reset", "settings", "ping",
                                           "goaway", "window",  "data",  "error"};
  std::string text = kNames[static_cast<int>(frame.kind)];
  if (frame.kind == SpdyFrame::Kind::kError) return text;
  text += " " + std::to_string(frame.stream) + " " + std::to_string(frame.value);
  if (frame.kind == SpdyFrame::Kind::kData) text += " " + std::string(frame.bytes);
  return text + (frame.fin ? " fin" : "");
}

std::vector<std::string> frames(std::string_view sent, std::size_t step = 1 << 20) {
  SpdyReader reader(16 << 10);
  std::vector<std::string> found;
  for (std::size_t at = 0; at < sent.size(); at += step) {
    std::string_view piece = sent.substr(at, step);
    while (const auto frame = reader.next(piece)) found.push_back(text_of(*frame));
    CHECK(piece.empty());
  }
  return found;
}

using Frames = std::vector<std::string>;

SpdyHeaders headers_of(const std::string& syn_stream) {
  HeaderInflater inflater(1 << 10);
  const auto block = inflater.unpack(std::string_view(syn_stream).substr(18));
  REQUIRE(block);
  const auto headers = decode_headers(*block);
  REQUIRE(headers);
  return *headers;
}

}  // namespace

TEST_CASE("The dictionary is that of SPDY/3: 1423 bytes, whose checksum kubectl names") {
  CHECK(spdy_dictionary().size() == 1423);
  CHECK(headers_of(kExec) == SpdyHeaders{{"streamtype", "error"}});
  CHECK(headers_of(kForward) == SpdyHeaders{{"streamtype", "error"}, {"port", "8080"}, {"requestid", "0"}});
}

TEST_CASE("Header blocks of a direction share one compression") {
  HeaderDeflater deflater;
  HeaderInflater inflater(1 << 10);
  const SpdyHeaders headers{{"streamtype", "data"}, {"port", "80"}, {"many", std::string("a\0b", 3)}};
  std::size_t first = 0;
  for (int i = 0; i < 3; ++i) {
    const std::string packed = deflater.pack(encode_headers(headers));
    if (i == 0) first = packed.size();
    if (i > 0) CHECK(packed.size() < first);
    CHECK(decode_headers(inflater.unpack(packed).value_or("")) == headers);
  }
  CHECK(header_value(headers, "many") == "a");
  CHECK(header_value(headers, "absent").empty());
}

TEST_CASE("A block that is not intact, or unpacks to too much, breaks the compression") {
  CHECK_FALSE(HeaderInflater(1000).unpack(bytes("00 01 02 03 04")));
  CHECK_FALSE(HeaderInflater(1000).unpack(bytes("78 f9 00 00 00 00 00 00")));  // another dictionary
  HeaderDeflater deflater;
  const std::string bomb = deflater.pack(std::string(10 << 20, 'x'));
  CHECK(bomb.size() < 16 << 10);
  CHECK_FALSE(HeaderInflater(64 << 10).unpack(bomb));
}

TEST_CASE("A malformed header block is none") {
  const char* const cases[] = {"",
                               "00 00 00",
                               "00 00 00 01",
                               "ff ff ff ff",
                               "00 00 00 01 00 00 00 05 61",
                               "00 00 00 01 00 00 00 00 00 00 00 01 61",  // an empty name
                               "00 00 00 01 00 00 00 01 41 00 00 00 00",  // upper case
                               "00 00 00 00 00",                          // rubbish behind
                               "00 00 00 02 00 00 00 01 61 00 00 00 00 00 00 00 01 61 00 00 00 00"};  // twice
  for (const char* block : cases) {
    INFO(block);
    CHECK_FALSE(decode_headers(bytes(block)));
  }
  CHECK(decode_headers(bytes("00 00 00 01 00 00 00 01 61 00 00 00 00")) == SpdyHeaders{{"a", ""}});
}

TEST_CASE("Every frame that a client may send is read, in any pieces") {
  const std::string sent = kExec + bytes(
                                       "80 03 00 03 00 00 00 08 00 00 00 05 00 00 00 05"  // RST_STREAM
                                       "80 03 00 04 00 00 00 14 00 00 00 02 00 00 00 04 00 00 00 64"
                                       "00 00 00 07 00 01 00 00"                          // SETTINGS
                                       "80 03 00 06 00 00 00 04 00 00 00 09"              // PING
                                       "80 03 00 07 00 00 00 08 00 00 00 00 00 00 00 01"  // GOAWAY
                                       "80 03 00 08 01 00 00 05 00 00 00 01 ff"           // HEADERS, FIN
                                       "80 03 00 09 00 00 00 08 00 00 00 01 80 00 00 10"  // WINDOW_UPDATE
                                       "00 00 00 03 00 00 00 05 68 65 6c 6c 6f"           // DATA
                                       "00 00 00 03 01 00 00 00"                          // DATA, FIN
                                       "80 03 00 0a 00 00 00 02 ff ff"                    // CREDENTIAL
                                       "80 03 00 06 00 00 00 04 00 00 00 0b");
  const Frames expected{"syn 1 0",         "reset 5 5",   "settings 0 65536", "ping 0 9",      "goaway 0 1",
                        "headers 1 0 fin", "window 1 16", "data 3 0 hello",   "data 3 0  fin", "ping 0 11"};
  CHECK(frames(sent) == expected);
  Frames joined;  // one byte at a time a data frame comes in as many parts
  for (const std::string& frame : frames(sent, 1)) {
    const bool goes_on = frame.starts_with("data 3 0 ") && !frame.ends_with("fin") && !joined.empty() &&
                         joined.back().starts_with("data 3 0 ");
    if (goes_on) joined.back() += frame.substr(9);
    if (!goes_on) joined.push_back(frame);
  }
  CHECK(joined == expected);
}

TEST_CASE("Malformed frames break the session, and nothing after them counts") {
  const std::string ping = bytes("80 03 00 06 00 00 00 04 00 00 00 09");
  const std::pair<const char*, const char*> cases[] = {
      {"80 02 00 06 00 00 00 04 00 00 00 09", "another version"},
      {"00 00 00 00 00 00 00 01 61", "data of stream 0"},
      {"80 03 00 01 00 00 00 09 00 00 00 01 00 00 00 00 00", "a SYN_STREAM of 9 bytes"},
      {"80 03 00 02 00 00 00 03 00 00 00", "a SYN_REPLY of 3 bytes"},
      {"80 03 00 03 00 00 00 04 00 00 00 01", "an RST_STREAM of 4 bytes"},
      {"80 03 00 04 00 00 00 08 00 00 00 01 00 00 00 00", "SETTINGS of a half entry"},
      {"80 03 00 04 00 00 00 04 ff ff ff ff", "SETTINGS of 4 billion entries"},
      {"80 03 00 04 00 00 00 0c 00 00 00 01 00 00 00 07 80 00 00 00", "a window of 2^31"},
      {"80 03 00 06 00 00 00 05 00 00 00 09 00", "a PING of 5 bytes"},
      {"80 03 00 01 00 ff ff ff", "a control frame of 16 MB"}};
  for (const auto& [frame, name] : cases) {
    INFO(name);
    CHECK(frames(ping + bytes(frame) + ping) == Frames{"ping 0 9", "error"});
    CHECK(frames(ping + bytes(frame) + ping, 1) == Frames{"ping 0 9", "error"});
  }
}

TEST_CASE("Frames of the server have the bytes of the draft") {
  std::string out;
  append_syn_reply(out, 1, "pp");
  CHECK(hex(out) == "8003000200000006000000017070");
  out.clear();
  append_reset(out, 3, ResetCode::kRefusedStream);
  append_ping(out, 9);
  CHECK(hex(out) ==
        "80030003000000080000000300000003"
        "800300060000000400000009");
  out.clear();
  append_go_away(out, 5, GoAwayCode::kProtocolError);
  append_window_update(out, 0, 4096);
  CHECK(hex(out) ==
        "80030007000000080000000500000001"
        "80030009000000080000000000001000");
  out.clear();
  append_data(out, 7, "hi", true);
  CHECK(hex(out) == "00000007010000026869");
}

TEST_CASE("A send window may fall below zero, and may not pass 2^31 - 1") {
  SendWindow window(10);
  window.spend(4);
  CHECK(window.allowed() == 6);
  CHECK(window.move(-10));
  CHECK(window.allowed() == 0);
  CHECK(window.move(7));
  CHECK(window.allowed() == 3);
  CHECK_FALSE(window.move(kSpdyMaxWindow));
}

TEST_CASE("A receive window is renewed in steps of half of it") {
  ReceiveWindow window;
  CHECK(window.consumed(32767) == 0);
  CHECK(window.consumed(1) == 32768);
  CHECK(window.consumed(1) == 0);
  CHECK(window.consumed(100000) == 100001);
}

}  // namespace podium::streams
