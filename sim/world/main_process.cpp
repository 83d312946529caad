#include "sim/world/main_process.h"

#include <utility>

#include "sim/world/app_model.h"

namespace podium::sim {
namespace {

constexpr std::size_t kMostLines = 100'000;  // later ones are lost: nobody rotates this log

}  // namespace

void MainProcess::begin(ContainerView view, std::vector<std::string> words, bool stdin_open) {
  Shell::Host& host = *this;
  shell_ = std::make_unique<Shell>(os_, std::move(view), host, false);
  shell_->run(std::move(words));
  if (!stdin_open) shell_->input_end();
}

void MainProcess::input(std::string_view text) {
  if (shell_) shell_->input(text);
}

void MainProcess::input_end() {
  if (shell_) shell_->input_end();
}

void MainProcess::write(std::string_view text, bool error) {
  std::string& line = begun_[error ? 1 : 0];
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    line += text.substr(at, end - at);
    if (end == std::string_view::npos) break;
    if (lines_.size() < kMostLines) lines_.push_back({os_.now(), error, std::move(line)});
    line.clear();
    at = end + 1;
  }
  told_.wrote();
}

// What it began to write is a line now.
void MainProcess::ended(int exit_code) {
  for (const bool error : {false, true}) {
    if (!begun_[error ? 1 : 0].empty()) write("\n", error);
  }
  told_.ended(exit_code);
}

std::vector<std::string> command_of(const ContainerShape& shape) {
  if (!shape.model->runs_command) return {};
  std::vector<std::string> words = shape.command;
  if (words.empty() && !starts_shell(shape.image)) return {};
  words.insert(words.end(), shape.args.begin(), shape.args.end());
  return Shell::understands(words) ? words : std::vector<std::string>();
}

}  // namespace podium::sim
