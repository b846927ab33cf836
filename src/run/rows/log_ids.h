/// What stands for rows in logs, reports and reasons.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"
#include "scan/scanner.h"

namespace lauter {

/// What LogIds makes hashes with.
KeyedHash id_hash(const SecretKey& key);
/// Whether `logged`, as it stands in a log, is `id` or its hash. `hash` null: the key is not known, any hash may be it.
bool is_logged_id(std::string_view logged, std::string_view id, const KeyedHash* hash);
/// Whether it is the hash of an id.
bool is_hashed_id(std::string_view logged);

/// Ids as they are, but those that hold a mail address, a phone number, a number of a person or a key: these become
/// a keyed hash. Const; safe from any thread, each with its own scratch.
class LogIds {
 public:
  static Result<LogIds> make(const SecretKey& key);

  std::unique_ptr<ScanScratch> make_scratch() const { return scanner_->make_scratch(); }
  std::string of(std::string_view id, ScanScratch& scratch) const;

 private:
  LogIds(Scanner scanner, KeyedHash hash)
      : scanner_(std::make_shared<const Scanner>(std::move(scanner))), hash_(std::move(hash)) {}

  std::shared_ptr<const Scanner> scanner_;
  KeyedHash hash_;
};

}  // namespace lauter
