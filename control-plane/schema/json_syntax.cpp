#include "control-plane/schema/json_syntax.h"

#include <cctype>

namespace podium::schema {
namespace {

constexpr const char* kValue = "looking for beginning of value";
constexpr const char* kKey = "looking for beginning of object key string";

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::string error() {
    if (!value()) return error_;
    while (!open_.empty()) {
      if (!(open_.back() == '{' ? after_member() : after_element())) return error_;
    }
    blank();
    if (at_ < text_.size()) fail("after top-level value");
    // Nothing is wrong with the grammar, so it is with the characters.
    return error_.empty() ? "invalid UTF-8 in string literal" : error_;
  }

 private:
  bool ended() {
    if (at_ < text_.size()) return false;
    error_ = "unexpected end of JSON input";
    return true;
  }

  bool fail(const std::string& where) {
    if (ended()) return false;
    const char c = text_[at_];
    std::string shown(1, c);
    if (c == '\'') shown = "\\'";
    if (c == '\n') shown = "\\n";
    if (c == '\t') shown = "\\t";
    if (c == '\r') shown = "\\r";
    if (c == '\\') shown = "\\\\";
    error_ = "invalid character '" + shown + "' " + where;
    return false;
  }

  void blank() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n'))
      ++at_;
  }

  bool next_is(char c) {
    blank();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // Reads a scalar, or opens objects and lists down to the first scalar or empty container.
  bool value() {
    while (true) {
      if (next_is('{')) {
        if (next_is('}')) return true;
        open_.push_back('{');
        if (!key()) return false;
      } else if (next_is('[')) {
        if (next_is(']')) return true;
        open_.push_back('[');
      } else {
        return scalar();
      }
    }
  }

  bool key() {
    blank();
    if (ended()) return false;
    if (text_[at_] != '"') return fail(kKey);
    if (!string()) return false;
    return next_is(':') || fail("after object key");
  }

  bool after_member() {
    if (next_is(',')) return key() && value();
    if (!next_is('}')) return fail("after object key:value pair");
    open_.pop_back();
    return true;
  }

  bool after_element() {
    if (next_is(',')) return value();
    if (!next_is(']')) return fail("after array element");
    open_.pop_back();
    return true;
  }

  bool scalar() {
    blank();
    if (ended()) return false;
    switch (text_[at_]) {
      case '"': return string();
      case 't': return literal("true");
      case 'f': return literal("false");
      case 'n': return literal("null");
      default: return text_[at_] == '-' || digit() ? number() : fail(kValue);
    }
  }

  bool literal(std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i, ++at_) {
      if (ended()) return false;
      if (text_[at_] != word[i])
        return fail(std::string("in literal ").append(word).append(" (expecting '") + word[i] + "')");
    }
    return true;
  }

  bool string() {
    for (++at_; !ended(); ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') return ++at_, true;
      if (c < 0x20) return fail("in string literal");
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  bool escape() {
    ++at_;
    if (ended()) return false;
    if (text_[at_] != 'u')
      return std::string_view("\"\\/bfnrt").find(text_[at_]) != std::string_view::npos ||
             fail("in string escape code");
    for (int i = 0; i < 4; ++i) {
      ++at_;
      if (ended()) return false;
      if (!std::isxdigit(static_cast<unsigned char>(text_[at_])))
        return fail("in \\u hexadecimal character escape");
    }
    return true;
  }

  bool digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }

  bool digits(const char* where) {
    if (!digit()) return fail(where);
    while (digit()) ++at_;
    return true;
  }

  bool number() {
    if (text_[at_] == '-') ++at_;
    if (at_ < text_.size() && text_[at_] == '0') {
      ++at_;  // nothing may follow a leading zero
    } else if (!digits("in numeric literal")) {
      return false;
    }
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digits("after decimal point in numeric literal")) return false;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      return digits("in exponent of numeric literal");
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;  // the containers around, by their brackets
  std::string error_;
};

}  // namespace

std::string json_syntax_error(std::string_view text) { return Scanner(text).error(); }

}  // namespace podium::schema
