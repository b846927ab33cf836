#include "surrogate/names/person.h"

#include <algorithm>
#include <array>

#include "known/standin_person.h"
#include "surrogate/guard.h"
#include "surrogate/names/initials.h"
#include "surrogate/names/name_pool.h"
#include "surrogate/names/native_names.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/permutation.h"

namespace lauter::surrogate {
namespace {

constexpr auto& kParticles = known::kStandinPersonParticles;
constexpr auto& kKept = known::kStandinPersonKept;
/// Kept before a name; behind one they may be names.
constexpr auto& kOffices = known::kStandinPersonOffices;

template <size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_name_character(char32_t c) { return is_letter(c) || c == 0x200C || c == 0x200D; }

/// Apostrophes inside a word belong to it: O'Brien, D'Angelo, N'Diaye.
size_t apostrophe_size(std::string_view value, size_t i) {
  if (value[i] == '\'') return 1;
  return value.substr(i).starts_with("\u2019") ? 3 : 0;
}

std::vector<NamePart> name_words_of(std::string_view value) {
  std::vector<NamePart> parts;
  for (size_t i = 0; i < value.size() && parts.size() < 64;) {
    const CodePoint c = decode(value, i);
    if (!is_name_character(c.value)) {
      i += c.size;
      continue;
    }
    NamePart part{i, i, NameRole::kGiven};
    while (i < value.size()) {
      const CodePoint d = decode(value, i);
      if (is_name_character(d.value)) {
        i += d.size;
        continue;
      }
      const size_t apostrophe = apostrophe_size(value, i);
      if (apostrophe == 0 || i + apostrophe >= value.size() ||
          !is_letter(decode(value, i + apostrophe).value)) {
        break;
      }
      i += apostrophe;
    }
    part.end = i;
    parts.push_back(part);
  }
  return parts;
}

size_t letters_in(std::string_view word) {
  size_t n = 0;
  for (size_t i = 0; i < word.size(); i += decode(word, i).size) ++n;
  return n;
}

bool script_has_initials(Script script) {
  return script == Script::kLatin || script == Script::kCyrillic || script == Script::kGreek ||
         script == Script::kOther || script == Script::kHebrew || script == Script::kArabic;
}

/// Where nothing else decides, a keyed hash of the name does.
NameKind kind_of(const World& world, const KnownName& known, std::string_view key, NameRole role) {
  const auto drawn = [&] {
    const bool is_even = world.hash.digest("sex of " + std::string(key))[0] % 2 == 0;
    return is_even ? NameKind::kFemale : NameKind::kMale;
  };
  if (role == NameRole::kFamily) return NameKind::kFamily;
  if (known.female != 0 && known.male == 0) return NameKind::kFemale;
  if (known.male != 0 && known.female == 0) return NameKind::kMale;
  if (known.given() != 0) {
    return std::popcount(known.female) > std::popcount(known.male)   ? NameKind::kFemale
           : std::popcount(known.female) < std::popcount(known.male) ? NameKind::kMale
                                                                     : drawn();
  }
  if (key.ends_with('a') || key.ends_with("\u0430") || key.ends_with("\u044F") ||
      key.ends_with("\u03B1")) {
    return NameKind::kFemale;
  }
  return drawn();
}

/// `word` folded, without the e of umlauts if it is a name then, or none with it: "mueller" is
/// Müller, "steinkuehler", of no list, may be Steinkühler, and "bauer" is itself.
std::string name_key(std::string_view word) {
  std::string key = folded(word);
  std::string plain;
  for (size_t i = 0; i < key.size(); ++i) {
    plain += key[i];
    const bool may_be_umlaut = key[i] == 'a' || key[i] == 'o' || key[i] == 'u';
    if (may_be_umlaut && i > 0 && i + 1 < key.size() && key[i + 1] == 'e') ++i;
  }
  const KnownName known = NamePool::get().find(plain);
  const bool is_umlaut = known.known() ? !known.is_ascii : !NamePool::get().find(key).known();
  return is_umlaut ? plain : key;
}

/// What a word is wherever it stands: in one text "Guowei" is read as a given name and in the next
/// one, alone, as a family name, and shall have one stand-in in both. `role` decides for names that
/// the pools know as both, and where scripts part the two by form.
NameRole settled_role(std::string_view key, Script script, NameRole role) {
  const NamePool& pool = NamePool::get();
  const KnownName known = pool.find(key);
  const bool is_given = known.given() != 0;
  const bool is_family =
      known.family != 0 ||
      (!is_given && is_feminine_family(key) && pool.find(masculine_key(key)).family != 0);
  if (is_given != is_family) return is_given ? NameRole::kGiven : NameRole::kFamily;
  if (is_given || script != Script::kLatin) return role;
  return key.ends_with('a') && guessed_culture(key) == 0 ? NameRole::kGiven : NameRole::kFamily;
}

NamedPart named_part(const World& world, std::string_view word, NameRole role) {
  const NamePool& pool = NamePool::get();
  NamedPart part;
  part.key = name_key(word);
  if (part.key.empty()) return part;
  part.script = script_of(word);
  role = settled_role(part.key, part.script, role);
  part.is_feminine =
      role == NameRole::kFamily && pool.find(part.key).family == 0 && is_feminine_family(part.key);
  if (part.is_feminine) part.key = masculine_key(part.key);
  const KnownName known = pool.find(part.key);
  part.kind = kind_of(world, known, part.key, role);
  part.cultures = part.kind == NameKind::kFamily   ? known.family
                  : part.kind == NameKind::kFemale ? known.female
                                                   : known.male;
  if (part.cultures == 0) part.cultures = known.given() | known.family;
  if (part.cultures == 0 && part.script == Script::kLatin) {
    part.cultures = guessed_culture(part.key);
    if (part.cultures == 0) part.cultures = 1;  // the first list, English
  }
  if (part.cultures == 0) {
    const std::span<const Name> names = pool.of_script(part.kind, part.script);
    if (!names.empty()) part.cultures = names[0].cultures;
  }
  part.initial = world.initials.map(decode(part.key, 0).value);
  // "Mar\u00EDn" and the "marin" of its mail address draw from the same names; only then is it
  // spelled.
  part.ascii_only = known.known() && known.is_ascii;
  return part;
}

/// A name of the pool for what no smith can make.
std::string listed_name(const NamedPart& part, KeyedRandom& random) {
  const NamePool& pool = NamePool::get();
  std::span<const Name> names = script_has_initials(part.script)
                                    ? pool.with_initial(part.kind, part.initial)
                                    : std::span<const Name>{};
  if (names.empty()) names = pool.of_script(part.kind, part.script);
  if (names.empty()) return "";
  const size_t length = letters_in(part.key);
  const auto badness = [&](const Name& name) {
    const size_t distance = name.length > length ? name.length - length : length - name.length;
    return distance + ((name.cultures & part.cultures) == 0 ? 100 : 0) +
           (part.ascii_only && !name.is_ascii ? 50 : 0);
  };
  const Name* chosen = &names[random.below(names.size())];
  for (int i = 0; i < 8 && badness(*chosen) > 0; ++i) {
    const Name& other = names[random.below(names.size())];
    if (badness(other) < badness(*chosen)) chosen = &other;
  }
  return std::string(chosen->text);
}

/// Scripts without initials: the n-th name behind a listed one on the keyed ring of the names of
/// its length and cultures. Empty if the name is in no list, or on a small one.
std::string next_on_ring(const World& world, const NamedPart& part, uint32_t n) {
  const std::span<const Name> names = NamePool::get().of_script(part.kind, part.script);
  const auto own = std::find_if(names.begin(), names.end(),
                                [&](const Name& name) { return name.text == part.key; });
  if (own == names.end()) return "";
  std::vector<const Name*> ring;
  size_t place = 0;
  for (const Name& name : names) {
    if (name.length != own->length || name.cultures != own->cultures) continue;
    if (&name == &*own) place = ring.size();
    ring.push_back(&name);
  }
  if (ring.size() < 8 || n + 1 >= ring.size()) return "";
  const KeyedPermutation permutation(world.hash.digest("ring of " + std::string(ring[0]->text)),
                                     ring.size());
  return std::string(ring[permutation.after(place, n + 1)]->text);
}

}  // namespace

std::string part_candidate(const World& world, const NamedPart& part, uint32_t n) {
  if (!script_has_initials(part.script)) {
    if (std::string name = next_on_ring(world, part, n); !name.empty()) return name;
  } else if (n == 0 && world.names != nullptr) {
    if (const Name* image = world.names->of(part.kind, part.key)) return std::string(image->text);
  }
  KeyedRandom random(world.hash.digest((part.is_family() ? "family name " : "given name ") +
                                       part.key + " " + std::to_string(n)));
  if (n == 0 && world.names == nullptr && NamePool::get().find(part.key).known()) {
    if (std::string name = listed_name(part, random); !name.empty()) return name;
  }
  const size_t length = letters_in(part.key);
  const PseudoWords* smith =
      length == 1 ? nullptr : name_smith(part.kind, part.cultures, part.script);
  if (smith == nullptr) return listed_name(part, random);
  std::string word;
  for (int i = 0; i < 8; ++i) {
    word = smith->word(random, part.initial, length <= 5 ? 0 : length <= 11 ? 1 : 2);
    if (!NamePool::get().find(word).known()) break;
  }
  return with_case(word, LetterCase::kTitle);
}

std::string pseudo_word(const Request& request, std::string_view word) {
  KeyedRandom random = random_for(request, "pseudo word", folded(word));
  constexpr std::string_view kVowels = "aeiou";
  constexpr std::string_view kConsonants = "bcdfglmnprstvk";
  std::string out;
  bool first = true;
  for (size_t i = 0; i < word.size();) {
    const CodePoint c = decode(word, i);
    i += c.size;
    const char base = latin_base(c.value);
    if (base == '\0') {
      append_utf8(out, first ? request.world.initials.map(c.value) : c.value);
      first = false;
      continue;
    }
    char drawn = kVowels.find(base) != std::string_view::npos ? draw_from(random, kVowels)
                                                              : draw_from(random, kConsonants);
    if (first) drawn = request.world.initials.map_latin(base);
    first = false;
    const bool upper = to_lower(c.value) != c.value;
    out.push_back(upper ? ascii_upper(drawn) : drawn);
  }
  return out;
}

std::string drawn_part(const Request& request, const NamedPart& part) {
  const DocumentState& document = request.document;
  trace(request, part.key);
  if (document.noted == nullptr) {
    return document.parts.of(request.world, document.guard, part, request.attempt);
  }
  document.noted->push_back(part);
  return part.key;
}

std::string mapped_part(const Request& request, std::string_view word, NameRole role) {
  if (role == NameRole::kKeep || word.empty()) return std::string(word);
  const CodePoint first = decode(word, 0);
  if (role == NameRole::kInitial) {
    trace(request, word);
    std::string out;
    append_utf8(out, request.world.initials.map(first.value));
    return out + std::string(word.substr(first.size));
  }
  const NamedPart part = named_part(request.world, word, role);
  if (part.key.empty()) return std::string(word);
  std::string text = drawn_part(request, part);
  if (text.empty()) return pseudo_word(request, word);
  if (part.is_feminine) text = feminine_form(text, part.cultures);
  if (is_all_ascii(word)) text = ascii_latin(text);
  const LetterCase letter_case = case_of(word);
  if (letter_case == LetterCase::kTitle || letter_case == LetterCase::kMixed) return text;
  return with_case(text, letter_case);
}

void assign_roles(std::string_view value, std::vector<NamePart>& parts, NameRole expected) {
  const NamePool& pool = NamePool::get();
  std::vector<size_t> names;  // parts that are names
  std::vector<KnownName> known(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    NamePart& part = parts[i];
    const std::string_view word = value.substr(part.begin, part.end - part.begin);
    const Script script = script_of(word);
    if (letters_in(word) == 1 && script_has_initials(script) && parts.size() > 1) {
      part.role = NameRole::kInitial;
      if (is_one_of(kParticles, word) && i > 0 && i + 1 < parts.size()) part.role = NameRole::kKeep;
      continue;
    }
    const std::string key = folded(word);
    const bool last = i + 1 == parts.size();
    const bool hyphen_follows = part.end < value.size() && value[part.end] == '-';
    const bool lower = case_of(word) == LetterCase::kLower;
    if (!last && is_one_of(kParticles, key) && (lower || i > 0 || hyphen_follows)) {
      part.role = NameRole::kKeep;
      continue;
    }
    if (parts.size() > 1 && (is_one_of(kKept, key) || (i == 0 && is_one_of(kOffices, key)))) {
      part.role = NameRole::kKeep;
      continue;
    }
    known[i] = pool.find(key);
    if (known[i].family == 0 && is_feminine_family(key))
      known[i].family = pool.find(masculine_key(key)).family;
    names.push_back(i);
  }
  if (names.empty()) return;
  const auto set = [&](size_t from, size_t to, NameRole role) {
    for (size_t i = from; i < to; ++i) parts[names[i]].role = role;
  };
  const size_t n = names.size();
  if (expected != NameRole::kKeep) return set(0, n, expected);
  // "Surname, First".
  const size_t comma = value.find(',');
  if (comma != std::string_view::npos) {
    size_t before = 0;
    while (before < n && parts[names[before]].begin < comma) ++before;
    if (before > 0 && before < n) {
      set(0, before, NameRole::kFamily);
      return set(before, n, NameRole::kGiven);
    }
  }
  const auto facts = [&](size_t i) -> const KnownName& { return known[names[i]]; };
  if (n == 1) {
    const bool beside_initial = parts.size() > 1;
    const bool family = (facts(0).given() == 0 && (facts(0).family != 0 || beside_initial)) ||
                        (beside_initial && facts(0).family != 0);
    return set(0, 1, family ? NameRole::kFamily : NameRole::kGiven);
  }
  const Cultures first_family = facts(0).family & kFamilyFirstCultures;
  const bool first_is_family =
      (first_family != 0 && facts(0).given() == 0 &&
       ((facts(n - 1).given() & first_family) != 0 || facts(n - 1).family == 0)) ||
      (facts(0).given() == 0 && facts(n - 1).given() != 0 && facts(n - 1).family == 0);
  if (first_is_family) {
    set(0, 1, NameRole::kFamily);
    return set(1, n, NameRole::kGiven);
  }
  set(0, 1, NameRole::kGiven);
  bool in_family = false;
  for (size_t i = 1; i < n; ++i) {
    const size_t at = names[i];
    const bool hyphenated = parts[at].begin > 0 && value[parts[at].begin - 1] == '-';
    const bool after_particle = parts[at - 1].role == NameRole::kKeep;
    if (i + 1 == n || after_particle) in_family = true;
    if (hyphenated && i > 0 && names[i - 1] + 1 == at) {
      in_family = parts[names[i - 1]].role == NameRole::kFamily;
    } else if (facts(i).family != 0 && facts(i).given() == 0) {
      in_family = true;
    }
    parts[at].role = in_family ? NameRole::kFamily : NameRole::kGiven;
  }
}

std::vector<NamePart> parts_of_name(std::string_view name) {
  std::vector<NamePart> parts = name_words_of(name);
  assign_roles(name, parts, NameRole::kKeep);
  return parts;
}

namespace {

/// "K-A-Y-A", "j o h n   d o e": the words that single letters spell. Empty if it is nothing such.
struct SpelledWord {
  std::string letters;
  std::vector<NamePart> places;
};
std::vector<SpelledWord> spelled_words(std::string_view value, const std::vector<NamePart>& parts) {
  std::vector<SpelledWord> words;
  if (parts.size() < 3 || value.find('.') != std::string_view::npos) return words;
  const size_t step = parts[1].begin - parts[0].end;
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::string_view letter = value.substr(parts[i].begin, parts[i].end - parts[i].begin);
    if (letters_in(letter) != 1) return {};
    if (i == 0 || parts[i].begin - parts[i - 1].end > step) words.emplace_back();
    words.back().letters += letter;
    words.back().places.push_back(parts[i]);
  }
  return words;
}

std::string respelled(const Request& request, const std::vector<SpelledWord>& words,
                      NameRole expected) {
  std::string joined;
  std::vector<NamePart> parts;
  for (const SpelledWord& word : words) {
    if (!joined.empty()) joined.push_back(' ');
    parts.push_back({joined.size(), joined.size() + word.letters.size(), NameRole::kGiven});
    joined += word.letters;
  }
  assign_roles(joined, parts, expected);
  const std::string_view value = request.value;
  std::string out;
  size_t at = 0;
  for (size_t w = 0; w < words.size(); ++w) {
    const std::string mapped = mapped_part(request, words[w].letters, parts[w].role);
    const std::vector<NamePart>& places = words[w].places;
    out.append(value.substr(at, places[0].begin - at));
    const std::string_view gap =
        places.size() > 1 ? value.substr(places[0].end, places[1].begin - places[0].end) : " ";
    bool first = true;
    for (size_t i = 0; i < mapped.size();) {
      const CodePoint c = decode(mapped, i);
      if (!first) out.append(gap);
      first = false;
      out.append(mapped, i, c.size);
      i += c.size;
    }
    at = places.back().end;
  }
  out.append(value.substr(at));
  return out;
}

std::string make_name(const Request& request, NameRole expected) {
  const std::string_view value = request.value;
  if (std::string native = native_name(request, expected); !native.empty()) return native;
  std::vector<NamePart> parts = name_words_of(value);
  if (parts.empty()) return make_random_id(request);
  if (const auto words = spelled_words(value, parts); !words.empty()) {
    return respelled(request, words, expected);
  }
  assign_roles(value, parts, expected);
  std::string out;
  out.reserve(value.size() + 8);
  size_t at = 0;
  for (const NamePart& part : parts) {
    out.append(value.substr(at, part.begin - at));
    out += mapped_part(request, value.substr(part.begin, part.end - part.begin), part.role);
    at = part.end;
  }
  out.append(value.substr(at));
  return out;
}

}  // namespace

