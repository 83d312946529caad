// ResourceQuotas as `kubectl get resourcequotas` shows them.
#include "control-plane/objects/kinds/resource_quota.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& quota = static_cast<const ResourceQuota&>(object);
  const ResourceQuotaStatus& status = quota.status.value();
  std::vector<std::string> requests, limits;
  for (const auto& [name, hard] : status.hard) {
    const std::string text = name.str() + ": " + status.used.get(name).str() + "/" + hard.str();
    (name.view().starts_with("limits.") ? limits : requests).push_back(text);
  }
  return {quota.metadata.name.str(), join(requests, ", "), join(limits, ", "),
          age(quota.metadata.creation_timestamp, now)};
}

}  // namespace

Printer resource_quota_printer() {
  return {&ResourceQuota::info(), {{"Name", "string", "name"}, {"Request"}, {"Limit"}, {"Age"}}, &row};
}

}  // namespace podium
