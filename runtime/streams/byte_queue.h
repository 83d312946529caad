// Bytes that wait, taken from the front in pieces of any size: each is moved about once on average.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace podium::streams {

class ByteQueue {
 public:
  void append(std::string_view bytes) { bytes_ += bytes; }
  std::size_t size() const { return bytes_.size() - taken_; }
  bool empty() const { return size() == 0; }
  // The first bytes, `count` at most. They live until the queue changes.
  std::string_view front(std::size_t count) const {
    return std::string_view(bytes_).substr(taken_).substr(0, count);
  }
  // REQUIRES: count <= size().
  void pop(std::size_t count) {
    taken_ += count;
    if (taken_ < bytes_.size() && taken_ < bytes_.size() / 2) return;
    bytes_.erase(0, taken_);
    taken_ = 0;
  }

 private:
  std::string bytes_;
  std::size_t taken_ = 0;  // of bytes_, from the front
};

}  // namespace podium::streams
