// Source: pkg/apis/certificates/validation of Kubernetes 1.33. Whether the request itself can be read is
// seen where there is an authority (control-plane/api/signing_requests.cpp).
#include "control-plane/objects/kinds/certificate_signing_request.h"

#include <algorithm>
#include <set>

#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

using Request = CertificateSigningRequest;

constexpr int kShortest = 600;

const std::vector<std::string>& known_usages() {
  static const std::vector<std::string> usages = {"any",
                                                  "cert sign",
                                                  "client auth",
                                                  "code signing",
                                                  "content commitment",
                                                  "crl sign",
                                                  "data encipherment",
                                                  "decipher only",
                                                  "digital signature",
                                                  "email protection",
                                                  "encipher only",
                                                  "ipsec end system",
                                                  "ipsec tunnel",
                                                  "ipsec user",
                                                  "key agreement",
                                                  "key encipherment",
                                                  "microsoft sgc",
                                                  "netscape sgc",
                                                  "ocsp signing",
                                                  "s/mime",
                                                  "server auth",
                                                  "signing",
                                                  "timestamping"};
  return usages;
}

void check_usages(const List<Text>& usages, FieldErrors& errors) {
  constexpr const char* kField = "spec.usages";
  if (usages.empty()) errors.push_back(required(kField));
  std::set<std::string> seen;
  for (std::size_t i = 0; i < usages.size(); ++i) {
    const std::string usage = usages[i].str();
    if (std::ranges::find(known_usages(), usage) == known_usages().end())
      errors.push_back(not_supported(element(kField, i), usage, known_usages()));
    if (!seen.insert(usage).second) errors.push_back(duplicate(element(kField, i), usage));
  }
}

void check_signer(const Text& signer, FieldErrors& errors) {
  constexpr const char* kField = "spec.signerName";
  if (signer.empty()) return errors.push_back(required(kField));
  if (std::ranges::count(signer.view(), '/') != 1)
    errors.push_back(
        invalid_text(kField, signer.view(),
                     "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
  else if (signer == kLegacySigner)
    errors.push_back(
        invalid_text(kField, signer.view(), "the legacy signerName is not allowed via this API version"));
}

void check_conditions(const Request& request, FieldErrors& errors) {
  if (request.has("Approved") && request.has("Denied"))
    errors.push_back(
        invalid_value("status.conditions", "null", "Approved and Denied conditions are mutually exclusive"));
  const List<Condition>& conditions = request.status.value().conditions;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    if (!conditions[i].is_true())
      errors.push_back(
          not_supported(element("status.conditions", i) + ".status", conditions[i].status.view(), {"True"}));
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  const auto& request = static_cast<const Request&>(object);
  check_metadata(request.metadata, false, NameForm::kSubdomain, errors);
  const CertificateSigningRequestSpec& spec = request.spec.value();
  if (spec.request.empty()) errors.push_back(required("spec.request"));
  check_usages(spec.usages, errors);
  check_signer(spec.signer_name, errors);
  if (spec.expiration_seconds && *spec.expiration_seconds < kShortest)
    errors.push_back(invalid_value("spec.expirationSeconds", std::to_string(*spec.expiration_seconds),
                                   "may not specify a duration less than 600 seconds (10 minutes)"));
  check_conditions(request, errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

void keep_spec(Object& fresh, const Object& old) { keep_spec_of<Request>(fresh, old); }

void keep_status(Object& fresh, const Object& old) {
  keep_status_of<Request>(fresh, old);
  // A new one is held against an empty one of its kind, whose spec is none to keep.
  if (!old.metadata.name.empty()) keep_spec_of<Request>(fresh, old);
}

}  // namespace

const Rules& certificate_signing_request_rules() {
  static const Rules rules = {&no_defaults, &validate,    &validate_update,
                              &never_changes,  &keep_status, &keep_spec};
  return rules;
}

}  // namespace podium
