// OpenSSL's objects, freed by whoever owns them, and its texts. For the files of this folder only.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace podium::pki {

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using KeyHandle = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, Freed<X509_free>>;
using RequestHandle = std::unique_ptr<X509_REQ, Freed<X509_REQ_free>>;
using NameHandle = std::unique_ptr<X509_NAME, Freed<X509_NAME_free>>;
using BioHandle = std::unique_ptr<BIO, Freed<BIO_free_all>>;

// Each null if the text is no such thing. Encrypted keys are none.
KeyHandle read_key(std::string_view pem);
CertificateHandle read_certificate(std::string_view pem);
RequestHandle read_request(std::string_view pem);

std::string to_pem(EVP_PKEY* key);
std::string to_pem(X509* certificate);

KeyHandle new_p256_key();

}  // namespace podium::pki
