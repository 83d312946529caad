#include "control-plane/custom/pattern_syntax.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace podium::custom {
namespace {

constexpr int kMostRepeats = 1000;
constexpr int kDeepestNesting = 1000;
constexpr std::size_t kLongestClass = 12;  // of the names below, with "^" and ":]"

constexpr std::string_view kClasses[] = {"alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
                                         "lower", "print", "punct", "space", "upper", "word",  "xdigit"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Reader {
 public:
  explicit Reader(std::string_view pattern) : all_(pattern), rest_(pattern) {}

  std::string read() {
    while (!rest_.empty() && fault_.empty()) take();
    if (fault_.empty() && open_ > 0) fail("missing closing )", all_);
    return fault_;
  }

 private:
  void fail(std::string_view what, std::string_view where) {
    fault_ = "error parsing regexp: " + std::string(what) + ": `" + std::string(where) + "`";
  }

  // How much of the pattern has gone by since `begin`.
  std::string_view since(std::string_view begin) const {
    return begin.substr(0, begin.size() - rest_.size());
  }

  void take() {
    const char c = rest_[0];
    const std::string_view begin = rest_;
    if (c == '*' || c == '+' || c == '?') {
      rest_.remove_prefix(1);
      return repeat(begin);
    }
    if (c == '{' && take_counts()) return fault_.empty() ? repeat(begin) : void();
    repeated_ = {};
    if (c == '(') return take_opening();
    if (c == ')') return take_closing();
    if (c == '[') return take_class();
    if (c == '\\') {
      take_escape(false);
    } else {
      rest_.remove_prefix(1);
    }
    repeatable_ = c != '|';
  }

  // Behind what may be repeated; "?" behind a repetition makes it lazy, all else must not follow one.
  void repeat(std::string_view begin) {
    if (!repeatable_) return fail("missing argument to repetition operator", since(begin));
    if (!repeated_.empty()) return fail("invalid nested repetition operator", since(repeated_));
    if (rest_.starts_with('?')) rest_.remove_prefix(1);
    repeated_ = begin;
  }

  // "{2}", "{2,}", "{2,5}"; anything else is a brace.
  bool take_counts() {
    const std::string_view begin = rest_;
    std::string_view text = rest_.substr(1);
    const std::optional<int> least = take_number(text);
    std::optional<int> most = least;
    if (least && text.starts_with(',')) {
      text.remove_prefix(1);
      most = text.starts_with('}') ? std::optional(-1) : take_number(text);
    }
    if (!least || !most || !text.starts_with('}')) return false;
    rest_ = text.substr(1);
    if (*least > kMostRepeats || *most > kMostRepeats || (*most >= 0 && *least > *most))
      fail("invalid repeat count", since(begin));
    return true;
  }

  static std::optional<int> take_number(std::string_view& text) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits == 0 || (digits > 1 && text[0] == '0')) return std::nullopt;
    int number = kMostRepeats + 1;  // what does not fit is too much, too
    std::from_chars(text.data(), text.data() + digits, number);
    text.remove_prefix(digits);
    return number;
  }

