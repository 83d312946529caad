// The channels of the *.channel.k8s.io protocols.
#include "runtime/streams/channel_messages.h"

#include "tests/runtime/streams/support/bytes.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

constexpr ChannelFormat kV4{};
constexpr ChannelFormat kV5{.has_close_signal = true};
constexpr ChannelFormat kBase64{.base64 = true};

WebSocketEvent whole(std::string_view text) { return {.begins = true, .ends = true, .bytes = text}; }

std::string read(ChannelReader& reader, const WebSocketEvent& part) {
  const auto piece = reader.feed(part);
  if (!piece) return reader.broken() ? "broken" : "nothing";
  return std::to_string(piece->channel) + (piece->closes ? " closes" : ":" + piece->bytes);
}

}  // namespace

TEST_CASE("The first byte of a message is its channel, whatever parts it comes in") {
  ChannelReader reader(kV4);
  CHECK(read(reader, whole({"\0hello", 6})) == "0:hello");
  CHECK(read(reader, {.begins = true, .ends = false, .bytes = ""}) == "nothing");
  CHECK(read(reader, {.begins = false, .ends = false, .bytes = "\x04{"}) == "4:{");
  CHECK(read(reader, {.begins = false, .ends = true, .bytes = "}"}) == "4:}");
  CHECK(read(reader, whole("")) == "nothing");
  CHECK(read(reader, whole({"\0", 1})) == "0:");
}

TEST_CASE("In v5 a message of 255 and a channel closes that channel; before, 255 is a channel as any") {
  ChannelReader v5(kV5), v4(kV4);
  const std::string signal("\xff\0", 2);
  CHECK(read(v5, whole(signal)) == "0 closes");
  CHECK(read(v5, whole("\xff")) == "nothing");
  CHECK(read(v5, whole({"\0hello", 6})) == "0:hello");
  CHECK(read(v4, whole(signal)) == std::string("255:") + '\0');
}

TEST_CASE("In the Base64 variants the channel is a digit, and the rest Base64 of any parts") {
  ChannelReader reader(kBase64);
  CHECK(read(reader, whole("0aGVsbG8=")) == "0:hello");
  CHECK(read(reader, {.begins = true, .ends = false, .bytes = "4aG"}) == "4:");
  CHECK(read(reader, {.begins = false, .ends = true, .bytes = "VsbG8="}) == "4:hello");
  CHECK(read(reader, whole("1aGVs")) == "1:hel");
  CHECK(read(reader, whole("0aGVsbG8")) == "broken");
  CHECK(read(reader, whole("0aGVsbG8=")) == "broken");
}

TEST_CASE("Messages of the server have the form of the client's") {
  const ChannelMessage binary = channel_message(kV5, 1, "hi");
  CHECK(binary.opcode == Opcode::kBinary);
  CHECK(binary.payload == "\x01hi");
  const ChannelMessage text = channel_message(kBase64, 3, "hello");
  CHECK(text.opcode == Opcode::kText);
  CHECK(text.payload == "3aGVsbG8=");
}

}  // namespace podium::streams
