#include "sim/world/shell_commands.h"

#include <algorithm>
#include <charconv>

namespace podium::sim {
namespace {

std::string joined(const std::vector<std::string>& words, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) text += (i > from ? " " : "") + words[i];
  return text;
}

std::vector<std::string> operands(const std::vector<std::string>& words) {
  std::vector<std::string> found;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!words[i].starts_with('-') || words[i] == "-") found.push_back(words[i]);
  }
  return found;
}

int echo(CommandCall& call) {
  const bool bare = call.words.size() > 1 && call.words[1] == "-n";
  call.out = joined(call.words, bare ? 2 : 1) + (bare ? "" : "\n");
  return 0;
}

int env(CommandCall& call) {
  if (call.words[0] == "env" && call.words.size() > 1) {
    call.err = "env: only shows the environment here\n";
    return 125;
  }
  for (const auto& [name, value] : call.view.env) call.out += name + "=" + value + "\n";
  return 0;
}

int printenv(CommandCall& call) {
  if (call.words.size() == 1) return env(call);
  const auto found = call.variables.find(call.words[1]);
  if (found == call.variables.end()) return 1;
  call.out = found->second + "\n";
  return 0;
}

int hostname(CommandCall& call) {
  call.out = call.view.hostname + "\n";
  return 0;
}

int id(CommandCall& call) {
  call.out = call.words.size() > 1 ? "0\n" : "uid=0(root) gid=0(root) groups=0(root)\n";
  return 0;
}

int whoami(CommandCall& call) {
  call.out = "root\n";
  return 0;
}

int pwd(CommandCall& call) {
  call.out = call.directory + "\n";
  return 0;
}

int ls(CommandCall& call) {
  std::vector<std::string> paths = operands(call.words);
  if (paths.empty()) paths.push_back(".");
  int code = 0;
  for (const std::string& path : paths) {
    const std::string at = absolute_path(call.directory, path);
    if (call.view.is_directory(at)) {
      for (const std::string& name : call.view.list(at)) call.out += name + "\n";
    } else if (call.view.read(at)) {
      call.out += path + "\n";
    } else {
      call.err += "ls: " + path + ": No such file or directory\n";
      code = 1;
    }
  }
  return code;
}

int ps(CommandCall& call) {
  const auto line = [&](const char* pid, const std::string& command) {
    call.out += std::string(pid) + " root     " + command + "\n";
  };
  call.out = "PID   USER     COMMAND\n";
  line("    1", call.view.main_command);
  if (!call.view.own_command.empty()) line("    6", call.view.own_command);
  line("    7", joined(call.words, 0));
  return 0;
}

int uname(CommandCall& call) {
  const bool all = call.words.size() > 1 && call.words[1] == "-a";
  const bool release = call.words.size() > 1 && call.words[1] == "-r";
  call.out = all       ? "Linux " + call.view.hostname + " 6.12.0 #1 SMP x86_64 GNU/Linux\n"
             : release ? "6.12.0\n"
                       : "Linux\n";
  return 0;
}

// All of its files, or its input where there is none.
int gather(CommandCall& call, const std::vector<std::string>& paths, std::string& text) {
  if (paths.empty()) text = call.input;
  int code = 0;
  for (const std::string& path : paths) {
    std::string content;
    if (read_file(call, path, content))
      text += content;
    else
      code = 1;
  }
  return code;
}

int cat(CommandCall& call) { return gather(call, operands(call.words), call.out); }

// "-n 3" or "-3"; what else follows are files.
int head(CommandCall& call) {
  std::size_t lines = 10;
  std::vector<std::string> paths;
  for (std::size_t i = 1; i < call.words.size(); ++i) {
    std::string_view word = call.words[i];
    if (word == "-n" && i + 1 < call.words.size())
      word = call.words[++i];
    else if (word.starts_with('-'))
      word.remove_prefix(1);
    else {
      paths.emplace_back(word);
      continue;
    }
    std::from_chars(word.data(), word.data() + word.size(), lines);
  }
  std::string text;
  const int code = gather(call, paths, text);
  std::size_t end = 0;
  for (; lines > 0 && end < text.size(); --lines) end = std::min(text.find('\n', end), text.size() - 1) + 1;
  call.out = text.substr(0, end);
  return code;
}

