#include "tests/runtime/streams/support/pod_server.h"

#include <algorithm>
#include <map>

#include "tests/runtime/streams/support/child.h"

namespace podium::streams {
namespace {

constexpr std::size_t kFull = 256 << 10;

const std::map<std::string, std::string> kDocuments = {
    {"/api", R"({"kind":"APIVersions","versions":["v1"]})"},
    {"/apis", R"({"kind":"APIGroupList","apiVersion":"v1","groups":[]})"},
    {"/api/v1", R"({"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods",
        "singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"],"shortNames":["po"]}]})"},
    {"/api/v1/namespaces/default/pods/p1",
     R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"p1","namespace":"default","uid":"u1"},
        "spec":{"nodeName":"n1","containers":[{"name":"c1","image":"i","stdin":true,"tty":false}]},
        "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],
        "containerStatuses":[{"name":"c1","ready":true,"restartCount":0,"image":"i","imageID":"",
        "state":{"running":{"startedAt":"2024-01-01T00:00:00Z"}}}]}})"}};

// A process of this machine on the streams of a client. Lives until either has ended.
class Run final : public RemoteCommandListener, public std::enable_shared_from_this<Run> {
 public:
  Run(PodServer& server, std::shared_ptr<RemoteCommand> command, std::vector<std::string> words,
      bool has_input)
      : server_(server), command_(std::move(command)), child_(server.live.reactor, std::move(words)) {
    if (!has_input) child_.end_input();
  }
  ~Run() override { --server_.running; }

  void begin() {
    ++server_.running;
    server_.keep(shared_from_this());
    command_->listen(weak_from_this());
    child_.on_out = [this](std::string_view bytes) { judge(command_->write_stdout(bytes)); };
    child_.on_err = [this](std::string_view bytes) { judge(command_->write_stderr(bytes)); };
    child_.on_taken = [this](std::size_t bytes) {
      held_ -= bytes;
      command_->consumed(bytes);
    };
    child_.on_exit = [this](int code) {
      command_->finish(exited(code));
      server_.release(this);
    };
  }

 private:
  void on_stdin(std::string_view bytes) override {
    held_ += bytes.size();
    server_.most_held = std::max(server_.most_held, held_);
    child_.write(bytes);
  }
  void on_stdin_end() override { child_.end_input(); }
  void on_resize(TerminalSize size) override { server_.sizes.push_back(size); }
  void on_room() override { child_.pause_output(false); }
  void on_gone() override { server_.release(this); }

  void judge(bool alive) {
    if (!alive) return;  // on_gone() follows
    server_.most_buffered = std::max(server_.most_buffered, command_->buffered());
    if (command_->buffered() > kFull) child_.pause_output(true);
  }

  PodServer& server_;
  const std::shared_ptr<RemoteCommand> command_;
  std::size_t held_ = 0;
  Child child_;
};

// Port 80 echoes, and ends when its user has; nobody listens at other ports.
class Echo final : public ForwardedListener {
 public:
  explicit Echo(std::shared_ptr<ForwardedConnection> connection) : connection_(std::move(connection)) {}

 private:
  void on_bytes(std::string_view bytes) override {
    connection_->write(bytes);
    connection_->consumed(bytes.size());
  }
  void on_end() override { connection_->close(); }
  void on_room() override {}
  void on_gone() override {}

  const std::shared_ptr<ForwardedConnection> connection_;
};

class Forwards final : public PortForwardListener, public std::enable_shared_from_this<Forwards> {
 public:
  Forwards(PodServer& server, std::shared_ptr<PortForward> session)
      : server_(server), session_(std::move(session)) {}
  void begin() {
    server_.keep(shared_from_this());
    session_->listen(weak_from_this());
  }

 private:
  void on_connection(std::shared_ptr<ForwardedConnection> connection) override {
    ++server_.connections;
    if (connection->port() != 80) return connection->fail("nobody listens at that port");
    all_.push_back(std::make_shared<Echo>(connection));
    connection->listen(all_.back());
  }
  void on_gone() override { server_.release(this); }

  PodServer& server_;
  const std::shared_ptr<PortForward> session_;
  std::vector<std::shared_ptr<Echo>> all_;
};

bool flag(const http::Query& query, const std::string& name) {
  return std::find(query.begin(), query.end(), std::pair(name, std::string("true"))) != query.end();
}

}  // namespace

PodServer::PodServer(StreamOptions options, http::ServerOptions server)
    : live([this](const http::Request& request,
                  const std::shared_ptr<http::Responder>& responder) { handle(request, responder); },
           std::move(server)),
      options_(options) {}

void PodServer::handle(const http::Request& request, const std::shared_ptr<http::Responder>& responder) {
  requests.push_back(request.method + " " + request.path);
  if (!websockets && request.headers.lists("Upgrade", "websocket")) {
    return responder->answer({.status = 400, .headers = {}, .body = "no WebSockets here\n"});
  }
  if (request.path.ends_with("/exec") || request.path.ends_with("/attach")) return run(request, responder);
  if (request.path.ends_with("/portforward")) return forward(request, responder);
  if (request.path.ends_with("/log")) {
    log = responder->start(200, {{"Content-Type", "text/plain"}});
    log->on_room([this] { write_log(); });
    log->write("the first line\n");
    return;
  }
  const auto found = kDocuments.find(request.path);
  if (found == kDocuments.end()) {
    return responder->answer({.status = 404, .headers = {}, .body = "404 page not found\n"});
  }
  responder->answer(
      {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = found->second});
}

void PodServer::keep(std::shared_ptr<void> thing) { kept_.push_back(std::move(thing)); }

void PodServer::release(const void* thing) {
  live.reactor.defer([this, thing] {
    std::erase_if(kept_, [thing](const std::shared_ptr<void>& kept) { return kept.get() == thing; });
  });
}

void PodServer::write_log() {
  const std::string line(1 << 10, 'x');
  while (log_size > 0 && log->buffered() < kFull + line.size()) {
    log->write(line);
    log_size -= line.size();
    if (log_size == 0) log->finish();
  }
}

void PodServer::run(const http::Request& request, const std::shared_ptr<http::Responder>& responder) {
  const CommandStreams streams{.in = flag(request.query, "stdin"),
                               .out = flag(request.query, "stdout"),
                               .err = flag(request.query, "stderr"),
                               .tty = flag(request.query, "tty")};
  std::vector<std::string> words;
  for (const auto& [name, value] : request.query) {
    if (name == "command") words.push_back(value);
  }
  if (words.empty()) words = {"cat"};  // what the container runs, to which attach goes
  accept_command(live.reactor, options_, request, responder, streams,
                 [this, words, streams](std::shared_ptr<RemoteCommand> command) {
                   if (words.front() == "missing") return command->finish(failed("there is no such program"));
                   std::make_shared<Run>(*this, std::move(command), words, streams.in)->begin();
                 });
}

void PodServer::forward(const http::Request& request, const std::shared_ptr<http::Responder>& responder) {
  accept_port_forward(live.reactor, options_, request, responder,
                      [this](std::shared_ptr<PortForward> session) {
                        std::make_shared<Forwards>(*this, std::move(session))->begin();
                      });
}

}  // namespace podium::streams
