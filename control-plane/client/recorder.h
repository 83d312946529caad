// Tells the story of objects as Kubernetes Events: identical ones are counted, floods are held back.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "control-plane/client/client.h"

namespace podium {

struct RecorderOptions {
  int burst = 25;                   // events per object before the spam filter holds back
  Duration refill = 300s;           // one more per this time
  Duration similar_window = 10min;  // more than similar_max events alike but for the message are combined
  int similar_max = 10;
};

// Writes Events through a Client. An identical event (object, reason, message, source) raises the
// count of the one already written. Never blocks and never fails its caller.
class EventRecorder {
 public:
  // `component`: "kubelet"; `host`: the node, or empty.
  EventRecorder(Client& client, std::string component, std::string host = "", RecorderOptions options = {});
  ~EventRecorder();

  void normal(const Object& about, std::string_view reason, std::string message);
  void warning(const Object& about, std::string_view reason, std::string message);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
