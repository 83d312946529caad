// The small parts: a queue of bytes, Base64, UTF-8, terminal sizes, and how a command ended.
#include "runtime/streams/base64.h"
#include "runtime/streams/byte_queue.h"
#include "runtime/streams/resize.h"
#include "runtime/streams/status_text.h"
#include "runtime/streams/utf8.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

std::optional<std::string> decode(std::string_view text, std::size_t step) {
  Base64Decoder decoder;
  std::string all;
  for (std::size_t at = 0; at < text.size(); at += step) {
    const auto part = decoder.feed(text.substr(at, step));
    if (!part) return std::nullopt;
    all += *part;
  }
  return decoder.complete() ? std::optional(all) : std::nullopt;
}

bool is_utf8(std::string_view text) {
  Utf8Check check;
  for (const char c : text) {
    if (!check.feed({&c, 1})) return false;
  }
  return check.complete();
}

}  // namespace

TEST_CASE("A queue of bytes gives what was put in, in pieces of any size") {
  ByteQueue queue;
  std::string all, taken;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::string more(i % 17, static_cast<char>('a' + i % 26));
    queue.append(more);
    all += more;
    const std::string_view front = queue.front(i % 13);
    taken += front;
    queue.pop(front.size());
    CHECK(queue.size() == all.size() - taken.size());
  }
  taken += queue.front(queue.size());
  queue.pop(queue.size());
  CHECK(taken == all);
  CHECK(queue.empty());
}

TEST_CASE("Base64 is that of RFC 4648, section 10, in whatever pieces it comes") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"},
                                                         {"\xff\xfe", "//4="}};
  for (const auto& [plain, text] : vectors) {
    CHECK(base64_encode(plain) == text);
    for (const std::size_t step : {1, 2, 3, 100}) CHECK(decode(text, step) == plain);
  }
}

TEST_CASE("What is not Base64 is refused") {
  for (const char* text : {"Zg=", "Zg", "Z", "Z===", "====", "Zg==Zg==", "Zm9v!", "Zg=v", "Zm 9v", "Zm9-"}) {
    INFO(text);
    CHECK_FALSE(decode(text, 1));
    CHECK_FALSE(decode(text, 100));
  }
}

TEST_CASE("UTF-8 is that of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF") {
  for (const char* text : {"", "plain", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf",
                           "\xed\x9f\xbf", "\xee\x80\x80"}) {
    CHECK(is_utf8(text));
  }
  for (const char* text :
       {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82", "\xe2\x28\xa1"}) {
    CHECK_FALSE(is_utf8(text));
  }
}

TEST_CASE("Sizes of a terminal are JSON objects one behind the other, in whatever pieces they come") {
  const std::string text = "{\"Width\":80,\"Height\":24}\n{\"Height\": 40 , \"Width\": 100}";
  const std::vector<TerminalSize> both{{80, 24}, {100, 40}};
  CHECK(ResizeReader().feed(text) == both);
  ResizeReader reader;
  std::vector<TerminalSize> found;
  for (const char c : text) {
    for (const TerminalSize size : reader.feed({&c, 1})) found.push_back(size);
  }
  CHECK(found == both);
}

TEST_CASE("What is no size is left out") {
  ResizeReader reader;
  CHECK(reader.feed("{}}}{{\"Width\":80}{\"Width\":-1,\"Height\":99999999}{\"Width\"").empty());
  CHECK(reader.feed(std::string(100000, 'x')).empty());
  CHECK(reader.feed("{\"Width\":1,\"Height\":2}") == std::vector<TerminalSize>{{1, 2}});
}

TEST_CASE("From v4 on the error channel carries a Status") {
  CHECK(status_json(exited(0)) == R"({"metadata":{},"status":"Success"})");
  CHECK(status_json(exited(2)) ==
        R"({"metadata":{},"status":"Failure","message":"command terminated with exit code 2",)"
        R"("reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"2"}]}})");
  CHECK(status_json(failed("no \"sh\"\n")) ==
        R"({"metadata":{},"status":"Failure","message":"Internal error occurred: no \"sh\"\u000a",)"
        R"("reason":"InternalError","details":{"causes":[{"message":"no \"sh\"\u000a"}]},"code":500})");
}

TEST_CASE("Before v4 the error channel carries a sentence, and nothing after success") {
  CHECK(status_sentence(exited(0)).empty());
  CHECK(status_sentence(exited(1)) == "command terminated with exit code 1");
  CHECK(status_sentence(failed("gone")) == "Internal error occurred: gone");
}

}  // namespace podium::streams
