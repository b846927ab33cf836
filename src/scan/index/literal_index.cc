#include "scan/index/literal_index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/check.h"
#include "scan/views/page.h"

namespace lauter::scan {
namespace {

constexpr size_t kBytePairs = size_t{1} << 16;
constexpr size_t kHeadHashes = size_t{1} << 15;

/// About how often a byte is met in prose, markup and code; for choices only.
constexpr std::array<float, 256> kByteRates = [] {
  constexpr std::string_view kFrequentFirst =
      " etaoinsrhldcumfgpwybv.,_k-\n()=\":;/'012TSACIEPRMDNLBFOHx>*GWz<q3456789jUV[]#KY{}|J"
      "@XQZ$+\\&%!?~^`\t";
  std::array<float, 256> rates{};
  for (float& rate : rates) rate = 0.0005F;
  for (size_t i = 0; i < kFrequentFirst.size(); ++i) {
    rates[static_cast<uint8_t>(kFrequentFirst[i])] = 0.1F / (1 + 0.02F * static_cast<float>(i * i));
  }
  return rates;
}();

bool is_beyond_ascii(char c) { return (c & 0x80) != 0; }
bool is_mark(char c) { return !is_letterish(c) && !is_digit(c) && !is_space(c); }

/// What a byte of a literal may be in a text.
using Bytes = std::vector<uint8_t>;

float rate(const Bytes& bytes) {
  float sum = 0;
  for (const uint8_t byte : bytes) sum += kByteRates[byte];
  return sum;
}

/// The eight bytes at text[at], NUL beyond the text; with bit 5, by which the cases of ASCII and of
/// most other letters differ.
uint64_t head(std::string_view text, size_t at) {
  uint64_t bytes = 0;
  if (text.size() - at >= sizeof bytes) [[likely]] {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
  } else {
    std::memcpy(&bytes, text.data() + at, text.size() - at);
  }
  return bytes | 0x2020202020202020;
}

bool begins_letters(std::string_view text, size_t at) {
  if (!is_beyond_ascii(text[at])) return false;
  return at == 0 || !is_beyond_ascii(text[at - 1]) || is_without_blanks(text.substr(at));
}

/// Outside the literal: anything.
Bytes forms(std::string_view literal, size_t i, bool caseless) {
  if (i >= literal.size()) {
    Bytes any(256);
    std::iota(any.begin(), any.end(), uint8_t{0});
    return any;
  }
  const auto byte = static_cast<uint8_t>(literal[i]);
  if (caseless && is_lower(literal[i])) return {byte, static_cast<uint8_t>(byte - 32)};
  return {byte};
}

}  // namespace

void LiteralIndex::add(std::string_view bytes, bool caseless, uint16_t literal) {
  LAUTER_CHECK(!bytes.empty() && bytes.size() < 256, "a literal of 1 to 255 bytes");
  entries_.push_back({static_cast<uint32_t>(bytes_.size()), literal,
                      static_cast<uint8_t>(bytes.size()), 0, caseless});
  for (const char c : bytes) bytes_.push_back(caseless ? lower(c) : c);
}

void LiteralIndex::build() {
  measure_heads();
  choose_keys();
  group_triples();
  sort_by_slot();
}

/// A literal is hashed by as many of its first bytes as the shortest one with the same first byte
/// has, so that the text's first byte tells how many to hash there.
void LiteralIndex::measure_heads() {
  for (const Entry& entry : entries_) {
    const std::string_view literal = bytes_of(entry);
    if (!is_beyond_ascii(literal[0])) continue;
    uint64_t& mask = head_masks_[static_cast<uint8_t>(literal[0])];
    const uint64_t own = ~uint64_t{0} >> (64 - 8 * std::min<size_t>(8, literal.size()));
    mask = mask == 0 ? own : mask & own;
  }
}

inline size_t LiteralIndex::head_slot(std::string_view text, size_t at) const {
  const uint64_t bytes = head(text, at) & head_masks_[static_cast<uint8_t>(text[at])];
  return kBytePairs + bytes * 0x9E3779B97F4A7C15 / (~uint64_t{0} / kHeadHashes + 1);
}

/// A pair that others have chosen already counts as less rare.
void LiteralIndex::choose_keys() {
  std::vector<uint16_t> chosen(kBytePairs);
  for (Entry& entry : entries_) {
    const std::string_view literal = bytes_of(entry);
    float least = 1e9F;
    uint16_t* best = nullptr;
    for (size_t i = 1; i < literal.size() && !is_beyond_ascii(literal[0]); ++i) {
      const Bytes before = forms(literal, i - 1, entry.caseless);
      const Bytes at = forms(literal, i, entry.caseless);
      uint16_t& crowd = chosen[before[0] | size_t{at[0]} << 8];
      float worth = rate(before) * rate(at) * static_cast<float>(1 + crowd);
      // Any mark is better than letters, whose filter passes more than them.
      if (!is_mark(literal[i])) worth = 1 + worth * rate(forms(literal, i + 1, entry.caseless));
      if (worth >= least) continue;
      least = worth;
      best = &crowd;
      entry.key = static_cast<uint8_t>(i);
    }
    if (best != nullptr) ++*best;
    note_near(entry);
  }
}

void LiteralIndex::note_near(Entry& entry) const {
  const std::string_view literal = bytes_of(entry);
  const size_t behind = literal.size() - entry.key - 1;
  const size_t before = entry.key > 1 ? entry.key - 1U : 0;
  entry.behind = behind > 0;
  const size_t n = std::min<size_t>(8, entry.behind ? behind : before);
  // Of eight bytes those right behind the pair come first, those right before it last.
  const size_t from = entry.behind ? entry.key + size_t{1} : before - n;
  for (size_t i = 0; i < n; ++i) {
    const size_t shift = 8 * (entry.behind ? i : 8 - n + i);
    const char c = literal[from + i];
    entry.near |= uint64_t{static_cast<uint8_t>(c)} << shift;
    entry.mask |= uint64_t{0xFF} << shift;
    if (entry.caseless && is_lower(c)) entry.fold |= uint64_t{0x20} << shift;
  }
}

/// The most frequent triples first, each to the group that it widens least.
void LiteralIndex::group_triples() {
  using Triple = std::array<Bytes, 3>;
  const auto rate_of = [](const Triple& t) { return rate(t[0]) * rate(t[1]) * rate(t[2]); };
  std::vector<Triple> triples;
  for (const Entry& entry : entries_) {
    const std::string_view literal = bytes_of(entry);
    if (is_beyond_ascii(literal[0])) continue;
    if (is_mark(literal[entry.key])) {
      const auto byte = static_cast<uint8_t>(literal[entry.key]);
      marks_.high[byte >> 4] = static_cast<uint8_t>(1 << (byte >> 4));
      marks_.low[byte & 15] |= marks_.high[byte >> 4];
      continue;
    }
    Triple triple;
    for (size_t i = 0; i < 3; ++i) triple[i] = forms(literal, entry.key + i - 1, entry.caseless);
    triples.push_back(std::move(triple));
  }
  std::stable_sort(triples.begin(), triples.end(),
                   [&](const Triple& a, const Triple& b) { return rate_of(a) > rate_of(b); });
  const auto rate_in = [](const Nibbles& nibbles, uint8_t group) {
    float sum = 0;
    for (size_t high = 0; high < 16; ++high) {
      if ((nibbles.high[high] & group) == 0) continue;
      for (size_t low = 0; low < 16; ++low)
        sum += (nibbles.low[low] & group) != 0 ? kByteRates[high << 4 | low] : 0;
    }
    return sum;
  };
  for (const Triple& triple : triples) {
    float least = 0;
    std::array<Nibbles, 3> best;
    for (int g = 0; g < 8; ++g) {
      const auto group = static_cast<uint8_t>(1 << g);
      std::array<Nibbles, 3> wider = triples_;
      float before = 1, after = 1;
      for (size_t i = 0; i < 3; ++i) {
        before *= rate_in(wider[i], group);
        for (const uint8_t byte : triple[i]) {
          wider[i].low[byte & 15] |= group;
          wider[i].high[byte >> 4] |= group;
        }
        after *= rate_in(wider[i], group);
      }
      if (g > 0 && after - before >= least) continue;
      least = after - before;
      best = wider;
    }
    triples_ = best;
  }
}

void LiteralIndex::sort_by_slot() {
  std::vector<std::pair<size_t, Entry>> rows;
  for (const Entry& entry : entries_) {
    const std::string_view literal = bytes_of(entry);
    if (is_beyond_ascii(literal[0])) {
      rows.emplace_back(head_slot(literal, 0), entry);
      continue;
    }
    for (const uint8_t a : forms(literal, entry.key - size_t{1}, entry.caseless)) {
      for (const uint8_t b : forms(literal, entry.key, entry.caseless))
        rows.emplace_back(a | b << 8, entry);
    }
  }
  LAUTER_CHECK(rows.size() < 0xFFFF, "fewer than 65535 literals");
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  entries_.clear();
  starts_.assign(kBytePairs + kHeadHashes + 1, 0);
  for (const auto& [slot, entry] : rows) {
    ++starts_[slot + 1];
    entries_.push_back(entry);
  }
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  beside_.assign(kBytePairs, {0, 0});
  for (const auto& [slot, entry] : rows) {
    if (slot >= kBytePairs) break;
    const std::string_view literal = bytes_of(entry);
    const auto bit = [&](size_t at) {
      return at < literal.size() ? 1U << (static_cast<uint8_t>(literal[at]) & 31) : ~0U;
    };
    Beside& beside = beside_[slot];
    beside.before |= entry.key >= 2 ? bit(entry.key - size_t{2}) : ~0U;
    beside.after |= bit(entry.key + size_t{1});
  }
}

/// The literals of entries_[i, last), whose keys end at text[at].
void LiteralIndex::compare(std::string_view text, size_t at, size_t i, size_t last,
                           std::vector<AnchorEvent>& events) const {
  // The eight bytes before the pair and behind it; at the text's ends nothing is told by them.
  uint64_t before = 0, behind = 0;
  const bool amid = at >= 9 && at + 9 <= text.size();
  if (amid) {
    std::memcpy(&before, text.data() + at - 9, 8);
    std::memcpy(&behind, text.data() + at + 1, 8);
  }
  for (; i < last; ++i) {
    const Entry& entry = entries_[i];
    const uint64_t bytes = entry.behind ? behind : before;
    if (amid && ((bytes | entry.fold) & entry.mask) != entry.near) continue;
    const size_t begin = at - entry.key;
    if (at < entry.key || text.size() - begin < entry.length) continue;
    const char* const found = text.data() + begin;
    const char* const literal = bytes_.data() + entry.bytes;
    size_t same = 0;
    if (entry.caseless) {
      while (same < entry.length && lower(found[same]) == literal[same]) ++same;
    } else {
      while (same < entry.length && found[same] == literal[same]) ++same;
    }
    if (same < entry.length) continue;
    events.push_back({static_cast<uint32_t>(begin + entry.length), entry.literal});
  }
}

inline void LiteralIndex::look_at(std::string_view text, size_t at,
                                  std::vector<AnchorEvent>& events) const {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const size_t pair = (at > 0 ? byte(at - 1) : 0U) | size_t{byte(at)} << 8;
  // The letters of both cases share their last five bits.
  if (at >= 2 && at + 1 < text.size()) {
    const Beside& beside = beside_[pair];
    if ((beside.before >> (byte(at - 2) & 31) & beside.after >> (byte(at + 1) & 31) & 1) == 0)
      return;
  }
  compare(text, at, starts_[pair], starts_[pair + 1], events);
}

inline void LiteralIndex::look_at_letters(std::string_view text, size_t at,
                                          std::vector<AnchorEvent>& events) const {
  const size_t slot = head_slot(text, at);
  const size_t first = starts_[slot], last = starts_[slot + 1];
  if (first != last) compare(text, at, first, last, events);
}

#if defined(__AVX2__)

struct LiteralIndex::Filter {
  __m256i mark_low, mark_high, low[3], high[3];

