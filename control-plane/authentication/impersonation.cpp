#include "control-plane/authentication/impersonation.h"

#include <algorithm>
#include <map>

#include "control-plane/authorization/users.h"

namespace podium {
namespace {

constexpr std::string_view kExtra = "impersonate-extra-";
constexpr std::string_view kAccount = "system:serviceaccount:";

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Header names carry what they cannot spell in the way of URLs.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

struct Wishes {
  std::string user, uid;
  std::vector<std::string> groups;
  std::map<std::string, std::vector<std::string>> extra;

  bool any() const { return !user.empty() || !uid.empty() || !groups.empty() || !extra.empty(); }
};

Wishes wishes_of(const std::vector<std::pair<std::string, std::string>>& headers) {
  Wishes wishes;
  for (const auto& [name, value] : headers) {
    if (name == "impersonate-user") wishes.user = value;
    if (name == "impersonate-uid") wishes.uid = value;
    if (name == "impersonate-group") wishes.groups.push_back(value);
    if (name.starts_with(kExtra)) wishes.extra[unescaped(name.substr(kExtra.size()))].push_back(value);
  }
  return wishes;
}

// The namespace and name of a service account's user name.
bool split_account(std::string_view user, std::string& space, std::string& name) {
  if (!user.starts_with(kAccount)) return false;
  user.remove_prefix(kAccount.size());
  const std::size_t colon = user.find(':');
  if (colon == std::string_view::npos || user.find(':', colon + 1) != std::string_view::npos) return false;
  space = user.substr(0, colon);
  name = user.substr(colon + 1);
  return !space.empty() && !name.empty();
}

class Reader {
 public:
  Reader(const User& asking, Impersonation& result) : asking_(asking), result_(result) {}

  void need(std::string_view group, std::string_view resource, const std::string& name,
            const std::string& space = "", const std::string& subresource = "") {
    AccessRequest request;
    request.user = asking_;
    request.verb = "impersonate";
    request.group = group;
    request.resource = resource;
    request.name = keep(name);
    request.namespace_ = keep(space);
    request.subresource = keep(subresource);
    result_.needed.push_back(std::move(request));
  }

 private:
  std::string_view keep(const std::string& text) {
    return *result_.texts.emplace_back(std::make_shared<const std::string>(text));
  }

  const User& asking_;
  Impersonation& result_;
};

void take_user(const Wishes& wishes, Reader& reader, User& user) {
  std::string space, name;
  user.name = wishes.user;
  for (const std::string& group : wishes.groups) user.groups.push_back(group);
  if (!split_account(wishes.user, space, name)) return reader.need("", "users", wishes.user);
  reader.need("", "serviceaccounts", name, space);
  if (wishes.groups.empty()) user.groups = account_user(space, name).groups;
}

}  // namespace

Impersonation read_impersonation(const std::vector<std::pair<std::string, std::string>>& headers,
                                 const User& asking) {
  constexpr const char* kGroup = "authentication.k8s.io";
  Impersonation result;
  const Wishes wishes = wishes_of(headers);
  if (!wishes.any()) return result;
  if (wishes.user.empty()) {
    result.error = "requested to be impersonated without impersonating a user";
    return result;
  }
  Reader reader(asking, result);
  User& user = result.user;
  take_user(wishes, reader, user);
  for (const std::string& group : wishes.groups) reader.need("", "groups", group);
  for (const auto& [key, values] : wishes.extra) {
    List<Text> texts;
    for (const std::string& value : values) {
      reader.need(kGroup, "userextras", value, "", key);
      texts.push_back(value);
    }
    user.extra.emplace_back(key, std::move(texts));
  }
  if (!wishes.uid.empty()) reader.need(kGroup, "uids", wishes.uid);
  user.uid = wishes.uid;
  const bool anonymous = user.name == "system:anonymous";
  const char* everybody = anonymous ? "system:unauthenticated" : "system:authenticated";
  if (!user.in_group(everybody)) user.groups.push_back(everybody);
  return result;
}

}  // namespace podium
