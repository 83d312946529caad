// ServiceAccounts as `kubectl get serviceaccounts` shows them.
#include "control-plane/objects/kinds/service_account.h"

#include <nlohmann/json.hpp>

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& account = static_cast<const ServiceAccount&>(object);
  const nlohmann::json& rest = account.rest.json();
  const std::size_t secrets = rest.is_object() && rest.contains("secrets") ? rest.at("secrets").size() : 0;
  return {account.metadata.name.str(), std::to_string(secrets),
          age(account.metadata.creation_timestamp, now)};
}

}  // namespace

Printer service_account_printer() {
  return {&ServiceAccount::info(), {{"Name", "string", "name"}, {"Secrets"}, {"Age"}}, &row};
}

}  // namespace podium
