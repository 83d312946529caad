// The line discipline of a terminal: collects keys into lines, echoes them, knows Ctrl-C and Ctrl-D.
#pragma once

#include <string>
#include <string_view>

namespace podium::sim {

class Terminal {
 public:
  struct Program {
    virtual void line(std::string_view text) = 0;  // with its '\n', or without before a Ctrl-D
    virtual void end() = 0;
    virtual void interrupt() = 0;
    virtual void echo(std::string_view text) = 0;

   protected:
    ~Program() = default;
  };

  // What was typed. The echo comes before what the program makes of it.
  void type(std::string_view keys, Program& program);
  // Output of a program as a terminal wants it: each '\n' as "\r\n".
  static std::string shown(std::string_view text);

 private:
  std::string line_;
};

}  // namespace podium::sim
