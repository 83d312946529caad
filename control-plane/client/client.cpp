#include "control-plane/client/client.h"

#include <algorithm>
#include <deque>
#include <map>

#include "control-plane/objects/kinds/binding.h"

namespace podium {
namespace {

ApiStatus unavailable(const std::string& why) {
  ApiStatus status;
  status.code = 503;
  status.reason = "ServiceUnavailable";
  status.message = why;
  return status;
}

ApiStatus timed_out() {
  ApiStatus status;
  status.code = 504;
  status.reason = "Timeout";
  status.message = "the server was unable to return a response in the time allotted";
  return status;
}

}  // namespace

struct Client::State {
  struct Pending {
    ApiReply reply;
    TimePoint sent{};               // not set: waits for a token
    TimePoint deadline = kForever;  // from when it is sent: who throttles himself gets no time-outs for that
  };
  using OnEvent = std::function<void(const WatchEvent&)>;

  State(Executor& e, Transport& t, std::string m, Random r, ClientOptions o)
      : executor(e),
        transport(t),
        machine(std::move(m)),
        random(r),
        options(std::move(o)),
        tokens(static_cast<double>(options.burst)),
        refilled(e.now()) {}
  ~State() {
    for (const TimerId timer : {timeout, draining}) executor.cancel(timer);
  }

  void submit(std::unique_ptr<ApiRequest> request);
  void send(std::unique_ptr<ApiRequest> request);
  void send_queued();
  Duration until_token();
  void connect();
  void receive(const Message& message);
  void lost(const Error& error);
  void arm_timeout();
  void expire();
  TimePoint presumed_dead() const;
  void answer(std::uint64_t id, const ApiResponse& response);
  void refuse(std::uint64_t id, const ApiStatus& status);

  Executor& executor;
  Transport& transport;
  std::string machine;
  Random random;
  ClientOptions options;

  std::unique_ptr<Connection> connection;
  TimePoint heard{};  // when the server last spoke on it; not set: never
  std::uint64_t next_id = 1;
  std::map<std::uint64_t, Pending> pending;  // in the order they were sent, so by deadline
  std::map<std::uint64_t, OnEvent> watches;
  TimerId timeout = TimerId::kNone;

