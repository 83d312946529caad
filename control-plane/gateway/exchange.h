// One request on its way through the gateway, until it is answered.
#pragma once

#include <memory>

#include "control-plane/authorization/access_request.h"
#include "control-plane/client/api.h"
#include "control-plane/gateway/http_message.h"
#include "control-plane/gateway/negotiate.h"
#include "control-plane/gateway/path.h"
#include "control-plane/schema/table.h"

namespace podium {

struct Exchange {
  HttpRequest request;
  std::shared_ptr<HttpResponder> responder;
  ApiPath path;
  const KindInfo* kind = nullptr;              // what the path names, as it is stored,
  const schema::Resource* resource = nullptr;  // and as it is served
  Accepted accepted;
  UserRef user;             // whom the request counts as
  std::string deprecation;  // what whoever uses this version is warned of; empty: nothing

  Key key() const { return {path.namespace_, path.name}; }
  void fail(const ApiStatus& status) const;
  void answer(HttpResponse response) const;
};

// A write is answered when it is done, which may be later.
using ExchangeRef = std::shared_ptr<Exchange>;

}  // namespace podium
