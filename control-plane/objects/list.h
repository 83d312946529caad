// A sequence that is shared until written to (copy on write). One pointer; empty costs nothing.
#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include "control-plane/objects/ref.h"

namespace podium {

template <class T>
class List {
 public:
  using value_type = T;

  List() = default;
  List(std::initializer_list<T> items) : List(std::vector<T>(items)) {}
  List(std::vector<T> items) {  // NOLINT: implicit by design
    if (!items.empty()) cell_ = make_ref<Cell>(std::move(items));
  }

  bool empty() const { return !cell_ || cell_->items.empty(); }
  std::size_t size() const { return cell_ ? cell_->items.size() : 0; }
  const T& operator[](std::size_t i) const { return cell_->items[i]; }
  const T& front() const { return cell_->items.front(); }
  const T& back() const { return cell_->items.back(); }
  const T* begin() const { return cell_ ? cell_->items.data() : nullptr; }
  const T* end() const { return cell_ ? cell_->items.data() + cell_->items.size() : nullptr; }

  // A vector of one's own to change: copied first if shared.
  std::vector<T>& edit() {
    if (!cell_)
      cell_ = make_ref<Cell>(std::vector<T>());
    else if (!cell_->references().unique())
      cell_ = make_ref<Cell>(cell_->items);
    return cell_->items;
  }
  void push_back(T item) { edit().push_back(std::move(item)); }
  void clear() { cell_ = nullptr; }

  bool operator==(const List& other) const {
    if (cell_ == other.cell_) return true;
    if (size() != other.size()) return false;
    for (std::size_t i = 0; i < size(); ++i) {
      if (!((*this)[i] == other[i])) return false;
    }
    return true;
  }
  const void* identity() const { return cell_.get(); }

 private:
  struct Cell : RefCounted {
    explicit Cell(std::vector<T> v) : items(std::move(v)) {}
    std::vector<T> items;
  };
  Ref<Cell> cell_;
};

}  // namespace podium
