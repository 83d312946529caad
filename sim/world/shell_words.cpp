#include "sim/world/shell_words.h"

#include <cctype>
#include <utility>

namespace podium::sim {
namespace {

using After = ShellCommandLine::After;

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  ShellScript parse() {
    while (at_ < text_.size() && script_.error.empty()) step();
    end_command();
    if (pending_ != After::kAny && script_.error.empty())
      script_.error = "Syntax error: end of file unexpected";
    return std::move(script_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == ' ' || c == '\t') {
      ++at_;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '\n' || c == ';') {
      ++at_;
      if (end_command()) return;
      if (c == ';') script_.error = "Syntax error: \";\" unexpected";
    } else if (text_.substr(at_, 2) == "&&" || text_.substr(at_, 2) == "||") {
      join(c == '&' ? After::kSuccess : After::kFailure);
    } else if (std::string_view("|&()<").find(c) != std::string_view::npos) {
      script_.error = std::string("Syntax error: \"") + c + "\" unexpected";
    } else {
      word();
    }
  }

  void join(After after) {
    const std::string op(text_.substr(at_, 2));
    at_ += 2;
    if (!end_command()) script_.error = "Syntax error: \"" + op + "\" unexpected";
    pending_ = after;
  }

  void word() {
    std::string word;
    while (at_ < text_.size() && std::string_view(" \t\n;|()").find(text_[at_]) == std::string_view::npos) {
      const char c = text_[at_];
      if (c == '&' && !word.ends_with('>')) break;
      if (c == '\'' || c == '"') {
        if (!quoted(c, word)) return;
        continue;
      }
      const std::size_t taken = c == '\\' && at_ + 1 < text_.size() ? 2 : 1;
      word += text_.substr(at_, taken);
      at_ += taken;
    }
    line_.words.push_back(std::move(word));
  }

  bool quoted(char quote, std::string& word) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += quote == '"' && text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) {
      script_.error = "Syntax error: Unterminated quoted string";
      return false;
    }
    word += text_.substr(at_, end + 1 - at_);
    at_ = end + 1;
    return true;
  }

  // False if there was none.
  bool end_command() {
    if (line_.words.empty()) return false;
    line_.after = std::exchange(pending_, After::kAny);
    script_.commands.push_back(std::exchange(line_, {}));
    return true;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  After pending_ = After::kAny;
  ShellCommandLine line_;
  ShellScript script_;
};

// Takes what follows a '$' off the front of `rest`.
std::string variable(std::string_view& rest, const Variables& variables, int status) {
  if (rest.starts_with('?') || rest.starts_with('$')) {
    const bool asks_status = rest.front() == '?';
    rest.remove_prefix(1);
    return asks_status ? std::to_string(status) : "7";  // $$: the shell's own process
  }
  const bool braced = rest.starts_with('{');
  if (braced) rest.remove_prefix(1);
  std::size_t length = 0;
  while (length < rest.size() && is_name(rest[length])) ++length;
  if (length == 0 && !braced) return "$";
  const auto found = variables.find(std::string(rest.substr(0, length)));
  rest.remove_prefix(length);
  std::string otherwise;
  if (braced) {
    const std::size_t end = std::min(rest.find('}'), rest.size());
    if (rest.starts_with(":-")) otherwise = rest.substr(2, end - 2);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return found == variables.end() || found->second.empty() ? otherwise : found->second;
}

}  // namespace

ShellScript parse_script(std::string_view text) { return Parser(text).parse(); }

std::string expand(std::string_view word, const Variables& variables, int status) {
  std::string text;
  char quote = '\0';
  while (!word.empty()) {
    const char c = word.front();
    word.remove_prefix(1);
    if (quote != '\'' && c == '$') {
      text += variable(word, variables, status);
    } else if (quote != '\'' && c == '\\' && !word.empty()) {
      text += word.front();
      word.remove_prefix(1);
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    } else {
      text += c;
    }
  }
  return text;
}

std::size_t assignment(std::string_view word) {
  std::size_t length = 0;
  while (length < word.size() && is_name(word[length])) ++length;
  const bool named = length > 0 && std::isdigit(static_cast<unsigned char>(word[0])) == 0;
  return named && length < word.size() && word[length] == '=' ? length + 1 : 0;
}

}  // namespace podium::sim
