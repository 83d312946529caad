// Lists in pages, and notes them.
#pragma once

#include <functional>
#include <string>

#include "tests/history/notes.h"

namespace podium::history {

class Lister {
 public:
  // `done` is called with the revision of a list that is complete. One that is not is begun anew.
  Lister(Client& client, Notes& notes, std::function<void(std::uint64_t)> done);
  void list();

 private:
  void ask(List list, std::string token);
  void answered(List list, Page page, const ApiResponse& response);

  Client& client_;
  Notes& notes_;
  std::function<void(std::uint64_t)> done_;
};

}  // namespace podium::history
