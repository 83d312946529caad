// Who is at the other end of a connection, as far as the connection tells.
#pragma once

#include <optional>
#include <string>

#include "runtime/env/certificates.h"

namespace podium::http {

struct Peer {
  bool secure = false;                            // encrypted
  std::optional<CertificateSubject> certificate;  // shown, and signed by the authority that the server trusts
  std::string address;                            // "10.0.0.7"
};

}  // namespace podium::http
