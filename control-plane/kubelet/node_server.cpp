#include "control-plane/kubelet/node_server.h"

#include <map>
#include <optional>

#include "control-plane/kubelet/log_source.h"
#include "control-plane/kubelet/log_stream.h"
#include "control-plane/kubelet/node_pages.h"
#include "control-plane/kubelet/node_streams.h"
#include "control-plane/kubelet/node_use.h"
#include "control-plane/kubelet/pod_worker.h"

namespace podium::kubelet {
namespace {

using Kind = NodeRequest::Kind;

ApiStatus refusal(int code, std::string reason, std::string message) {
  ApiStatus status;
  status.code = code;
  status.reason = std::move(reason);
  status.message = std::move(message);
  return status;
}

// The container of that name that runs; empty: none does.
ContainerId running_container(const PodWorker& worker, const std::string& name) {
  const auto& records = worker.state().containers;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (container_at(*worker.pod().spec, i).name == name && records[i].running()) return records[i].id;
  }
  return {};
}

}  // namespace

struct NodeServer::State {
  // A connection that has not turned into a command or a port (these belong to the runtime).
  struct Session {
    std::unique_ptr<Connection> connection;
    std::unique_ptr<LogStream> log;
  };

  State(Executor& e, Transport& t, const std::string& m, ContainerRuntime& r, const Pods& p)
      : executor(e), transport(t), machine(m), endpoint(kubelet_endpoint(m)), runtime(r), pods(p) {}

  void accept(std::unique_ptr<Connection> connection);
  void receive(std::uint64_t number, const Message& message);
  void serve(std::uint64_t number, const NodeRequest& request);
  NodeUse use() const;
  void send_use(Session& session);
  void send_page(Session& session, const std::string& path);
  void send_log(Session& session, const PodWorker& worker, const NodeRequest& request);
  void run(std::uint64_t number, const PodWorker& worker, const NodeRequest& request);
  void forward(std::uint64_t number, const PodWorker& worker, const NodeRequest& request);
  void refuse(Session& session, ApiStatus status);
  std::unique_ptr<Connection> give_away(std::uint64_t number);
  void forget(std::uint64_t number);

  Executor& executor;
  Transport& transport;
  const std::string machine;
  const std::string endpoint;
  ContainerRuntime& runtime;
  const Pods& pods;
  std::map<std::uint64_t, Session> sessions;
  std::uint64_t next_session = 1;
};

void NodeServer::State::accept(std::unique_ptr<Connection> connection) {
  const std::uint64_t number = next_session++;
  connection->on_message = [this, number](std::unique_ptr<Message> message) { receive(number, *message); };
  connection->on_close = [this, number](const Error&) { forget(number); };
  sessions[number].connection = std::move(connection);
}

void NodeServer::State::receive(std::uint64_t number, const Message& message) {
  if (const auto* request = dynamic_cast<const NodeRequest*>(&message)) return serve(number, *request);
  const auto found = sessions.find(number);
  if (found == sessions.end() || found->second.log == nullptr) return;
  found->second.log->taken(static_cast<const NodeFrame&>(message).taken);
}

void NodeServer::State::serve(std::uint64_t number, const NodeRequest& request) {
  Session& session = sessions.at(number);
  if (request.kind == Kind::kUse) return send_use(session);
  if (request.kind == Kind::kPage) return send_page(session, request.path);
  const PodWorker* worker = pods.worker_of(request.pod);
  if (worker == nullptr || (!request.uid.empty() && !(worker->pod().metadata.uid == request.uid))) {
    const std::string name = request.pod.name.str();
    if (request.kind == Kind::kLog)
      return refuse(session, refusal(404, "NotFound", "pods \"" + name + "\" not found"));
    return refuse(session, refusal(404, "NotFound", "pod does not exist"));
  }
  switch (request.kind) {
    case Kind::kLog: return send_log(session, *worker, request);
    case Kind::kExec:
    case Kind::kAttach: return run(number, *worker, request);
    case Kind::kForward:
    case Kind::kPort: return forward(number, *worker, request);
    case Kind::kUse:
    case Kind::kPage: break;
  }
}

