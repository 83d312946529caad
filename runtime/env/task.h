// A move-only `void()` callable. Small ones (up to 32 bytes) live inside it: scheduling them allocates
// nothing.
#pragma once

#include <cstddef>
#include <cstdint>
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
      acts_ = &kInlineActs<Callable>;
    } else {
      auto* heap = new Callable(std::forward<F>(callable));
      std::memcpy(storage_, &heap, sizeof(heap));
      acts_ = &kHeapActs<Callable>;
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

  explicit operator bool() const { return acts_ != nullptr; }

  // Runs the callable and destroys it. It is moved out first: it may overwrite or destroy this Task.
  // REQUIRES: not empty.
  void operator()() {
    Task local(std::move(*this));
    local.run_in_place();
  }

  // The same without the move. REQUIRES: this Task stays where it is until the callable has returned.
  void run_in_place() {
    const Acts* const acts = acts_;
    const Reset reset{*this};
    acts->run(storage_);
  }

  // What the callable most likely reads first, as a hint for fetching: the first captured pointer, or
  // itself if it does not fit inside. No more than a number, and any number if it captures no pointer.
  const void* subject() const {
    const void* first = nullptr;
    std::memcpy(&first, storage_, sizeof(first));
    return first;
  }

  void reset() {
    if (acts_ == nullptr) return;
    const auto destroy = std::exchange(acts_, nullptr)->destroy;
    if (destroy != nullptr) destroy(storage_);
  }

 private:
  // What can be done to a callable of one type. Trivial callables need no `move` (their bytes are
  // copied) and no `destroy`: null.
  struct Acts {
    void (*run)(void* storage);
    void (*move)(void* from, void* to);
    void (*destroy)(void* storage);
  };

  struct Reset {
    Task& task;
    ~Reset() { task.reset(); }  // also when the callable throws
  };

  template <class C>
  static constexpr bool fits_inline = sizeof(C) <= kInlineBytes &&
                                      alignof(C) <= alignof(void*) && std::is_nothrow_move_constructible_v<C>;

  template <class C>
  static C& held(void* storage) {
    return *std::launder(reinterpret_cast<C*>(storage));
  }
  template <class C>
  static C* pointed(void* storage) {
    C* callable = nullptr;
    std::memcpy(&callable, storage, sizeof(callable));
    return callable;
  }

  template <class C>
  static void run_held(void* storage) {
    held<C>(storage)();
  }
  template <class C>
  static void move_held(void* from, void* to) {
    new (to) C(std::move(held<C>(from)));
    held<C>(from).~C();
  }
  template <class C>
  static void destroy_held(void* storage) {
    held<C>(storage).~C();
  }
  template <class C>
  static void run_pointed(void* storage) {
    (*pointed<C>(storage))();
  }
  template <class C>
  static void destroy_pointed(void* storage) {
    delete pointed<C>(storage);
  }

  template <class C>
  static constexpr Acts kInlineActs{&run_held<C>, std::is_trivially_copyable_v<C> ? nullptr : &move_held<C>,
                                    std::is_trivially_destructible_v<C> ? nullptr : &destroy_held<C>};
  template <class C>
  static constexpr Acts kHeapActs{&run_pointed<C>, nullptr, &destroy_pointed<C>};

  void take(Task& other) noexcept {
    acts_ = std::exchange(other.acts_, nullptr);
    if (acts_ == nullptr) return;
    if (acts_->move != nullptr) {
      acts_->move(other.storage_, storage_);
    } else {
      copy_words(other.storage_, storage_);
    }
  }

  // Word by word: a vector load just after narrower stores would wait for them to reach the cache.
  static void copy_words(const std::byte* from, std::byte* to) {
    for (std::size_t at = 0; at < kInlineBytes; at += sizeof(std::uint64_t)) {
      std::uint64_t word;
      std::memcpy(&word, from + at, sizeof(word));
      asm("" : "+r"(word));  // keeps the compiler from joining the words
      std::memcpy(to + at, &word, sizeof(word));
    }
  }

  const Acts* acts_ = nullptr;
  alignas(void*) std::byte storage_[kInlineBytes];
};

}  // namespace podium
