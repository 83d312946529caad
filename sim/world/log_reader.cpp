#include "sim/world/log_reader.h"

#include <utility>

namespace podium::sim {

void LogReaders::remove(std::uint32_t container, SimLogReader& reader) {
  const auto found = readers_.find(container);
  if (found == readers_.end()) return;
  std::erase(found->second, &reader);
  if (found->second.empty()) readers_.erase(found);
}

void LogReaders::changed(std::uint32_t container) {
  const auto found = readers_.find(container);
  if (found == readers_.end()) return;
  for (SimLogReader* reader : found->second) reader->wake();
}

void LogReaders::forgotten(std::uint32_t container) {
  const auto found = readers_.find(container);
  if (found == readers_.end()) return;
  for (SimLogReader* reader : found->second) reader->container_gone();
  readers_.erase(found);
}

void LogReaders::clear() {
  for (const auto& [container, readers] : std::exchange(readers_, {})) {
    for (SimLogReader* reader : readers) reader->cut();
  }
}

SimLogReader::SimLogReader(Executor& os, LogReaders& readers, const ContainerRecord& container,
                           const MainProcess* main, const LogQuery& query)
    : os_(&os),
      readers_(&readers),
      container_(container),
      lines_(container, main),
      until_(query.follow ? kForever : os.now()) {
  readers.add(container.number, *this);
  if (query.since != TimePoint{}) lines_.skip_to(query.since);
  if (!query.tail) return;
  std::uint64_t there = 0;
  for (LogLines ahead = lines_; ahead.next_time() <= os.now(); ahead.skip()) ++there;
  for (; there > *query.tail; --there) lines_.skip();
}

SimLogReader::~SimLogReader() {
  if (os_ == nullptr) return;
  os_->cancel(timer_);
  if (readers_ != nullptr) readers_->remove(container_.number, *this);
}

std::vector<LogLine> SimLogReader::read(std::size_t bytes) {
  std::vector<LogLine> lines;
  if (ended()) return lines;
  const TimePoint until = std::min(os_->now(), until_);
  for (std::size_t got = 0; got < bytes && lines_.next_time() <= until; got += lines.back().text.size() + 1)
    lines.push_back(lines_.take());
  waiting_ = lines.empty() && !ended();
  if (waiting_) plan();
  return lines;
}

bool SimLogReader::ended() const {
  if (os_ == nullptr || readers_ == nullptr) return true;
  const TimePoint next = lines_.next_time();
  return next > until_ || (container_.state == ContainerState::kExited && next == kForever);
}

// Wakes at the next line that can be foreseen.
void SimLogReader::plan() {
  os_->cancel(timer_);
  timer_ = TimerId::kNone;
  if (const TimePoint next = lines_.next_time(); next != kForever)
    timer_ = os_->run_at(next, [this] {
      timer_ = TimerId::kNone;
      wake();
    });
}

// A task of its own: whoever reports the change is in the middle of it.
void SimLogReader::wake() {
  if (!std::exchange(waiting_, false)) return;
  os_->cancel(timer_);
  timer_ = os_->post([this] {
    timer_ = TimerId::kNone;
    if (on_more) on_more();
  });
}

void SimLogReader::container_gone() {
  wake();
  readers_ = nullptr;
}

void SimLogReader::cut() {
  os_->cancel(timer_);
  os_ = nullptr;
}

}  // namespace podium::sim