  explicit Filter(const LiteralIndex& index)
      : mark_low(table(index.marks_.low)), mark_high(table(index.marks_.high)) {
    for (size_t i = 0; i < 3; ++i) {
      low[i] = table(index.triples_[i].low);
      high[i] = table(index.triples_[i].high);
    }
  }
  static __m256i table(const std::array<uint8_t, 16>& nibbles) {
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(nibbles.data())));
  }
  /// Bit i: the pair of a key may end at p[i]. Reads p[-1...32].
  uint32_t places(const char* p) const {
    const __m256i nibble = _mm256_set1_epi8(15);
    __m256i triple = _mm256_set1_epi8(-1), mark{};
    for (int i = 0; i < 3; ++i) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + i - 1));
      const __m256i l = _mm256_and_si256(bytes, nibble);
      const __m256i h = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
      triple = _mm256_and_si256(triple, _mm256_and_si256(_mm256_shuffle_epi8(low[i], l),
                                                         _mm256_shuffle_epi8(high[i], h)));
      if (i != 1) continue;
      mark = _mm256_and_si256(_mm256_shuffle_epi8(mark_low, l), _mm256_shuffle_epi8(mark_high, h));
    }
    return ~static_cast<uint32_t>(_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_or_si256(triple, mark), _mm256_setzero_si256())));
  }
};