  void take_opening() {
    repeatable_ = false;
    if (++open_ > kDeepestNesting) return fail("expression nests too deeply", all_);
    if (rest_.starts_with("(?P<") || rest_.starts_with("(?<")) return take_name();
    if (!rest_.starts_with("(?")) return rest_.remove_prefix(1);
    const std::string_view begin = rest_;
    rest_.remove_prefix(2);
    while (!rest_.empty()) {
      const char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == ')') {
        --open_;
        return;
      }
      if (c == ':') return;
      if (std::string_view("imsU-").find(c) == std::string_view::npos) break;
    }
    fail("invalid or unsupported Perl syntax", since(begin));
  }

  void take_name() {
    const std::size_t first = rest_.find('<') + 1, end = rest_.find('>');
    if (end == std::string_view::npos) return fail("invalid named capture", rest_);
    const std::string_view name = rest_.substr(first, end - first);
    if (name.empty() || !std::ranges::all_of(name, is_word))
      return fail("invalid named capture", rest_.substr(0, end + 1));
    rest_.remove_prefix(end + 1);
  }

  void take_closing() {
    if (open_-- == 0) return fail("unexpected )", all_);
    rest_.remove_prefix(1);
    repeatable_ = true;
  }

  void take_class() {
    const std::string_view begin = rest_;
    rest_.remove_prefix(rest_.starts_with("[^") ? 2 : 1);
    for (bool first = true; first || !rest_.starts_with(']'); first = false) {
      if (rest_.empty()) return fail("missing closing ]", begin);
      if (const std::size_t end = named_class_end(); end != 0) {
        take_named_class(end);
      } else {
        take_range(begin);
      }
      if (!fault_.empty()) return;
    }
    rest_.remove_prefix(1);
    repeatable_ = true;
  }

  // Where the ":]" of "[:alpha:]" is; 0: there is none.
  std::size_t named_class_end() const {
    if (!rest_.starts_with("[:")) return 0;
    const std::size_t end = rest_.substr(0, 2 + kLongestClass).find(":]", 2);
    return end == std::string_view::npos ? 0 : end;
  }

  void take_named_class(std::size_t end) {
    std::string_view name = rest_.substr(2, end - 2);
    if (name.starts_with('^')) name.remove_prefix(1);
    if (std::ranges::find(kClasses, name) == std::end(kClasses))
      return fail("invalid character class range", rest_.substr(0, end + 2));
    rest_.remove_prefix(end + 2);
  }

  void take_range(std::string_view class_begin) {
    const std::string_view begin = rest_;
    const std::optional<char> low = take_member(class_begin);
    if (!fault_.empty() || !low || rest_.size() < 2 || rest_[0] != '-' || rest_[1] == ']') return;
    rest_.remove_prefix(1);
    const std::string_view last = rest_;
    const std::optional<char> high = take_member(class_begin);
    if (!fault_.empty()) return;
    if (!high) return fail("invalid escape sequence", since(last));
    if (static_cast<unsigned char>(*high) < static_cast<unsigned char>(*low))
      fail("invalid character class range", since(begin));
  }

  // One character; none for an escape that stands for several, or for one that has no order here.
  std::optional<char> take_member(std::string_view class_begin) {
    if (rest_.empty()) {
      fail("missing closing ]", class_begin);
      return std::nullopt;
    }
    const char c = rest_[0];
    if (c != '\\') {
      rest_.remove_prefix(1);
      return c;
    }
    const std::string_view begin = rest_;
    take_escape(true);
    const std::string_view escape = since(begin);
    return escape.size() == 2 && !is_word(escape[1]) ? std::optional(escape[1]) : std::nullopt;
  }

  void take_escape(bool in_class) {
    const std::string_view begin = rest_;
    if (rest_.size() < 2) return fail("trailing backslash at end of expression", "");
    const char c = rest_[1];
    rest_.remove_prefix(2);
    const std::string_view known = in_class ? "dDsSwWafnrtv" : "dDsSwWafnrtvAbBz";
    if (!is_word(c) || c == '_' || known.find(c) != std::string_view::npos) return;
    if (c == 'Q' && !in_class) return take_quotation();
    if (c == 'p' || c == 'P') return take_property(begin);
    if (c == 'x') return take_code(begin);
    const bool octal = c == '0' || (is_octal(c) && !rest_.empty() && is_octal(rest_[0]));
    if (!octal) return fail("invalid escape sequence", since(begin));
    while (since(begin).size() < 4 && !rest_.empty() && is_octal(rest_[0])) rest_.remove_prefix(1);
  }

  void take_quotation() {
    const std::size_t end = rest_.find("\\E");
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 2);
  }

  // "\pL" or "\p{Greek}". Which names Unicode knows is not looked at.
  void take_property(std::string_view begin) {
    const std::size_t end = rest_.starts_with('{') ? rest_.find('}') : 0;
    if (rest_.empty() || end == std::string_view::npos)
      return fail("invalid character class range", rest_.empty() ? since(begin) : begin);
    rest_.remove_prefix(end + 1);
  }

  // "\x7f" or "\x{10FFFF}".
  void take_code(std::string_view begin) {
    const bool braces = rest_.starts_with('{');
    const std::size_t end = braces ? rest_.find('}') : 2;
    const std::string_view digits =
        end == std::string_view::npos ? std::string_view() : rest_.substr(braces, end - braces);
    if (digits.size() < (braces ? 1u : 2u) || !std::ranges::all_of(digits, is_hex))
      return fail("invalid escape sequence", begin.substr(0, 3));
    rest_.remove_prefix(braces ? end + 1 : end);
  }

  const std::string_view all_;
  std::string_view rest_;
  std::string fault_;
  int open_ = 0;               // groups that are not closed yet
  bool repeatable_ = false;    // what went before may be repeated
  std::string_view repeated_;  // from where the repetition before this began; empty: there is none
};

}  // namespace

std::string pattern_fault(std::string_view pattern) { return Reader(pattern).read(); }

}  // namespace podium::custom
