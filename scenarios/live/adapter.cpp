#include "scenarios/live/adapter.h"

#include <string_view>
#include <utility>

#include "control-plane/gateway/fair_queues.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/status_json.h"
#include "runtime/http/response_head.h"
#include "runtime/streams/accept.h"

namespace podium::live {
namespace {

http::Headers to_socket(std::vector<std::pair<std::string, std::string>> headers) {
  http::Headers out;
  for (auto& [name, value] : headers) out.add(std::move(name), std::move(value));
  return out;
}

class SocketStream final : public HttpStream {
 public:
  explicit SocketStream(std::shared_ptr<http::Stream> stream) : stream_(std::move(stream)) {}

  void write(std::string_view chunk) override { stream_->write(chunk); }
  void finish() override { stream_->finish(); }
  std::size_t buffered() const override { return stream_->buffered(); }

 private:
  const std::shared_ptr<http::Stream> stream_;
};

class SocketResponder final : public HttpResponder {
 public:
  SocketResponder(http::Request request, std::shared_ptr<http::Responder> responder, http::Reactor& reactor,
                  const streams::StreamOptions& options)
      : request_(std::move(request)),
        responder_(std::move(responder)),
        reactor_(reactor),
        options_(options) {}

  void answer(HttpResponse response) override { responder_->answer(to_socket(std::move(response))); }

  std::shared_ptr<HttpStream> stream(HttpResponse head) override {
    const auto inner = responder_->start(head.code, live::to_socket(HttpResponse{head}).headers);
    auto outer = std::make_shared<SocketStream>(inner);
    inner->on_disconnect([weak = std::weak_ptr(outer)] {
      const auto stream = weak.lock();
      if (stream == nullptr) return;
      // Moved out first: the function may replace itself.
      if (const auto gone = std::exchange(stream->on_gone, nullptr)) gone();
    });
    inner->on_room([weak = std::weak_ptr(outer)] {
      const auto stream = weak.lock();
      if (stream != nullptr && stream->on_room) stream->on_room();
    });
    return outer;
  }

  void command(CommandStreams wishes, std::function<void(std::shared_ptr<RemoteCommand>)> opened) override {
    streams::accept_command(reactor_, options_, request_, responder_, wishes, std::move(opened));
  }

  void port_forward(std::function<void(std::shared_ptr<PortForward>)> opened) override {
    streams::accept_port_forward(reactor_, options_, request_, responder_, opened);
  }

 private:
  static http::Response to_socket(HttpResponse response) { return live::to_socket(std::move(response)); }

  const http::Request request_;
  const std::shared_ptr<http::Responder> responder_;
  http::Reactor& reactor_;
  const streams::StreamOptions options_;
};

// "localhost:8001" or "127.0.0.1": the host, without the port.
bool is_local_host(std::string_view authority) {
  const std::string_view host = authority.substr(0, authority.find(':'));
  return host == "localhost" || host.starts_with("127.");
}

}  // namespace

HttpRequest to_gateway(http::Request request) {
  HttpRequest out{.method = std::move(request.method),
                  .path = std::move(request.path),
                  .query = std::move(request.query),
                  .headers = {},
                  .body = std::move(request.body),
                  .peer = {.secure = request.peer.secure,
                           .certificate = std::move(request.peer.certificate),
                           .address = std::move(request.peer.address)}};
  for (const auto& [name, value] : request.headers) {
    std::string lower = name;
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    out.headers.emplace_back(std::move(lower), value);
  }
  return out;
}

http::Response to_socket(HttpResponse response) {
  return {.status = response.code,
          .headers = to_socket(std::move(response.headers)),
          .body = std::move(response.body)};
}

// A body that is too large is refused as by Kubernetes; all else comes from programs that do not speak HTTP.
http::Response refusal_of(int status) {
  if (status == 413) return to_socket(status_response(body_too_large(LimitOptions().body_bytes)));
  return http::text_response(status, http::reason_phrase(status));
}

std::shared_ptr<HttpResponder> to_gateway(const http::Request& request,
                                          std::shared_ptr<http::Responder> responder, http::Reactor& reactor,
                                          const streams::StreamOptions& options) {
  http::Request head;
  head.method = request.method;
  head.query = request.query;
  head.headers = request.headers;
  return std::make_shared<SocketResponder>(std::move(head), std::move(responder), reactor, options);
}

bool from_this_machine(const HttpRequest& request) {
  const std::string_view host = request.header("host");
  std::string_view origin = request.header("origin");
  if (!host.empty() && !is_local_host(host)) return false;
  if (origin.empty()) return true;
  const std::size_t scheme = origin.find("://");
  return scheme != std::string_view::npos && is_local_host(origin.substr(scheme + 3));
}

}  // namespace podium::live
