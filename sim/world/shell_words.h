// The language of the simulated containers' shell: commands joined by ;, && and ||, with quotes and
// variables. No pipes, loops or files to write to.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace podium::sim {

using Variables = std::map<std::string, std::string>;

struct ShellCommandLine {
  enum class After : std::uint8_t { kAny, kSuccess, kFailure };  // of the command before
  After after = After::kAny;
  std::vector<std::string> words;  // as written, with quotes
  bool expanded = false;           // or without: just as they are
};

struct ShellScript {
  std::vector<ShellCommandLine> commands;
  std::string error;  // not empty: what is wrong with it, "Syntax error: ..."
};

ShellScript parse_script(std::string_view text);

// A word without its quotes, variables replaced. `status`: what $? is.
std::string expand(std::string_view word, const Variables& variables, int status);

// "NAME=": where the value begins; 0 if the word is no assignment.
std::size_t assignment(std::string_view word);

}  // namespace podium::sim
