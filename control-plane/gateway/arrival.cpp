// A request's way in: who asks, whether he may, what the log says, and whether there is room.
#include "control-plane/gateway/permission.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

// Gives its seat back when the answer is there; a stream counts as one of its user's from there on.
class SeatWitness final : public Witness {
 public:
  SeatWitness(FairQueues::Seat seat, FairQueues::Seat stream)
      : seat_(std::move(seat)), stream_(std::move(stream)) {}
  void answers(HttpResponse&) override {
    stream_ = nullptr;
    seat_ = nullptr;
  }
  void streams(HttpResponse*) override { seat_ = nullptr; }
  void ended() override { stream_ = nullptr; }

 private:
  FairQueues::Seat seat_, stream_;
};

bool may_stream(const AccessRequest& asked) {
  const std::string_view part = asked.subresource;
  return asked.verb == "watch" || part == "exec" || part == "attach" || part == "portforward" ||
         part == "proxy" || part == "log";
}

std::string id_of(const HttpRequest& request, Random& random) {
  const std::string_view given = request.header("audit-id");
  return given.empty() ? new_uuid(random) : std::string(given);
}

}  // namespace

void Gateway::State::arrive(HttpRequest received, std::shared_ptr<HttpResponder> responder) {
  const auto exchange = std::make_shared<Exchange>();
  exchange->request = std::move(received);
  const HttpRequest& request = exchange->request;
  const std::optional<ApiPath> path = parse_api_path(request.path);
  if (path) exchange->path = *path;
  Asking asking;
  std::optional<HttpResponse> answer = identify(request, asking);
  exchange->user = asking.user;
  const AccessRequest asked =
      access_request_of(request, path, asking.user != nullptr ? *asking.user : User());
  exchange->responder =
      witnessed(std::move(responder),
                audit_witness(executor, options.audit,
                              {request, path, asked, asking.really.get(), id_of(request, audit_ids)}));
  if (answer) return exchange->answer(std::move(*answer));
  if (const ApiStatus refused = permit(asked); !refused.ok()) return exchange->fail(refused);
  if (request.body.size() > options.limits.body_bytes)
    return exchange->fail(body_too_large(options.limits.body_bytes));
  admit(asked, exchange);
}

void Gateway::State::admit(const AccessRequest& asked, const ExchangeRef& exchange) {
  FairQueues::Seat stream;
  if (priority_of(asked) != PriorityLevel::kExempt && may_stream(asked)) {
    stream = queues.open_stream(*exchange->user);
    if (stream == nullptr) return exchange->answer(too_many_requests());
  }
  const auto start = [this, exchange, stream](FairQueues::Seat seat) {
    if (seat != nullptr) {
      exchange->responder =
          witnessed(std::move(exchange->responder), std::make_shared<SeatWitness>(std::move(seat), stream));
    }
    serve(exchange);
  };
  queues.enter(asked, start, [exchange] { exchange->answer(too_many_requests()); });
}

}  // namespace podium
