// Colours for people: only where a terminal reads along.
#pragma once

#include <string>
#include <string_view>

namespace podium {

class Paint {
 public:
  explicit Paint(bool colours) : colours_(colours) {}

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string dim(std::string_view text) const { return wrap("2", text); }
  std::string red(std::string_view text) const { return wrap("31", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }
  std::string cyan(std::string_view text) const { return wrap("36", text); }

 private:
  std::string wrap(const char* code, std::string_view text) const {
    if (!colours_) return std::string(text);
    return std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m";
  }

  bool colours_;
};

// `text` filled up with blanks to `width` columns (UTF-8 counted by characters); never cut.
std::string padded(std::string_view text, std::size_t width);

}  // namespace podium
