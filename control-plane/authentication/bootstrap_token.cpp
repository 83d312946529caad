#include "control-plane/authentication/bootstrap_token.h"

#include <algorithm>

#include "control-plane/authentication/base64.h"
#include "control-plane/authorization/users.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/objects/kinds/secret.h"

namespace podium {
namespace {

constexpr std::size_t kIdLength = 6, kSecretLength = 16;
constexpr std::string_view kGroupPrefix = "system:bootstrappers:";

bool lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool well_formed(std::string_view token) {
  if (token.size() != kIdLength + 1 + kSecretLength || token[kIdLength] != '.') return false;
  return std::ranges::count_if(token, lower_or_digit) == static_cast<int>(kIdLength + kSecretLength);
}

std::string value(const Secret& secret, std::string_view key) {
  return from_base64(secret.data.get(key).view()).value_or("");
}

// Takes as long for any text of that length: how much of it was right is nobody's business.
bool equal(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i) difference |= static_cast<unsigned>(one[i] ^ other[i]);
  return difference == 0;
}

bool over(const Secret& secret, TimePoint now) {
  const std::string expiration = value(secret, "expiration");
  if (expiration.empty()) return false;
  const std::optional<TimePoint> at = parse_time(expiration);
  return !at || now > *at;
}

// False if one of the groups is none that a bootstrap token may give.
bool add_groups(std::string_view list, List<Text>& groups) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view group = list.substr(0, end);
    if (!group.starts_with(kGroupPrefix) || group.size() == kGroupPrefix.size()) return false;
    groups.push_back(group);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return true;
}

}  // namespace

std::optional<User> bootstrap_user(std::string_view token, const Finder& find, TimePoint now) {
  if (!well_formed(token)) return std::nullopt;
  const std::string id(token.substr(0, kIdLength));
  const Ref<const Secret> secret =
      as<Secret>(find(Secret::info(), Key{"kube-system", "bootstrap-token-" + id}));
  if (!secret || secret->metadata.deleting() || !(secret->type_ == "bootstrap.kubernetes.io/token"))
    return std::nullopt;
  if (value(*secret, "token-id") != id || !equal(value(*secret, "token-secret"), token.substr(kIdLength + 1)))
    return std::nullopt;
  if (over(*secret, now) || value(*secret, "usage-bootstrap-authentication") != "true") return std::nullopt;
  List<Text> groups = {Text("system:bootstrappers")};
  if (!add_groups(value(*secret, "auth-extra-groups"), groups)) return std::nullopt;
  return known_user("system:bootstrap:" + id, std::move(groups));
}

}  // namespace podium
