// Everything that a server answers besides resources: discovery, OpenAPI, version, health.
#pragma once

#include <memory>
#include <optional>

#include "control-plane/gateway/discovery.h"
#include "control-plane/gateway/http_message.h"

namespace podium {

class MetaPaths {
 public:
  // `computed`: as Discovery's.
  MetaPaths(std::string version, const std::vector<const KindInfo*>& computed);
  ~MetaPaths();

  // The answer, or null if the path is none of these.
  std::optional<HttpResponse> handle(const HttpRequest& request);

  const Discovery& discovery() const { return discovery_; }

 private:
  struct Documents;
  HttpResponse discover(const HttpRequest& request, bool core) const;
  std::optional<HttpResponse> openapi(const HttpRequest& request);

  std::string version_;
  Discovery discovery_;
  std::unique_ptr<Documents> documents_;  // made when first asked for
};

}  // namespace podium
