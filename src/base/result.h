/// Result<T>: a value or an Error. The only way a function of this project says that it failed.
///
///   Result<File> open(const std::string& path);
///   Result<size_t> count(const std::string& path) {
///     LAUTER_ASSIGN(File file, open(path));   // returns the error, or binds the value
///     LAUTER_TRY(file.rewind());              // for Result<void>
///     return file.size();
///   }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.h"

namespace lauter {

/// What the caller can do about it.
enum class ErrorCode : uint8_t {
  kInvalidArgument,    ///< fix the flag, recipe or call
  kNotFound,           ///< name something that exists
  kDataLoss,           ///< the input is malformed
  kUnavailable,        ///< try again
  kDeadlineExceeded,   ///< try again, or allow more time
  kResourceExhausted,  ///< a stated limit was met
  kUnimplemented,      ///< this build cannot do it
  kInternal,           ///< report a bug
};

/// Lower-case words without a full stop that name the thing and the place:
/// `docs.jsonl:1841: byte 77: bad UTF-8 (lone continuation)`.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;

  /// The same error with `prefix: ` before its message.
  Error context(std::string_view prefix) && {
    message.insert(0, std::string(prefix) + ": ");
    return std::move(*this);
  }
};

inline Error invalid_argument(std::string message) {
  return {ErrorCode::kInvalidArgument, std::move(message)};
}
inline Error not_found(std::string message) { return {ErrorCode::kNotFound, std::move(message)}; }
inline Error data_loss(std::string message) { return {ErrorCode::kDataLoss, std::move(message)}; }
inline Error unavailable(std::string message) {
  return {ErrorCode::kUnavailable, std::move(message)};
}
inline Error resource_exhausted(std::string message) {
  return {ErrorCode::kResourceExhausted, std::move(message)};
}
inline Error unimplemented(std::string message) {
  return {ErrorCode::kUnimplemented, std::move(message)};
}
inline Error internal_error(std::string message) {
  return {ErrorCode::kInternal, std::move(message)};
}

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  T& value() {
    LAUTER_CHECK(ok(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    LAUTER_CHECK(ok(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  Error& error() {
    LAUTER_CHECK(!ok(), "error() of a good Result");
    return *std::get_if<1>(&state_);
  }
  const Error& error() const {
    LAUTER_CHECK(!ok(), "error() of a good Result");
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  Error& error() {
    LAUTER_CHECK(!ok(), "error() of a good Result");
    return *error_;
  }
  const Error& error() const {
    LAUTER_CHECK(!ok(), "error() of a good Result");
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace lauter

#define LAUTER_CONCAT_INNER(a, b) a##b
#define LAUTER_CONCAT(a, b) LAUTER_CONCAT_INNER(a, b)

/// Returns the error of a Result<void> expression from the enclosing function.
#define LAUTER_TRY(expr)                                                        \
  do {                                                                          \
    if (auto lauter_try_result = (expr); !lauter_try_result.ok())               \
      return std::move(lauter_try_result.error());                              \
  } while (false)

/// `LAUTER_ASSIGN(T name, expr)`: binds the value of a Result<T>, or returns its error.
#define LAUTER_ASSIGN(decl, expr) \
  LAUTER_ASSIGN_INNER(LAUTER_CONCAT(lauter_assign_, __LINE__), decl, expr)
#define LAUTER_ASSIGN_INNER(tmp, decl, expr)     \
  auto tmp = (expr);                             \
  if (!tmp.ok()) return std::move(tmp.error());  \
  decl = std::move(*tmp)