NodeUse NodeServer::State::use() const {
  NodeUse use;
  use.at = executor.now();
  pods.each([&](const PodWorker& worker) { add_use(worker, runtime, use); });
  return use;
}

void NodeServer::State::send_use(Session& session) {
  session.connection->send(std::make_unique<NodeAnswer>());
  session.connection->send(std::make_unique<NodeUse>(use()));
}

void NodeServer::State::send_page(Session& session, const std::string& path) {
  const auto page = node_page(path, machine, use());
  if (!page) return refuse(session, refusal(404, "", "404 page not found\n"));
  auto answer = std::make_unique<NodeAnswer>();
  answer->content_type = page->content_type;
  session.connection->send(std::move(answer));
  session.connection->send(node_bytes(NodeFrame::Kind::kOutput, page->text));
  session.connection->send(node_outcome(exited(0)));
}

void NodeServer::State::send_log(Session& session, const PodWorker& worker, const NodeRequest& request) {
  const LogSource source = log_source(worker.pod(), request.container, request.previous);
  if (!source.refused.empty()) return refuse(session, refusal(400, "BadRequest", source.refused));
  auto reader = runtime.logs(source.container, request.log);
  session.connection->send(std::make_unique<NodeAnswer>());
  if (!reader.ok()) {
    // As the kubelet: an answer has begun, so the reason comes as its text.
    session.connection->send(node_bytes(
        NodeFrame::Kind::kOutput, "unable to retrieve container logs for containerd://" + source.container));
    session.connection->send(node_outcome(exited(0)));
    return;
  }
  session.log = std::make_unique<LogStream>(*session.connection, std::move(reader).value(), request);
  session.log->pump();
}

void NodeServer::State::run(std::uint64_t number, const PodWorker& worker, const NodeRequest& request) {
  Session& session = sessions.at(number);
  const ContainerId container = running_container(worker, request.container);
  if (container.empty()) {
    return refuse(session, refusal(500, "", "container not found (\"" + request.container + "\")"));
  }
  session.connection->send(std::make_unique<NodeAnswer>());
  auto command = std::make_shared<NodeCommand>(give_away(number));
  if (request.kind == Kind::kExec)
    runtime.exec(container, request.command, request.streams, std::move(command));
  else
    runtime.attach(container, request.streams, std::move(command));
}

void NodeServer::State::forward(std::uint64_t number, const PodWorker& worker, const NodeRequest& request) {
  Session& session = sessions.at(number);
  const SandboxId sandbox = worker.state().sandbox;
  if (sandbox.empty()) {
    const std::string name = request.pod.name.str() + "_" + request.pod.namespace_.str();
    return refuse(session, refusal(500, "", "not found (\"" + name + "\")"));
  }
  session.connection->send(std::make_unique<NodeAnswer>());
  if (request.kind == Kind::kPort) {
    runtime.connect_port(sandbox, std::make_shared<NodePort>(give_away(number), request.port));
  }
}

void NodeServer::State::refuse(Session& session, ApiStatus status) {
  auto answer = std::make_unique<NodeAnswer>();
  answer->status = std::move(status);
  session.connection->send(std::move(answer));
}

// The new owner sets its own callbacks.
std::unique_ptr<Connection> NodeServer::State::give_away(std::uint64_t number) {
  std::unique_ptr<Connection> connection = std::move(sessions.at(number).connection);
  sessions.erase(number);
  return connection;
}

void NodeServer::State::forget(std::uint64_t number) {
  const auto found = sessions.find(number);
  if (found == sessions.end()) return;
  // The connection that calls us must outlive the call, but nothing may be written to it.
  found->second.log = nullptr;
  executor.post([gone = std::move(found->second.connection)] {});
  sessions.erase(found);
}

NodeServer::NodeServer(Executor& executor, Transport& transport, const std::string& machine,
                       ContainerRuntime& runtime, const Pods& pods)
    : state_(std::make_unique<State>(executor, transport, machine, runtime, pods)) {
  transport.listen(state_->endpoint, machine, executor,
                   [state = state_.get()](auto connection) { state->accept(std::move(connection)); });
}

NodeServer::~NodeServer() { state_->transport.stop_listening(state_->endpoint); }

}  // namespace podium::kubelet
