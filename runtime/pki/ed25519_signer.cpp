#include "runtime/pki/ed25519_signer.h"

#include <openssl/sha.h>

#include <array>
#include <cassert>
#include <utility>

#include "runtime/pki/handles.h"

namespace podium::pki {
namespace {

using DigestHandle = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

constexpr std::size_t kSignatureSize = 64;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// RFC 4648, section 5, without padding.
std::string base64url(std::string_view text) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    held = held << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6;) out += kDigits[held >> (bits -= 6) & 63];
  }
  if (bits > 0) out += kDigits[held << (6 - bits) & 63];
  return out;
}

class Ed25519Signer final : public Signer {
 public:
  explicit Ed25519Signer(KeyHandle key) : key_(std::move(key)) {
    std::array<unsigned char, 32> point{};
    std::size_t size = point.size();
    EVP_PKEY_get_raw_public_key(key_.get(), point.data(), &size);
    point_ = base64url({reinterpret_cast<const char*>(point.data()), size});
    // The thumbprint of RFC 7638: members in the order of their names.
    const std::string members = R"({"crv":"Ed25519","kty":"OKP","x":")" + point_ + "\"}";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytes(members), members.size(), digest.data());
    key_id_ = base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
  }

  std::string_view algorithm() const override { return "EdDSA"; }
  std::string_view key_id() const override { return key_id_; }
  std::string public_key() const override {
    return R"({"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":")" + key_id_ + R"(","x":")" +
           point_ + "\"}";
  }

  std::string sign(std::string_view message) const override {
    const DigestHandle context(EVP_MD_CTX_new());
    std::string signature(kSignatureSize, '\0');
    std::size_t size = signature.size();
    const bool done = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
                      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                     bytes(message), message.size()) == 1;
    assert(done);
    return done ? signature : std::string();
  }

  bool verify(std::string_view message, std::string_view signature) const override {
    const DigestHandle context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message),
                            message.size()) == 1;
  }

 private:
  const KeyHandle key_;
  std::string point_, key_id_;
};

}  // namespace

std::unique_ptr<Signer> ed25519_signer(std::string_view seed) {
  assert(seed.size() == kSeedSize);
  KeyHandle key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed), seed.size()));
  return std::make_unique<Ed25519Signer>(std::move(key));
}

std::string new_ed25519_key() {
  return to_pem(KeyHandle(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")).get());
}

Result<std::unique_ptr<Signer>> read_ed25519_signer(std::string_view pem) {
  KeyHandle key = read_key(pem);
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519)
    return Error{ErrorCode::kInvalid, "this is no private key of Ed25519 in PEM"};
  return std::unique_ptr<Signer>(std::make_unique<Ed25519Signer>(std::move(key)));
}

}  // namespace podium::pki
