#include "control-plane/api/api_server.h"

#include <algorithm>

#include "control-plane/api/state.h"
#include "control-plane/api/story.h"
#include "control-plane/objects/kinds/binding.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/service.h"

namespace podium {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr char kNameAlphabet[] = "bcdfghjklmnpqrstvwxz2456789";  // no vowels: no words

}  // namespace

ApiResponse ApiServer::State::ok(ObjectRef object, int code) const {
  ApiResponse response;
  response.status.code = code;
  response.object = std::move(object);
  response.revision = store.revision();
  return response;
}

ApiResponse ApiServer::State::fail(ApiStatus status) const {
  ApiResponse response;
  response.status = std::move(status);
  response.revision = store.revision();
  return response;
}

// A version 4 UUID (RFC 4122) from the seeded stream.
std::string ApiServer::State::new_uid() {
  std::uint64_t high = random.next(), low = random.next();
  high = (high & ~0xf000ULL) | 0x4000ULL;
  low = (low & ~(3ULL << 62)) | 2ULL << 62;
  std::string uid;
  uid.reserve(36);
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) uid += '-';
    const std::uint64_t word = i < 16 ? high : low;
    uid += kHex[word >> (60 - 4 * (i % 16)) & 15];
  }
  return uid;
}

std::string ApiServer::State::name_suffix() {
  std::string suffix;
  for (int i = 0; i < 5; ++i) suffix += kNameAlphabet[random.below(sizeof(kNameAlphabet) - 1)];
  return suffix;
}

void ApiServer::State::record(const Object* before, const Object* after) {
  const std::string story = story_of(before, after);
  if (story.empty()) return;
  chronicle.record(executor, Category::kWrite, "apiserver", subject_of(after != nullptr ? *after : *before),
                   story);
}

Selector selector_of(const ApiRequest& request, ApiStatus& refused) {
  std::vector<FieldTest> tests;
  for (const FieldRequirement& need : request.selection.fields)
    tests.push_back({need.path, need.value, need.equal});
  std::string wrong;
  Selector selector(*request.kind, request.selection.namespace_, request.selection.labels, tests, wrong);
  if (!wrong.empty()) refused = bad_request_status("field label not supported: " + wrong);
  return selector;
}

ApiServer::ApiServer(Executor& executor, Store& store, Chronicle& chronicle, Random random,
                     ApiServerOptions options)
    : state_(std::make_unique<State>(executor, store, chronicle, random, options)) {
  store.add_index(Pod::info(), "spec.nodeName");  // what every kubelet asks for
  state_->follow_services();
  state_->follow_definitions();
  std::vector<std::pair<TimePoint, Key>> events;
  store.each(Event::info(), {}, [&](const ObjectRef& object) {
    events.emplace_back(object->metadata.creation_timestamp + options.event_ttl, key_of(*object));
  });
  std::sort(events.begin(), events.end());
  state_->events.assign(events.begin(), events.end());
  if (options.event_ttl > Duration{0}) state_->expire_events();
}

// By what the store tells: it may be others who write, and what was asked for may come to nothing.
void ApiServer::State::follow_services() {
  store.each(Service::info(), {},
             [this](const ObjectRef& object) { addresses.take(static_cast<const Service&>(*object)); });
  bool expired = false;
  services = store.watch(
      Service::info(), Selector(), store.revision(),
      [this](const StoreChange& change) {
        if (change.previous) addresses.release(static_cast<const Service&>(*change.previous));
        if (change.type != ChangeType::kDeleted) addresses.take(static_cast<const Service&>(*change.object));
      },
      expired);
}

ApiServer::~ApiServer() {
  state_->store.stop(state_->services);
  state_->store.stop(state_->definitions);
  if (state_->expiry != TimerId::kNone) state_->executor.cancel(state_->expiry);
}

Store& ApiServer::store() { return state_->store; }

const Access& ApiServer::access() const { return state_->access; }

void ApiServer::answer_for(const KindInfo& kind, Answerer answerer) {
  state_->answerers.emplace_back(&kind, std::move(answerer));
}

const ApiServer::Answerer* ApiServer::State::answerer_of(const KindInfo& kind) const {
  if (kind.index < all_kinds().size() || as_custom(kind) != nullptr) return nullptr;
  for (const auto& [answered, answerer] : answerers) {
    if (answered == &kind) return &answerer;
  }
  return nullptr;
}

ApiResponse ApiServer::handle(const ApiRequest& request) {
  State& s = *state_;
  if (ApiStatus status = s.access.check(request); !status.ok()) return s.fail(std::move(status));
  if (const Answerer* answerer = s.answerer_of(*request.kind)) {
    const bool reads = request.verb == Verb::kGet || request.verb == Verb::kList;
    return reads ? (*answerer)(request)
                 : s.fail(method_not_supported(*request.kind, to_string(request.verb)));
  }
  switch (request.verb) {
    case Verb::kGet: return s.get(request);
    case Verb::kList: return s.list(request);
    case Verb::kCreate:
      if (request.subresource == "eviction") return s.evict(request);
      if (request.subresource == "token") return s.issue(request);
      return is<Binding>(*request.object) ? s.bind(request) : s.create(request);
    case Verb::kUpdate: return s.update(request);
    case Verb::kPatch: return s.patch(request);
    case Verb::kDelete: return s.remove(request);
    case Verb::kDeleteCollection: return s.remove_collection(request);
    case Verb::kWatch: break;
  }
  return s.fail(bad_request_status("a watch is not a single request"));
}

// One timer for all: events expire in the order in which they came.
void ApiServer::State::expire_events() {
  while (!events.empty() && events.front().first <= executor.now()) {
    const Key key = events.front().second;
    events.pop_front();
    const ObjectRef event = store.get(Event::info(), key);
    if (!event) continue;
    const TimePoint last = static_cast<const Event&>(*event).last_timestamp;
    const TimePoint due = std::max(event->metadata.creation_timestamp, last) + options.event_ttl;
    if (due > executor.now())
      events.emplace_back(due, key);  // it was counted again meanwhile
    else
      store.remove(Event::info(), key);
  }
  if (events.empty() || expiry != TimerId::kNone) return;
  expiry = executor.run_at(events.front().first, [this] {
    expiry = TimerId::kNone;
    expire_events();
  });
}

}  // namespace podium
