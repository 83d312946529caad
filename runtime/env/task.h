// A move-only `void()` callable. Small ones (up to 32 bytes) live inside it: scheduling them allocates nothing.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace podium {

class Task {
 public:
  static constexpr std::size_t kInlineBytes = 32;

  Task() = default;

  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Task> && std::is_invocable_v<std::remove_cvref_t<F>&>)
  Task(F&& callable) {  // NOLINT: implicit by design, as std::function
    using Callable = std::remove_cvref_t<F>;
    if constexpr (fits_inline<Callable>) {
      new (storage_) Callable(std::forward<F>(callable));
      act_ = &act_inline<Callable>;
    } else {
      auto* heap = new Callable(std::forward<F>(callable));
      std::memcpy(storage_, &heap, sizeof(heap));
      act_ = &act_heap<Callable>;
    }
  }

  Task(Task&& other) noexcept { take(other); }
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  ~Task() { reset(); }

  explicit operator bool() const { return act_ != nullptr; }

  // Runs the callable and destroys it. REQUIRES: not empty.
  void operator()() {
    const Act act = std::exchange(act_, nullptr);
    act(storage_, nullptr, Do::kRunAndDestroy);
  }

  void reset() {
    if (act_ != nullptr) std::exchange(act_, nullptr)(storage_, nullptr, Do::kDestroy);
  }

 private:
  enum class Do { kRunAndDestroy, kDestroy, kMove };
  using Act = void (*)(void* storage, void* to, Do what);

  template <class C>
  static constexpr bool fits_inline = sizeof(C) <= kInlineBytes && alignof(C) <= alignof(void*) &&
                                      std::is_nothrow_move_constructible_v<C>;

  template <class C>
  static void act_inline(void* storage, void* to, Do what) {
    C* callable = std::launder(reinterpret_cast<C*>(storage));
    switch (what) {
      case Do::kRunAndDestroy: {
        // Moved out first: the task may schedule others into the very slot it came from.
        C local(std::move(*callable));
        callable->~C();
        local();
        break;
      }
      case Do::kDestroy: callable->~C(); break;
      case Do::kMove:
        new (to) C(std::move(*callable));
        callable->~C();
        break;
    }
  }

  template <class C>
  static void act_heap(void* storage, void* to, Do what) {
    C* callable = nullptr;
    std::memcpy(&callable, storage, sizeof(callable));
    switch (what) {
      case Do::kRunAndDestroy:
        (*callable)();
        delete callable;
        break;
      case Do::kDestroy: delete callable; break;
      case Do::kMove: std::memcpy(to, storage, sizeof(callable)); break;
    }
  }

  void take(Task& other) noexcept {
    act_ = std::exchange(other.act_, nullptr);
    if (act_ != nullptr) act_(other.storage_, storage_, Do::kMove);
  }

  Act act_ = nullptr;
  alignas(void*) std::byte storage_[kInlineBytes];
};

}  // namespace podium
