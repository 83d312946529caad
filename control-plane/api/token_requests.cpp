// TokenRequests: the API server asks for what a token needs to know, and answers with one.
#include "control-plane/api/state.h"
#include "control-plane/api/token_issue.h"

namespace podium {

ApiResponse ApiServer::State::issue(const ApiRequest& request) {
  if (options.tokens == nullptr || options.tokens->signer == nullptr || request.token == nullptr)
    return fail(not_found(*request.kind, request.key.name));
  static const User nobody;
  const User& user = request.user == nullptr ? nobody : *request.user;
  auto issued = std::make_shared<IssuedToken>();
  const auto finder = [this](const KindInfo& what, const Key& key) { return store.get(what, key); };
  ApiStatus status = issue_token(
      *options.tokens, {user, request.key, *request.token, new_uid(), executor.now()}, finder, *issued);
  if (!status.ok()) return fail(std::move(status));
  ApiResponse response;
  response.status.code = 201;
  response.token = std::move(issued);
  return response;
}

}  // namespace podium
