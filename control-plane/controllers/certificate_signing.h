// Options of the controllers of CertificateSigningRequests.
#pragma once

#include <memory>

#include "runtime/env/certificates.h"
#include "runtime/env/time.h"

namespace podium::controllers {

struct CertificateOptions {
  std::shared_ptr<const CertificateAuthority> authority;  // null: nothing is approved or signed here
  Duration longest = 24h * 365;                           // --cluster-signing-duration
  Duration backdate = 5min;                               // for clocks that are behind
  // How long requests are kept (pkg/controller/certificates/cleaner).
  Duration keep_decided = 1h, keep_pending = 24h;
};

}  // namespace podium::controllers
