// A value that may be absent and is shared until written to (copy on write). One pointer.
#pragma once

#include <utility>

#include "control-plane/objects/ref.h"

namespace podium {

template <class T>
class Box {
 public:
  Box() = default;
  Box(T value) : cell_(make_ref<Cell>(std::move(value))) {}  // NOLINT: implicit by design

  explicit operator bool() const { return static_cast<bool>(cell_); }
  // REQUIRES: present.
  const T& operator*() const { return cell_->value; }
  const T* operator->() const { return &cell_->value; }
  const T* get() const { return cell_ ? &cell_->value : nullptr; }
  // The value, or a default-constructed one that is not stored.
  const T& value() const {
    static const T none{};
    return cell_ ? cell_->value : none;
  }
  // A value of one's own to change: made if absent, copied if shared.
  T& edit() {
    if (!cell_)
      cell_ = make_ref<Cell>(T{});
    else if (!cell_->references().unique())
      cell_ = make_ref<Cell>(cell_->value);
    return cell_->value;
  }
  void reset() { cell_ = nullptr; }

  bool operator==(const Box& other) const {
    return cell_ == other.cell_ || (cell_ && other.cell_ && cell_->value == other.cell_->value);
  }
  // True if both are the very same stored value: equality at the price of a pointer comparison.
  bool same_as(const Box& other) const { return cell_ == other.cell_; }
  const void* identity() const { return cell_.get(); }

 private:
  struct Cell : RefCounted {
    explicit Cell(T v) : value(std::move(v)) {}
    T value;
  };
  Ref<Cell> cell_;
};

}  // namespace podium
