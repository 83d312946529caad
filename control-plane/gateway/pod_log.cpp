#include "control-plane/gateway/pod_log.h"

#include <charconv>

#include "control-plane/codec/time_text.h"
#include "control-plane/gateway/node_link.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

constexpr std::string_view kParameters[] = {"follow",    "limitBytes", "previous",  "sinceSeconds",
                                            "sinceTime", "tailLines",  "timestamps"};

ApiStatus invalid(const Key& pod, std::string field, const std::string& value, const std::string& rule) {
  ApiStatus status;
  status.code = 422;
  status.reason = "Invalid";
  const std::string message = "Invalid value: " + value + ": " + rule;
  status.message = "PodLogOptions \"" + pod.name.str() + "\" is invalid: " + field + ": " + message;
  status.details_kind = "PodLogOptions";
  status.details_name = pod.name.str();
  status.causes = {{"FieldValueInvalid", message, std::move(field)}};
  return status;
}

// A number that must be at least `least`; none if the parameter is absent.
ApiStatus read_count(const HttpRequest& request, const Key& pod, const char* name, std::int64_t least,
                     std::optional<std::uint64_t>& count) {
  const std::string_view text = request.parameter(name);
  if (text.empty()) return {};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return bad_request("strconv.ParseInt: parsing \"" + std::string(text) + "\": invalid syntax");
  if (value < least) {
    return invalid(pod, name, std::to_string(value),
                   least == 0 ? "must be greater than or equal to 0" : "must be greater than 0");
  }
  count = static_cast<std::uint64_t>(value);
  return {};
}

ApiStatus read_since(const HttpRequest& request, const Key& pod, TimePoint now, TimePoint& since) {
  std::optional<std::uint64_t> seconds;
  if (ApiStatus status = read_count(request, pod, "sinceSeconds", 1, seconds); !status.ok()) return status;
  const std::string_view at = request.parameter("sinceTime");
  if (seconds && !at.empty())
    return bad_request("at most one of `sinceTime` or `sinceSeconds` may be specified");
  if (seconds) since = now - std::chrono::seconds(std::min<std::uint64_t>(*seconds, 1'000'000'000));
  if (at.empty()) return {};
  const auto parsed = parse_time(at);
  if (!parsed) return bad_request("parsing time \"" + std::string(at) + "\" as RFC 3339: cannot parse");
  since = *parsed;
  return {};
}

ApiStatus read_options(const HttpRequest& request, const Key& pod, TimePoint now, NodeRequest& asked) {
  asked.previous = request.flag("previous");
  asked.timestamps = request.flag("timestamps");
  asked.log.follow = request.flag("follow");
  ApiStatus status = read_count(request, pod, "tailLines", 0, asked.log.tail);
  if (status.ok()) status = read_count(request, pod, "limitBytes", 1, asked.limit_bytes);
  if (status.ok()) status = read_since(request, pod, now, asked.log.since);
  return status;
}

// The kubelet's address of the log, as people read it in messages.
std::string url_of(const PodTarget& target, const HttpRequest& request) {
  std::string url = "https://" + target.address + "/containerLogs/" + target.key().namespace_.str() + "/" +
                    target.key().name.str() + "/" + target.container;
  char separator = '?';
  for (const std::string_view name : kParameters) {
    const std::string_view value = request.parameter(name);
    if (value.empty()) continue;
    url += separator;
    url.append(name).append("=").append(value);
    separator = '&';
  }
  return url;
}

HttpResponse log_head() { return {200, {{"Content-Type", "text/plain"}}, ""}; }

class PodLog final : public std::enable_shared_from_this<PodLog> {
 public:
  PodLog(OpenStreams& streams, std::shared_ptr<HttpResponder> responder, std::string url)
      : streams_(streams), responder_(std::move(responder)), url_(std::move(url)) {}

  void begin(std::unique_ptr<NodeLink> link) {
    link_ = std::move(link);
    link_->on_answer = [this](const NodeAnswer& answer) { answered(answer.status); };
    link_->on_failure = [this](const std::string& why) {
      refuse(unreachable("Get \"" + url_ + "\": " + why));
    };
    link_->on_frame = [this](NodeFrame& frame) { receive(frame); };
    link_->on_lost = [this] { end(); };
    id_ = streams_.keep(shared_from_this());
  }

 private:
  void answered(const ApiStatus& status) {
    if (!status.ok()) return refuse(status);
    stream_ = responder_->stream(log_head());
    stream_->on_room = [this] { give_back(); };
    stream_->on_gone = [this] {
      stream_ = nullptr;
      end();
    };
  }

  void receive(const NodeFrame& frame) {
    if (frame.kind == NodeFrame::Kind::kOutcome) return end();
    if (stream_ == nullptr) return;
    held_ += frame.bytes.size();
    stream_->write(frame.bytes);
    if (stream_->buffered() < kNodeWindow) give_back();
  }

  // The kubelet may send as much more as the client has taken.
  void give_back() {
    if (held_ > 0) link_->send(node_taken(std::exchange(held_, 0)));
  }

  void refuse(const ApiStatus& status) {
    responder_->answer(status_response(status));
    streams_.release(id_);
  }

  void end() {
    if (const auto stream = std::exchange(stream_, nullptr)) {
      stream->on_gone = nullptr;
      stream->on_room = nullptr;
      stream->finish();
    }
    streams_.release(id_);
  }

  OpenStreams& streams_;
  OpenStreams::Id id_ = 0;
  const std::shared_ptr<HttpResponder> responder_;
  const std::string url_;
  std::unique_ptr<NodeLink> link_;
  std::shared_ptr<HttpStream> stream_;
  std::size_t held_ = 0;  // bytes that the kubelet may not replace yet
};

}  // namespace

void serve_log(ApiBackend& backend, OpenStreams& streams, const Key& pod, const HttpRequest& request,
               const std::shared_ptr<HttpResponder>& responder, TimePoint now) {
  PodTarget target;
  auto asked = std::make_unique<NodeRequest>();
  ApiStatus status = find_pod(backend, pod, target);
  if (status.ok()) status = read_options(request, pod, now, *asked);
  if (status.ok()) status = choose_container(request.parameter("container"), target);
  if (status.ok()) status = find_kubelet(backend, target);
  if (!status.ok()) return responder->answer(status_response(status));
  if (target.address.empty()) return responder->answer(log_head());
  asked->pod = pod;
  asked->uid = target.pod->metadata.uid;
  asked->container = target.container;
  auto log = std::make_shared<PodLog>(streams, responder, url_of(target, request));
  log->begin(
      std::make_unique<NodeLink>(backend.dial_kubelet(target.node()), std::move(asked), target.address));
}

}  // namespace podium
