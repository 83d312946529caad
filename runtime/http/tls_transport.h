// The server's end of one TLS connection.
#pragma once

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <string>

#include "runtime/http/tls_bio.h"
#include "runtime/http/transport.h"

namespace podium::http {

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SslHandle = std::unique_ptr<SSL, FreeSsl>;

class TlsTransport final : public Transport {
 public:
  // `context` is what `ssl` and `method` belong to.
  TlsTransport(std::shared_ptr<const void> context, SslHandle ssl, const BIO_METHOD* method,
               Descriptor socket, std::string address);

  int descriptor() const override { return socket_.socket.number(); }
  Transfer receive(char* into, std::size_t room) override;
  Transfer send(std::string_view bytes) override;
  void end_sending() override;
  bool established() const override { return established_; }
  bool input_needs_output() const override { return input_needs_output_; }
  const Peer& peer() const override { return peer_; }

 private:
  void note_establishment();
  Transfer stopped(int result);
  Transfer refuse_plain_http();

  const std::shared_ptr<const void> context_;
  TlsSocket socket_;
  const SslHandle ssl_;
  Peer peer_;
  bool established_ = false;
  bool input_needs_output_ = false;
  bool failed_ = false;
};

}  // namespace podium::http
