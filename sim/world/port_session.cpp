#include "sim/world/port_session.h"

#include <charconv>
#include <utility>

namespace podium::sim {
namespace {

constexpr std::size_t kLongest = 1 << 20;  // of a request: beyond it, it is none

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// The value of a header in a head in lower case; empty if it is not there.
std::string_view header(std::string_view head, const std::string& name) {
  const std::size_t at = head.find("\r\n" + name + ":");
  if (at == std::string_view::npos) return {};
  std::string_view value = head.substr(at + name.size() + 3);
  value = value.substr(0, value.find("\r\n"));
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

const char* phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 404: return "Not Found";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return status < 400 ? "OK" : "Error";
  }
}

}  // namespace

PortSession::PortSession(Executor& os, StreamTable& table, std::string name, Serve serve,
                         std::shared_ptr<ForwardedConnection> client)
    : os_(os), table_(table), name_(std::move(name)), serve_(std::move(serve)), client_(std::move(client)) {}

void PortSession::on_bytes(std::string_view bytes) {
  input_ += bytes;
  client_->consumed(bytes.size());
  if (input_.size() > kLongest) return close();
  look();
}

void PortSession::on_end() {
  input_ended_ = true;
  look();
}

void PortSession::on_gone() {
  over_ = true;
  table_.release(os_, this);
}

std::optional<PortSession::Request> PortSession::next_request() const {
  const std::size_t end = input_.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  Request request;
  const std::string_view line = std::string_view(input_).substr(0, input_.find("\r\n"));
  const std::size_t first = line.find(' '), second = line.find(' ', first + 1);
  request.method = line.substr(0, first);
  if (first != std::string_view::npos) request.path = line.substr(first + 1, second - first - 1);
  request.path.resize(std::min(request.path.find('?'), request.path.size()));
  const std::string head = lower(std::string_view(input_).substr(0, end + 2));
  const std::string_view length = header(head, "content-length");
  std::size_t body = 0;
  std::from_chars(length.data(), length.data() + length.size(), body);
  request.size = end + 4 + std::min(body, kLongest);
  request.closes = header(head, "connection") == "close" || line.ends_with("HTTP/1.0");
  if (input_.size() < request.size) return std::nullopt;
  return request;
}

// One request at a time: the answers come in their order.
void PortSession::look() {
  if (busy_ || over_) return;
  std::optional<Request> request = next_request();
  if (!request) {
    if (input_ended_) close();
    return;
  }
  input_.erase(0, request->size);
  busy_ = true;
  const Served served = serve_(request->path);
  if (served.answer.kind == Answer::Kind::kSilence) return;
  if (served.answer.kind == Answer::Kind::kRefused) return close();
  os_.run_at(served.at,
             [weak = weak_from_this(), request = std::move(*request), status = served.answer.status] {
               if (const auto self = weak.lock()) self->answer(request, status);
             });
}

void PortSession::answer(const Request& request, int status) {
  if (over_) return;
  const std::string outcome = std::to_string(status) + " " + phrase(status);
  const std::string body = name_ + ": " + outcome + "\n";
  std::string text = "HTTP/1.1 " + outcome +
                     "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) +
                     "\r\n";
  text += request.closes ? "Connection: close\r\n\r\n" : "\r\n";
  if (request.method != "HEAD") text += body;
  client_->write(text);
  busy_ = false;
  if (request.closes) return close();
  look();
}

void PortSession::close() {
  if (std::exchange(over_, true)) return;
  client_->close();
  table_.release(os_, this);
}

}  // namespace podium::sim
