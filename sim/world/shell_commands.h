// The programs that simulated containers have: small ones, which need no time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/world/container_view.h"
#include "sim/world/shell_words.h"

namespace podium::sim {

// One call of a program. `words[0]` is its name.
struct CommandCall {
  const ContainerView& view;
  const Variables& variables;
  const std::string& directory;
  const std::vector<std::string>& words;
  TimePoint now{};
  std::string input;  // all of stdin, of those that read it
  std::string out, err;
};

using ShellCommand = int (*)(CommandCall& call);  // returns the exit code

// Null: there is no such program here.
ShellCommand find_command(std::string_view name);
// Does this call read stdin? cat, head and wc do without a file.
bool reads_input(const std::vector<std::string>& words);
// Of all programs, those that take time included; sorted.
std::vector<std::string> command_names();
// Why not; empty: it is there now. `parents`: as with mkdir -p.
std::string make_directories(const ContainerView& view, const std::string& path, bool parents);
// The content of a file, or one error line of `words[0]`.
bool read_file(CommandCall& call, const std::string& path, std::string& content);

int tar_command(CommandCall& call);   // shell_tar.cpp
int test_command(CommandCall& call);  // shell_test.cpp
int date_command(CommandCall& call);  // shell_date.cpp

}  // namespace podium::sim
