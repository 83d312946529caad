// The resize channel: a terminal's sizes, as JSON objects one behind the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/remote_command.h"

namespace podium::streams {

class ResizeReader {
 public:
  // The sizes that are complete with this piece. What is no size, or absurdly long, is left out.
  std::vector<TerminalSize> feed(std::string_view piece);

 private:
  std::string object_;  // as far as it has come
};

}  // namespace podium::streams
