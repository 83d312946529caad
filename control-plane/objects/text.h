// An immutable, shared string of one pointer. Names, images and messages occur thousands of times in
// a cluster; copying one is an increment.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "control-plane/objects/ref.h"

namespace podium {

class Text {
 public:
  Text() = default;
  Text(std::string_view text);                                     // NOLINT: implicit by design
  Text(const std::string& text) : Text(std::string_view(text)) {}  // NOLINT
  Text(const char* text) : Text(std::string_view(text)) {}         // NOLINT
  Text(const Text& other) : rep_(other.rep_) {
    if (rep_ != nullptr) rep_->references.add();
  }
  Text(Text&& other) noexcept : rep_(std::exchange(other.rep_, nullptr)) {}
  Text& operator=(Text other) noexcept {
    std::swap(rep_, other.rep_);
    return *this;
  }
  ~Text() {
    if (rep_ != nullptr && rep_->references.drop()) destroy(rep_);
  }

  std::string_view view() const {
    return rep_ == nullptr ? std::string_view() : std::string_view(rep_->chars(), rep_->size);
  }
  operator std::string_view() const { return view(); }  // NOLINT: implicit by design
  std::string str() const { return std::string(view()); }
  // Never null; ends with a zero byte.
  const char* c_str() const { return rep_ == nullptr ? "" : rep_->chars(); }
  bool empty() const { return rep_ == nullptr; }
  std::size_t size() const { return rep_ == nullptr ? 0 : rep_->size; }

  bool operator==(const Text& other) const { return rep_ == other.rep_ || view() == other.view(); }
  bool operator==(std::string_view other) const { return view() == other; }
  bool operator==(const std::string& other) const { return view() == other; }
  bool operator==(const char* other) const { return view() == other; }
  std::strong_ordering operator<=>(const Text& other) const {
    return rep_ == other.rep_ ? std::strong_ordering::equal : view() <=> other.view();
  }

 private:
  struct Rep {
    RefCount references;
    std::uint32_t size;
    char* chars() { return reinterpret_cast<char*>(this + 1); }
  };
  static void destroy(Rep* rep);

  Rep* rep_ = nullptr;  // null is the empty string
};

inline std::string operator+(std::string left, const Text& right) { return left.append(right.view()); }

}  // namespace podium

template <>
struct std::hash<podium::Text> {
  std::size_t operator()(const podium::Text& text) const noexcept {
    return std::hash<std::string_view>()(text.view());
  }
};
