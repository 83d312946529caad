#include "scenarios/live/listing.h"

#include <nlohmann/json.hpp>

#include "runtime/http/client.h"

namespace podium::live {
namespace {

std::string url_of(const ServerAccess& access, const KindInfo& kind) {
  return access.url + (kind.group.empty() ? "/api/" : "/apis/") + kind.api_version.str() + "/" +
         std::string(kind.plural);
}

}  // namespace

Result<nlohmann::json> list_objects(const ServerAccess& access, const KindInfo& kind) {
  const std::string url = url_of(access, kind);
  const auto reply = http::fetch({.url = url, .timeout = 60s, .credentials = access.credentials});
  if (!reply.ok()) return reply.error();
  nlohmann::json answer = nlohmann::json::parse(reply.value().body, nullptr, false);
  if (reply.value().code == 200 && answer.is_object()) return std::move(answer["items"]);
  const std::string said = answer.is_object() ? answer.value("message", "") : "";
  return Error{ErrorCode::kRefused,
               url + ": " + (said.empty() ? "code " + std::to_string(reply.value().code) : said)};
}

}  // namespace podium::live
