/// The anchors: every place that any rule could start from. Words of ASCII letters come from
/// WordIndex, other literals of ASCII from LiteralIndex, words of other scripts from a Vectorscan
/// automaton, compiled at build time and embedded; see docs/design/0002-scan.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "scan/registry.h"
#include "scan/word_index.h"

namespace lauter::scan {

class AnchorScratch {
 public:
  virtual ~AnchorScratch() = default;
};

class AnchorDb {
 public:
  /// The embedded database when this program has one that this CPU can run, else compiles.
  static Result<AnchorDb> load(const Registry& registry);
  static Result<AnchorDb> compile(const Registry& registry);
  Result<std::string> serialize() const;

  std::unique_ptr<AnchorScratch> make_scratch() const;
  /// Appends all occurrences in `text`: those of words, then those of other literals, each in the
  /// order of the text. Linear.
  void scan(std::string_view text, AnchorScratch& scratch, std::vector<AnchorEvent>& events) const;

  AnchorDb(AnchorDb&&) noexcept;
  AnchorDb& operator=(AnchorDb&&) noexcept;
  ~AnchorDb();

 private:
  struct Impl;
  explicit AnchorDb(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lauter::scan
