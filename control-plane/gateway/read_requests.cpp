// Requests that change nothing: get, list, watch.
#include <nlohmann/json.hpp>

#include "control-plane/gateway/list_options.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/render.h"
#include "control-plane/gateway/selectors.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/gateway/watch_stream.h"

namespace podium {
namespace {

using nlohmann::json;

// An expired continuation may come with a token to go on with, inconsistently.
HttpResponse failed_list(const ApiResponse& response) {
  HttpResponse answer = status_response(response.status);
  if (!response.continue_token.empty()) {
    json status = status_json(response.status);
    status["metadata"]["continue"] = response.continue_token;
    answer.body = status.dump() + "\n";
  }
  return answer;
}

}  // namespace

// Turns the query of a list, watch or deletecollection into a selection.
ApiStatus Gateway::State::select(const Exchange& exchange, ApiRequest& request) const {
  const HttpRequest& http = exchange.request;
  request.selection.namespace_ = exchange.path.namespace_;
  std::string wrong = parse_label_selector(http.parameter("labelSelector"), request.selection.labels);
  if (wrong.empty()) {
    wrong = parse_field_selector(http.parameter("fieldSelector"), *exchange.kind, request.selection.fields,
                                 exchange.accepted.view);
  }
  if (!wrong.empty()) return bad_request(std::move(wrong));
  if (ApiStatus status = read_number(http.parameter("limit"), request.limit); !status.ok()) return status;
  request.continue_token = http.parameter("continue");
  return request.verb == Verb::kWatch ? read_watch_options(http, request) : read_list_options(http, request);
}

HttpResponse Gateway::State::render(const Exchange& exchange, const Object& object) const {
  return render_object(object, exchange.accepted, row_object(exchange.request), executor.now());
}

void Gateway::State::read(const Exchange& exchange) {
  ApiRequest request = request_for(exchange, Verb::kGet);
  if (ApiStatus s = read_number(exchange.request.parameter("resourceVersion"), request.resource_version);
      !s.ok())
    return exchange.fail(s);
  const ApiResponse response = backend.read(request);
  if (!response.status.ok()) return exchange.fail(response.status);
  exchange.answer(render(exchange, *response.object));
}

void Gateway::State::list(const Exchange& exchange) {
  ApiRequest request = request_for(exchange, Verb::kList);
  if (ApiStatus status = select(exchange, request); !status.ok()) return exchange.fail(status);
  const ApiResponse response = backend.read(request);
  if (!response.status.ok()) return exchange.answer(failed_list(response));
  exchange.answer(
      render_list(*exchange.kind, response, exchange.accepted, row_object(exchange.request), executor.now()));
}

void Gateway::State::watch(const Exchange& exchange) {
  ApiRequest request = request_for(exchange, Verb::kWatch);
  if (ApiStatus status = select(exchange, request); !status.ok()) return exchange.fail(status);
  if (!exchange.path.name.empty())
    request.selection.fields.push_back({"metadata.name", exchange.path.name, true});
  request.key.name = {};
  std::int64_t seconds = 0;
  if (ApiStatus s = read_number(exchange.request.parameter("timeoutSeconds"), seconds); !s.ok())
    return exchange.fail(s);
  WatchStream::Settings settings;
  settings.accepted = exchange.accepted;
  settings.rows = row_object(exchange.request);
  if (request.bookmarks) settings.bookmark_every = options.bookmark_interval;
  settings.initial_events = request.initial == InitialEvents::kAlways && request.bookmarks;
  settings.timeout = seconds > 0 ? std::chrono::seconds(seconds)
                                 : random.between(options.watch_timeout_min, options.watch_timeout_max);
  ApiStatus refused = WatchStream::open(executor, backend, request, settings, *exchange.responder);
  if (!refused.ok()) exchange.fail(refused);
}

}  // namespace podium
