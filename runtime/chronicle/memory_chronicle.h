// A Chronicle in memory: append-only and compact (32 bytes and the text an event; names are stored
// once), with the walk up the causes that answers "why?".
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/chronicle/names.h"
#include "runtime/env/chronicle.h"

namespace podium {

// An event as it was recorded. Names stay valid as long as the chronicle; `text` until the next
// event is recorded.
struct ChronicleEvent {
  EventId id = kNoCause;
  TimePoint at{};
  EventId cause = kNoCause;
  Category category = Category::kNote;
  std::string_view component;
  std::string_view subject;
  std::string_view text;
};

struct MemoryChronicleOptions {
  // Keep at least so many of the last events, and few more; the older are forgotten. 0: keep all.
  std::uint64_t keep_last = 0;
};

class MemoryChronicle final : public Chronicle {
 public:
  explicit MemoryChronicle(MemoryChronicleOptions options = {});
  ~MemoryChronicle() override;

  // Of a text beyond 1 MiB, the beginning is kept.
  EventId record(Executor& executor, Category category, std::string_view component, std::string_view subject,
                 std::string_view text) override;

  // Events are numbered 1 to size(); those before first() are forgotten.
  std::uint64_t size() const { return size_; }
  EventId first() const { return first_; }
  // Nothing for an id that was never given out or is forgotten.
  std::optional<ChronicleEvent> get(EventId id) const;

  // The event, its cause, the cause of that, and so on to what came from outside or is forgotten.
  std::vector<ChronicleEvent> chain(EventId id) const;
  // The last event about `subject`; kNoCause if there is none.
  EventId last_for_subject(std::string_view subject) const;

  // Visits the kept events in order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (EventId id = first_; id <= size_; ++id) visit(*get(id));
  }

  // Calls `observer` with each event from now on. It must not record.
  using Observer = std::function<void(const ChronicleEvent&)>;
  void observe(Observer observer);
  // Calls `sink` with a hash of each event's content, for a run's fingerprint.
  void digest_to(std::function<void(std::uint64_t)> sink);

 private:
  struct Record;
  struct Block;

  Block& open_block();
  void tell(const ChronicleEvent& event) const;
  void forget_old();
  const Block* find(EventId id) const;

  const std::uint64_t keep_last_;
  std::uint64_t size_ = 0;
  EventId first_ = 1;
  std::deque<std::unique_ptr<Block>> blocks_;
  Names components_;
  Names subjects_;
  std::vector<EventId> last_of_subject_;  // by the subject's number
  std::vector<Observer> observers_;
  std::function<void(std::uint64_t)> digest_;
};

}  // namespace podium
