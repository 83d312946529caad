// OpenSSL's idea of a socket, over ours: its own would raise SIGPIPE. For the TLS files of this folder.
#pragma once

#include <openssl/bio.h>

#include <memory>
#include <string>

#include "runtime/http/descriptor.h"

namespace podium::http {

// The socket as OpenSSL's functions see it.
struct TlsSocket {
  Descriptor socket;
  std::string first_bytes;  // that came: the header of a record, or what else was sent
  bool ended = false;       // the other side has ended its sending
};

struct FreeBioMethod {
  void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};
using BioMethod = std::unique_ptr<BIO_METHOD, FreeBioMethod>;

BioMethod make_bio_method();
// `socket` and `method` outlive it.
BIO* make_bio(const BIO_METHOD* method, TlsSocket& socket);

}  // namespace podium::http
