// A command in a simulated container, and the shell that it may be. Time passes as the world's does.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/executor.h"
#include "sim/world/container_view.h"
#include "sim/world/shell_words.h"

namespace podium::sim {

class Shell {
 public:
  struct Host {
    virtual void write_out(std::string_view text) = 0;
    virtual void write_err(std::string_view text) = 0;
    // The command has ended: the last call. The shell may be destroyed later, but not in it.
    virtual void ended(int exit_code) = 0;

   protected:
    ~Host() = default;
  };

  // `os` and `host` outlive it. `tty`: an interactive shell prompts.
  Shell(Executor& os, ContainerView view, Host& host, bool tty);
  ~Shell();

  // "Is there such a program?" If not: why it cannot be run, in the words of runc.
  static std::string cannot_run(const ContainerView& view, const std::vector<std::string>& words);

  // Does it know all that these words would run, and how to read them? Then what they do here is what they
  // do.
  static bool understands(const std::vector<std::string>& words);

  // Once, and before there is input. REQUIRES: it can be run.
  void run(std::vector<std::string> words);
  // What the command reads, in whole lines where it comes from a terminal.
  void input(std::string_view text);
  void input_end();
  // Ctrl-C: ends what runs, up to the prompt if there is one.
  void interrupt();
  // Bytes of input that nobody has read yet.
  std::size_t unread() const { return input_.size(); }

 private:
  // A script on its way: a shell, or (at the bottom) the command itself.
  struct Frame {
    std::vector<ShellCommandLine> commands;
    std::size_t next = 0;
    bool interactive = false;  // takes lines from stdin when it has no more commands
    bool prompted = false;
    Variables variables;
    std::string directory;
  };
  enum class Waits : std::uint8_t { kNo, kTime, kInput };

  void advance();
  bool step(Frame& frame);
  bool read_line(Frame& frame);
  void begin(const ShellCommandLine& line);
  bool redirect(std::vector<std::string>& words);
  bool redirect_to(const std::string& target, bool error, bool append);
  void call(std::vector<std::string> words);
  bool call_builtin(const std::vector<std::string>& words);
  void call_shell(const std::vector<std::string>& words);
  void call_sleep(const std::vector<std::string>& words);
  void call_program(const std::vector<std::string>& words);
  void feed();
  void done(int status) { status_ = status; }

  Frame& top() { return frames_.back(); }
  void out(std::string_view text);
  void err(std::string_view text) {
    if (!no_err_) host_.write_err(text);
  }

  Executor& os_;
  const ContainerView view_;
  Host& host_;
  const bool tty_;
  std::vector<Frame> frames_;
  int status_ = 0;
  Waits waits_ = Waits::kNo;
  std::vector<std::string> reading_;  // the program that waits for input
  std::string input_;
  bool input_ended_ = false, advancing_ = false, over_ = false;
  bool no_out_ = false, no_err_ = false;  // of the present command, by >/dev/null
  std::string out_file_;                  // by >file; empty: none
  TimerId timer_ = TimerId::kNone;
};

}  // namespace podium::sim
