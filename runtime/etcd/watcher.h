// Follows the keys under the prefix: loads them all, then watches from that revision on. When the
// connection breaks it goes on behind what it has told, at another member; when etcd has forgotten what
// happened since, it loads anew. Lives on the HttpThread.
#pragma once

#include <functional>
#include <string>

#include "runtime/etcd/endpoints.h"
#include "runtime/etcd/options.h"
#include "runtime/etcd/wire.h"

namespace podium::etcd {

class Watcher {
 public:
  struct Listener {
    std::function<void(DurableSnapshot)> on_snapshot;
    std::function<void(std::vector<DurableChange>)> on_changes;
    std::function<void(DurableState, std::string why)> on_state;
    std::function<void(Revision)> on_progress;  // all up to here is told
  };

  Watcher(HttpThread& http, const Wire& wire, const EtcdStoreOptions& options, Listener listener);

  void start();
  Revision told() const { return told_; }
  // Leaves the member that is watched for another.
  void distrust(const std::string& why);

 private:
  void load();
  void load_page();
  void take_page(const Answer& answer);
  void watch();
  void take_data(std::string_view bytes);
  void end_watch(const Answer& answer);
  void take_line(std::string_view line);
  void tell(WatchReply reply);
  void move_to(Revision revision);
  void retry(const std::string& why);
  void probe();
  void give_up(Revision revision);
  void take_probe(HttpThread::CallId watch, Revision asked, const Answer& answer);

  HttpThread& http_;
  const Wire& wire_;
  const EtcdStoreOptions& options_;
  Listener listener_;
  Endpoints endpoints_;
  Backoff backoff_;

  DurableSnapshot loading_;
  bool loaded_ = false;  // what is told is complete; else it is being loaded
  Revision told_ = 0;
  HttpThread::CallId call_ = 0;  // under way
  std::string line_;             // of the stream, so far
  std::string stream_error_;     // what the stream last said is wrong
  int failures_ = 0;             // in a row
  bool serving_ = false;
  bool failed_ = false;  // for good
};

}  // namespace podium::etcd
