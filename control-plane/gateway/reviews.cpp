#include "control-plane/gateway/reviews.h"

#include <nlohmann/json.hpp>

#include "control-plane/api/access.h"
#include "control-plane/api/errors.h"
#include "control-plane/gateway/body.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/gateway/user_json.h"

namespace podium {
namespace {

using nlohmann::json;

std::string text(const json& tree, const char* field) {
  const auto found = tree.find(field);
  return found != tree.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& part(const json& tree, const char* field) {
  static const json empty = json::object();
  const auto found = tree.find(field);
  return found != tree.end() && found->is_object() ? *found : empty;
}

ApiStatus invalid_review(const schema::Resource& resource, FieldError error) {
  KindInfo kind;
  kind.group = resource.group;
  kind.kind = resource.kind;
  return invalid(kind, Text(), {std::move(error)});
}

// What an access review asks about. Views into `spec`.
AccessRequest asked_of(const json& spec) {
  const auto view = [](const json& tree, const char* field) -> std::string_view {
    const auto found = tree.find(field);
    if (found == tree.end() || !found->is_string()) return {};
    return found->get_ref<const std::string&>();
  };
  AccessRequest asked;
  if (spec.contains("nonResourceAttributes")) {
    const json& attributes = part(spec, "nonResourceAttributes");
    asked.path = view(attributes, "path");
    asked.verb = view(attributes, "verb");
    return asked;
  }
  const json& attributes = part(spec, "resourceAttributes");
  asked.verb = view(attributes, "verb");
  asked.group = view(attributes, "group");
  asked.resource = view(attributes, "resource");
  asked.subresource = view(attributes, "subresource");
  asked.name = view(attributes, "name");
  asked.namespace_ = view(attributes, "namespace");
  return asked;
}

// Why the review cannot be answered.
ApiStatus check_access_review(const Exchange& exchange, const json& spec) {
  const bool resource = spec.contains("resourceAttributes"), path = spec.contains("nonResourceAttributes");
  const schema::Resource& review = *exchange.resource;
  if (resource && path)
    return invalid_review(
        review, invalid_value("spec.nonResourceAttributes", part(spec, "nonResourceAttributes").dump(),
                              "cannot be specified in combination with resourceAttributes"));
  if (!resource && !path)
    return invalid_review(
        review,
        invalid_value("spec.resourceAttributes", "null",
                      "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
  const bool self = review.plural == "selfsubjectaccessreviews";
  if (!self && text(spec, "user").empty() && (!spec.contains("groups") || spec["groups"].empty()))
    return invalid_review(
        review, invalid_value("spec.user", "\"\"", "at least one of user or group must be specified"));
  if (review.plural != "localsubjectaccessreviews") return {};
  const std::string& space = exchange.path.namespace_;
  if (text(part(spec, "resourceAttributes"), "namespace") == space) return {};
  return bad_request("spec.resourceAttributes.namespace must match namespace: " + space);
}

json rule_json(const PolicyRule& rule) {
  json item = {{"verbs", json::array()}};
  const auto add = [&item](const char* field, const List<Text>& texts) {
    for (const Text& entry : texts) item[field].push_back(entry.view());
  };
  add("verbs", rule.verbs);
  add("apiGroups", rule.api_groups);
  add("resources", rule.resources);
  add("resourceNames", rule.resource_names);
  add("nonResourceURLs", rule.non_resource_urls);
  return item;
}

json rules_status(const Access& access, const User& user, const std::string& space) {
  json status = {
      {"resourceRules", json::array()}, {"nonResourceRules", json::array()}, {"incomplete", false}};
  for (const PolicyRule& rule : access.policy().rules_of(user, space)) {
    if (!rule.resources.empty()) status["resourceRules"].push_back(rule_json(rule));
    if (!rule.non_resource_urls.empty()) status["nonResourceRules"].push_back(rule_json(rule));
  }
  if (!user.in_group("system:nodes")) return status;
  status["incomplete"] = true;
  status["evaluationError"] = "node authorizer does not support user rule resolution";
  return status;
}

json access_status(const Access& access, const AccessRequest& asked) {
  const Verdict verdict = access.decide(asked);
  json status = {{"allowed", verdict.allowed}};
  if (!verdict.reason.empty()) status["reason"] = verdict.reason;
  return status;
}

}  // namespace

bool is_review(const schema::Resource& resource) {
  return resource.group == "authentication.k8s.io" || resource.group == "authorization.k8s.io";
}

json Gateway::State::token_review_status(const json& spec) const {
  std::vector<std::string> audiences;
  if (spec.contains("audiences")) audiences = spec["audiences"].get<std::vector<std::string>>();
  const std::string token = text(spec, "token");
  const Authenticator::TokenVerdict verdict = authenticator.review(token, audiences, executor.now());
  if (verdict.user == nullptr) return {{"user", json::object()}, {"error", verdict.error}};
  return {{"authenticated", true}, {"user", user_json(*verdict.user)}, {"audiences", verdict.audiences}};
}

// The status of the review; null and `refused` if there is none.
json Gateway::State::review_status(const Exchange& exchange, const json& spec, ApiStatus& refused) const {
  const std::string& plural = exchange.resource->plural;
  const Access& access = *backend.access();
  if (plural == "selfsubjectreviews") return {{"userInfo", user_json(*exchange.user)}};
  if (plural == "tokenreviews") {
    if (text(spec, "token").empty())
      refused = bad_request("token is required for TokenReview in authentication");
    return refused.ok() ? token_review_status(spec) : json();
  }
  if (plural == "selfsubjectrulesreviews") {
    const std::string space = text(spec, "namespace");
    if (space.empty()) refused = bad_request("no namespace on request");
    return refused.ok() ? rules_status(access, *exchange.user, space) : json();
  }
  refused = check_access_review(exchange, spec);
  if (!refused.ok()) return {};
  AccessRequest asked = asked_of(spec);
  asked.user = plural == "selfsubjectaccessreviews" ? *exchange.user : read_user(spec);
  return access_status(access, asked);
}

void Gateway::State::review(const Exchange& exchange) const {
  if (exchange.request.method != "POST" || !exchange.path.name.empty())
    return exchange.fail(method_not_allowed());
  if (backend.access() == nullptr) return exchange.fail(unavailable());
  json tree;
  ApiStatus status = read_tree(exchange.request, *exchange.resource->type, exchange.resource->kind, tree);
  if (!status.ok()) return exchange.fail(status);
  json answer_status = review_status(exchange, part(tree, "spec"), status);
  if (!status.ok()) return exchange.fail(status);
  tree["kind"] = exchange.resource->kind;
  tree["apiVersion"] = schema::api_version(exchange.resource->group, exchange.resource->version);
  tree["metadata"]["creationTimestamp"] = nullptr;
  tree["status"] = std::move(answer_status);
  exchange.answer({201, {{"Content-Type", "application/json"}}, tree.dump() + "\n"});
}

}  // namespace podium
