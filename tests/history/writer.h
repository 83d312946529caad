// A client that creates, updates and removes objects, most times on the condition that they are as it last
// saw them, and reads them in between. One request at a time.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "tests/history/notes.h"

namespace podium::history {

class Writer {
 public:
  Writer(std::unique_ptr<Client> client, std::string name, int objects, Notes& notes);
  void act();

 private:
  void read(const std::string& name);
  void send(Write write);
  void answered(Write write, const ApiResponse& response);
  void rest();

  std::unique_ptr<Client> client_;
  Random random_;
  std::string name_;
  int objects_;
  Notes& notes_;
  std::map<std::string, std::uint64_t> seen_;  // revisions by name; absent: not there, or not known
  int values_ = 0;
};

}  // namespace podium::history
