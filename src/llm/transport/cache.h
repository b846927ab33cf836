/// Replies on disk, so that nothing is paid twice: not after kill -9, not in a second process, not
/// in the next run. One SQLite file (WAL), readable by its owner only; values are sealed and keys
/// are keyed hashes, so that the file alone tells nothing about the documents.
///
/// The file also holds the account of the budget, since what was promised to servers must outlive
/// the process as the replies do. See docs/design/0014.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"
#include "llm/asker.h"
#include "llm/transport/budget.h"

namespace lauter::llm {

class Cache {
 public:
  /// Opens or makes the file (mode 0600). `key`: the run's. Errors: kUnavailable if it cannot be
  /// opened, kInvalidArgument if it was made under another key, kUnimplemented if by a newer
  /// lauter.
  static Result<std::unique_ptr<Cache>> open(const std::string& path, const SecretKey& key);
  ~Cache();

  /// A request's name in the cache: a keyed hash of its body (chat_body() of chat.h).
  Sha256Digest key_of(std::string_view body) const;

  /// The reply kept for a request, if there is one: with from_cache set and no usage. From any
  /// thread, also while a transaction runs. About 10 us.
  Result<std::optional<Reply>> find(const Sha256Digest& key);

  /// A transaction: everything until commit() is on disk after it, or nothing is. One thread.
  Result<void> begin();
  Result<void> put(const Sha256Digest& key, const Reply& reply);
  /// Adds `bound` to the account if it stays within `limits`; false if it does not.
  Result<bool> reserve(const std::string& account, const Cost& bound, const BudgetLimits& limits);
  /// Takes `back` from the account: what was reserved and not spent.
  Result<void> release(const std::string& account, const Cost& back);
  Result<void> commit();
  void rollback();

  /// What an account holds: spent, and reserved and not settled.
  Result<Cost> committed(const std::string& account);

 private:
  struct State;
  explicit Cache(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter::llm
