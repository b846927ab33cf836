/// Two sequences of rows that should be the same: which pairs belong together, and what was left
/// out, put in or changed. Looks a few rows ahead, so memory is bounded and one missing row does not
/// shift all that come after it.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>

#include "base/result.h"

namespace lauter {

template <typename Expected, typename Actual>
class RowMatcher {
 public:
  /// Rows that are looked ahead at where the sequences differ.
  static constexpr size_t kWindow = 32;

  struct Hooks {
    std::function<Result<std::optional<Actual>>()> pull{};  ///< the next actual row; nothing at the end
    std::function<bool(const Expected&, const Actual&)> equal{};
    std::function<void(Expected&, Actual&)> pair{};     ///< equal ones
    std::function<void(Expected&, Actual&)> changed{};  ///< in the same place, between equal ones
    std::function<void(Expected&)> missing{};
    std::function<void(Actual&)> extra{};
  };
  explicit RowMatcher(Hooks hooks) : hooks_(std::move(hooks)) {}

  Result<void> push(Expected row) {
    expected_.push_back(std::move(row));
    return drain(/*finished=*/false);
  }
  /// No more is expected.
  Result<void> finish() { return drain(/*finished=*/true); }

 private:
  Result<void> fill(size_t rows) {
    while (actual_.size() < rows && !ended_) {
      LAUTER_ASSIGN(std::optional<Actual> row, hooks_.pull());
      ended_ = !row;
      if (row) actual_.push_back(std::move(*row));
    }
    return {};
  }

  Result<void> drain(bool finished) {
    while (true) {
      LAUTER_TRY(fill(1));
      if (expected_.empty()) {
        while (finished && !actual_.empty()) {
          hooks_.extra(actual_.front());
          actual_.pop_front();
          LAUTER_TRY(fill(1));
        }
        return {};
      }
      if (!actual_.empty() && hooks_.equal(expected_.front(), actual_.front())) {
        hooks_.pair(expected_.front(), actual_.front());
        pop(1, 1);
        continue;
      }
      if (expected_.size() < kWindow && !finished) return {};
      LAUTER_TRY(fill(kWindow));
      resolve();
    }
  }

  /// The sequences agree again after the fewest rows.
  void resolve() {
    const size_t n_expected = std::min(expected_.size(), kWindow);
    const size_t n_actual = std::min(actual_.size(), kWindow);
    size_t skip_expected = std::min<size_t>(1, n_expected);
    size_t skip_actual = std::min<size_t>(1, n_actual);
    bool found = false;
    for (size_t sum = 1; sum < n_expected + n_actual && !found; ++sum) {
      for (size_t e = 0; e <= sum && !found; ++e) {
        const size_t a = sum - e;
        if (e >= n_expected || a >= n_actual || !hooks_.equal(expected_[e], actual_[a])) continue;
        skip_expected = e;
        skip_actual = a;
        found = true;
      }
    }
    const size_t both = std::min(skip_expected, skip_actual);
    for (size_t i = 0; i < both; ++i) hooks_.changed(expected_[i], actual_[i]);
    for (size_t i = both; i < skip_expected; ++i) hooks_.missing(expected_[i]);
    for (size_t i = both; i < skip_actual; ++i) hooks_.extra(actual_[i]);
    pop(skip_expected, skip_actual);
  }

  void pop(size_t expected, size_t actual) {
    expected_.erase(expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(expected));
    actual_.erase(actual_.begin(), actual_.begin() + static_cast<std::ptrdiff_t>(actual));
  }

  Hooks hooks_;
  std::deque<Expected> expected_;
  std::deque<Actual> actual_;
  bool ended_ = false;
};

}  // namespace lauter
