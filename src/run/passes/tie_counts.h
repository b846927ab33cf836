/// How many rows share the combination of ties that is left in them (refine/anonymize/ties.h), with bounded memory.
///
/// Of all combinations the kMost with the smallest keyed hashes are counted, each exactly: a sample
/// of the combinations that is drawn alike whatever the order, so that counts of parts add up to
/// that of the whole. Up to kMost combinations everything is exact; of more, shares of the sample
/// stand for all, with a standard error of at most 1.6 %.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace lauter {

struct TieSummary {
  uint64_t rows_without = 0;   ///< in which no tie is left
  uint64_t rows_with = 0;
  uint64_t combinations = 0;   ///< different ones
  uint64_t rows_alone = 0;     ///< whose combination no other row has
  uint64_t rows_of_few = 0;    ///< that share theirs with one to three others
  uint64_t rows_of_many = 0;   ///< the rest
  bool is_exact = true;

  uint64_t rows() const { return rows_without + rows_with; }
};

class TieCounts {
 public:
  static constexpr size_t kMost = 1024;

  /// `combination`: TieHash::of(). Nothing: nobody looked for ties in the row.
  void add(std::optional<uint64_t> combination);
  void add(const TieCounts& other);
  TieSummary summary() const;

  uint64_t rows_without() const { return rows_without_; }
  uint64_t rows_with() const { return rows_with_; }
  /// Rows by the combinations of the sample.
  const std::map<uint64_t, uint64_t>& sample() const { return rows_of_; }
  /// What the journal said.
  static TieCounts restored(uint64_t rows_without, uint64_t rows_with,
                            std::map<uint64_t, uint64_t> sample);

 private:
  void add(uint64_t combination, uint64_t rows);

  uint64_t rows_without_ = 0;
  uint64_t rows_with_ = 0;
  std::map<uint64_t, uint64_t> rows_of_;
};

}  // namespace lauter
