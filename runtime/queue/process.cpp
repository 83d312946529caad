#include "runtime/queue/process.h"

#include <utility>

namespace podium {

QueueProcess::QueueProcess(EventQueue& queue, std::string name)
    : Process(queue.moment()), queue_(queue), index_(queue.start_process()), name_(std::move(name)) {}

QueueProcess::~QueueProcess() { queue_.end_process(index_); }

TimerId QueueProcess::run_at(TimePoint when, Task task) {
  return queue_.schedule(index_, when, std::move(task));
}
bool QueueProcess::cancel(TimerId timer) { return queue_.cancel(timer); }
bool QueueProcess::rearm(TimerId timer, TimePoint when) { return queue_.rearm(timer, when); }

void QueueProcess::kill() { queue_.kill(index_); }
bool QueueProcess::alive() const { return queue_.alive(index_); }
void QueueProcess::pause() { queue_.pause(index_); }
void QueueProcess::resume() { queue_.resume(index_); }

}  // namespace podium
