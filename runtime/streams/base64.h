// Base64 (RFC 4648, section 4), also of texts that come in pieces.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace podium::streams {

std::string base64_encode(std::string_view bytes);

// Decodes one text, whatever the pieces it comes in.
class Base64Decoder {
 public:
  // The bytes that are complete with this piece; nothing if the text is not Base64.
  std::optional<std::string> feed(std::string_view piece);
  // Whether the text may end here: after whole groups of four.
  bool complete() const { return count_ == 0; }

 private:
  bool take(char c, std::string& out);

  unsigned bits_ = 0;   // of the group that is begun
  int count_ = 0;       // characters of it
  int padding_ = 0;     // '=' among them
  bool ended_ = false;  // a padded group was the last one
};

}  // namespace podium::streams
