#include "control-plane/gateway/app_proxy.h"

#include <utility>

#include "control-plane/gateway/pod_forward.h"
#include "control-plane/gateway/reply_parser.h"

namespace podium {
namespace {

constexpr std::string_view kPathCharacters = "-._~/!$&'()*+,;=:@";

std::string percent_encoded(std::string_view text, std::string_view kept) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || kept.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

// Credentials are for us; the rest of these are about this connection.
bool is_kept_back(std::string_view header) {
  for (const char* name : {"authorization", "connection", "content-length", "transfer-encoding", "upgrade",
                           "accept-encoding", "host", "keep-alive", "te", "trailer"}) {
    if (header == name) return true;
  }
  return header.starts_with("impersonate-");
}

std::string request_text(const HttpRequest& request, const std::string& path, const ProxyTarget& target) {
  std::string text = request.method + " " + percent_encoded(path, kPathCharacters);
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    text += separator + percent_encoded(name, "-._~") + "=" + percent_encoded(value, "-._~");
    separator = '&';
  }
  text += " HTTP/1.0\r\nHost: " + target.pod.pod->status.value().pod_ip.str() + ":" +
          std::to_string(target.port) + "\r\n";
  for (const auto& [name, value] : request.headers) {
    if (!is_kept_back(name)) text += name + ": " + value + "\r\n";
  }
  text += "X-Forwarded-Uri: " + percent_encoded(request.path, kPathCharacters) + "\r\n";
  if (!request.body.empty()) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return text + "\r\n" + request.body;
}

// The user of a forwarded port: asks once, and turns what comes back into the exchange's answer.
class ProxyCall final : public ForwardedConnection, public std::enable_shared_from_this<ProxyCall> {
 public:
  ProxyCall(OpenStreams& streams, ExchangeRef exchange, std::string text, std::uint16_t port)
      : streams_(streams),
        exchange_(std::move(exchange)),
        text_(std::move(text)),
        port_(port),
        parser_(exchange_->request.method == "HEAD") {}

  std::uint16_t port() const override { return port_; }
  void listen(std::weak_ptr<ForwardedListener> listener) override {
    listener_ = std::move(listener);
    streams_.later([self = shared_from_this()] {
      if (const auto port = self->listener_.lock()) port->on_bytes(self->text_);
    });
  }
  bool write(std::string_view bytes) override {
    if (over_) return false;
    const std::string_view body = parser_.feed(bytes);
    if (parser_.state() == ReplyParser::State::kBroken) {
      finish("malformed HTTP response");
      return false;
    }
    if (stream_ == nullptr && parser_.state() != ReplyParser::State::kHead) open();
    if (stream_ != nullptr && !body.empty()) stream_->write(body);
    if (parser_.state() == ReplyParser::State::kDone) finish({});
    return !over_;
  }
  std::size_t buffered() const override { return stream_ == nullptr ? 0 : stream_->buffered(); }
  void consumed(std::size_t) override {}
  void end_writing() override { close(); }
  void close() override {
    parser_.end();
    finish(parser_.state() == ReplyParser::State::kDone ? "" : "EOF");
  }
  void fail(std::string_view sentence) override { finish(std::string(sentence)); }

 private:
  void open() {
    stream_ = exchange_->responder->stream(parser_.head());
    stream_->on_room = [weak = listener_] {
      if (const auto port = weak.lock()) port->on_room();
    };
    stream_->on_gone = [this, self = weak_from_this()] {
      const auto alive = self.lock();
      if (alive == nullptr) return;
      over_ = true;
      stream_ = nullptr;
      if (const auto port = listener_.lock()) port->on_gone();
    };
  }

  // The application has answered, or `why` it has not: then the client is told, if it was told nothing yet.
  void finish(const std::string& why) {
    if (std::exchange(over_, true)) return;
    if (const auto stream = std::exchange(stream_, nullptr)) {
      stream->on_gone = nullptr;
      stream->on_room = nullptr;
      stream->finish();
    } else {
      exchange_->answer(unreachable_service(why));
    }
    streams_.later([weak = listener_] {
      if (const auto port = weak.lock()) port->on_gone();
    });
  }

  OpenStreams& streams_;
  const ExchangeRef exchange_;
  const std::string text_;
  const std::uint16_t port_;
  ReplyParser parser_;
  std::shared_ptr<HttpStream> stream_;
  std::weak_ptr<ForwardedListener> listener_;
  bool over_ = false;
};

}  // namespace

HttpResponse unreachable_service(const std::string& why) {
  return {503, {{"Content-Type", "text/plain; charset=utf-8"}}, "error trying to reach service: " + why};
}

void ask_application(ApiBackend& backend, OpenStreams& streams, const ExchangeRef& exchange,
                     const ProxyTarget& target, const std::string& path) {
  const std::string text = request_text(exchange->request, path, target);
  serve_port(backend, streams, target.pod, std::make_shared<ProxyCall>(streams, exchange, text, target.port));
}

}  // namespace podium
