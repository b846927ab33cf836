/// Stand-ins of identifiers that have a structure: each rule writes a new core of the old one's
/// length that can never have been issued (docs/CATEGORIES.md, column "surrogate").
///
/// A rule is a list of forms, `standin` in knowledge/identifiers.toml: `SIZES: OPERATIONS`. SIZES is `9`, `9#` (all
/// digits), `9#8` (the first eight are), or some of these with commas; `~` before them: another draw where a number has no
/// check digit. Operations are done from left to right, each on the next characters:
///
///   'QQ'       are these             d3     three random digits      [A-HX]2   two of these letters
///   =2         stay                  s3     of their own class       s[A-H]3   letters of these
///   {01-49}    a number, evenly      Y      a year near the old one  p, h      a digit of the old one's parity, half
///   M, D       month, day; +80: plus 80, *20: plus the multiple of 20 that was there, >40: plus 40 if so much was there
///   c:NAME     the check character or characters over all before it, or over those from `(` on
///   ok:NAME    what must hold in the end
///
/// One character where no number stands; `*`: as many as the others leave.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "catalog/category.h"
#include "catalog/checks.h"
#include "surrogate/numbers/form.h"

namespace lauter::surrogate {

/// Of one check character or two.
class CheckFunction {
 public:
  constexpr CheckFunction() = default;
  constexpr CheckFunction(char (*one)(std::string_view)) : one_(one) {}        // NOLINT: implicit
  constexpr CheckFunction(CheckPair (*pair)(std::string_view)) : pair_(pair) {}  // NOLINT: implicit

  size_t size() const { return pair_ != nullptr ? 2 : 1; }
  /// At `at` of `core`, over what stands from `body` on; false if there is none.
  bool put(std::string& core, size_t body, size_t at) const;

 private:
  char (*one_)(std::string_view) = nullptr;
  CheckPair (*pair_)(std::string_view) = nullptr;
};

struct IdForm {
  Category category;
  std::string_view text;
  CheckFunction check;
  bool (*holds)(std::string_view);
};

/// A rule in code, for those that forms cannot say.
struct IdRule {
  Alphabet alphabet = Alphabet::kAlnum;
  bool (*fill)(std::string& core, KeyedRandom& random) = nullptr;  ///< null: there is none
};

IdRule odd_rule(Category category);  // odd_ids.cc

/// The rule of a category, in code or in forms.
class CheckedId {
 public:
  explicit CheckedId(Category category);
  bool exists() const { return odd_.fill != nullptr || !forms_.empty(); }
  Alphabet alphabet() const;
  /// Overwrites `core`; false where its length or shape is none that the rule knows (`core` is
  /// undefined then).
  bool fill(std::string& core, KeyedRandom& random) const;

 private:
  IdRule odd_;
  std::span<const IdForm> forms_;
};

}  // namespace lauter::surrogate
