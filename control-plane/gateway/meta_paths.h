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
  MetaPaths(std::string version, std::vector<const KindInfo*> computed,
            std::shared_ptr<const custom::Catalogue> catalogue);
  ~MetaPaths();

  // The answer, or null if the path is none of these.
  std::optional<HttpResponse> handle(const HttpRequest& request);

  // As of now: kinds come and go.
  const Discovery& discovery() const;

 private:
  struct Documents;
  HttpResponse discover(const HttpRequest& request, bool core) const;
  std::optional<HttpResponse> openapi(const HttpRequest& request);

  std::string version_;
  std::vector<const KindInfo*> computed_;
  std::shared_ptr<const custom::Catalogue> catalogue_;
  mutable std::uint64_t edition_ = 0;             // of the catalogue, when the others were made
  mutable std::unique_ptr<Discovery> discovery_;  // made when asked for
  mutable std::unique_ptr<Documents> documents_;
};

}  // namespace podium
