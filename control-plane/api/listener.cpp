#include "control-plane/api/listener.h"

#include <map>
#include <memory>
#include <vector>

#include "control-plane/api/durability.h"

namespace podium {
namespace {

bool writes(Verb verb) { return verb != Verb::kGet && verb != Verb::kList && verb != Verb::kWatch; }

}  // namespace

struct ApiListener::State : std::enable_shared_from_this<ApiListener::State> {
  // One client's connection and the watches it holds.
  struct Session {
    State& listener;
    std::uint64_t number;
    std::unique_ptr<Connection> connection;
    std::map<std::uint64_t, ApiServer::WatchId> watches;  // by the client's id

    void receive(std::unique_ptr<Message> message);
    void serve(const ApiRequest& request);
    void watch(const ApiRequest& request);
    void cancel(std::uint64_t id);
    void send(std::unique_ptr<Message> message);
  };

  State(Executor& e, Transport& t, ApiServer& s, ListenerOptions o)
      : executor(e), transport(t), server(s), options(std::move(o)) {}

  void accept(std::unique_ptr<Connection> connection);
  void close(std::uint64_t number);
  void handle_durably(std::uint64_t session, const ApiRequest& request);
  void send_once_durable(std::uint64_t session, std::unique_ptr<Message> message);

  Executor& executor;
  Transport& transport;
  ApiServer& server;
  ListenerOptions options;
  std::map<std::uint64_t, std::unique_ptr<Session>> sessions;
  std::uint64_t next_session = 1;
};

void ApiListener::State::accept(std::unique_ptr<Connection> connection) {
  const std::uint64_t number = next_session++;
  auto session = std::make_unique<Session>(Session{*this, number, std::move(connection), {}});
  Session* s = session.get();
  s->connection->on_message = [s](std::unique_ptr<Message> message) { s->receive(std::move(message)); };
  s->connection->on_close = [this, number](const Error&) { close(number); };
  sessions[number] = std::move(session);
}

void ApiListener::State::close(std::uint64_t number) {
  const auto found = sessions.find(number);
  if (found == sessions.end()) return;
  for (const auto& [id, watch] : found->second->watches) server.stop_watch(watch);
  // The connection that calls us must outlive the call.
  executor.post([gone = std::move(found->second)] {});
  sessions.erase(found);
}

void ApiListener::State::Session::receive(std::unique_ptr<Message> message) {
  std::unique_ptr<ApiRequest> request(static_cast<ApiRequest*>(message.release()));
  // A cancel takes as long as the watch that it ends, so as not to overtake it.
  const bool writing = !request->cancel && writes(request->verb);
  const Duration takes = writing ? listener.options.write_time : listener.options.read_time;
  State* state = &listener;
  listener.executor.run_after(takes, [state, number = number, request = std::move(request)] {
    const auto found = state->sessions.find(number);
    if (found != state->sessions.end()) found->second->serve(*request);
  });
}

void ApiListener::State::Session::serve(const ApiRequest& request) {
  if (request.cancel) return cancel(request.id);
  if (request.verb == Verb::kWatch) return watch(request);
  if (listener.options.durability != nullptr) return listener.handle_durably(number, request);
  auto response = std::make_unique<ApiResponse>(listener.server.handle(request));
  response->id = request.id;
  connection->send(std::move(response));
}

void ApiListener::State::Session::send(std::unique_ptr<Message> message) {
  const Durability* durability = listener.options.durability;
  if (durability == nullptr || durability->open()) return connection->send(std::move(message));
  listener.send_once_durable(number, std::move(message));
}

// By the time of the reply the client may have gone, or this listener.
void ApiListener::State::handle_durably(std::uint64_t session, const ApiRequest& request) {
  const auto reply = [weak = weak_from_this(), session, id = request.id](const ApiResponse& response) {
    const auto self = weak.lock();
    if (!self) return;
    const auto found = self->sessions.find(session);
    if (found == self->sessions.end()) return;
    auto message = std::make_unique<ApiResponse>(response);
    message->id = id;
    found->second->send(std::move(message));
  };
  options.durability->handle(request, reply);
}

void ApiListener::State::send_once_durable(std::uint64_t session, std::unique_ptr<Message> message) {
  options.durability->release([weak = weak_from_this(), session, message = std::move(message)]() mutable {
    const auto self = weak.lock();
    if (!self) return;
    const auto found = self->sessions.find(session);
    if (found != self->sessions.end()) found->second->connection->send(std::move(message));
  });
}

void ApiListener::State::Session::watch(const ApiRequest& request) {
  const std::uint64_t id = request.id;
  ApiStatus refused;
  const ApiServer::WatchId watch = listener.server.watch(
      request,
      [this, id](const WatchEvent& event) {
        auto message = std::make_unique<WatchEvent>(event);
        message->id = id;
        send(std::move(message));
      },
      refused);
  if (refused.ok()) {
    watches[id] = watch;
    return;
  }
  auto message = std::make_unique<WatchEvent>();
  message->id = id;
  message->type = WatchType::kError;
  message->status = refused;
  send(std::move(message));
}

void ApiListener::State::Session::cancel(std::uint64_t id) {
  const auto found = watches.find(id);
  if (found == watches.end()) return;
  listener.server.stop_watch(found->second);
  watches.erase(found);
}

ApiListener::ApiListener(Executor& executor, Transport& transport, std::string machine, ApiServer& server,
                         ListenerOptions options)
    : state_(std::make_shared<State>(executor, transport, server, std::move(options))) {
  State* state = state_.get();
  transport.listen(state->options.endpoint, std::move(machine), executor,
                   [state](std::unique_ptr<Connection> connection) { state->accept(std::move(connection)); });
}

ApiListener::~ApiListener() {
  for (const auto& [number, session] : state_->sessions) {
    for (const auto& [id, watch] : session->watches) state_->server.stop_watch(watch);
  }
  state_->transport.stop_listening(state_->options.endpoint);
}

}  // namespace podium
