#include "control-plane/client/recorder.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "control-plane/objects/kinds/event.h"

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
std::string event_name(const Object& about, std::uint64_t salt) {
  char suffix[20];
  std::snprintf(suffix, sizeof suffix, ".%016llx", static_cast<unsigned long long>(salt));
  return about.metadata.name.str() + suffix;
}

ObjectReference reference_to(const Object& about) {
  ObjectReference reference;
  reference.kind = about.kind().kind;
  reference.namespace_ = about.metadata.namespace_;
  reference.name = about.metadata.name;
  reference.uid = about.metadata.uid;
  reference.api_version = about.kind().api_version();
  reference.resource_version = std::to_string(about.metadata.resource_version);
  return reference;
}

}  // namespace

struct EventRecorder::State {
  // An event that was written: what an identical one adds to.
  struct Written {
    Text namespace_, name;
    std::int32_t count = 1;
    TimePoint first{};
  };
  struct Spam {
    double tokens;
    TimePoint since;
  };
  struct Similar {
    int count = 0;
    TimePoint since{};
  };

  State(Client& c, std::string who, std::string where, RecorderOptions o)
      : client(c), component(who), host(where), options(o) {}

  void tell(const Object& about, const Text& type, std::string_view reason, std::string message);
  bool spam(std::uint64_t object, TimePoint now);
  bool combine(std::uint64_t kind, TimePoint now);
  void write_first(std::uint64_t key, const Object& about, const Text& type, std::string_view reason,
                   Text message);
  void write_again(Written& written, const Object& about, const Text& type, std::string_view reason,
                   Text message);
  Ref<Event> event_of(const Object& about, const Text& type, std::string_view reason, Text message);

  using Memory = std::map<std::uint64_t, Written>;

  Client& client;
  Text component, host;
  RecorderOptions options;
  std::shared_ptr<Memory> written = std::make_shared<Memory>();  // answers may come when all else is gone
  std::map<std::uint64_t, Spam> spammers;
  std::map<std::uint64_t, Similar> similar;
};

// A token bucket for each object: `burst` at once, then one per `refill`.
bool EventRecorder::State::spam(std::uint64_t object, TimePoint now) {
  if (spammers.size() > kRemembered) spammers.clear();
  const double burst = options.burst;
  Spam& s = spammers.try_emplace(object, Spam{burst, now}).first->second;
  s.tokens = std::min(burst, s.tokens + seconds(now - s.since) / seconds(options.refill));
  s.since = now;
  if (s.tokens < 1) return true;
  s.tokens -= 1;
  return false;
}

bool EventRecorder::State::combine(std::uint64_t kind, TimePoint now) {
  if (similar.size() > kRemembered) similar.clear();
  Similar& s = similar[kind];
  if (now - s.since > options.similar_window) s = {0, now};
  return ++s.count > options.similar_max;
}

void EventRecorder::State::tell(const Object& about, const Text& type, std::string_view reason,
                                std::string message) {
  const TimePoint now = client.executor().now();
  const std::string_view uid = about.metadata.uid.view();
  const std::string_view id = uid.empty() ? about.metadata.name.view() : uid;
  std::uint64_t key = hash_of({id, type.view(), reason, message});
  const bool known = written->contains(key);
  if (!known && combine(hash_of({id, type.view(), reason}), now)) {
    message = kCombined + message;
    key = hash_of({id, type.view(), reason, kCombined});
  }
  if (spam(hash_of({id}), now)) return;
  const auto found = written->find(key);
  if (found == written->end())
    write_first(key, about, type, reason, message);
  else
    write_again(found->second, about, type, reason, message);
}

Ref<Event> EventRecorder::State::event_of(const Object& about, const Text& type, std::string_view reason,
                                          Text message) {
  auto event = make_ref<Event>();
  event->metadata.namespace_ =
      about.metadata.namespace_.empty() ? Text("default") : about.metadata.namespace_;
  event->involved_object = reference_to(about);
  event->type_ = type;
  event->reason = reason;
  event->message = std::move(message);
  event->source = {component, host};
  event->reporting_component = component;
  event->reporting_instance = host;
  event->last_timestamp = client.executor().now();
  return event;
}

void EventRecorder::State::write_first(std::uint64_t key, const Object& about, const Text& type,
                                       std::string_view reason, Text message) {
  Ref<Event> event = event_of(about, type, reason, std::move(message));
  event->metadata.name = event_name(about, client.random().next());
  event->first_timestamp = event->last_timestamp;
  event->count = 1;
  if (written->size() > kRemembered) written->clear();
  (*written)[key] = {event->metadata.namespace_, event->metadata.name, 1, event->first_timestamp};
  client.create(event, [memory = written, key](const ApiResponse& response) {
    if (!response.status.ok()) memory->erase(key);  // a later one starts anew
  });
}

void EventRecorder::State::write_again(Written& known, const Object& about, const Text& type,
                                       std::string_view reason, Text message) {
  Ref<Event> event = event_of(about, type, reason, std::move(message));
  event->metadata.namespace_ = known.namespace_;
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
