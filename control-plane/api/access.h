// Who may do what, by what is in the store: masters, the kubelet of a node by the pods that are bound to it,
// and everybody else by roles and bindings.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "control-plane/authorization/node_access.h"
#include "control-plane/authorization/policy.h"
#include "control-plane/client/api.h"
#include "control-plane/store/store.h"

namespace podium {

struct Verdict {
  bool allowed = false;
  std::string reason;  // what allowed it, or what an authorizer had to say against it; may be empty
};

class Access final : public NodeSurroundings {
 public:
  // Follows the store, which must outlive it.
  explicit Access(Store& store);
  ~Access() override;
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  // With all reasons: what a SubjectAccessReview tells.
  Verdict decide(const AccessRequest& request) const;
  // OK, or the refusal of the request. What a component asks again and again costs a look-up.
  ApiStatus check(const ApiRequest& request);

  const Policy& policy() const { return policy_; }

  ObjectRef find(const KindInfo& kind, const Key& key) const override { return store_.get(kind, key); }
  bool any_pod(std::string_view node, const std::function<bool(const Pod&)>& holds) const override;

 private:
  // What is allowed everywhere and under any name, until a role or binding changes.
  struct Known {
    const User* user;
    const KindInfo* kind;
    Verb verb;
    std::string_view subresource;
    bool operator==(const Known&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Known& known) const;
  };

  void follow(const KindInfo& kind);
  bool allowed_everywhere(const ApiRequest& request, AccessRequest asked) const;
  bool remember(const ApiRequest& request, const AccessRequest& asked);

  Store& store_;
  Policy policy_;
  std::vector<Store::WatchId> watches_;
  const List<PolicyRule> node_rules_;
  std::unordered_map<Known, UserRef, Hash> known_;  // looked up, never iterated; keeps its users alive
};

// What a request asks for, in the words of authorization; without the user. Its texts are the request's.
AccessRequest access_request_of(const ApiRequest& request);

// Kubernetes' refusal of a request that is not allowed.
ApiStatus access_denied(const AccessRequest& request, std::string_view reason);

}  // namespace podium
