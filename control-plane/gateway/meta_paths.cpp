#include "control-plane/gateway/meta_paths.h"

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "control-plane/custom/catalogue.h"
#include "control-plane/gateway/negotiate.h"
#include "control-plane/schema/openapi.h"

namespace podium {
namespace {

using nlohmann::json;

constexpr std::string_view kOpenApi3 = "/openapi/v3/";

HttpResponse json_response(const json& body, std::string content_type = "application/json") {
  return {200, {{"Content-Type", std::move(content_type)}}, body.dump() + "\n"};
}

HttpResponse text_response(int code, std::string body) {
  return {code,
          {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
          std::move(body)};
}

// An entity tag from the content: FNV-1a, 64 bit.
std::string entity_tag(std::string_view content) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const unsigned char c : content) hash = (hash ^ c) * 0x100000001b3ULL;
  char text[24];
  std::snprintf(text, sizeof text, "\"%016llX\"", static_cast<unsigned long long>(hash));
  return text;
}

HttpResponse version_response(const std::string& version) {
  const std::size_t dot = version.find('.'), second = version.find('.', dot + 1);
  return json_response({{"major", version.substr(1, dot - 1)},
                        {"minor", version.substr(dot + 1, second - dot - 1)},
                        {"gitVersion", version},
                        {"gitCommit", ""},
                        {"gitTreeState", "clean"},
                        {"buildDate", "1970-01-01T00:00:00Z"},
                        {"goVersion", "none"},
                        {"compiler", "podium"},
                        {"platform", "linux/amd64"}});
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) parts.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

}  // namespace

struct MetaPaths::Documents {
  explicit Documents(std::vector<schema::ServedKind> s) : served(std::move(s)), v3(served) {}

  std::vector<schema::ServedKind> served;
  schema::OpenApiV3 v3;
  std::map<std::string, std::string, std::less<>> v3_documents;
  std::string v2;
};

MetaPaths::MetaPaths(std::string version, std::vector<const KindInfo*> computed,
                     std::shared_ptr<const custom::Catalogue> catalogue)
    : version_(std::move(version)), computed_(std::move(computed)), catalogue_(std::move(catalogue)) {}
MetaPaths::~MetaPaths() = default;

const Discovery& MetaPaths::discovery() const {
  const std::uint64_t edition = catalogue_ == nullptr ? 0 : catalogue_->edition();
  if (discovery_ == nullptr || edition_ != edition) {
    discovery_ = std::make_unique<Discovery>(computed_, catalogue_.get());
    documents_ = nullptr;
    edition_ = edition;
  }
  return *discovery_;
}

HttpResponse MetaPaths::discover(const HttpRequest& request, bool core) const {
  const std::string_view version = aggregated_discovery_version(request.header("accept"));
  if (version.empty()) return json_response(core ? discovery().api_versions() : discovery().api_group_list());
  HttpResponse response = json_response(
      discovery().aggregated(core, version),
      "application/json;g=apidiscovery.k8s.io;v=" + std::string(version) + ";as=APIGroupDiscoveryList");
  const std::string tag = entity_tag(response.body);
  if (request.header("if-none-match") == tag) response = {304, {}, ""};
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Vary", "Accept");
  response.headers.emplace_back("Cache-Control", "public");
  return response;
}

std::optional<HttpResponse> MetaPaths::openapi(const HttpRequest& request) {
  const Discovery& known = discovery();
  if (documents_ == nullptr) {
    std::vector<schema::ServedKind> served;
    for (const schema::Resource* resource : known.resources())
      served.push_back({resource, known.custom_schema(*resource)});
    documents_ = std::make_unique<Documents>(std::move(served));
  }
  Documents& documents = *documents_;
  if (request.path == "/openapi/v2") {
    if (documents.v2.empty()) documents.v2 = schema::openapi_v2(documents.served);
    return HttpResponse{200, {{"Content-Type", schema::kOpenApiV2ContentType}}, documents.v2};
  }
  if (request.path == "/openapi/v3") {
    return HttpResponse{200, {{"Content-Type", "application/json"}}, documents.v3.index()};
  }
  const std::string path = request.path.substr(kOpenApi3.size());
  const std::string hash(documents.v3.hash(path));
  if (hash.empty()) return text_response(404, "404 page not found\n");
  const std::string_view asked = request.parameter("hash");
  if (!asked.empty() && asked != hash) {
    return HttpResponse{301, {{"Location", request.path + "?hash=" + hash}}, ""};
  }
  std::string& document = documents.v3_documents[path];
  if (document.empty()) document = documents.v3.document(path);
  HttpResponse response{200, {{"Content-Type", "application/json"}, {"Vary", "Accept"}}, document};
  if (!asked.empty()) {
    response.headers.emplace_back("ETag", "\"" + hash + "\"");
    response.headers.emplace_back("Cache-Control", "public, immutable");
  }
  return response;
}

std::optional<HttpResponse> MetaPaths::handle(const HttpRequest& request) {
  const std::string& path = request.path;
  if (path == "/version" || path == "/version/") return version_response(version_);
  if (path == "/healthz" || path == "/livez" || path == "/readyz") return text_response(200, "ok");
  if (path == "/openapi/v2" || path == "/openapi/v3" || path.starts_with(kOpenApi3)) return openapi(request);
  const std::vector<std::string> parts = split_path(path);
  if (parts.empty() || (parts[0] != "api" && parts[0] != "apis"))
    return text_response(404, "404 page not found\n");
  const bool core = parts[0] == "api";
  if (parts.size() == 1) return discover(request, core);
  json answer;
  if (core && parts.size() == 2)
    answer = discovery().api_resource_list("", parts[1]);
  else if (!core && parts.size() == 2)
    answer = discovery().api_group(parts[1]);
  else if (!core && parts.size() == 3)
    answer = discovery().api_resource_list(parts[1], parts[2]);
  else
    return std::nullopt;
  return answer.is_null() ? text_response(404, "404 page not found\n") : json_response(answer);
}

}  // namespace podium