/// Bit i: begins_letters() at p[i]. Reads p[-1...32].
static uint32_t letters(const char* p) {
  const auto load = [&](ptrdiff_t i) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + i));
  };
  const auto above = [](__m256i bytes, uint8_t other) {
    return _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(static_cast<char>(other)));
  };
  const __m256i bytes = load(0);
  const auto beyond_ascii = static_cast<uint32_t>(_mm256_movemask_epi8(bytes));
  if (beyond_ascii == 0) return 0;
  const __m256i e0 = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(static_cast<char>(0xE0)));
  const __m256i without_blanks =
      _mm256_or_si256(above(bytes, 0xE2), _mm256_and_si256(e0, above(load(1), 0xB7)));
  return beyond_ascii & (static_cast<uint32_t>(_mm256_movemask_epi8(without_blanks)) |
                         ~static_cast<uint32_t>(_mm256_movemask_epi8(load(-1))));
}

#endif

void LiteralIndex::scan(std::string_view text, std::vector<AnchorEvent>& events) const {
  if (entries_.empty() || text.empty()) return;
  const auto look = [&](size_t at) {
    look_at(text, at, events);
    if (begins_letters(text, at)) look_at_letters(text, at, events);
  };
  look(0);
  size_t at = 1;
#if defined(__AVX2__)
  const Filter filter(*this);
  for (; at + 65 <= text.size(); at += 64) {
    const char* p = text.data() + at;
    uint64_t found = filter.places(p) | uint64_t{filter.places(p + 32)} << 32;
    for (; found != 0; found &= found - 1)
      look_at(text, at + static_cast<size_t>(std::countr_zero(found)), events);
    uint64_t begins = letters(p) | uint64_t{letters(p + 32)} << 32;
    for (; begins != 0; begins &= begins - 1)
      look_at_letters(text, at + static_cast<size_t>(std::countr_zero(begins)), events);
  }
#endif
  for (; at < text.size(); ++at) look(at);
}

}  // namespace lauter::scan
