/// Which of its candidates each part of the names of one document takes: no two parts the same one,
/// and none a name that the document has. Settled before any stand-in is made, so that full names,
/// single names, mail addresses and handles of one person agree whatever had to give way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "surrogate/names/name_pool.h"

namespace lauter::surrogate {

class Guard;
struct World;

/// A word of a name as its stand-in is drawn.
struct NamedPart {
  std::string key;  ///< folded; the masculine form of a family name
  NameKind kind = NameKind::kFamily;
  Cultures cultures = 0;
  Script script = Script::kLatin;
  char32_t initial = 0;  ///< of the stand-in
  bool ascii_only = false;
  bool is_feminine = false;  ///< a family name in its feminine form

  bool is_family() const { return kind == NameKind::kFamily; }
};

/// The `n`-th candidate for a part, in title case; empty: there are no names of its script. The
/// first candidates (n = 0) of two listed names differ; others are drawn at random from pools of
/// 10^3 to 10^6 names.
std::string part_candidate(const World& world, const NamedPart& part, uint32_t n);

class PartChoices {
 public:
  /// Notes a part, once. A lone one is mentioned without another beside it, so that its stand-in is
  /// looked for in the text.
  void note(const NamedPart& part);
  void set_lone(const NamedPart& part);

  /// Settles all that were noted, in their order.
  void settle(const World& world, const Guard& guard, std::string_view text);

  /// Gives up the candidate that `part`, which is noted, has for another one.
  void pass_over(const World& world, const Guard& guard, const NamedPart& part);

  /// The candidate that `part` takes, or the `attempt`-th after it; for one that was not noted, the
  /// first that is free.
  std::string of(const World& world, const Guard& guard, const NamedPart& part,
                 uint32_t attempt) const;

 private:
  struct Noted {
    NamedPart part;
    uint64_t hash;
    bool is_lone = false;
    uint32_t choice = 0;
    std::string candidate{};
  };
  bool is_free(const Guard& guard, const NamedPart& part, uint64_t hash,
               std::string_view candidate) const;
  void take_next(const World& world, const Guard& guard, Noted& noted, uint32_t from);

  std::vector<Noted> noted_;
  std::unordered_map<uint64_t, size_t> place_of_;  ///< in noted_, by hash
  std::unordered_map<uint64_t, uint64_t> taken_;   ///< hash of a candidate, folded: the part's hash
};

}  // namespace lauter::surrogate
