#include "sim/world/command_result.h"

#include <utility>

#include "sim/world/shell.h"

namespace podium::sim {
namespace {

struct Recorder final : Shell::Host {
  void write_out(std::string_view text) override { result.output += text; }
  void write_err(std::string_view text) override { result.output += text; }
  void ended(int exit_code) override {
    result.exit_code = exit_code;
    over = true;
  }

  CommandResult result;
  bool over = false;
};

}  // namespace

std::optional<CommandResult> run_at_once(Executor& os, ContainerView view, std::vector<std::string> words) {
  Recorder recorder;
  Shell shell(os, std::move(view), recorder, false);
  shell.run(std::move(words));
  shell.input_end();
  if (!recorder.over) return std::nullopt;
  return std::move(recorder.result);
}

}  // namespace podium::sim
