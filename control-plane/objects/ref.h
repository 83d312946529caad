// Shared ownership without a second allocation: the count lives in the object.
//
// Counts are plain additions while the program has one thread and atomic ones afterwards, so a
// simulation pays nothing for the threads that a live program's adapters may have.
#pragma once

#include <sys/single_threaded.h>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace podium {

class RefCount {
 public:
  void add() const {
    if (__libc_single_threaded)
      ++count_;
    else
      __atomic_fetch_add(&count_, 1, __ATOMIC_RELAXED);
  }
  // True if that was the last one.
  bool drop() const {
    if (__libc_single_threaded) return --count_ == 0;
    return __atomic_sub_fetch(&count_, 1, __ATOMIC_ACQ_REL) == 0;
  }
  bool unique() const { return __atomic_load_n(&count_, __ATOMIC_ACQUIRE) == 1; }

 private:
  mutable std::uint32_t count_ = 1;
};

// Base of what Ref points to. Copying an object starts a new count.
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) {}
  RefCounted& operator=(const RefCounted&) { return *this; }
  bool operator==(const RefCounted&) const { return true; }  // identity is not content

  const RefCount& references() const { return references_; }

 private:
  RefCount references_;
};

// A shared pointer to T, which derives from RefCounted. May be null.
template <class T>
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}  // NOLINT: implicit by design
  Ref(const Ref& other) : pointer_(other.pointer_) { retain(); }
  Ref(Ref&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  template <class U>
  requires std::is_convertible_v<U*, T*> Ref(const Ref<U>& other) : pointer_(other.get()) {
    retain();
  }  // NOLINT
  template <class U>
  requires std::is_convertible_v<U*, T*> Ref(Ref<U>&& other)
  noexcept : pointer_(other.release()) {}  // NOLINT
  Ref& operator=(Ref other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~Ref() {
    if (pointer_ != nullptr && pointer_->references().drop()) delete pointer_;
  }

  // Takes over the count that a new object is born with.
  static Ref adopt(T* pointer) {
    Ref ref;
    ref.pointer_ = pointer;
    return ref;
  }
  // Shares an object that others hold.
  static Ref share(T* pointer) {
    Ref ref = adopt(pointer);
    ref.retain();
    return ref;
  }
  T* release() { return std::exchange(pointer_, nullptr); }

  T* get() const { return pointer_; }
  T& operator*() const { return *pointer_; }
  T* operator->() const { return pointer_; }
  explicit operator bool() const { return pointer_ != nullptr; }
  template <class U>
  bool operator==(const Ref<U>& other) const {
    return pointer_ == other.get();
  }
  bool operator==(std::nullptr_t) const { return pointer_ == nullptr; }

 private:
  void retain() const {
    if (pointer_ != nullptr) pointer_->references().add();
  }

  T* pointer_ = nullptr;
};

template <class T, class... Args>
Ref<T> make_ref(Args&&... args) {
  return Ref<T>::adopt(new T(std::forward<Args>(args)...));
}

}  // namespace podium
