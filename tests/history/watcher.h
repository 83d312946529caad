// A client that lists, watches from there on, resumes behind the last event after a break, and lists anew
// where the server says that it forgot (410).
#pragma once

#include <memory>

#include "tests/history/lister.h"

namespace podium::history {

class Watcher {
 public:
  Watcher(std::unique_ptr<Client> client, Notes& notes);
  void act() { lister_.list(); }
  // The revision up to which it needs not hear anything again.
  std::uint64_t heard() const;
  // Notes what it was told. REQUIRES: it had the time to hear of everything.
  void finish();

 private:
  void begin(std::uint64_t revision);
  void resume();
  void told(const WatchEvent& event);
  void broken(int code);

  std::unique_ptr<Client> client_;
  Notes& notes_;
  Lister lister_;
  Watch watch_;
  bool watching_ = false;
  std::uint64_t id_ = 0;
};

}  // namespace podium::history
