#include "surrogate/names/name_images.h"

#include <algorithm>
#include <array>
#include <bit>

#include "surrogate/names/unicode.h"

namespace lauter::surrogate {
namespace {

constexpr size_t kMaxCultures = 32;
constexpr int kScripts = static_cast<int>(Script::kThai) + 1;

bool has_vowels(Script script) {
  return script == Script::kLatin || script == Script::kCyrillic || script == Script::kGreek;
}

size_t distance(const Name& a, const Name& b) {
  return a.length > b.length ? a.length - b.length : b.length - a.length;
}

/// A name of both sexes stands for nobody, else it could for two.
bool is_of_both_sexes(const Name& name) {
  const KnownName known = NamePool::get().find(folded(name.text));
  return known.female != 0 && known.male != 0;
}

template <typename T>
void shuffle(std::vector<T>& values, KeyedRandom& random) {
  for (size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random.below(i)]);
}

}  // namespace

NameImages::NameImages(const KeyedHash& hash, const Initials& initials)
    : hash_(hash),
      initials_(initials),
      tables_(std::make_unique<Table[]>(kNameKinds * NamePool::get().initials().size())) {}

const Name* NameImages::of(NameKind kind, std::string_view key) const {
  if (key.empty()) return nullptr;
  const std::vector<char32_t>& initials = NamePool::get().initials();
  const char32_t initial = decode(key, 0).value;
  const auto at = std::lower_bound(initials.begin(), initials.end(), initial);
  if (at == initials.end() || *at != initial) return nullptr;
  Table& table = tables_[static_cast<size_t>(kind) * initials.size() +
                         static_cast<size_t>(at - initials.begin())];
  std::call_once(table.once, [&] { table.pairs = pairs_of(kind, initial); });
  const uint64_t hash = hash64(key);
  const auto pair = std::lower_bound(table.pairs.begin(), table.pairs.end(), hash,
                                     [](const Pair& p, uint64_t h) { return p.key_hash < h; });
  return pair != table.pairs.end() && pair->key_hash == hash ? pair->image : nullptr;
}

/// Each name takes a free one, names of many cultures first and short forms last, else in a keyed
/// order: the better in length of two draws, of two common cultures where that is possible.
std::vector<NameImages::Pair> NameImages::pairs_of(NameKind kind, char32_t initial) const {
  const NamePool& pool = NamePool::get();
  std::vector<const Name*> names;
  for (const Name& name : pool.known_with_initial(kind, initial)) names.push_back(&name);
  std::vector<const Name*> free;
  for (const Name& name : pool.with_initial(kind, initials_.map(initial))) {
    if (kind == NameKind::kFamily || !is_of_both_sexes(name)) free.push_back(&name);
  }
  std::string message = "name images ";
  message.push_back(static_cast<char>('0' + static_cast<int>(kind)));
  append_utf8(message, initial);
  KeyedRandom random(hash_.digest(message));
  shuffle(names, random);
  shuffle(free, random);
  const auto rank = [](const Name* name) {
    return (name->is_drawn ? 64 : 0) + std::popcount(name->cultures);
  };
  std::stable_sort(names.begin(), names.end(),
                   [&](const Name* a, const Name* b) { return rank(a) > rank(b); });

  std::vector<Pair> pairs;
  std::vector<size_t> fitting;
  for (const Name* name : names) {
    const std::string key = folded(name->text);
    const bool ascii_only = pool.find(key).is_ascii;
    for (int overlap = std::popcount(name->cultures) >= 2 ? 2 : 1; overlap > 0; --overlap) {
      fitting.clear();
      for (size_t i = 0; i < free.size(); ++i) {
        const bool fits = std::popcount(free[i]->cultures & name->cultures) >= overlap &&
                          (free[i]->is_ascii || !ascii_only);
        if (fits && free[i]->text != name->text) fitting.push_back(i);
      }
      if (!fitting.empty()) break;
    }
    if (fitting.empty()) continue;
    const size_t a = fitting[random.below(fitting.size())];
    const size_t b = fitting[random.below(fitting.size())];
    const size_t chosen = distance(*free[b], *name) < distance(*free[a], *name) ? b : a;
    pairs.push_back({hash64(key), free[chosen]});
    free.erase(free.begin() + static_cast<ptrdiff_t>(chosen));
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const Pair& a, const Pair& b) { return a.key_hash < b.key_hash; });
  return pairs;
}

const PseudoWords* name_smith(NameKind kind, Cultures cultures, Script script) {
  struct Smith {
    std::once_flag once;
    std::unique_ptr<const PseudoWords> smith;
  };
  static std::array<std::array<std::array<Smith, 2>, kMaxCultures>, kNameKinds> smiths;
  const bool is_alphabet = has_vowels(script);
  for (; cultures != 0; cultures &= cultures - 1) {
    const auto culture = static_cast<size_t>(std::countr_zero(cultures));
    Smith& smith = smiths[static_cast<size_t>(kind)][culture][is_alphabet ? 1 : 0];
    std::call_once(smith.once, [&] {
      std::vector<std::string> words;
      for (int i = 0; i < kScripts; ++i) {
        const auto other = static_cast<Script>(i);
        if (has_vowels(other) != is_alphabet) continue;
        for (const Name& name : NamePool::get().of_script(kind, other)) {
          if ((name.cultures >> culture & 1) != 0) words.push_back(folded(name.text));
        }
      }
      smith.smith = std::make_unique<const PseudoWords>(words);
    });
    if (smith.smith->can_make_words()) return smith.smith.get();
  }
  return nullptr;
}

}  // namespace lauter::surrogate
