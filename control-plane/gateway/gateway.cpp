#include "control-plane/gateway/gateway.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/api/errors.h"
#include "control-plane/apply/tracking.h"
#include "control-plane/codec/json.h"
#include "control-plane/codec/view.h"
#include "control-plane/gateway/body.h"
#include "control-plane/gateway/meta_paths.h"
#include "control-plane/gateway/open_streams.h"
#include "control-plane/gateway/path.h"
#include "control-plane/gateway/pod_streams.h"
#include "control-plane/gateway/render.h"
#include "control-plane/gateway/scale.h"
#include "control-plane/gateway/selectors.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/gateway/watch_stream.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/rules/inert.h"
#include "control-plane/schema/patch.h"

namespace podium {
namespace {

using nlohmann::json;

// One request on its way through the gateway.
struct Exchange {
  const HttpRequest& request;
  HttpResponder& responder;
  ApiPath path;
  const KindInfo* kind = nullptr;
  const schema::Resource* resource = nullptr;
  Accepted accepted;

  Key key() const { return {path.namespace_, path.name}; }
  void fail(const ApiStatus& status) const { responder.answer(status_response(status)); }
};

ApiStatus not_found_at_all() {
  ApiStatus status;
  status.code = 404;
  status.reason = "NotFound";
  status.message = "the server could not find the requested resource";
  return status;
}

ApiStatus method_not_allowed() {
  ApiStatus status;
  status.code = 405;
  status.reason = "MethodNotAllowed";
  status.message = "the server does not allow this method on the requested resource";
  return status;
}

ApiStatus not_acceptable() {
  ApiStatus status;
  status.code = 406;
  status.reason = "NotAcceptable";
  status.message =
      "406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch";
  return status;
}

// Parses a decimal parameter; an empty one leaves `value`.
template <class T>
ApiStatus read_number(std::string_view text, T& value) {
  if (text.empty()) return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return {};
  return bad_request("strconv.ParseInt: parsing \"" + std::string(text) + "\": invalid syntax");
}

std::optional<Patch> read_patch(const HttpRequest& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  if (type == "application/json-patch+json") return Patch{Patch::Type::kJson, request.body};
  if (type == "application/merge-patch+json") return Patch{Patch::Type::kMerge, request.body};
  if (type == "application/strategic-merge-patch+json")
    return Patch{Patch::Type::kStrategicMerge, request.body};
  if (type == "application/apply-patch+yaml") return Patch{Patch::Type::kApply, request.body};
  return std::nullopt;
}

ApiStatus unsupported_patch() {
  ApiStatus status;
  status.code = 415;
  status.reason = "UnsupportedMediaType";
  status.message =
      "the body of the request was in an unknown format - accepted media types include: "
      "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, "
      "application/strategic-merge-patch+json";
  return status;
}

// What the options of a patch may say beside each other.
ApiStatus check_patch_options(const HttpRequest& request, const Patch& patch) {
  const bool apply = patch.type == Patch::Type::kApply;
  std::vector<FieldError> errors;
  if (apply && request.parameter("fieldManager").empty())
    errors.push_back(required("fieldManager", "is required for apply patch"));
  if (!apply && !request.parameter("force").empty())
    errors.push_back(field_forbidden("force", "may not be specified for non-apply patch"));
  return errors.empty() ? ApiStatus() : invalid_options("PatchOptions", errors);
}

}  // namespace

struct Gateway::State {
  State(Executor& e, ApiBackend& b, Random r, GatewayOptions o)
      : executor(e), backend(b), random(r.fork("gateway")), options(std::move(o)), meta(options.version) {}

  void dispatch(Exchange& exchange);
  void read(Exchange& exchange);
  void list(Exchange& exchange);
  void fail_list(Exchange& exchange, const ApiResponse& response);
  void watch(Exchange& exchange);
  void create(Exchange& exchange);
  void update(Exchange& exchange);
  void patch(Exchange& exchange);
  void evict(Exchange& exchange);
  void remove(Exchange& exchange);
  void scale(Exchange& exchange);
  void write_scale(Exchange& exchange, const Object& workload, const json& scale);
  void send(Exchange& exchange, ApiRequest& request, int code, const std::vector<std::string>& warnings = {});

