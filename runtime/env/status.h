// Success or a described failure, as a value. For errors of the environment (a socket, a container
// engine, a file), not for Kubernetes API errors, which have their own form.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace podium {

enum class ErrorCode {
  kInvalid,      // the caller gave something unusable
  kNotFound,     // the named thing is not there
  kExists,       // it is there already
  kUnavailable,  // nobody answers, now
  kTimeout,      // no answer in time
  kRefused,      // somebody answered "no"
  kUnsupported,  // this world cannot do that
  kInternal,     // a fault of ours or of the engine below
};

const char* to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // one sentence for a person, naming the thing and the value
};

// A value or an Error. Check ok() before value().
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const Error& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

struct Nothing {};

// Success without a value, or an Error.
class [[nodiscard]] Status : public Result<Nothing> {
 public:
  Status() : Result(Nothing{}) {}
  Status(Error error) : Result(std::move(error)) {}  // NOLINT: implicit by design
};

}  // namespace podium
