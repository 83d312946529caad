#include "runtime/chronicle/memory_chronicle.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/chronicle/digest.h"

namespace podium {

struct MemoryChronicle::Record {
  TimePoint at;
  EventId cause;
  std::uint32_t component;
  std::uint32_t subject;
  std::uint32_t text_begin;  // in the block's text; it ends where the next record's begins
  Category category;
};

// Events are kept, and forgotten, in blocks: numbers and texts in one piece each.
struct MemoryChronicle::Block {
  static constexpr std::size_t kMostRecords = 1024;
  static constexpr std::size_t kMostText = std::size_t{1} << 20;  // beyond it, a block takes no more

  EventId first;
  std::vector<Record> records;
  std::string text;
};

MemoryChronicle::MemoryChronicle(MemoryChronicleOptions options) : keep_last_(options.keep_last) {
  static_assert(sizeof(Record) == 32);
}

MemoryChronicle::~MemoryChronicle() = default;

EventId MemoryChronicle::record(Executor& executor, Category category, std::string_view component,
                                std::string_view subject, std::string_view text) {
  text = text.substr(0, Block::kMostText);  // no sentence for a person is longer
  Block& block = open_block();
  const std::uint32_t subject_number = subjects_.number(subject);
  block.records.push_back({.at = executor.now(),
                           .cause = executor.cause(),
                           .component = components_.number(component),
                           .subject = subject_number,
                           .text_begin = static_cast<std::uint32_t>(block.text.size()),
                           .category = category});
  block.text.append(text);
  const EventId id = ++size_;
  last_of_subject_.resize(subjects_.size(), kNoCause);
  last_of_subject_[subject_number] = id;
  executor.because(id);
  if (digest_ || !observers_.empty()) tell(*get(id));
  return id;
}

void MemoryChronicle::tell(const ChronicleEvent& event) const {
  if (digest_) digest_(digest(event));
  for (const Observer& observer : observers_) observer(event);
}

// The block that takes the next event.
MemoryChronicle::Block& MemoryChronicle::open_block() {
  const bool full = blocks_.empty() || blocks_.back()->records.size() == Block::kMostRecords ||
                    blocks_.back()->text.size() >= Block::kMostText;
  if (full) {
    forget_old();
    blocks_.push_back(std::make_unique<Block>(Block{.first = size_ + 1}));
    blocks_.back()->records.reserve(Block::kMostRecords);
  }
  return *blocks_.back();
}

void MemoryChronicle::forget_old() {
  if (keep_last_ == 0) return;
  while (!blocks_.empty() && size_ - (first_ + blocks_.front()->records.size() - 1) >= keep_last_) {
    first_ += blocks_.front()->records.size();
    blocks_.pop_front();
  }
}

const MemoryChronicle::Block* MemoryChronicle::find(EventId id) const {
  if (id < first_ || id > size_) return nullptr;
  const auto after =
      std::upper_bound(blocks_.begin(), blocks_.end(), id,
                       [](EventId wanted, const auto& block) { return wanted < block->first; });
  return std::prev(after)->get();
}

std::optional<ChronicleEvent> MemoryChronicle::get(EventId id) const {
  const Block* const block = find(id);
  if (block == nullptr) return std::nullopt;
  const std::size_t at = id - block->first;
  const Record& record = block->records[at];
  const std::size_t end =
      at + 1 < block->records.size() ? block->records[at + 1].text_begin : block->text.size();
  return ChronicleEvent{
      .id = id,
      .at = record.at,
      .cause = record.cause,
      .category = record.category,
      .component = components_[record.component],
      .subject = subjects_[record.subject],
      .text = std::string_view(block->text).substr(record.text_begin, end - record.text_begin)};
}

std::vector<ChronicleEvent> MemoryChronicle::chain(EventId id) const {
  std::vector<ChronicleEvent> chain;
  // A cause is older than its effect; asking for it here ends the walk whatever was recorded.
  for (auto event = get(id); event; event = event->cause < event->id ? get(event->cause) : std::nullopt) {
    chain.push_back(*event);
  }
  return chain;
}

EventId MemoryChronicle::last_for_subject(std::string_view subject) const {
  const std::uint32_t number = subjects_.find(subject);
  if (number == Names::kNone || last_of_subject_[number] < first_) return kNoCause;
  return last_of_subject_[number];
}

void MemoryChronicle::observe(Observer observer) { observers_.push_back(std::move(observer)); }

void MemoryChronicle::digest_to(std::function<void(std::uint64_t)> sink) { digest_ = std::move(sink); }

}  // namespace podium
