// A thread that makes HTTP calls, many at a time, over connections that it keeps (libcurl). Also keeps
// time for whoever runs on it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/env/task.h"
#include "runtime/env/time.h"

namespace podium::etcd {

// Files in PEM; an empty name: none. The certificate and its key say who we are.
struct Tls {
  std::string authority, certificate, key;
};

struct Call {
  std::string url, body;  // POST, as JSON
  Duration timeout{0};    // for all of it; 0: none
  // If set, is given the response as it comes; Answer::body stays empty.
  std::function<void(std::string_view)> on_data;
};

struct Answer {
  int code = 0;  // 0: there was no whole response
  std::string body;
  std::string failure;  // why there was none
  bool sent = true;     // false: the request certainly never left
  bool ok() const { return code == 200; }
};

class HttpThread {
 public:
  using CallId = std::uint64_t;
  using TimerId = std::uint64_t;

  explicit HttpThread(Tls tls);
  // Ends the thread. Calls under way are dropped without an answer.
  ~HttpThread();
  HttpThread(const HttpThread&) = delete;
  HttpThread& operator=(const HttpThread&) = delete;

  // From any thread: runs `task` on the thread, soon.
  void post(Task task);

  // ---- On the thread. ----

  // A steady clock: time since some fixed instant.
  static Duration now() { return Clock::now().time_since_epoch(); }

  CallId call(Call call, std::function<void(Answer)> done);
  // Without an answer. False if there is no such call.
  bool abandon(CallId call);
  TimerId run_after(Duration wait, Task task);
  void cancel(TimerId timer);

 private:
  using Clock = std::chrono::steady_clock;
  struct Transfer;
  struct Multi;

  void run();
  void take_posted();
  void run_timers();
  void begin_transfers();
  void finish_transfers();
  int wait_milliseconds() const;

  const Tls tls_;
  std::unique_ptr<Multi> multi_;
  std::map<CallId, std::unique_ptr<Transfer>> transfers_;
  std::vector<CallId> fresh_;  // not begun yet
  std::map<std::pair<Clock::time_point, TimerId>, Task> timers_;
  std::map<TimerId, Clock::time_point> due_;
  CallId calls_ = 0;
  TimerId timer_ids_ = 0;

  std::mutex mutex_;  // guards what follows
  std::vector<Task> posted_;
  bool stopping_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace podium::etcd
