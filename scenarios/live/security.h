// How clients of a live cluster are known: keys on disk and TLS, or trust in whoever reaches a loopback port.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/env/status.h"
#include "runtime/env/time.h"
#include "runtime/http/client.h"
#include "runtime/http/tls.h"

namespace podium {
struct ClusterOptions;
}
namespace podium::pki {
class PkiFolder;
}

namespace podium::live {

struct SecurityOptions {
  bool tls = false;         // also on a loopback address; elsewhere it is the default
  bool plain_http = false;  // not even elsewhere: whoever reaches the port is the administrator
  std::string folder;       // of the keys; empty: "podium-pki" beside the kubeconfig
};

bool is_loopback(const std::string& address);

class Security {
 public:
  // Errors: kInvalid (options that contradict each other; a key that does not fit), kUnavailable (a file).
  static Result<std::unique_ptr<Security>> open(const SecurityOptions& options, const std::string& address,
                                                const std::string& kubeconfig, TimePoint now);
  ~Security();

  // Gives the cluster its authority and its signer. They are the folder's, or, without TLS, new ones.
  void install(ClusterOptions& options) const;
  // Nothing: plain HTTP.
  std::optional<http::TlsSettings> tls() const;
  // What the administrator's kubeconfig has.
  http::ClientCredentials administrator() const;
  // Renews certificates that are about to expire, and takes up those that somebody has put into the folder.
  struct Renewed {
    bool server = false, administrator = false;  // tls(), administrator() have changed
  };
  Result<Renewed> renew(TimePoint now);
  // When a certificate will be about to expire; kForever: there is none.
  TimePoint next_renewal() const;

 private:
  Security(std::string address, TimePoint now) : address_(std::move(address)), opened_(now) {}

  const std::string address_;
  const TimePoint opened_;
  std::shared_ptr<pki::PkiFolder> folder_;  // null: plain HTTP
};

}  // namespace podium::live
