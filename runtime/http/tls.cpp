#include "runtime/http/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <string_view>
#include <utility>

#include "runtime/http/tls_bio.h"
#include "runtime/http/tls_transport.h"

namespace podium::http {
namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
template <class T>
using Handle = std::unique_ptr<T, Free>;

Handle<BIO> reader(std::string_view pem) {
  return Handle<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// Without this, OpenSSL asks the terminal for the password of an encrypted key.
int no_password(char*, int, int, void*) { return -1; }

// Calls `take` with each certificate of the text. Returns how many there are.
template <class Take>
int each_certificate(std::string_view pem, const Take& take) {
  const Handle<BIO> bio = reader(pem);
  int count = 0;
  while (const Handle<X509> certificate{PEM_read_bio_X509(bio.get(), nullptr, &no_password, nullptr)}) {
    take(certificate.get(), count++);
  }
  ERR_clear_error();
  return count;
}

bool use_certificate(SSL_CTX* context, std::string_view pem) {
  return each_certificate(pem, [&](X509* certificate, int index) {
           if (index == 0) SSL_CTX_use_certificate(context, certificate);
           if (index > 0) SSL_CTX_add1_chain_cert(context, certificate);
         }) > 0;
}

bool use_key(SSL_CTX* context, std::string_view pem) {
  const Handle<EVP_PKEY> key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, &no_password, nullptr));
  const bool used = key != nullptr && SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
                    SSL_CTX_check_private_key(context) == 1;
  ERR_clear_error();
  return used;
}

bool trust(SSL_CTX* context, std::string_view pem) {
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return each_certificate(pem, [&](X509* certificate, int) {
           X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);
           SSL_CTX_add_client_CA(context, certificate);
         }) > 0;
}

// ALPN (RFC 7301): HTTP/1.1 if it is offered; else nothing is said, and HTTP/1.1 spoken all the same.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  constexpr std::string_view kProtocol = "http/1.1";
  for (unsigned int at = 0; at < offered_size; at += 1U + offered[at]) {
    if (std::string_view(reinterpret_cast<const char*>(offered) + at + 1, offered[at]) != kProtocol) continue;
    *chosen = offered + at + 1;
    *chosen_size = offered[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_NOACK;
}

void configure(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  // No sessions are resumed: each connection shows its certificate, to the authority of the day.
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, &choose_protocol, nullptr);
}

class OpenSslContext final : public TlsContext, public std::enable_shared_from_this<OpenSslContext> {
 public:
  explicit OpenSslContext(Handle<SSL_CTX> context)
      : method_(make_bio_method()), context_(std::move(context)) {}

  std::unique_ptr<Transport> transport(Descriptor socket, std::string address) const override {
    return std::make_unique<TlsTransport>(shared_from_this(), SslHandle(SSL_new(context_.get())),
                                          method_.get(), std::move(socket), std::move(address));
  }

 private:
  const BioMethod method_;
  const Handle<SSL_CTX> context_;
};

}  // namespace

Result<std::shared_ptr<const TlsContext>> TlsContext::make(const TlsSettings& settings) {
  Handle<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
  configure(context.get());
  if (!use_certificate(context.get(), settings.certificate))
    return Error{ErrorCode::kInvalid, "TLS: the server's certificate is none in PEM"};
  if (!use_key(context.get(), settings.key))
    return Error{ErrorCode::kInvalid, "TLS: the server's key is none in PEM, or not that of its certificate"};
  if (!settings.client_authority.empty() && !trust(context.get(), settings.client_authority))
    return Error{ErrorCode::kInvalid, "TLS: the clients' authority is no certificate in PEM"};
  return std::shared_ptr<const TlsContext>(std::make_shared<OpenSslContext>(std::move(context)));
}

}  // namespace podium::http
