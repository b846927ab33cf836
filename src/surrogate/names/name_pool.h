/// The pools of names that stand-ins are taken from, and what is known about a name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "surrogate/names/unicode.h"

namespace lauter::surrogate {

/// Where names are at home; a bit each, so that names of several cultures carry several.
using Cultures = uint32_t;

enum class NameKind : uint8_t { kFemale, kMale, kFamily };
inline constexpr size_t kNameKinds = 3;

struct Name {
  std::string_view text;  ///< as written at home, with diacritics
  Cultures cultures = 0;
  uint8_t length = 0;  ///< code points
  bool is_ascii = false;
  bool is_drawn = true;  ///< false: a short form; known, but no stand-in
};

/// What the pools know of a folded word.
struct KnownName {
  Cultures female = 0;
  Cultures male = 0;
  Cultures family = 0;
  bool is_ascii = true;  ///< its form at home

  Cultures given() const { return female | male; }
  bool known() const { return (female | male | family) != 0; }
};

class NamePool {
 public:
  /// The one pool: built at the first call from the compiled-in lists (about 1 ms), then constant.
  static const NamePool& get();

  KnownName find(std::string_view folded_word) const;

  /// Names of `kind` whose folded form begins with the letter (lower case); letters of scripts
  /// without initials (Han, Kana, Hangul, Thai) give all names of the script.
  std::span<const Name> with_initial(NameKind kind, char32_t initial) const;

  /// All known names of `kind` and initial, short forms included.
  std::span<const Name> known_with_initial(NameKind kind, char32_t initial) const;

  /// Names of `kind` in a script.
  std::span<const Name> of_script(NameKind kind, Script script) const;

  /// The initials of all names, in order.
  const std::vector<char32_t>& initials() const { return initials_; }

 private:
  struct Bucket {
    char32_t initial;
    std::vector<Name> drawn;
    std::vector<Name> known;
  };
  NamePool();
  void add(NameKind kind, char32_t initial, const Name& name);
  const Bucket* find_bucket(NameKind kind, char32_t initial) const;
  struct Known {
    uint64_t hash;
    KnownName name;
  };
  std::vector<Bucket> buckets_[kNameKinds];  // sorted by initial
  std::vector<Name> by_script_[kNameKinds][11];
  std::vector<Known> known_;  // sorted by hash
  std::vector<char32_t> initials_;
};

/// Cultures that put the family name first even in Latin letters.
extern const Cultures kFamilyFirstCultures;
extern const Cultures kVietnamese;

/// The culture that the ending or spelling of an unknown Latin family name speaks for; 0 for none.
Cultures guessed_culture(std::string_view folded_word);

/// The masculine form of a Slavic family name (Kowalska, Novakova -> kowalski, novak), folded.
std::string masculine_key(std::string_view folded_word);
/// Whether `folded_word` is a feminine form that masculine_key() changes.
bool is_feminine_family(std::string_view folded_word);
/// `name` (masculine, as written) in the feminine form that its ending asks for.
std::string feminine_form(std::string_view name, Cultures cultures);

}  // namespace lauter::surrogate
