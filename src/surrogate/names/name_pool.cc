#include "surrogate/names/name_pool.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"

namespace lauter::surrogate {
namespace {

enum Culture : uint8_t {
  kEnglish,
  kGerman,
  kFrench,
  kSpanish,
  kItalian,
  kPortuguese,
  kDutch,
  kNordic,
  kPolish,
  kCzech,
  kTurkish,
  kVietnameseCulture,
  kIndian,
  kChinese,
  kArabic,
  kKorean,
  kJapanese,
  kRussian,
  kHungarian,
  kGreek,
  kAfrican,
  kFinnish,
  kRomanian,
  kBalkan,
  kIndonesian,
  kHebrewCulture,
  kThaiCulture,
  // Native scripts.
  kCyrillicNames,
  kGreekNames,
  kHanChinese,
  kHanJapanese,
  kKana,
};
static_assert(kKana < 32);

constexpr Cultures bit(Culture culture) { return Cultures{1} << culture; }

struct NameList {
  Culture culture;
  NameKind kind;
  bool is_drawn;           // false: known, but no stand-in
  std::string_view names;  // separated by blanks
};

constexpr NameList kNameLists[] = {
#include "known/names_english.inc"
#include "known/names_german.inc"
#include "known/names_north.inc"
#include "known/names_romance.inc"
#include "known/names_scripts.inc"
#include "known/names_short.inc"
#include "known/names_slavic.inc"
#include "known/names_world.inc"
};

bool has_initials(Script script) {
  return script != Script::kHan && script != Script::kKana && script != Script::kHangul &&
         script != Script::kThai;
}

size_t code_points(std::string_view text) {
  size_t n = 0;
  for (const char c : text) n += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
  return n;
}

}  // namespace

const Cultures kVietnamese = bit(kVietnameseCulture);
const Cultures kFamilyFirstCultures =
    bit(kVietnameseCulture) | bit(kChinese) | bit(kKorean) | bit(kHungarian);

NamePool::NamePool() {
  // Sorted by folded form, then kind; by their first bytes as numbers, which seldom tie. Maps of
  // strings took five times as long, at every start.
  struct Entry {
    std::string key;
    std::string_view text;
    NameKind kind;
    Cultures culture;
    bool is_drawn;
  };
  struct Place {
    uint64_t first_bytes;
    size_t entry;
  };
  std::vector<Entry> entries;
  std::vector<Place> order;
  for (const NameList& list : kNameLists) {
    for (std::string_view rest = list.names; !rest.empty();) {
      const size_t end = std::min(rest.find(' '), rest.size());
      const std::string_view text = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (text.empty()) continue;
      Entry entry{folded(text), text, list.kind, bit(list.culture), list.is_drawn};
      uint64_t first_bytes = 0;
      for (size_t i = 0; i < 8; ++i) {
        const auto byte = i < entry.key.size() ? static_cast<uint8_t>(entry.key[i]) : uint8_t{0};
        first_bytes = first_bytes << 8 | byte;
      }
      order.push_back({first_bytes, entries.size()});
      entries.push_back(std::move(entry));
    }
  }
  std::sort(order.begin(), order.end(), [&](const Place& a, const Place& b) {
    if (a.first_bytes != b.first_bytes) return a.first_bytes < b.first_bytes;
    const Entry& x = entries[a.entry];
    const Entry& y = entries[b.entry];
    return std::tie(x.key, x.kind, a.entry) < std::tie(y.key, y.kind, b.entry);
  });

  for (size_t i = 0; i < order.size();) {
    const std::string& key = entries[order[i].entry].key;
    KnownName facts;
    while (i < order.size() && entries[order[i].entry].key == key) {
      // The spelling that comes first in the lists stands for all of its kind.
      const Entry& first = entries[order[i].entry];
      Name name{first.text, 0, static_cast<uint8_t>(std::min<size_t>(code_points(first.text), 255)),
                is_all_ascii(first.text)};
      bool is_drawn = false;
      for (; i < order.size(); ++i) {
        const Entry& entry = entries[order[i].entry];
        if (entry.key != key || entry.kind != first.kind) break;
        name.cultures |= entry.culture;
        is_drawn |= entry.is_drawn;
      }
      facts.is_ascii &= name.is_ascii;
      (first.kind == NameKind::kFemale ? facts.female
       : first.kind == NameKind::kMale ? facts.male
                                       : facts.family) |= name.cultures;
      name.is_drawn = is_drawn;
      add(first.kind, decode(key, 0).value, name);
    }
    known_.push_back({hash64(key), facts});
  }
  std::sort(known_.begin(), known_.end(),
            [](const Known& a, const Known& b) { return a.hash < b.hash; });
}

/// Names come in the order of their folded forms.
void NamePool::add(NameKind kind, char32_t initial, const Name& name) {
  const Script script = script_of(initial);
  if (name.is_drawn)
    by_script_[static_cast<size_t>(kind)][static_cast<size_t>(script)].push_back(name);
  if (!has_initials(script)) return;
  auto& buckets = buckets_[static_cast<size_t>(kind)];
  if (buckets.empty() || buckets.back().initial != initial) buckets.push_back({initial, {}, {}});
  buckets.back().known.push_back(name);
  if (name.is_drawn) buckets.back().drawn.push_back(name);
  if (initials_.empty() || initials_.back() != initial) initials_.push_back(initial);
}

const NamePool& NamePool::get() {
  static const NamePool pool;
  return pool;
}

KnownName NamePool::find(std::string_view folded_word) const {
  const uint64_t hash = hash64(folded_word);
  const auto at = std::lower_bound(known_.begin(), known_.end(), hash,
                                   [](const Known& k, uint64_t h) { return k.hash < h; });
  return at != known_.end() && at->hash == hash ? at->name : KnownName{};
}

const NamePool::Bucket* NamePool::find_bucket(NameKind kind, char32_t initial) const {
  const auto& buckets = buckets_[static_cast<size_t>(kind)];
  const auto at = std::lower_bound(buckets.begin(), buckets.end(), initial,
                                   [](const Bucket& b, char32_t c) { return b.initial < c; });
  return at != buckets.end() && at->initial == initial ? &*at : nullptr;
}

std::span<const Name> NamePool::with_initial(NameKind kind, char32_t initial) const {
  const Bucket* bucket = find_bucket(kind, initial);
  return bucket == nullptr ? std::span<const Name>{} : bucket->drawn;
}

std::span<const Name> NamePool::known_with_initial(NameKind kind, char32_t initial) const {
  const Bucket* bucket = find_bucket(kind, initial);
  return bucket == nullptr ? std::span<const Name>{} : bucket->known;
}

std::span<const Name> NamePool::of_script(NameKind kind, Script script) const {
  return by_script_[static_cast<size_t>(kind)][static_cast<size_t>(script)];
}

Cultures guessed_culture(std::string_view word) {
  struct Ending {
    std::string_view ending;
    Culture culture;
  };
  static constexpr Ending kEndings[] = {
      {"ski", kPolish},      {"ska", kPolish},      {"wicz", kPolish},     {"czyk", kPolish},
      {"owa", kPolish},      {"czak", kPolish},     {"ova", kCzech},       {"sek", kCzech},
      {"cek", kCzech},       {"ak", kCzech},        {"sson", kNordic},     {"sen", kNordic},
      {"strom", kNordic},    {"qvist", kNordic},    {"berg", kGerman},     {"mann", kGerman},
      {"bauer", kGerman},    {"stein", kGerman},    {"hofer", kGerman},    {"huber", kGerman},
      {"schmidt", kGerman},  {"dottir", kNordic},   {"ez", kSpanish},      {"ero", kSpanish},
      {"illo", kSpanish},    {"ini", kItalian},     {"elli", kItalian},    {"etti", kItalian},
      {"ucci", kItalian},    {"oni", kItalian},     {"ino", kItalian},     {"ese", kItalian},
      {"eira", kPortuguese}, {"eiro", kPortuguese}, {"inho", kPortuguese}, {"eau", kFrench},
      {"ault", kFrench},     {"eux", kFrench},      {"ier", kFrench},      {"illon", kFrench},
      {"ard", kFrench},      {"oglu", kTurkish},    {"yilmaz", kTurkish},  {"turk", kTurkish},
      {"escu", kRomanian},   {"eanu", kRomanian},   {"opoulos", kGreek},   {"idis", kGreek},
      {"akis", kGreek},      {"ov", kRussian},      {"ev", kRussian},      {"enko", kRussian},
      {"skiy", kRussian},    {"skaya", kRussian},   {"vic", kBalkan},      {"ic", kBalkan},
      {"stra", kDutch},      {"sma", kDutch},       {"nen", kFinnish},     {"swamy", kIndian},
      {"pathi", kIndian},    {"wala", kIndian},     {"nathan", kIndian},   {"singh", kIndian},
      {"yan", kRussian},     {"wati", kIndonesian}, {"anto", kIndonesian}};
  for (const Ending& e : kEndings) {
    if (word.size() > e.ending.size() + 1 && word.ends_with(e.ending)) return bit(e.culture);
  }
  return 0;
}

namespace {
struct Inflection {
  std::string_view feminine;
  std::string_view masculine;
};
// Longest first. Latin ones are folded; "ova" is Czech, Bulgarian or Russian alike.
constexpr Inflection kInflections[] = {
    {"skaya", "skiy"},
    {"cka", "cki"},
    {"ska", "ski"},
    {"dzka", "dzki"},
    {"ckova", "cek"},
    {"skova", "sek"},
    {"nkova", "nek"},
    {"ova", ""},
    {"\u0441\u043A\u0430\u044F", "\u0441\u043A\u0438\u0439"},
    {"\u0446\u043A\u0430\u044F", "\u0446\u043A\u0438\u0439"},
    {"\u043E\u0432\u0430", "\u043E\u0432"},
    {"\u0435\u0432\u0430", "\u0435\u0432"},
    {"\u0438\u043D\u0430", "\u0438\u043D"},
};
const Inflection* inflection_of(std::string_view word) {
  for (const Inflection& i : kInflections) {
    if (word.size() > i.feminine.size() + 2 && word.ends_with(i.feminine)) return &i;
  }
  return nullptr;
}
}  // namespace

bool is_feminine_family(std::string_view folded_word) {
  return inflection_of(folded_word) != nullptr;
}

std::string masculine_key(std::string_view folded_word) {
  const Inflection* inflection = inflection_of(folded_word);
  if (inflection == nullptr) return std::string(folded_word);
  std::string key(folded_word.substr(0, folded_word.size() - inflection->feminine.size()));
  // Ivanova in Latin letters is Ivanov; Novakova is Novak: known names decide.
  if (inflection->feminine == "ova" && NamePool::get().find(key + "ov").family != 0)
    return key + "ov";
  return key + std::string(inflection->masculine);
}

std::string feminine_form(std::string_view name, Cultures cultures) {
  const auto with = [&](size_t cut, std::string_view ending) {
    return std::string(name.substr(0, name.size() - cut)) + std::string(ending);
  };
  if (name.ends_with("ski") || name.ends_with("cki") || name.ends_with("dzki")) return with(1, "a");
  if (name.ends_with("skiy") || name.ends_with("skij")) return with(3, "kaya").substr(0);
  for (const Inflection& i : kInflections) {
    if (static_cast<uint8_t>(i.feminine[0]) >= 0x80 && name.ends_with(i.masculine)) {
      return with(i.masculine.size(), i.feminine);
    }
  }
  if ((cultures & bit(kCzech)) != 0) {
    if (name.ends_with("\u00FD")) return with(2, "\u00E1");
    if (name.ends_with("ek")) return with(2, "kov\u00E1");
    if (name.ends_with("ec")) return with(2, "cov\u00E1");
    if (name.ends_with("a") || name.ends_with("o")) return with(1, "ov\u00E1");
    return with(0, "ov\u00E1");
  }
  if ((cultures & bit(kRussian)) != 0 &&
      (name.ends_with("ov") || name.ends_with("ev") || name.ends_with("in"))) {
    return with(0, "a");
  }
  return std::string(name);
}

}  // namespace lauter::surrogate
