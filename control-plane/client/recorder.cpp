#include "control-plane/client/recorder.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "control-plane/client/recent.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/object_reference.h"

namespace podium {
namespace {

constexpr std::size_t kRemembered = 4096;  // of each memory; then what is oldest is forgotten
constexpr const char* kCombined = "(combined from similar events): ";

// FNV-1a over the parts, with a separator between them.
std::uint64_t hash_of(std::initializer_list<std::string_view> parts) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const std::string_view part : parts) {
    for (const unsigned char c : part) hash = (hash ^ c) * 0x100000001b3ULL;
    hash = (hash ^ 0xff) * 0x100000001b3ULL;
  }
  return hash;
}

// "<object>.<16 hex digits>", as client-go names events.
std::string event_name(const ObjectReference& about, std::uint64_t salt) {
  char suffix[20];
  std::snprintf(suffix, sizeof suffix, ".%016llx", static_cast<unsigned long long>(salt));
  return about.name.str() + suffix;
}

}  // namespace

struct EventRecorder::State {
  // An event that was written: what an identical one adds to.
  struct Written {
    Text name;
    TimePoint first{};
    std::int32_t count = 0;
  };
  struct Spam {
    double tokens = 0;
    TimePoint since{};
  };
  struct Similar {
    TimePoint since{};
    int count = 0;
  };

  State(Client& c, std::string who, std::string where, RecorderOptions o)
      : client(c), component(who), host(where), options(o) {}

  void tell(const Object& about, const Text& type, std::string_view reason, std::string message);
  const Text& shared(std::string_view reason);
  bool spam(std::uint64_t object, TimePoint now);
  bool combine(std::uint64_t kind, TimePoint now);
  void write_first(std::uint64_t key, Ref<Event> event);
  void write_again(Written& known, Ref<Event> event);
  Ref<Event> event_of(const Object& about, const Text& type, std::string_view reason, Text message);

  Client& client;
  Text component, host;
  RecorderOptions options;
  // Shared with answers that may come when all else is gone.
  std::shared_ptr<Recent<Written>> written = std::make_shared<Recent<Written>>(kRemembered);
  Recent<Spam> spammers{kRemembered};
  Recent<Similar> similar{kRemembered};
  std::vector<Text> reasons;  // each of the few that this component gives, once
};

// A token bucket for each object: `burst` at once, then one per `refill`.
bool EventRecorder::State::spam(std::uint64_t object, TimePoint now) {
  const double burst = options.burst;
  Spam& s = spammers.at(object, Spam{burst, now});
  s.tokens = std::min(burst, s.tokens + seconds(now - s.since) / seconds(options.refill));
  s.since = now;
  if (s.tokens < 1) return true;
  s.tokens -= 1;
  return false;
}

bool EventRecorder::State::combine(std::uint64_t kind, TimePoint now) {
  Similar& s = similar.at(kind);
  if (now - s.since > options.similar_window) s = {now, 0};
  return ++s.count > options.similar_max;
}

void EventRecorder::State::tell(const Object& about, const Text& type, std::string_view reason,
                                std::string message) {
  const TimePoint now = client.executor().now();
  const std::string_view uid = about.metadata.uid.view();
  const std::string_view id = uid.empty() ? about.metadata.name.view() : uid;
  std::uint64_t key = hash_of({id, type.view(), reason, message});
  if (written->find(key) == nullptr && combine(hash_of({id, type.view(), reason}), now)) {
    message = kCombined + message;
    key = hash_of({id, type.view(), reason, kCombined});
  }
  if (spam(hash_of({id}), now)) return;
  Ref<Event> event = event_of(about, type, reason, message);
  if (Written* known = written->find(key))
    write_again(*known, std::move(event));
  else
    write_first(key, std::move(event));
}

// Thousands of events give the same reason: they share its text.
const Text& EventRecorder::State::shared(std::string_view reason) {
  const auto known = std::find(reasons.begin(), reasons.end(), reason);
  return known == reasons.end() ? reasons.emplace_back(reason) : *known;
}

Ref<Event> EventRecorder::State::event_of(const Object& about, const Text& type, std::string_view reason,
                                          Text message) {
  auto event = make_ref<Event>();
  event->metadata.namespace_ =
      about.metadata.namespace_.empty() ? Text("default") : about.metadata.namespace_;
  event->involved_object = reference_to(about);
  event->type_ = type;
  event->reason = shared(reason);
  event->message = std::move(message);
  event->source = {component, host};
  event->reporting_component = component;
  event->reporting_instance = host;
  event->last_timestamp = client.executor().now();
  return event;
}

void EventRecorder::State::write_first(std::uint64_t key, Ref<Event> event) {
  event->metadata.name = event_name(event->involved_object, client.random().next());
  event->first_timestamp = event->last_timestamp;
  event->count = 1;
  written->at(key) = {event->metadata.name, event->first_timestamp, 1};
  client.create(event, [memory = written, key](const ApiResponse& response) {
    if (!response.status.ok()) memory->erase(key);  // a later one starts anew
  });
}

void EventRecorder::State::write_again(Written& known, Ref<Event> event) {
  event->metadata.name = known.name;
  event->first_timestamp = known.first;
  event->count = ++known.count;
  client.update(event, [to = &client, event](const ApiResponse& response) {
    if (!response.status.not_found()) return;
    to->create(event, [](const ApiResponse&) {});  // it had expired
  });
}

EventRecorder::EventRecorder(Client& client, std::string component, std::string host, RecorderOptions options)
    : state_(std::make_unique<State>(client, std::move(component), std::move(host), options)) {}

EventRecorder::~EventRecorder() = default;

void EventRecorder::normal(const Object& about, std::string_view reason, std::string message) {
  static const Text type("Normal");
  state_->tell(about, type, reason, std::move(message));
}

void EventRecorder::warning(const Object& about, std::string_view reason, std::string message) {
  static const Text type("Warning");
  state_->tell(about, type, reason, std::move(message));
}

}  // namespace podium
