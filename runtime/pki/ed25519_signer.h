// Signatures by Ed25519 (RFC 8032), in JSON Web Signatures "EdDSA" (RFC 8037): the same message gets the same
// signature, so that a simulation's tokens do not depend on chance.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "runtime/env/signer.h"
#include "runtime/env/status.h"

namespace podium::pki {

inline constexpr std::size_t kSeedSize = 32;

// The signer whose private key is this seed. REQUIRES: seed.size() == kSeedSize.
std::unique_ptr<Signer> ed25519_signer(std::string_view seed);

// A private key nobody else has, and the signer of such a key, as PEM. Errors: kInvalid.
std::string new_ed25519_key();
Result<std::unique_ptr<Signer>> read_ed25519_signer(std::string_view pem);

}  // namespace podium::pki