std::string make_person(const Request& request) { return make_name(request, NameRole::kKeep); }
std::string make_given_name(const Request& request) { return make_name(request, NameRole::kGiven); }
std::string make_family_name(const Request& request) {
  return make_name(request, NameRole::kFamily);
}

std::vector<NamePart> split_run_together(std::string_view word) {
  const NamePool& pool = NamePool::get();
  const size_t n = word.size();
  const KnownName whole = pool.find(word);
  if (whole.known()) {
    return {{0, n, whole.given() != 0 ? NameRole::kGiven : NameRole::kFamily}};
  }
  if (n > 40) return {};
  // Given and family name, both known; the longest given name wins.
  for (size_t cut = n < 3 ? 0 : n - 3; cut >= 3; --cut) {
    if (pool.find(word.substr(0, cut)).given() != 0 && pool.find(word.substr(cut)).family != 0) {
      return {{0, cut, NameRole::kGiven}, {cut, n, NameRole::kFamily}};
    }
  }
  if (n >= 3 && pool.find(word.substr(1)).family != 0) {
    return {{0, 1, NameRole::kInitial}, {1, n, NameRole::kFamily}};
  }
  if (n >= 4 && pool.find(word.substr(0, n - 1)).given() != 0) {
    return {{0, n - 1, NameRole::kGiven}, {n - 1, n, NameRole::kInitial}};
  }
  if (n >= 4 && pool.find(word.substr(0, n - 1)).family != 0) {
    return {{0, n - 1, NameRole::kFamily}, {n - 1, n, NameRole::kInitial}};
  }
  for (size_t cut = n < 3 ? 0 : n - 3; cut >= 4; --cut) {
    if (pool.find(word.substr(0, cut)).given() != 0) {
      return {{0, cut, NameRole::kGiven}, {cut, n, NameRole::kFamily}};
    }
  }
  if (n >= 4) return {{0, 1, NameRole::kInitial}, {1, n, NameRole::kFamily}};
  return {};
}

}  // namespace lauter::surrogate