int wc(CommandCall& call) {
  std::string text;
  const int code = gather(call, operands(call.words), text);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto blank = [&text](std::size_t at) {
      return std::string_view(" \n\t").find(text[at]) != std::string_view::npos;
    };
    words += !blank(i) && (i == 0 || blank(i - 1)) ? 1 : 0;
  }
  const std::string option = call.words.size() > 1 ? call.words[1] : "";
  if (option == "-l")
    call.out = std::to_string(lines) + "\n";
  else if (option == "-w")
    call.out = std::to_string(words) + "\n";
  else if (option == "-c")
    call.out = std::to_string(text.size()) + "\n";
  else
    call.out = std::to_string(lines) + " " + std::to_string(words) + " " + std::to_string(text.size()) + "\n";
  return code;
}

// One after the other; true: all went well.
template <class Act>
int each_operand(CommandCall& call, Act act) {
  int code = 0;
  for (const std::string& path : operands(call.words)) {
    const std::string wrong = act(absolute_path(call.directory, path));
    if (wrong.empty()) continue;
    call.err += call.words[0] + ": " + path + ": " + wrong + "\n";
    code = 1;
  }
  return code;
}

int mkdir(CommandCall& call) {
  const bool parents = call.words.size() > 1 && call.words[1] == "-p";
  return each_operand(call,
                      [&](const std::string& path) { return make_directories(call.view, path, parents); });
}

int touch(CommandCall& call) {
  return each_operand(call, [&](const std::string& path) {
    return call.view.read(path) ? std::string() : call.view.write(path, "");
  });
}

int rm(CommandCall& call) {
  const bool force = call.words.size() > 1 && call.words[1].starts_with('-');
  return each_operand(call, [&](const std::string& path) -> std::string {
    if (call.view.remove(path) || (force && !call.view.read(path))) return {};
    return call.view.read(path) ? "Operation not permitted" : "No such file or directory";
  });
}

int succeed(CommandCall&) { return 0; }
int fail(CommandCall&) { return 1; }

struct Entry {
  const char* name;
  ShellCommand command;  // null: it takes time, and the shell sees to it
};

constexpr Entry kCommands[] = {
    {"[", test_command},    {"bash", nullptr},  {"cat", cat},         {"date", date_command},
    {"echo", echo},         {"env", env},       {"false", fail},      {"head", head},
    {"hostname", hostname}, {"id", id},         {"ls", ls},           {"mkdir", mkdir},
    {"printenv", printenv}, {"ps", ps},         {"pwd", pwd},         {"rm", rm},
    {"sh", nullptr},        {"sleep", nullptr}, {"tar", tar_command}, {"test", test_command},
    {"touch", touch},       {"true", succeed},  {"uname", uname},     {"wc", wc},
    {"whoami", whoami}};

}  // namespace

ShellCommand find_command(std::string_view name) {
  for (const Entry& entry : kCommands) {
    if (entry.name == name) return entry.command;
  }
  return nullptr;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kCommands) names.emplace_back(entry.name);
  return names;
}

bool reads_input(const std::vector<std::string>& words) {
  if (words[0] == "tar") return words.size() > 1 && words[1].find('x') != std::string::npos;
  if (words[0] == "cat" || words[0] == "wc") return operands(words).empty();
  if (words[0] != "head") return false;
  const std::string& last = words.back();
  return words.size() == 1 || last.starts_with('-') || (words.size() == 3 && words[1] == "-n");
}

std::string make_directories(const ContainerView& view, const std::string& path, bool parents) {
  if (!parents) return view.make_directory(path);
  for (std::size_t at = 1; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(0, end);
    if (!view.is_directory(part)) {
      const std::string wrong = view.make_directory(part);
      if (!wrong.empty()) return wrong;
    }
    at = end + 1;
  }
  return {};
}

bool read_file(CommandCall& call, const std::string& path, std::string& content) {
  const std::string at = absolute_path(call.directory, path);
  const auto found = call.view.read(at);
  if (found) {
    content = *found;
    return true;
  }
  const bool directory = call.view.is_directory(at);
  call.err +=
      call.words[0] + ": " + path + (directory ? ": Is a directory\n" : ": No such file or directory\n");
  return false;
}

}  // namespace podium::sim
