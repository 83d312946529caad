#include "tests/runtime/http/support/curl.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "tests/support/catch.h"

extern char** environ;

namespace podium::http {

Curl::Curl(LiveServer& live, std::vector<std::string> arguments) : live_(live) {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
  pipe_ = Descriptor(ends[0]);
  const Descriptor output(ends[1]);
  std::vector<char*> words;
  arguments.insert(arguments.begin(), {"curl", "--silent", "--noproxy", "*", "--max-time", "20"});
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output.number(), STDOUT_FILENO);
  REQUIRE(posix_spawnp(&process_, "curl", &actions, nullptr, words.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  live_.reactor.watch(pipe_.number(), {.read = true}, [this](Reactor::Ready) { read_output(); });
}

Curl::~Curl() {
  if (!ended()) live_.reactor.forget(pipe_.number());
  if (process_ != 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
}

void Curl::read_output() {
  char bytes[64 << 10];
  const ssize_t count = read(pipe_.number(), bytes, sizeof bytes);
  if (count > 0) {
    output_.append(bytes, static_cast<std::size_t>(count));
  } else {
    live_.reactor.forget(pipe_.number());
    pipe_.reset();
  }
}

int Curl::wait() {
  REQUIRE(live_.run_until([this] { return ended(); }));
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void Curl::interrupt() { kill(process_, SIGINT); }

std::string curl(LiveServer& live, std::vector<std::string> arguments) {
  Curl child(live, std::move(arguments));
  REQUIRE(child.wait() == 0);
  return child.output();
}

}  // namespace podium::http
