#include "control-plane/api/access.h"

#include "control-plane/authorization/default_roles.h"
#include "control-plane/authorization/users.h"
#include "control-plane/objects/kinds/namespace.h"

namespace podium {
namespace {

constexpr std::size_t kMostKnown = 4096;  // more users than that are not components

std::string_view selected(const Selection& selection, std::string_view path) {
  for (const FieldRequirement& need : selection.fields) {
    if (need.equal && need.path == path) return need.value;
  }
  return {};
}

std::string_view name_in(const ApiRequest& request) {
  switch (request.verb) {
    case Verb::kCreate: return request.subresource.empty() ? std::string_view() : request.key.name.view();
    case Verb::kList:
    case Verb::kWatch:
    case Verb::kDeleteCollection: return selected(request.selection, "metadata.name");
    default: break;
  }
  if (request.key.name.empty() && request.object) return request.object->metadata.name.view();
  return request.key.name.view();
}

std::string_view space_in(const ApiRequest& request) {
  if (!request.kind->namespaced) return request.kind == &Namespace::info() ? name_in(request) : "";
  if (!request.key.namespace_.empty()) return request.key.namespace_.view();
  if (!request.selection.namespace_.empty()) return request.selection.namespace_.view();
  return request.object ? request.object->metadata.namespace_.view() : std::string_view();
}

}  // namespace

AccessRequest access_request_of(const ApiRequest& request) {
  AccessRequest asked;
  asked.verb = to_string(request.verb);
  asked.group = request.kind->group;
  asked.resource = request.kind->plural;
  asked.subresource = request.subresource;
  asked.name = name_in(request);
  asked.namespace_ = space_in(request);
  asked.selected_node = selected(request.selection, "spec.nodeName");
  return asked;
}

ApiStatus access_denied(const AccessRequest& request, std::string_view reason) {
  ApiStatus status;
  status.code = 403;
  status.reason = "Forbidden";
  status.message = forbidden_text(request, reason);
  status.details_group = request.group;
  status.details_kind = request.resource;
  status.details_name = request.name;
  return status;
}

std::size_t Access::Hash::operator()(const Known& known) const {
  std::size_t hash = reinterpret_cast<std::uintptr_t>(known.user) >> 4;
  hash = hash * 31 + (reinterpret_cast<std::uintptr_t>(known.kind) >> 4);
  hash = hash * 31 + static_cast<std::size_t>(known.verb);
  return hash * 0x9e3779b97f4a7c15ULL + known.subresource.size();
}

Access::Access(Store& store) : store_(store), node_rules_(default_node_rules()) {
  for (const KindInfo* kind :
       {&ClusterRole::info(), &ClusterRoleBinding::info(), &Role::info(), &RoleBinding::info()})
    follow(*kind);
}

Access::~Access() {
  for (const Store::WatchId watch : watches_) store_.stop(watch);
}

void Access::follow(const KindInfo& kind) {
  store_.each(kind, {}, [this](const ObjectRef& object) { policy_.set(object); });
  bool expired = false;
  watches_.push_back(store_.watch(
      kind, Selector(), store_.revision(),
      [this, &kind](const StoreChange& change) {
        known_.clear();
        if (change.type == ChangeType::kDeleted)
          policy_.remove(kind, key_of(*change.object));
        else
          policy_.set(change.object);
      },
      expired));
}

bool Access::any_pod(std::string_view node, const std::function<bool(const Pod&)>& holds) const {
  std::string wrong;
  const Selector bound(Pod::info(), {}, {}, {{"spec.nodeName", std::string(node), true}}, wrong);
  for (const ObjectRef& object : store_.list(Pod::info(), bound, 0, 0, {}).items) {
    if (holds(static_cast<const Pod&>(*object))) return true;
  }
  return false;
}

Verdict Access::decide(const AccessRequest& request) const {
  if (request.user.in_group(kMastersGroup)) return {true, {}};
  std::string objection;
  if (const std::string_view node = node_of(request.user); !node.empty()) {
    NodeDecision decision = node_decision(node, request, *this, node_rules_);
    if (decision.allowed) return {true, {}};
    objection = std::move(decision.reason);
  }
  const Decision decision = policy_.authorize(request);
  if (decision.allowed) return {true, decision.reason()};
  return {false, std::move(objection)};
}

// Components of ours write whole objects where those of Kubernetes, whose roles they have, send patches.
bool Access::allowed_everywhere(const ApiRequest& request, AccessRequest asked) const {
  asked.user = *request.user;
  asked.name = asked.namespace_ = {};
  if (policy_.authorize(asked).allowed) return true;
  if (request.verb != Verb::kUpdate) return false;
  asked.verb = to_string(Verb::kPatch);
  return policy_.authorize(asked).allowed;
}

bool Access::remember(const ApiRequest& request, const AccessRequest& asked) {
  if (!allowed_everywhere(request, asked)) return false;
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(Known{request.user.get(), request.kind, request.verb, request.subresource}, request.user);
  return true;
}

ApiStatus Access::check(const ApiRequest& request) {
  if (request.user == nullptr || request.allowed) return {};
  const User& user = *request.user;
  const std::string_view node = node_of(user);
  if (node.empty()) {
    const Known key{&user, request.kind, request.verb, request.subresource};
    if (user.in_group(kMastersGroup) || known_.contains(key)) return {};
  }
  AccessRequest asked = access_request_of(request);
  if (!node.empty() ? node_decision(node, asked, *this, node_rules_).allowed : remember(request, asked))
    return {};
  asked.user = user;
  const Verdict verdict = decide(asked);
  return verdict.allowed ? ApiStatus() : access_denied(asked, verdict.reason);
}

}  // namespace podium