  ApiRequest request_for(const Exchange& exchange, Verb verb) const;
  ApiStatus select(const Exchange& exchange, ApiRequest& request) const;

  Executor& executor;
  ApiBackend& backend;
  Random random;
  GatewayOptions options;
  MetaPaths meta;
  const std::shared_ptr<OpenStreams> streams = std::make_shared<OpenStreams>(executor);
};

ApiRequest Gateway::State::request_for(const Exchange& exchange, Verb verb) const {
  ApiRequest request;
  request.verb = verb;
  request.kind = exchange.kind;
  request.key = exchange.key();
  for (const std::string_view known : {"status", "binding", "finalize", "eviction"}) {
    if (exchange.path.subresource == known) request.subresource = known;
  }
  request.dry_run = exchange.request.parameter("dryRun") == "All";
  request.user = "kubernetes-admin";
  if (verb == Verb::kCreate || verb == Verb::kUpdate || verb == Verb::kPatch) {
    request.field_manager = apply::manager_name(exchange.request.parameter("fieldManager"),
                                                exchange.request.header("user-agent"));
  }
  return request;
}

// Turns the query of a list, watch or deletecollection into a selection.
ApiStatus Gateway::State::select(const Exchange& exchange, ApiRequest& request) const {
  const HttpRequest& http = exchange.request;
  request.selection.namespace_ = exchange.path.namespace_;
  std::string wrong = parse_label_selector(http.parameter("labelSelector"), request.selection.labels);
  if (wrong.empty()) {
    wrong = parse_field_selector(http.parameter("fieldSelector"), *exchange.kind, request.selection.fields);
  }
  if (!wrong.empty()) return bad_request(std::move(wrong));
  if (ApiStatus status = read_number(http.parameter("limit"), request.limit); !status.ok()) return status;
  request.continue_token = http.parameter("continue");
  return read_number(http.parameter("resourceVersion"), request.resource_version);
}

void Gateway::State::dispatch(Exchange& exchange) {
  const std::string& method = exchange.request.method;
  if (exchange.path.subresource == "scale" && has_scale(*exchange.kind)) return scale(exchange);
  if (!exchange.path.subresource.empty()) {
    bool served = false;
    for (const schema::Subresource* sub : served_subresources(*exchange.resource)) {
      served = served || sub->name == exchange.path.subresource;
    }
    if (!served) return exchange.fail(not_found_at_all());
  }
  const bool named = !exchange.path.name.empty();
  if (method == "GET" && exchange.request.flag("watch")) return watch(exchange);
  if (method == "GET") return named ? read(exchange) : list(exchange);
  if (method == "POST") return create(exchange);
  if (method == "PUT" && named) return update(exchange);
  if (method == "PATCH" && named) return patch(exchange);
  if (method == "DELETE") return remove(exchange);
  exchange.fail(method_not_allowed());
}

void Gateway::State::send(Exchange& exchange, ApiRequest& request, int code,
                          const std::vector<std::string>& warnings) {
  const ApiResponse response = backend.handle(request);
  if (!response.status.ok()) return exchange.fail(response.status);
  HttpResponse answer;
  if (response.object) {
    answer = render_object(*response.object, exchange.accepted, row_object(exchange.request), executor.now());
  } else {
    answer = status_response(response.status);
  }
  answer.code = response.status.code == 201 ? 201 : code;  // an apply may create
  const auto warn = [&answer](const std::string& warning) {
    answer.headers.emplace_back("Warning", "299 - " + json(warning).dump());
  };
  for (const std::string& warning : warnings) warn(warning);
  if (const std::string_view note = inert(*request.kind).note; answer.code == 201 && !note.empty())
    warn(request.kind->kind.str() + ": " + std::string(note));
  exchange.responder.answer(std::move(answer));
}

void Gateway::State::read(Exchange& exchange) {
  ApiRequest request = request_for(exchange, Verb::kGet);
  send(exchange, request, 200);
}

// An expired continuation may come with a token to go on with, inconsistently.
void Gateway::State::fail_list(Exchange& exchange, const ApiResponse& response) {
  HttpResponse answer = status_response(response.status);
  if (!response.continue_token.empty()) {
    json status = status_json(response.status);
    status["metadata"]["continue"] = response.continue_token;
    answer.body = status.dump() + "\n";
  }
  exchange.responder.answer(std::move(answer));
}

void Gateway::State::list(Exchange& exchange) {
  ApiRequest request = request_for(exchange, Verb::kList);
  if (ApiStatus status = select(exchange, request); !status.ok()) return exchange.fail(status);
  const ApiResponse response = backend.handle(request);
  if (!response.status.ok()) return fail_list(exchange, response);
  exchange.responder.answer(
      render_list(*exchange.kind, response, exchange.accepted, row_object(exchange.request), executor.now()));
}

void Gateway::State::watch(Exchange& exchange) {
  ApiRequest request = request_for(exchange, Verb::kWatch);
  if (ApiStatus status = select(exchange, request); !status.ok()) return exchange.fail(status);
  if (!exchange.path.name.empty())
    request.selection.fields.push_back({"metadata.name", exchange.path.name, true});
  request.key.name = {};
  request.bookmarks = exchange.request.flag("allowWatchBookmarks");
  std::int64_t seconds = 0;
  if (ApiStatus s = read_number(exchange.request.parameter("timeoutSeconds"), seconds); !s.ok())
    return exchange.fail(s);
  WatchStream::Settings settings;
  settings.accepted = exchange.accepted;
  settings.rows = row_object(exchange.request);
  if (request.bookmarks) settings.bookmark_every = options.bookmark_interval;
  settings.initial_events = exchange.request.flag("sendInitialEvents");
  settings.timeout = seconds > 0 ? std::chrono::seconds(seconds)
                                 : random.between(options.watch_timeout_min, options.watch_timeout_max);
  ApiStatus refused = WatchStream::open(executor, backend, request, settings, exchange.responder);
  if (!refused.ok()) exchange.fail(refused);
}

void Gateway::State::evict(Exchange& exchange) {
  ApiRequest request = request_for(exchange, Verb::kCreate);
  ApiStatus status = read_eviction(exchange.request, exchange.key(), request.remove, request.dry_run);
  if (!status.ok()) return exchange.fail(status);
  send(exchange, request, 201);
}

void Gateway::State::create(Exchange& exchange) {
  if (exchange.path.subresource == "eviction") return evict(exchange);
  const bool binding = exchange.path.subresource == "binding";
  const KindInfo* body_kind = binding ? find_kind("", "v1", "Binding") : exchange.kind;
  const schema::Resource* body_resource =
      binding ? schema::kubernetes().find_kind("", "v1", "Binding") : exchange.resource;
  Body body =
      read_object(exchange.request, *body_kind, *body_resource, exchange.key(), exchange.accepted.view);
  if (!body.status.ok()) return exchange.fail(body.status);
  ApiRequest request = request_for(exchange, Verb::kCreate);
  request.object = std::move(body.object);
  send(exchange, request, 201, body.warnings);
}

void Gateway::State::update(Exchange& exchange) {
  Body body = read_object(exchange.request, *exchange.kind, *exchange.resource, exchange.key(),
                          exchange.accepted.view);
  if (!body.status.ok()) return exchange.fail(body.status);
  ApiRequest request = request_for(exchange, Verb::kUpdate);
  request.object = std::move(body.object);
  send(exchange, request, 200, body.warnings);
}

void Gateway::State::patch(Exchange& exchange) {
  std::optional<Patch> patch = read_patch(exchange.request);
  if (!patch) return exchange.fail(unsupported_patch());
  ApiRequest request = request_for(exchange, Verb::kPatch);
  if (ApiStatus status = check_patch_options(exchange.request, *patch); !status.ok())
    return exchange.fail(status);
  request.force = exchange.request.flag("force");
  request.patch = std::move(*patch);
  request.view = exchange.accepted.view;
  send(exchange, request, 200);
}

void Gateway::State::remove(Exchange& exchange) {
  const bool named = !exchange.path.name.empty();
  ApiRequest request = request_for(exchange, named ? Verb::kDelete : Verb::kDeleteCollection);
  ApiStatus status = read_delete_options(exchange.request, request.remove, request.dry_run);
  if (status.ok() && !named) status = select(exchange, request);
  if (!status.ok()) return exchange.fail(status);
  if (named) return send(exchange, request, 200);
  const ApiResponse response = backend.handle(request);
  if (!response.status.ok()) return exchange.fail(response.status);
  exchange.responder.answer(
      render_list(*exchange.kind, response, exchange.accepted, row_object(exchange.request), executor.now()));
}

void Gateway::State::scale(Exchange& exchange) {
  ApiRequest get = request_for(exchange, Verb::kGet);
  const ApiResponse present = backend.handle(get);
  if (!present.status.ok()) return exchange.fail(present.status);
  const std::string& method = exchange.request.method;
  json scale = scale_json(*present.object);
  if (method == "GET")
    return exchange.responder.answer({200, {{"Content-Type", "application/json"}}, scale.dump() + "\n"});
  json body = json::parse(exchange.request.body, nullptr, false);
  if (body.is_discarded()) return exchange.fail(bad_request("the body of the request is not JSON"));
  if (method == "PUT") return write_scale(exchange, *present.object, body);
  const std::optional<Patch> patch = read_patch(exchange.request);
  if (method != "PATCH") return exchange.fail(method_not_allowed());
  if (!patch) return exchange.fail(unsupported_patch());
  scale["metadata"].erase("resourceVersion");  // only the patch may ask for one
  const schema::PatchError wrong = patch->type == Patch::Type::kJson ? schema::apply_json_patch(scale, body)
                                                                     : schema::apply_merge_patch(scale, body);
  if (wrong) return exchange.fail({wrong.code, wrong.reason, wrong.message});
  write_scale(exchange, *present.object, scale);
}

void Gateway::State::write_scale(Exchange& exchange, const Object& workload, const json& scale) {
  std::string wrong;
  ApiRequest request = request_for(exchange, Verb::kUpdate);
  request.object = with_scale(workload, scale, wrong);
  if (!wrong.empty()) return exchange.fail(bad_request(std::move(wrong)));
  const ApiResponse response = backend.handle(request);
  if (!response.status.ok()) return exchange.fail(response.status);
  exchange.responder.answer(
      {200, {{"Content-Type", "application/json"}}, scale_json(*response.object).dump() + "\n"});
}

Gateway::Gateway(Executor& executor, ApiBackend& backend, Random random, GatewayOptions options)
    : state_(std::make_unique<State>(executor, backend, random, std::move(options))) {}

Gateway::~Gateway() = default;

void Gateway::handle(const HttpRequest& request, std::shared_ptr<HttpResponder> responder) {
  State& s = *state_;
  const std::optional<ApiPath> path = parse_api_path(request.path);
  if (!path) {
    std::optional<HttpResponse> answer = s.meta.handle(request);
    return responder->answer(answer ? std::move(*answer) : status_response(not_found_at_all()));
  }
  Exchange exchange{request, *responder, *path};
  exchange.resource = s.meta.discovery().find(path->group, path->version, path->plural);
  exchange.kind = find_plural(path->group, path->version, path->plural);
  const View* view = nullptr;
  if (exchange.kind == nullptr && exchange.resource != nullptr) {
    view = find_view(path->group, path->version, exchange.resource->kind);
    exchange.kind = &view->stored();
  }
  if (exchange.kind == nullptr || exchange.resource == nullptr) {
    const bool known_group = !s.meta.discovery().api_resource_list(path->group, path->version).is_null();
    if (known_group) return exchange.fail(not_found_at_all());
    return responder->answer({404, {{"Content-Type", "text/plain; charset=utf-8"}}, "404 page not found\n"});
  }
  if (exchange.kind == &Pod::info() && is_pod_stream(path->subresource)) {
    return serve_pod_stream(s.backend, *s.streams, exchange.key(), path->subresource, request, responder,
                            s.executor.now());
  }
  const std::optional<Accepted> accepted = negotiate(request.header("accept"));
  if (!accepted) return exchange.fail(not_acceptable());
  exchange.accepted = *accepted;
  exchange.accepted.view = view;
  s.dispatch(exchange);
}

}  // namespace podium
