// The keys of one cluster on disk, as kubeadm lays them out:
//
//   ca.crt ca.key            the authority
//   server.crt server.key    of the API server
//   admin.crt admin.key      of the user kubernetes-admin in the group system:masters
//   sa.key                   signs the tokens of service accounts
//
// What is missing is made. What is there is used, and never overwritten unless it is a certificate of this
// authority that is about to expire, or that lacks a name the server is to have.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/env/signer.h"
#include "runtime/pki/authority.h"

namespace podium::pki {

struct PkiPlan {
  TimePoint now{};
  // What clients may call the server; kubernetes' own names for it are added.
  std::vector<std::string> dns_names, ip_addresses;
  Duration authority_lifetime = 24h * 3650, lifetime = 24h * 365;  // kubeadm's
  int renew_at_third = 1;  // a certificate is renewed when so many thirds of its lifetime are left
};

class PkiFolder {
 public:
  // Errors: kInvalid: a file is damaged, or does not belong to the others; kUnavailable: it cannot be read or
  // written. The sentence says which file it is and what to do.
  static Result<std::unique_ptr<PkiFolder>> open(const std::string& path, const PkiPlan& plan);

  const std::string& path() const { return path_; }
  const Authority& authority() const { return *authority_; }
  const Signer& signer() const { return *signer_; }
  const KeyPair& server() const { return server_; }
  const KeyPair& admin() const { return admin_; }

  // Renews what is due at that time, and takes up what somebody has put into the folder since.
  struct Renewed {
    bool server = false, admin = false;  // has another certificate than before
  };
  Result<Renewed> renew(const PkiPlan& plan);
  // When the first of its certificates will be due.
  TimePoint next_renewal(const PkiPlan& plan) const;

 private:
  explicit PkiFolder(std::string path) : path_(std::move(path)) {}

  Status load_authority(const PkiPlan& plan);
  Status load_signer();

  const std::string path_;
  std::unique_ptr<Authority> authority_;
  std::unique_ptr<Signer> signer_;
  KeyPair server_, admin_;
};

}  // namespace podium::pki
