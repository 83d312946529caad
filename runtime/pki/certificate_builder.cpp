#include "runtime/pki/certificate_builder.h"

#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/rand.h>

#include <array>
#include <ctime>

namespace podium::pki {
namespace {

constexpr long kVersion3 = 2;  // X.509 counts from 0
constexpr int kSerialBits = 127;

std::string text_of(const ASN1_STRING* text) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, text);
  if (size < 0) return {};
  std::string out(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return out;
}

void add_entry(X509_NAME* name, const char* field, const std::string& value) {
  X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                             static_cast<int>(value.size()), -1, 0);
}

std::string address_text(const ASN1_OCTET_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(address) != 16) return {};
  inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size());
  return text.data();
}

bool set_serial(X509* certificate) {
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_new());
  return BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

void set_time(ASN1_TIME* time, TimePoint at) {
  ASN1_TIME_set(time, static_cast<std::time_t>(
                          std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count()));
}

// The last one wants the certificate and its issuer for the key identifiers.
bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool add_name(GENERAL_NAMES* names, int type, ASN1_STRING* value) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  GENERAL_NAME_set0_value(name, type, value);
  return sk_GENERAL_NAME_push(names, name) > 0;
}

bool add_address(GENERAL_NAMES* names, const std::string& text) {
  ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str());
  return address != nullptr && add_name(names, GEN_IPADD, address);
}

// Built by hand: in OpenSSL's textual form a name could smuggle in others.
bool add_alternative_names(X509* certificate, const CertificatePlan& plan) {
  if (plan.dns_names.empty() && plan.ip_addresses.empty()) return true;
  const std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>> names(GENERAL_NAMES_new());
  for (const std::string& text : plan.dns_names) {
    ASN1_IA5STRING* dns = ASN1_IA5STRING_new();
    ASN1_STRING_set(dns, text.data(), static_cast<int>(text.size()));
    if (!add_name(names.get(), GEN_DNS, dns)) return false;
  }
  for (const std::string& text : plan.ip_addresses) {
    if (!add_address(names.get(), text)) return false;
  }
  return X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

constexpr const char* kNoUsage = "critical";  // and nothing behind it: no such extension

std::string key_usage(const CertificatePlan& plan) {
  std::string usage = kNoUsage;
  if (plan.uses.digital_signature || plan.authority) usage += ",digitalSignature";
  if (plan.uses.key_encipherment) usage += ",keyEncipherment";
  if (plan.authority) usage += ",keyCertSign,cRLSign";
  return usage;
}

std::string extended_usage(const CertificateUses& uses) {
  std::string usage;
  if (uses.server_auth) usage = "serverAuth";
  if (uses.client_auth) usage += usage.empty() ? "clientAuth" : ",clientAuth";
  return usage;
}

bool add_extensions(X509* certificate, X509* issuer, const CertificatePlan& plan) {
  const std::string usage = key_usage(plan), extended = extended_usage(plan.uses);
  return add_extension(certificate, issuer, NID_basic_constraints,
                       plan.authority ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
         (usage == kNoUsage || add_extension(certificate, issuer, NID_key_usage, usage)) &&
         (extended.empty() || add_extension(certificate, issuer, NID_ext_key_usage, extended)) &&
         add_extension(certificate, issuer, NID_subject_key_identifier, "hash") &&
         add_extension(certificate, issuer, NID_authority_key_identifier, "keyid") &&
         add_alternative_names(certificate, plan);
}

}  // namespace

NameHandle name_of(const CertificateSubject& subject) {
  NameHandle name(X509_NAME_new());
  for (const std::string& organization : subject.organizations) add_entry(name.get(), "O", organization);
  if (!subject.common_name.empty()) add_entry(name.get(), "CN", subject.common_name);
  return name;
}

CertificateSubject subject_of(const X509_NAME* name) {
  CertificateSubject subject;
  for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    const int kind = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry));
    const std::string text = text_of(X509_NAME_ENTRY_get_data(entry));
    if (kind == NID_commonName) subject.common_name = text;
    if (kind == NID_organizationName) subject.organizations.push_back(text);
  }
  return subject;
}

TimePoint time_of(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return TimePoint{} + std::chrono::seconds(timegm(&parts));
}

CertificateHandle build_certificate(const CertificatePlan& plan, EVP_PKEY* key, X509* issuer,
                                    EVP_PKEY* issuer_key) {
  CertificateHandle certificate(X509_new());
  X509* c = certificate.get();
  const NameHandle name = name_of(plan.subject);
  X509_set_version(c, kVersion3);
  X509_set_subject_name(c, name.get());
  X509_set_issuer_name(c, issuer == nullptr ? name.get() : X509_get_subject_name(issuer));
  X509_set_pubkey(c, key);
  set_time(X509_getm_notBefore(c), plan.from);
  set_time(X509_getm_notAfter(c), plan.until);
  const bool whole = set_serial(c) && add_extensions(c, issuer == nullptr ? c : issuer, plan) &&
                     X509_sign(c, issuer_key, EVP_sha256()) > 0;
  return whole ? std::move(certificate) : nullptr;
}

AlternativeNames read_names(const GENERAL_NAMES* names) {
  AlternativeNames read;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    int type = 0;
    const auto* value = static_cast<ASN1_STRING*>(GENERAL_NAME_get0_value(name, &type));
    if (type == GEN_DNS)
      read.dns_names.push_back(text_of(value));
    else if (type == GEN_IPADD)
      read.ip_addresses.push_back(address_text(value));
    else if (type == GEN_EMAIL || type == GEN_URI)
      read.others.push_back(text_of(value));
  }
  return read;
}

}  // namespace podium::pki
