// Signs bytes, and knows its own signatures again: what tokens are made with.
#pragma once

#include <string>
#include <string_view>

namespace podium {

class Signer {
 public:
  virtual ~Signer() = default;

  // As a JSON Web Signature names it (RFC 7518, RFC 8037): "EdDSA", "ES256".
  virtual std::string_view algorithm() const = 0;
  // Names the key among others: equal for equal keys.
  virtual std::string_view key_id() const = 0;
  // The public key as a JSON Web Key (RFC 7517), for those who verify by themselves.
  virtual std::string public_key() const = 0;

  // Raw bytes in, raw bytes out; the form of a signature is what the algorithm's JSON Web Signature has.
  virtual std::string sign(std::string_view message) const = 0;
  // False also for what is no signature at all.
  virtual bool verify(std::string_view message, std::string_view signature) const = 0;
};

}  // namespace podium
