// A process with pipes to its standard streams, which a reactor serves.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/reactor.h"

namespace podium::streams {

class Child {
 public:
  // Starts `words`, looked for in PATH. `environment` is added to that of this process.
  Child(http::Reactor& reactor, std::vector<std::string> words, std::vector<std::string> environment = {});
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();  // kills it

  std::function<void(std::string_view)> on_out, on_err;
  std::function<void(std::size_t bytes)> on_taken;  // of what was written
  std::function<void(int code)> on_exit;            // after both outputs have ended

  void write(std::string_view bytes);
  void end_input();  // after what was written
  void pause_output(bool paused);
  void interrupt();

 private:
  struct Output {
    http::Descriptor pipe;
    std::function<void(std::string_view)>* heard;
  };
  void read_output(Output& output);
  void feed();
  void close_input();
  void reap();

  http::Reactor& reactor_;
  int process_ = 0;
  http::Descriptor input_;
  std::string unwritten_;
  bool input_ends_ = false;
  bool paused_ = false;
  Output out_{{}, &on_out}, err_{{}, &on_err};
};

}  // namespace podium::streams
