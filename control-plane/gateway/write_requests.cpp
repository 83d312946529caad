// Requests that change something.
#include <nlohmann/json.hpp>

#include "control-plane/api/errors.h"
#include "control-plane/custom/crd_status.h"
#include "control-plane/gateway/body.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/render.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/rules/inert.h"

namespace podium {
namespace {

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

// Of a definition that has been written: what of it this server does not do.
std::vector<std::string> warnings_of(const Exchange& exchange, const ApiResponse& response) {
  const bool written = exchange.request.method != "DELETE" && exchange.path.subresource.empty();
  if (!written || !response.object || !custom::is_definition(response.object->kind())) return {};
  return custom::definition_warnings(static_cast<const Generic&>(*response.object));
}

}  // namespace

void warn(HttpResponse& answer, const std::string& warning) {
  answer.headers.emplace_back("Warning", "299 - " + nlohmann::json(warning).dump());
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

void Gateway::State::send(const ExchangeRef& exchange, ApiRequest request, int code,
                          std::vector<std::string> warnings) {
  const KindInfo& kind = *request.kind;
  backend.write(std::move(request),
                [this, exchange, code, &kind, warnings = std::move(warnings)](const ApiResponse& response) {
                  if (!response.status.ok()) return exchange->fail(response.status);
                  HttpResponse answer = response.object ? render(*exchange, *response.object)
                                                        : status_response(response.status);
                  answer.code = response.status.code == 201 ? 201 : code;  // an apply may create
                  for (const std::string& warning : warnings) warn(answer, warning);
                  for (const std::string& warning : response.warnings) warn(answer, warning);
                  for (const std::string& warning : warnings_of(*exchange, response)) warn(answer, warning);
                  if (const std::string_view note = inert(kind); answer.code == 201 && !note.empty())
                    warn(answer, kind.kind.str() + ": " + std::string(note));
                  exchange->answer(std::move(answer));
                });
}

void Gateway::State::evict(const ExchangeRef& exchange) {
  ApiRequest request = request_for(*exchange, Verb::kCreate);
  ApiStatus status = read_eviction(exchange->request, exchange->key(), request.remove, request.dry_run);
  if (!status.ok()) return exchange->fail(status);
  send(exchange, std::move(request), 201);
}

void Gateway::State::create(const ExchangeRef& exchange) {
  if (exchange->path.subresource == "eviction") return evict(exchange);
  const bool binding = exchange->path.subresource == "binding";
  const KindInfo* body_kind = binding ? find_kind("", "v1", "Binding") : exchange->kind;
  const schema::Resource* body_resource =
      binding ? schema::kubernetes().find_kind("", "v1", "Binding") : exchange->resource;
  Body body =
      read_object(exchange->request, *body_kind, *body_resource, exchange->key(), exchange->accepted.view);
  if (!body.status.ok()) return exchange->fail(body.status);
  ApiRequest request = request_for(*exchange, Verb::kCreate);
  request.object = std::move(body.object);
  send(exchange, std::move(request), 201, body.warnings);
}

void Gateway::State::update(const ExchangeRef& exchange) {
  Body body = read_object(exchange->request, *exchange->kind, *exchange->resource, exchange->key(),
                          exchange->accepted.view);
  if (!body.status.ok()) return exchange->fail(body.status);
  ApiRequest request = request_for(*exchange, Verb::kUpdate);
  request.object = std::move(body.object);
  send(exchange, std::move(request), 200, body.warnings);
}

void Gateway::State::patch(const ExchangeRef& exchange) {
  std::optional<Patch> patch = read_patch(exchange->request);
  if (!patch) return exchange->fail(unsupported_patch());
  ApiRequest request = request_for(*exchange, Verb::kPatch);
  if (ApiStatus status = check_patch_options(exchange->request, *patch); !status.ok())
    return exchange->fail(status);
  request.force = exchange->request.flag("force");
  request.patch = std::move(*patch);
  const std::string_view validation = exchange->request.parameter("fieldValidation");
  if (validation != "Ignore")
    request.unknown_fields = validation == "Strict" ? FieldValidation::kStrict : FieldValidation::kWarn;
  send(exchange, std::move(request), 200);
}

void Gateway::State::remove(const ExchangeRef& exchange) {
  const bool named = !exchange->path.name.empty();
  ApiRequest request = request_for(*exchange, named ? Verb::kDelete : Verb::kDeleteCollection);
  ApiStatus status = read_delete_options(exchange->request, request.remove, request.dry_run);
  if (status.ok() && !named) status = select(*exchange, request);
  if (!status.ok()) return exchange->fail(status);
  if (named) return send(exchange, std::move(request), 200);
  remove_collection(exchange, std::move(request));
}

void Gateway::State::remove_collection(const ExchangeRef& exchange, ApiRequest request) {
  backend.write(std::move(request), [this, exchange](const ApiResponse& response) {
    if (!response.status.ok()) return exchange->fail(response.status);
    exchange->answer(render_list(*exchange->kind, response, exchange->accepted, row_object(exchange->request),
                                 executor.now()));
  });
}

}  // namespace podium
