#include "control-plane/authentication/authenticator.h"

#include <algorithm>

#include "control-plane/authentication/account_token.h"
#include "control-plane/authentication/bootstrap_token.h"
#include "control-plane/authorization/users.h"

namespace podium {
namespace {

UserRef shared(User user) { return std::make_shared<const User>(std::move(user)); }

UserRef user_of_certificate(const CertificateSubject& subject) {
  List<Text> groups;
  for (const std::string& organization : subject.organizations) groups.push_back(organization);
  return shared(known_user(subject.common_name, std::move(groups)));
}

// "Bearer TOKEN"; empty if the header is something else.
std::string_view bearer(std::string_view header) {
  constexpr std::string_view kScheme = "bearer ";
  if (header.size() < kScheme.size()) return {};
  const bool matches =
      std::ranges::equal(header.substr(0, kScheme.size()), kScheme, [](char one, char other) {
        return (one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one) == other;
      });
  if (!matches) return {};
  header.remove_prefix(kScheme.size());
  while (header.starts_with(' ')) header.remove_prefix(1);
  return header;
}

std::vector<std::string> common(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  std::vector<std::string> both;
  for (const std::string& item : one) {
    if (std::ranges::find(other, item) != other.end()) both.push_back(item);
  }
  return both;
}

}  // namespace

Authenticator::Authenticator(AuthenticationOptions options, Finder find)
    : options_(std::move(options)), find_(std::move(find)) {}

UserRef Authenticator::user_of(const Credentials& credentials, TimePoint now) const {
  static const UserRef anonymous = shared(anonymous_user());
  if (credentials.certificate != nullptr && !credentials.certificate->common_name.empty())
    return user_of_certificate(*credentials.certificate);
  const std::string_view token = bearer(credentials.authorization);
  if (!token.empty()) return review(token, {}, now).user;
  return !credentials.secure && options_.trust_plain ? admin_user() : anonymous;
}

Authenticator::TokenVerdict Authenticator::review(std::string_view token, std::vector<std::string> audiences,
                                                  TimePoint now) const {
  if (audiences.empty()) audiences = options_.audiences;
  const std::vector<std::string> own = common(audiences, options_.audiences);
  for (const auto& [text, user] : options_.tokens) {
    if (text == token && !own.empty()) return {user, own, ""};
  }
  if (std::optional<User> user = bootstrap_user(token, find_, now); user && !own.empty())
    return {shared(std::move(*user)), own, ""};
  if (options_.signer == nullptr) return {nullptr, {}, "invalid bearer token"};
  const std::optional<AccountToken> account = read_account_token(*options_.signer, options_.issuer, token);
  if (!account) return {nullptr, {}, "invalid bearer token"};
  std::vector<std::string> meant = common(audiences, account->audiences);
  std::string fault = account_token_fault(*account, find_, now);
  if (fault.empty() && meant.empty()) fault = "token audiences are not what this server expects";
  if (!fault.empty()) return {nullptr, {}, "[invalid bearer token, " + fault + "]"};
  return {shared(podium::user_of(*account)), std::move(meant), ""};
}

}  // namespace podium
