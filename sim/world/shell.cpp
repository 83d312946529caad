#include "sim/world/shell.h"

#include <utility>

#include "sim/world/shell_commands.h"

namespace podium::sim {
namespace {

constexpr int kInterrupted = 130, kMisused = 2;

}  // namespace

Shell::Shell(Executor& os, ContainerView view, Host& host, bool tty)
    : os_(os), view_(std::move(view)), host_(host), tty_(tty) {}

Shell::~Shell() { os_.cancel(timer_); }

void Shell::run(std::vector<std::string> words) {
  Frame frame;
  frame.commands.push_back({.words = std::move(words), .expanded = true});
  for (const auto& [name, value] : view_.env) frame.variables[name] = value;
  frame.directory = view_.working_dir;
  frames_.push_back(std::move(frame));
  advance();
}

void Shell::input(std::string_view text) {
  input_ += text;
  feed();
}

void Shell::input_end() {
  input_ended_ = true;
  feed();
}

void Shell::feed() {
  if (over_) return;
  if (waits_ == Waits::kNo) return advance();
  if (waits_ != Waits::kInput) return;
  // What cat gets it gives at once; the others want to see the end first.
  if (reading_[0] == "cat" && !input_.empty()) out(std::exchange(input_, {}));
  if (!input_ended_) return;
  if (tty_) input_ended_ = false;  // of this reader's input alone
  waits_ = Waits::kNo;
  call_program(std::exchange(reading_, {}));
  advance();
}

void Shell::interrupt() {
  if (over_) return;
  os_.cancel(std::exchange(timer_, TimerId::kNone));
  waits_ = Waits::kNo;
  status_ = kInterrupted;
  input_.clear();
  while (!frames_.empty() && !top().interactive) frames_.pop_back();
  if (!frames_.empty()) {
    top().next = top().commands.size();
    top().prompted = false;
  }
  advance();
}

// Goes on until something has to be waited for, or all is done.
void Shell::advance() {
  if (std::exchange(advancing_, true)) return;
  while (!over_ && waits_ == Waits::kNo && !frames_.empty() && step(top())) {
  }
  advancing_ = false;
  if (over_ || !frames_.empty()) return;
  over_ = true;
  host_.ended(status_);
}

// False: it has to wait.
bool Shell::step(Frame& frame) {
  if (frame.next < frame.commands.size()) {
    // Copied: the command may put frames on top, which moves this one.
    const ShellCommandLine line = frame.commands[frame.next++];
    begin(line);
    return true;
  }
  if (frame.interactive) return read_line(frame);
  frames_.pop_back();
  return true;
}

bool Shell::read_line(Frame& frame) {
  no_out_ = no_err_ = false;
  out_file_.clear();
  if (tty_ && !std::exchange(frame.prompted, true)) out("# ");
  const std::size_t end = input_.find('\n');
  if (end == std::string::npos && !input_ended_) return false;
  if (end == std::string::npos && input_.empty()) {
    if (tty_) input_ended_ = false;
    frames_.pop_back();
    return true;
  }
  const std::string line = input_.substr(0, end);
  input_.erase(0, end == std::string::npos ? end : end + 1);
  ShellScript script = parse_script(line);
  frame.prompted = false;
  frame.next = 0;
  frame.commands = std::move(script.commands);
  if (script.error.empty()) return true;
  frame.commands.clear();
  err("sh: 1: " + script.error + "\n");
  status_ = kMisused;
  return true;
}

void Shell::begin(const ShellCommandLine& line) {
  using After = ShellCommandLine::After;
  if ((line.after == After::kSuccess && status_ != 0) || (line.after == After::kFailure && status_ == 0))
    return;
  no_out_ = no_err_ = false;
  out_file_.clear();
  if (line.expanded) return call(line.words);
  std::vector<std::string> words = line.words;
  if (!redirect(words)) return done(kMisused);
  Variables& variables = top().variables;
  std::vector<std::string> expanded;
  for (const std::string& word : words) {
    const std::size_t value = expanded.empty() ? assignment(word) : 0;
    std::string text = expand(value > 0 ? word.substr(value) : word, variables, status_);
    if (value > 0)
      variables[word.substr(0, value - 1)] = std::move(text);
    else if (!text.empty() || word.find_first_of("'\"") != std::string::npos)
      expanded.push_back(std::move(text));
  }
  if (expanded.empty()) return done(0);
  call(std::move(expanded));
}

// Takes ">file", "2>/dev/null" and their kin off the words. False, with a message: it cannot be written.
bool Shell::redirect(std::vector<std::string>& words) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t arrow = words[i].find('>');
    const bool redirects = arrow == 0 || (arrow == 1 && (words[i][0] == '1' || words[i][0] == '2'));
    if (!redirects) {
      kept.push_back(words[i]);
      continue;
    }
    const bool error = words[i][0] == '2', append = words[i].find(">>") != std::string::npos;
    std::string target = words[i].substr(words[i].find_last_of('>') + 1);
    if (target.empty() && i + 1 < words.size()) target = words[++i];
    if (target.starts_with('&')) continue;  // both are shown anyway
    if (!redirect_to(expand(target, top().variables, status_), error, append)) return false;
  }
  words = std::move(kept);
  return true;
}

// Of errors only /dev/null is told apart: into a file go those of nobody.
bool Shell::redirect_to(const std::string& target, bool error, bool append) {
  if (error || target == "/dev/null") {
    (error ? no_err_ : no_out_) = true;
    return true;
  }
  const std::string path = absolute_path(top().directory, target);
  const std::string wrong = view_.write(path, append ? view_.read(path).value_or("") : "");
  if (wrong.empty())
    out_file_ = path;
  else
    err("sh: 1: cannot create " + target + ": " + wrong + "\n");
  return wrong.empty();
}

void Shell::out(std::string_view text) {
  if (!out_file_.empty())
    view_.write(out_file_, view_.read(out_file_).value_or("") + std::string(text));
  else if (!no_out_)
    host_.write_out(text);
}

}  // namespace podium::sim
