// What one command of a Shell does: builtins, shells within, sleeping, programs.
#include <algorithm>
#include <charconv>
#include <utility>

#include "sim/world/shell.h"
#include "sim/world/shell_commands.h"

namespace podium::sim {
namespace {

constexpr int kNotFound = 127, kMisused = 2;

bool is_shell(std::string_view name) { return name == "sh" || name == "bash"; }

// "/bin/ls" is the program "ls".
std::string program_name(const std::string& word) {
  for (const char* directory : {"/bin/", "/usr/bin/", "/usr/local/bin/"}) {
    if (word.starts_with(directory)) return word.substr(std::string_view(directory).size());
  }
  return word;
}

bool exists(const std::string& word) {
  const std::string name = program_name(word);
  return is_shell(name) || name == "sleep" || find_command(name) != nullptr;
}

// Seconds with decimals, or with a unit: "0.5", "2m".
bool parse_sleep(std::string_view text, Duration& time) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return false;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const double scale = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
  time = Duration{static_cast<std::int64_t>(std::min(number * scale, 1e9) * 1e9)};
  return scale > 0;
}

bool is_builtin(const std::string& word) {
  return word == "exit" || word == "cd" || word == "export" || word == ":";
}

// Commands that are put together by others are not understood.
bool understands_line(const ShellCommandLine& line) {
  for (const std::string& word : line.words) {
    if (word.find('`') != std::string::npos || word.find("$(") != std::string::npos) return false;
  }
  for (const std::string& word : line.words) {
    if (assignment(word) == 0) return is_builtin(word) || exists(word);
  }
  return true;
}

}  // namespace

bool Shell::understands(const std::vector<std::string>& words) {
  if (words.empty() || !exists(words[0])) return false;
  if (!is_shell(program_name(words[0]))) return true;
  if (words.size() < 3 || !words[1].starts_with('-') || !words[1].ends_with('c')) return false;
  const ShellScript script = parse_script(words[2]);
  return script.error.empty() &&
         std::all_of(script.commands.begin(), script.commands.end(), &understands_line);
}

std::string Shell::cannot_run(const ContainerView& view, const std::vector<std::string>& words) {
  const std::string& name = words.front();
  if (exists(name)) return {};
  const std::string head =
      "OCI runtime exec failed: exec failed: unable to start container process: exec: \"" + name + "\": ";
  if (name.find('/') == std::string::npos) return head + "executable file not found in $PATH: unknown";
  const bool there = view.is_directory(name) || view.read(name);
  if (there)
    return head + (view.is_directory(name) ? "is a directory: unknown" : "permission denied: unknown");
  return head + "stat " + name + ": no such file or directory: unknown";
}

void Shell::call(std::vector<std::string> words) {
  if (call_builtin(words)) return;
  words[0] = program_name(words[0]);
  if (is_shell(words[0])) return call_shell(words);
  if (words[0] == "sleep") return call_sleep(words);
  if (find_command(words[0]) == nullptr) {
    err("sh: 1: " + words[0] + ": not found\n");
    return done(kNotFound);
  }
  if (!reads_input(words)) return call_program(words);
  waits_ = Waits::kInput;
  reading_ = std::move(words);
  feed();
}

bool Shell::call_builtin(const std::vector<std::string>& words) {
  Frame& frame = top();
  if (words[0] == "exit") {
    int code = status_;
    if (words.size() > 1) std::from_chars(words[1].data(), words[1].data() + words[1].size(), code);
    frame.commands.clear();
    frame.next = 0;
    frame.interactive = false;
    done(code & 0xff);
  } else if (words[0] == "cd") {
    const std::string wanted = words.size() > 1 ? words[1] : "/root";
    const std::string path = absolute_path(frame.directory, wanted);
    if (!view_.is_directory(path)) {
      err("sh: 1: cd: can't cd to " + wanted + "\n");
      done(kMisused);
      return true;
    }
    frame.directory = path;
    done(0);
  } else if (words[0] == "export" || words[0] == ":") {
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (const std::size_t value = assignment(words[i]); value > 0)
        frame.variables[words[i].substr(0, value - 1)] = words[i].substr(value);
    }
    done(0);
  } else {
    return false;
  }
  return true;
}

void Shell::call_shell(const std::vector<std::string>& words) {
  Frame frame;
  frame.variables = top().variables;
  frame.directory = top().directory;
  std::size_t option = 1;
  while (option < words.size() && words[option].starts_with('-') &&
         words[option].find('c') == std::string::npos)
    ++option;
  if (option < words.size() && !words[option].starts_with('-')) {
    err("sh: 0: cannot open " + words[option] + ": No such file\n");
    return done(kNotFound);
  }
  frame.interactive = option >= words.size();
  if (!frame.interactive) {
    if (option + 1 >= words.size()) {
      err("sh: 0: -c requires an argument\n");
      return done(kMisused);
    }
    ShellScript script = parse_script(words[option + 1]);
    if (!script.error.empty()) {
      err("sh: 1: " + script.error + "\n");
      return done(kMisused);
    }
    frame.commands = std::move(script.commands);
  }
  status_ = 0;
  frames_.push_back(std::move(frame));
}

void Shell::call_sleep(const std::vector<std::string>& words) {
  Duration time{0};
  if (words.size() < 2) {
    err("sleep: missing operand\n");
    return done(1);
  }
  if (!parse_sleep(words[1], time)) {
    err("sleep: invalid time interval '" + words[1] + "'\n");
    return done(1);
  }
  waits_ = Waits::kTime;
  timer_ = os_.run_after(time, [this] {
    timer_ = TimerId::kNone;
    waits_ = Waits::kNo;
    done(0);
    advance();
  });
}

void Shell::call_program(const std::vector<std::string>& words) {
  CommandCall call{.view = view_,
                   .variables = top().variables,
                   .directory = top().directory,
                   .words = words,
                   .now = os_.now(),
                   .input = reads_input(words) ? std::exchange(input_, {}) : std::string()};
  const int status = find_command(words[0])(call);
  if (!call.out.empty()) out(call.out);
  if (!call.err.empty()) err(call.err);
  done(status);
}

}  // namespace podium::sim
