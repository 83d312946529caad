#include "runtime/pki/handles.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace podium::pki {
namespace {

BioHandle reader(std::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

// Without this, OpenSSL asks the terminal for the password of an encrypted key.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

KeyHandle read_key(std::string_view pem) {
  KeyHandle key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, &no_password, nullptr));
  ERR_clear_error();
  return key;
}

CertificateHandle read_certificate(std::string_view pem) {
  CertificateHandle certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return certificate;
}

RequestHandle read_request(std::string_view pem) {
  RequestHandle request(PEM_read_bio_X509_REQ(reader(pem).get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return request;
}

std::string to_pem(EVP_PKEY* key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

std::string to_pem(X509* certificate) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

KeyHandle new_p256_key() { return KeyHandle(EVP_EC_gen("P-256")); }

}  // namespace podium::pki
