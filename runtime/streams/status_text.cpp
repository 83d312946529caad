#include "runtime/streams/status_text.h"

#include <string_view>

namespace podium::streams {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += {kDigits[static_cast<unsigned char>(c) >> 4], kDigits[c & 15]};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

std::string status_sentence(const CommandOutcome& outcome) {
  switch (outcome.kind) {
    case CommandOutcome::Kind::kSucceeded: break;
    case CommandOutcome::Kind::kExited:
      return "command terminated with exit code " + std::to_string(outcome.exit_code);
    case CommandOutcome::Kind::kFailed: return "Internal error occurred: " + outcome.message;
  }
  return {};
}

std::string status_json(const CommandOutcome& outcome) {
  const std::string head = R"({"metadata":{},"status":)";
  const std::string failure = head + R"("Failure","message":)" + quoted(status_sentence(outcome));
  switch (outcome.kind) {
    case CommandOutcome::Kind::kSucceeded: break;
    case CommandOutcome::Kind::kExited:
      return failure +
             R"(,"reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":")" +
             std::to_string(outcome.exit_code) + "\"}]}}";
    case CommandOutcome::Kind::kFailed:
      return failure + R"(,"reason":"InternalError","details":{"causes":[{"message":)" +
             quoted(outcome.message) + R"(}]},"code":500})";
  }
  return head + "\"Success\"}";
}

}  // namespace podium::streams
