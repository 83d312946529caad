// Who asks, and whether he may: before anything else is done about a request.
#include "control-plane/api/access.h"
#include "control-plane/authentication/impersonation.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

Credentials credentials_of(const HttpRequest& request) {
  const HttpPeer& peer = request.peer;
  return {peer.secure, peer.certificate ? &*peer.certificate : nullptr, request.header("authorization")};
}

HttpResponse senseless(const HttpRequest& request, const std::string& why) {
  return {500,
          {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
          "Internal Server Error: \"" + request.path + "\": " + why + "\n"};
}

}  // namespace

std::optional<HttpResponse> Gateway::State::impersonate(const HttpRequest& request, Asking& asking) const {
  Impersonation wanted = read_impersonation(request.headers, *asking.user);
  if (!wanted.error.empty()) return senseless(request, wanted.error);
  if (!wanted) return std::nullopt;
  for (const AccessRequest& need : wanted.needed) {
    if (ApiStatus refused = refusal_of(need); !refused.ok()) return status_response(refused);
  }
  asking.really = std::exchange(asking.user, std::make_shared<const User>(std::move(wanted.user)));
  return std::nullopt;
}

std::optional<HttpResponse> Gateway::State::identify(const HttpRequest& request, Asking& asking) const {
  asking.user = authenticator.user_of(credentials_of(request), executor.now());
  if (asking.user == nullptr) return status_response(unauthorized());
  return impersonate(request, asking);
}

ObjectRef Gateway::State::find(const KindInfo& kind, const Key& key) const {
  ApiRequest request;
  request.kind = &kind;
  request.key = key;
  return backend.read(request).object;
}

// While no API server runs nothing is refused here: nothing can be read or changed then either.
ApiStatus Gateway::State::refusal_of(const AccessRequest& asked) const {
  const Access* access = backend.access();
  if (access == nullptr) return {};
  const Verdict verdict = access->decide(asked);
  return verdict.allowed ? ApiStatus() : access_denied(asked, verdict.reason);
}

ApiStatus Gateway::State::permit(const AccessRequest& asked) const {
  return asked.user.in_group(kMastersGroup) ? ApiStatus() : refusal_of(asked);
}

}  // namespace podium
