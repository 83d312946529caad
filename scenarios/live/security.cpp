#include "scenarios/live/security.h"

#include <filesystem>
#include <utility>

#include "runtime/http/local_names.h"
#include "runtime/pki/ed25519_signer.h"
#include "runtime/pki/pki_folder.h"
#include "scenarios/cluster/options.h"

namespace podium::live {
namespace {

constexpr const char* kFolder = "podium-pki";
constexpr const char* kEverywhere = "0.0.0.0";

pki::PkiPlan plan_for(const std::string& address, TimePoint now) {
  pki::PkiPlan plan{.now = now, .dns_names = {"localhost"}, .ip_addresses = {"127.0.0.1"}};
  if (is_loopback(address)) return plan;
  if (const std::string name = http::host_name(); !name.empty()) plan.dns_names.push_back(name);
  std::vector<std::string> addresses{address};
  if (address == kEverywhere) addresses = http::local_addresses();
  for (std::string& one : addresses) {
    if (one != "127.0.0.1") plan.ip_addresses.push_back(std::move(one));
  }
  return plan;
}

}  // namespace

bool is_loopback(const std::string& address) { return address.starts_with("127."); }

Result<std::unique_ptr<Security>> Security::open(const SecurityOptions& options, const std::string& address,
                                                 const std::string& kubeconfig, TimePoint now) {
  if (options.tls && options.plain_http)
    return Error{ErrorCode::kInvalid, "--tls and --plain-http contradict each other"};
  std::unique_ptr<Security> security(new Security(address, now));
  const bool tls = options.tls || (!is_loopback(address) && !options.plain_http);
  if (!tls) return security;
  const std::string path = options.folder.empty()
                               ? (std::filesystem::path(kubeconfig).parent_path() / kFolder).string()
                               : options.folder;
  auto folder = pki::PkiFolder::open(path, plan_for(address, now));
  if (!folder) return folder.error();
  security->folder_ = std::move(folder).value();
  return security;
}

Security::~Security() = default;

void Security::install(ClusterOptions& options) const {
  if (folder_ != nullptr) {
    options.authority = std::shared_ptr<const CertificateAuthority>(folder_, &folder_->authority());
    options.authentication.signer = std::shared_ptr<const Signer>(folder_, &folder_->signer());
    return;
  }
  options.authority =
      pki::Authority::create("kubernetes", opened_, opened_ + pki::PkiPlan().authority_lifetime);
  options.authentication.signer = pki::read_ed25519_signer(pki::new_ed25519_key()).value();
}

std::optional<http::TlsSettings> Security::tls() const {
  if (folder_ == nullptr) return std::nullopt;
  return http::TlsSettings{.certificate = folder_->server().certificate,
                           .key = folder_->server().key,
                           .client_authority = folder_->authority().certificate()};
}

http::ClientCredentials Security::administrator() const {
  if (folder_ == nullptr) return {};
  return {.authority = folder_->authority().certificate(),
          .certificate = folder_->admin().certificate,
          .key = folder_->admin().key,
          .token = {}};
}

Result<Security::Renewed> Security::renew(TimePoint now) {
  if (folder_ == nullptr) return Renewed();
  const auto renewed = folder_->renew(plan_for(address_, now));
  if (!renewed.ok()) return renewed.error();
  return Renewed{renewed.value().server, renewed.value().admin};
}

TimePoint Security::next_renewal() const {
  return folder_ == nullptr ? kForever : folder_->next_renewal(plan_for(address_, opened_));
}

}  // namespace podium::live
