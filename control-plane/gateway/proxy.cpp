#include "control-plane/gateway/proxy.h"

#include "control-plane/gateway/app_proxy.h"
#include "control-plane/gateway/node_proxy.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {
namespace {

// What stands behind ".../proxy" in the path.
std::string rest_of(const HttpRequest& request, const ApiPath& path) {
  const std::string middle = "/" + path.name + "/proxy";
  return request.path.substr(request.path.find(middle) + middle.size());
}

}  // namespace

bool is_proxy(const ApiPath& path) {
  return path.subresource == "proxy" || path.subresource.starts_with("proxy/");
}

void serve_proxy(ApiBackend& backend, const std::shared_ptr<OpenStreams>& streams, Random& random,
                 const ExchangeRef& exchange) {
  const HttpRequest& request = exchange->request;
  const std::string path = rest_of(request, exchange->path);
  if (path.empty() && (request.method == "GET" || request.method == "HEAD"))
    return exchange->answer({301, {{"Location", request.path + "/"}}, ""});
  if (exchange->kind == &Node::info()) return ask_kubelet(backend, *streams, exchange, path);
  ProxyTarget target;
  const ApiStatus status = exchange->kind == &Pod::info()
                               ? find_proxied_pod(backend, exchange->key(), target)
                               : find_proxied_service(backend, exchange->key(), random, target);
  if (!status.ok()) return exchange->fail(status);
  ask_application(backend, *streams, exchange, target, path);
}

}  // namespace podium
