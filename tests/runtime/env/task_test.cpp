#include "runtime/env/task.h"

#include <array>
#include <memory>
#include <utility>

#include "tests/support/catch.h"

using namespace podium;

namespace {

struct Counts {
  int alive = 0;
  int ran = 0;
};

// Counts its objects; `Padding` bytes decide whether it fits into a Task.
template <std::size_t Padding>
class Counted {
 public:
  explicit Counted(Counts& counts) : counts_(&counts) { ++counts_->alive; }
  Counted(Counted&& other) noexcept : counts_(other.counts_) { ++counts_->alive; }
  ~Counted() { --counts_->alive; }
  void operator()() { ++counts_->ran; }

 private:
  Counts* counts_;
  std::array<char, Padding> padding_{};
};

template <class Callable>
void check_life() {
  Counts counts;
  {
    Task task = Callable(counts);
    CHECK(counts.alive == 1);
    Task moved = std::move(task);
    CHECK(counts.alive == 1);
    CHECK_FALSE(task);  // NOLINT: a moved-from Task is empty
    CHECK(moved);
    moved();
    CHECK(counts.ran == 1);
    CHECK(counts.alive == 0);
    CHECK_FALSE(moved);
    moved = Callable(counts);
    moved = Callable(counts);
    CHECK(counts.alive == 1);
    moved.reset();
    CHECK(counts.alive == 0);
    task = Callable(counts);
    task.run_in_place();
    CHECK(counts.ran == 2);
    CHECK(counts.alive == 0);
    task = Callable(counts);
  }
  CHECK(counts.alive == 0);
  CHECK(counts.ran == 2);
}

}  // namespace

TEST_CASE("a small callable lives and dies with its task") { check_life<Counted<8>>(); }

TEST_CASE("a large callable lives and dies with its task") { check_life<Counted<100>>(); }

TEST_CASE("the bytes of a trivial callable survive moves") {
  std::array<std::int64_t, 3> values{1, -2, 3};
  std::int64_t sum = 0;
  Task task = [values, &sum] { sum = values[0] * 100 + values[1] * 10 + values[2]; };
  Task moved = std::move(task);
  Task again;
  again = std::move(moved);
  again();
  CHECK(sum == 83);
}

TEST_CASE("a task may hold what cannot be copied, and take its own place while it runs") {
  int seen = 0;
  Task task;
  task = [&seen, &task, owned = std::make_unique<int>(5)] {
    task = [&seen] { seen += 100; };
    seen += *owned;
  };
  task();
  CHECK(seen == 5);
  task();
  CHECK(seen == 105);
}

TEST_CASE("a callable that throws is destroyed") {
  const auto token = std::make_shared<int>(0);
  Task task = [token] { throw 1; };
  CHECK_THROWS_AS(task(), int);
  CHECK(token.use_count() == 1);
  CHECK_FALSE(task);
}
