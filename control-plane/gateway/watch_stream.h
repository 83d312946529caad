// A watch as a stream of lines: one JSON event a line, until the client goes or time is up.
#pragma once

#include <memory>

#include "control-plane/gateway/gateway.h"
#include "control-plane/gateway/negotiate.h"
#include "control-plane/gateway/table_view.h"

namespace podium {

class WatchStream : public std::enable_shared_from_this<WatchStream> {
 public:
  struct Settings {
    Accepted accepted;
    RowObject rows = RowObject::kMetadata;
    bool initial_events = false;  // sendInitialEvents: a bookmark marks the end of the first state
    Duration timeout{30min};
    Duration bookmark_every{0};  // tells an idle client how far the store is; 0: never
    Duration last_bookmark{2s};  // and so long before the time is up
  };

  // Opens the watch and answers `responder` with a stream that keeps itself alive. If the watch is
  // refused the responder is untouched and the refusal returned.
  static ApiStatus open(Executor& executor, ApiBackend& backend, const ApiRequest& request, Settings settings,
                        HttpResponder& responder);

 private:
  WatchStream(Executor& executor, ApiBackend& backend, const KindInfo& kind, Settings settings)
      : executor_(executor), backend_(backend), kind_(kind), settings_(std::move(settings)) {}

  void event(const WatchEvent& event);
  std::string line(const WatchEvent& event);
  void plan_bookmark();
  void end();

  Executor& executor_;
  ApiBackend& backend_;
  const KindInfo& kind_;
  Settings settings_;
  std::shared_ptr<HttpStream> stream_;
  std::vector<std::string> early_;  // lines that came before the stream was open
  std::uint64_t watch_ = 0;
  TimePoint end_{};
  TimerId timer_ = TimerId::kNone, bookmark_timer_ = TimerId::kNone;
  bool columns_sent_ = false, over_ = false;
};

}  // namespace podium
