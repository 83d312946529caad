// A signer that needs no cryptography: whoever knows the secret can count the same sum.
#pragma once

#include <string>

#include "runtime/env/signer.h"

namespace podium::testing {

class SumSigner final : public Signer {
 public:
  explicit SumSigner(std::string secret) : secret_(std::move(secret)) {}

  std::string_view algorithm() const override { return "SUM"; }
  std::string_view key_id() const override { return secret_; }
  std::string public_key() const override { return R"({"kty":"SUM","kid":")" + secret_ + R"("})"; }
  std::string sign(std::string_view message) const override {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const unsigned char c : secret_ + std::string(message)) hash = (hash ^ c) * 0x100000001b3ULL;
    return std::to_string(hash);
  }
  bool verify(std::string_view message, std::string_view signature) const override {
    return sign(message) == signature;
  }

 private:
  std::string secret_;
};

}  // namespace podium::testing
