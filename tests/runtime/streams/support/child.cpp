#include "tests/runtime/streams/support/child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>

#include "tests/support/catch.h"

extern char** environ;

namespace podium::streams {
namespace {

using http::Descriptor;

struct Pipe {
  Pipe() {
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
  }
  Descriptor read, write;
};

void unblock(const Descriptor& descriptor) {
  fcntl(descriptor.number(), F_SETFL, fcntl(descriptor.number(), F_GETFL) | O_NONBLOCK);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  return all;
}

}  // namespace

Child::Child(http::Reactor& reactor, std::vector<std::string> words, std::vector<std::string> environment)
    : reactor_(reactor) {
  signal(SIGPIPE, SIG_IGN);  // a child may end before it has read its input
  Pipe in, out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write.number(), STDERR_FILENO);
  std::vector<char*> arguments = pointers(words);
  arguments.push_back(nullptr);
  std::vector<char*> variables = pointers(environment);  // the first of a name counts
  for (char** variable = environ; *variable != nullptr; ++variable) variables.push_back(*variable);
  variables.push_back(nullptr);
  REQUIRE(posix_spawnp(&process_, arguments[0], &actions, nullptr, arguments.data(), variables.data()) == 0);
  posix_spawn_file_actions_destroy(&actions);
  input_ = std::move(in.write);
  out_.pipe = std::move(out.read);
  err_.pipe = std::move(err.read);
  unblock(input_);
  reactor_.watch(input_.number(), {}, [this](http::Reactor::Ready ready) {
    if (ready.broken) return close_input();
    feed();
  });
  for (Output* output : {&out_, &err_}) {
    unblock(output->pipe);
    reactor_.watch(output->pipe.number(), {.read = true},
                   [this, output](http::Reactor::Ready) { read_output(*output); });
  }
}

Child::~Child() {
  for (Descriptor* pipe : {&input_, &out_.pipe, &err_.pipe}) {
    if (*pipe) reactor_.forget(pipe->number());
  }
  if (process_ == 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

void Child::read_output(Output& output) {
  char bytes[16 << 10];
  if (paused_) return;
  const ssize_t count = read(output.pipe.number(), bytes, sizeof bytes);
  if (count > 0) {
    if (*output.heard) (*output.heard)({bytes, static_cast<std::size_t>(count)});
    return;
  }
  if (count < 0 && errno == EAGAIN) return;
  reactor_.forget(output.pipe.number());
  output.pipe.reset();
  if (!out_.pipe && !err_.pipe) reap();
}

void Child::reap() {
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = 0;
  if (on_exit) on_exit(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

void Child::write(std::string_view bytes) {
  unwritten_ += bytes;
  if (input_) reactor_.change(input_.number(), {.write = true});
}

void Child::end_input() {
  input_ends_ = true;
  if (input_) reactor_.change(input_.number(), {.write = true});
}

void Child::feed() {
  const ssize_t count = ::write(input_.number(), unwritten_.data(), unwritten_.size());
  if (count < 0 && errno != EAGAIN) return close_input();
  if (count > 0) unwritten_.erase(0, static_cast<std::size_t>(count));
  if (unwritten_.empty() && input_ends_) {
    close_input();
  } else if (unwritten_.empty()) {
    reactor_.change(input_.number(), {});
  }
  if (count > 0 && on_taken) on_taken(static_cast<std::size_t>(count));
}

void Child::close_input() {
  if (!input_) return;
  reactor_.forget(input_.number());
  input_.reset();
}

void Child::pause_output(bool paused) {
  paused_ = paused;
  for (const Output* output : {&out_, &err_}) {
    if (output->pipe) reactor_.change(output->pipe.number(), {.read = !paused});
  }
}

void Child::interrupt() { kill(process_, SIGINT); }

}  // namespace podium::streams
