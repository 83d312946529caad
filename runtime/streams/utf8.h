// Whether bytes are UTF-8 (RFC 3629), also when they come in pieces.
#pragma once

#include <string_view>

namespace podium::streams {

class Utf8Check {
 public:
  // False as soon as no continuation can make it UTF-8.
  bool feed(std::string_view piece);
  // Whether the text may end here: not inside a character.
  bool complete() const { return missing_ == 0; }

 private:
  bool begin(unsigned char byte);

  int missing_ = 0;          // continuation bytes of the present character
  unsigned char least_ = 0;  // of the next one: excludes overlong forms
  unsigned char most_ = 0;   // of the next one: excludes surrogates, and what is above U+10FFFF
};

}  // namespace podium::streams
