#include "control-plane/custom/patterns.h"

#include <re2/re2.h>

namespace podium::custom {
namespace {

// Go's words for what the library numbers (regexp/syntax, ErrorCode).
const char* go_text(RE2::ErrorCode code) {
  switch (code) {
    case RE2::ErrorBadEscape: return "invalid escape sequence";
    case RE2::ErrorBadCharClass: return "invalid character class";
    case RE2::ErrorBadCharRange: return "invalid character class range";
    case RE2::ErrorMissingBracket: return "missing closing ]";
    case RE2::ErrorMissingParen: return "missing closing )";
    case RE2::ErrorUnexpectedParen: return "unexpected )";
    case RE2::ErrorTrailingBackslash: return "trailing backslash at end of expression";
    case RE2::ErrorRepeatArgument: return "missing argument to repetition operator";
    case RE2::ErrorRepeatSize: return "invalid repeat count";
    case RE2::ErrorRepeatOp: return "invalid nested repetition operator";
    case RE2::ErrorBadPerlOp: return "invalid or unsupported Perl syntax";
    case RE2::ErrorBadUTF8: return "invalid UTF-8";
    case RE2::ErrorBadNamedCapture: return "invalid named capture";
    case RE2::ErrorPatternTooLarge: return "expression too large";
    default: return "regexp/syntax: internal error";
  }
}

}  // namespace

std::string pattern_fault(const std::string& pattern) {
  const RE2 expression(pattern, RE2::Quiet);
  if (expression.ok()) return {};
  return std::string("error parsing regexp: ") + go_text(expression.error_code()) + ": `" +
         expression.error_arg() + "`";
}

bool matches_pattern(const std::string& text, const std::string& pattern) {
  const RE2 expression(pattern, RE2::Quiet);
  return !expression.ok() || RE2::PartialMatch(text, expression);
}

}  // namespace podium::custom
