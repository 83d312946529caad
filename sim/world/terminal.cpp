#include "sim/world/terminal.h"

#include <utility>

namespace podium::sim {
namespace {

constexpr char kInterrupt = 3, kEnd = 4, kBackspace = 8, kDelete = 127;

}  // namespace

void Terminal::type(std::string_view keys, Program& program) {
  for (const char key : keys) {
    if (key == '\r' || key == '\n') {
      program.echo("\r\n");
      program.line(std::exchange(line_, {}) + "\n");
    } else if (key == kInterrupt) {
      program.echo("^C\r\n");
      line_.clear();
      program.interrupt();
    } else if (key == kEnd) {
      if (line_.empty())
        program.end();
      else
        program.line(std::exchange(line_, {}));
    } else if (key == kBackspace || key == kDelete) {
      if (line_.empty()) continue;
      line_.pop_back();
      program.echo("\b \b");
    } else if (key >= ' ' || key == '\t' || key < 0) {
      line_ += key;
      program.echo({&key, 1});
    }
  }
}

std::string Terminal::shown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

}  // namespace podium::sim
