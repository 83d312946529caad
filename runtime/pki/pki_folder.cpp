#include "runtime/pki/pki_folder.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "runtime/pki/certificate_text.h"
#include "runtime/pki/ed25519_signer.h"
#include "runtime/pki/key_files.h"

namespace podium::pki {
namespace {

constexpr Duration kBackdated = 5min;  // clocks of clients may be a little slow

// What a kubeadm API server is called inside of its cluster.
constexpr const char* kOwnNames[] = {"kubernetes", "kubernetes.default", "kubernetes.default.svc",
                                     "kubernetes.default.svc.cluster.local", "localhost"};

Error wrong_file(const std::string& path, const std::string& why) {
  return {ErrorCode::kInvalid, path + ": " + why +
                                   ". Bring the right file back, or remove it (and what it signed) "
                                   "for a new one"};
}

std::vector<std::string> server_names(const PkiPlan& plan) {
  std::vector<std::string> names = plan.dns_names;
  names.insert(names.end(), std::begin(kOwnNames), std::end(kOwnNames));
  return names;
}

bool contains_all(const std::vector<std::string>& all, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  });
}

TimePoint due(const CertificateText& text, const PkiPlan& plan) {
  return text.until - (text.until - text.from) / 3 * plan.renew_at_third;
}

// One of the certificates that the authority issues: what it must say, and how a new one is made.
struct Issued {
  std::string name;
  std::function<bool(const CertificateText&)> fits;
  std::function<KeyPair()> issue;
};

// The pair on disk, or one that is made anew where that is due.
Result<KeyPair> load(const std::string& folder, const Authority& authority, const PkiPlan& plan,
                     const Issued& issued) {
  auto found = read_pair(folder, issued.name);
  if (!found.ok()) return found.error();
  const std::string path = folder + "/" + issued.name + ".crt";
  if (found.value()) {
    const auto text = read_certificate_text(found.value()->certificate);
    if (!text.ok()) return wrong_file(path, text.error().message);
    if (!signed_by(found.value()->certificate, authority.certificate()))
      return wrong_file(path, "it is not signed by the authority in ca.crt");
    if (!belongs_to(found.value()->key, found.value()->certificate))
      return wrong_file(folder + "/" + issued.name + ".key", "it is not the key of " + issued.name + ".crt");
    if (issued.fits(text.value()) && plan.now < due(text.value(), plan)) return *found.value();
  }
  KeyPair pair = issued.issue();
  if (Status written = write_pair(folder, issued.name, pair); !written.ok()) return written.error();
  return pair;
}

// Returns whether that is another one.
bool take(KeyPair& pair, KeyPair loaded) {
  const bool other = pair.certificate != loaded.certificate;
  pair = std::move(loaded);
  return other;
}

}  // namespace

Result<std::unique_ptr<PkiFolder>> PkiFolder::open(const std::string& path, const PkiPlan& plan) {
  if (Status made = make_directory(path); !made.ok()) return made.error();
  std::unique_ptr<PkiFolder> folder(new PkiFolder(path));
  if (Status loaded = folder->load_authority(plan); !loaded.ok()) return loaded.error();
  if (Status loaded = folder->load_signer(); !loaded.ok()) return loaded.error();
  if (const auto renewed = folder->renew(plan); !renewed.ok()) return renewed.error();
  return folder;
}

Status PkiFolder::load_authority(const PkiPlan& plan) {
  auto pair = read_pair(path_, "ca");
  if (!pair.ok()) return pair.error();
  if (!pair.value()) {
    authority_ = Authority::create("kubernetes", plan.now - kBackdated, plan.now + plan.authority_lifetime);
    return write_pair(path_, "ca", authority_->pair());
  }
  auto read = Authority::read(*pair.value());
  if (!read.ok()) return wrong_file(path_ + "/ca.crt and ca.key", read.error().message);
  const auto text = read_certificate_text(pair.value()->certificate);
  if (text.value().until <= plan.now) return wrong_file(path_ + "/ca.crt", "it has expired");
  authority_ = std::move(read).value();
  return {};
}

Status PkiFolder::load_signer() {
  const std::string path = path_ + "/sa.key";
  auto pem = read_file(path);
  if (!pem.ok()) return pem.error();
  if (!pem.value()) {
    pem.value() = new_ed25519_key();
    if (Status written = write_file(path, *pem.value()); !written.ok()) return written;
  }
  auto signer = read_ed25519_signer(*pem.value());
  if (!signer.ok()) return wrong_file(path, signer.error().message);
  signer_ = std::move(signer).value();
  return {};
}

Result<PkiFolder::Renewed> PkiFolder::renew(const PkiPlan& plan) {
  const TimePoint from = plan.now - kBackdated, until = plan.now + plan.lifetime;
  const std::vector<std::string> names = server_names(plan);
  const Issued server{
      "server",
      [&](const CertificateText& text) {
        return contains_all(text.dns_names, names) && contains_all(text.ip_addresses, plan.ip_addresses);
      },
      [&] { return authority_->issue_server("kube-apiserver", names, plan.ip_addresses, from, until); }};
  const Issued admin{"admin", [](const CertificateText&) { return true; },
                     [&] {
                       return authority_->issue_client({"kubernetes-admin", {"system:masters"}}, from, until);
                     }};
  auto servers = load(path_, *authority_, plan, server);
  if (!servers.ok()) return servers.error();
  auto admins = load(path_, *authority_, plan, admin);
  if (!admins.ok()) return admins.error();
  Renewed renewed;
  renewed.server = take(server_, std::move(servers).value());
  renewed.admin = take(admin_, std::move(admins).value());
  return renewed;
}

TimePoint PkiFolder::next_renewal(const PkiPlan& plan) const {
  TimePoint first = kForever;
  for (const KeyPair* pair : {&server_, &admin_}) {
    const auto text = read_certificate_text(pair->certificate);
    if (text.ok()) first = std::min(first, due(text.value(), plan));
  }
  return first;
}

}  // namespace podium::pki