  // Token bucket, as client-go's flow control.
  double tokens;
  TimePoint refilled;
  std::deque<std::unique_ptr<ApiRequest>> queued;
  TimerId draining = TimerId::kNone;
};

// The wait for the next token, which is then taken.
Duration Client::State::until_token() {
  const TimePoint now = executor.now();
  tokens = std::min(static_cast<double>(options.burst), tokens + seconds(now - refilled) * options.qps);
  refilled = now;
  if (tokens >= 1) return Duration{0};
  return Duration{static_cast<std::int64_t>((1 - tokens) / options.qps * 1e9) + 1};
}

void Client::State::submit(std::unique_ptr<ApiRequest> request) {
  if (options.qps <= 0) return send(std::move(request));
  queued.push_back(std::move(request));
  if (draining == TimerId::kNone) send_queued();
}

void Client::State::send_queued() {
  draining = TimerId::kNone;
  while (!queued.empty()) {
    const Duration wait = until_token();
    if (wait > Duration{0}) {
      draining = executor.run_after(wait, [this] { send_queued(); });
      return;
    }
    tokens -= 1;
    std::unique_ptr<ApiRequest> next = std::move(queued.front());
    queued.pop_front();
    send(std::move(next));
  }
}

// Every request may dial anew, as with Go's HTTP client: to wait between tries is its callers' business
// (of a cache its reflector's back-off, of a lease its own).
void Client::State::connect() {
  if (connection) return;
  heard = {};
  connection = transport.connect(machine, options.endpoint, executor);
  connection->on_message = [this](std::unique_ptr<Message> message) { receive(*message); };
  connection->on_close = [this](const Error& error) { lost(error); };
}

void Client::State::send(std::unique_ptr<ApiRequest> request) {
  const std::uint64_t id = request->id;
  if (request->verb == Verb::kWatch && !watches.contains(id)) return;  // ended before it began
  connect();
  if (const auto waiting = pending.find(id); waiting != pending.end()) {
    waiting->second.sent = executor.now();
    waiting->second.deadline = later(executor.now(), options.timeout);
  }
  connection->send(std::move(request));
  arm_timeout();
}

void Client::State::refuse(std::uint64_t id, const ApiStatus& status) {
  if (const auto watch = watches.find(id); watch != watches.end()) {
    const OnEvent on_event = std::move(watch->second);
    watches.erase(watch);
    WatchEvent event;
    event.id = id;
    event.type = WatchType::kError;
    event.status = status;
    return on_event(event);
  }
  ApiResponse response;
  response.id = id;
  response.status = status;
  answer(id, response);
}

void Client::State::answer(std::uint64_t id, const ApiResponse& response) {
  const auto found = pending.find(id);
  if (found == pending.end()) return;
  const ApiReply reply = std::move(found->second.reply);
  pending.erase(found);
  reply(response);
}

void Client::State::receive(const Message& message) {
  heard = executor.now();
  if (const auto* event = dynamic_cast<const WatchEvent*>(&message)) {
    if (event->type == WatchType::kError) return refuse(event->id, event->status);
    const auto watch = watches.find(event->id);
    if (watch != watches.end()) watch->second(*event);
    return;
  }
  const auto& response = static_cast<const ApiResponse&>(message);
  answer(response.id, response);
}

void Client::State::lost(const Error& error) {
  // The connection that calls us must outlive the call.
  executor.post([gone = std::move(connection)] {});
  std::vector<std::uint64_t> ids;
  for (const auto& [id, waiting] : pending)
    if (waiting.sent != TimePoint{}) ids.push_back(id);
  for (const auto& [id, watch] : watches) ids.push_back(id);
  for (const std::uint64_t id : ids) refuse(id, unavailable(error.message));
}

// When the connection counts as dead if nothing is heard: only the oldest request waits long enough.
TimePoint Client::State::presumed_dead() const {
  const Pending& oldest = pending.begin()->second;
  if (!connection || oldest.sent == TimePoint{}) return kForever;
  return later(std::max(heard, oldest.sent), options.dead_peer_after);
}

// One timer for all requests: they time out in the order they were made.
void Client::State::arm_timeout() {
  if (timeout != TimerId::kNone || pending.empty() || pending.begin()->second.sent == TimePoint{}) return;
  timeout = executor.run_at(std::min(pending.begin()->second.deadline, presumed_dead()), [this] {
    timeout = TimerId::kNone;
    expire();
  });
}

void Client::State::expire() {
  const auto due = [this] { return !pending.empty() && pending.begin()->second.deadline <= executor.now(); };
  if (due() && connection && heard == TimePoint{}) {
    // A dial that outlives its request is not waited for: the next one may find the way mended.
    lost({ErrorCode::kTimeout, options.endpoint + ": dial tcp: i/o timeout"});
  }
  while (due()) refuse(pending.begin()->first, timed_out());
  if (!pending.empty() && presumed_dead() <= executor.now())
    lost({ErrorCode::kTimeout, options.endpoint + ": http2: client connection lost"});
  arm_timeout();
}

Client::Client(Executor& executor, Transport& transport, std::string machine, Random random,
               ClientOptions options)
    : state_(std::make_unique<State>(executor, transport, std::move(machine), random, std::move(options))) {}

Client::~Client() = default;

void Client::call(std::unique_ptr<ApiRequest> request, ApiReply reply) {
  State& s = *state_;
  request->id = s.next_id++;
  request->user = s.options.user;
  s.pending[request->id] = {std::move(reply)};
  s.submit(std::move(request));
}

void Client::get(const KindInfo& kind, Key key, ApiReply reply) {
  auto request = std::make_unique<ApiRequest>();
  request->verb = Verb::kGet;
  request->kind = &kind;
  request->key = std::move(key);
  call(std::move(request), std::move(reply));
}

namespace {

std::unique_ptr<ApiRequest> write_of(Verb verb, ObjectRef object) {
  auto request = std::make_unique<ApiRequest>();
  request->verb = verb;
  request->kind = &object->kind();
  request->key = key_of(*object);
  request->object = std::move(object);
  return request;
}

}  // namespace

void Client::create(ObjectRef object, ApiReply reply) {
  call(write_of(Verb::kCreate, std::move(object)), std::move(reply));
}

void Client::update(ObjectRef object, ApiReply reply) {
  call(write_of(Verb::kUpdate, std::move(object)), std::move(reply));
}

void Client::update_status(ObjectRef object, ApiReply reply) {
  auto request = write_of(Verb::kUpdate, std::move(object));
  request->subresource = "status";
  call(std::move(request), std::move(reply));
}

void Client::remove(const KindInfo& kind, Key key, DeleteOptions options, ApiReply reply) {
  auto request = std::make_unique<ApiRequest>();
  request->verb = Verb::kDelete;
  request->kind = &kind;
  request->key = std::move(key);
  request->remove = std::move(options);
  call(std::move(request), std::move(reply));
}

void Client::bind(const Key& pod, const Text& pod_uid, const Text& node, ApiReply reply) {
  auto binding = make_ref<Binding>();
  binding->metadata.namespace_ = pod.namespace_;
  binding->metadata.name = pod.name;
  binding->metadata.uid = pod_uid;
  binding->target.kind = "Node";
  binding->target.name = node;
  auto request = std::make_unique<ApiRequest>();
  request->verb = Verb::kCreate;
  request->kind = find_kind("", "v1", "Pod");
  request->key = pod;
  request->subresource = "binding";
  request->object = std::move(binding);
  call(std::move(request), std::move(reply));
}

std::uint64_t Client::watch(const KindInfo& kind, Selection selection, std::uint64_t resource_version,
                            std::function<void(const WatchEvent&)> on_event) {
  State& s = *state_;
  auto request = std::make_unique<ApiRequest>();
  request->id = s.next_id++;
  request->verb = Verb::kWatch;
  request->kind = &kind;
  request->user = s.options.user;
  request->selection = std::move(selection);
  request->resource_version = resource_version;
  const std::uint64_t id = request->id;
  s.watches[id] = std::move(on_event);
  s.submit(std::move(request));
  return id;
}

void Client::stop_watch(std::uint64_t id) {
  State& s = *state_;
  if (s.watches.erase(id) == 0 || !s.connection) return;
  auto request = std::make_unique<ApiRequest>();
  request->id = id;
  request->cancel = true;
  s.connection->send(std::move(request));
}

Executor& Client::executor() { return state_->executor; }
const ClientOptions& Client::options() const { return state_->options; }
Random& Client::random() { return state_->random; }

}  // namespace podium
