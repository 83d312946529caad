#include "runtime/http/tls_transport.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <utility>

#include "runtime/pki/certificate_text.h"

namespace podium::http {
namespace {

// The beginnings that Go's server takes for a request of plain HTTP.
bool looks_like_http(std::string_view first_bytes) {
  constexpr std::array<std::string_view, 5> kBeginnings{"GET /", "HEAD ", "POST ", "PUT /", "OPTIO"};
  for (const std::string_view beginning : kBeginnings) {
    if (first_bytes == beginning) return true;
  }
  return false;
}

std::optional<CertificateSubject> subject_shown(const SSL* ssl) {
  X509* certificate = SSL_get0_peer_certificate(ssl);
  if (certificate == nullptr) return std::nullopt;
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(bio.get(), certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  auto text = pki::read_certificate_text({data, static_cast<std::size_t>(size)});
  if (!text) return std::nullopt;
  return std::move(text).value().subject;
}

}  // namespace

TlsTransport::TlsTransport(std::shared_ptr<const void> context, SslHandle ssl, const BIO_METHOD* method,
                           Descriptor socket, std::string address)
    : context_(std::move(context)), ssl_(std::move(ssl)) {
  socket_.socket = std::move(socket);
  peer_.address = std::move(address);
  peer_.secure = true;
  BIO* bio = make_bio(method, socket_);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_accept_state(ssl_.get());
}

Transfer TlsTransport::receive(char* into, std::size_t room) {
  if (failed_) return {Transfer::Kind::kBroken};
  input_needs_output_ = false;
  ERR_clear_error();
  std::size_t bytes = 0;
  const int result = SSL_read_ex(ssl_.get(), into, room, &bytes);
  note_establishment();
  if (result == 1) return {Transfer::Kind::kMoved, bytes};
  const Transfer transfer = stopped(result);
  input_needs_output_ = transfer.kind == Transfer::Kind::kWait && SSL_want_write(ssl_.get());
  if (transfer.kind == Transfer::Kind::kBroken && !established_ && looks_like_http(socket_.first_bytes))
    return refuse_plain_http();
  return transfer;
}

Transfer TlsTransport::send(std::string_view bytes) {
  if (failed_) return {Transfer::Kind::kBroken};
  ERR_clear_error();
  std::size_t sent = 0;
  const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent);
  return result == 1 ? Transfer{Transfer::Kind::kMoved, sent} : stopped(result);
}

void TlsTransport::end_sending() {
  ERR_clear_error();
  if (established_ && !failed_) SSL_shutdown(ssl_.get());  // sends close_notify, and waits for none
  ERR_clear_error();
  http::end_sending(socket_.socket);
}

void TlsTransport::note_establishment() {
  if (established_ || SSL_is_init_finished(ssl_.get()) == 0) return;
  established_ = true;
  peer_.certificate = subject_shown(ssl_.get());
}

// Why OpenSSL did not go on.
Transfer TlsTransport::stopped(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  ERR_clear_error();
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return {Transfer::Kind::kWait};
  if (error == SSL_ERROR_ZERO_RETURN) return {Transfer::Kind::kEnd};
  failed_ = true;
  return {Transfer::Kind::kBroken};
}

// In plain words, for people who forgot the s of https. The rest of their request is read, lest the
// closing of the socket takes the answer back.
Transfer TlsTransport::refuse_plain_http() {
  http::send(socket_.socket,
             "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
  std::array<char, kLeastRoom> rest;
  http::receive(socket_.socket, rest.data(), rest.size());
  http::end_sending(socket_.socket);
  return {Transfer::Kind::kEnd};
}

}  // namespace podium::http
