#include "tag/gazetteer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "base/embedded.h"
#include "base/hash.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr std::string_view kMagic = "LTRENOWN";
constexpr size_t kBuckets = 1 << 16;
constexpr size_t kFirsts = kMagic.size() + sizeof(uint32_t);
constexpr size_t kEntries = kFirsts + (kBuckets + 1) * sizeof(uint32_t);
constexpr uint32_t kLevelBits = 3;

/// As knowledge/public/build has them.
constexpr size_t kMostWords = 5;
constexpr size_t kMostBytes = 64;

static_assert(std::endian::native == std::endian::little, "the table is read in place");

template <typename T>
T number_at(std::string_view table, size_t at) {
  T value{};
  std::memcpy(&value, table.data() + at, sizeof value);
  return value;
}

bool is_capital(char32_t c) { return to_lower(c) != c; }

/// Marks that names hold.
bool joins(std::string_view mark) { return mark == "." || mark == "'" || mark == "-" || mark == "&" || mark == "’" || mark == "–"; }

/// Appends a token as names are spelt; a typesetter's apostrophe is a plain one.
void append_lower(std::string_view token, std::string& out) {
  for (size_t at = 0; at < token.size();) {
    const char32_t c = decode_utf8(token, at);
    append_utf8(out, c == U'’' ? U'\'' : to_lower(c));
  }
}

}  // namespace

Result<Gazetteer> Gazetteer::open(std::string_view table) {
  const bool is_whole = table.starts_with(kMagic) && table.size() >= kEntries &&
                        table.size() == kEntries + sizeof(uint16_t) * number_at<uint32_t>(table, kMagic.size());
  if (!is_whole) return data_loss("no table of knowledge/public/build");
  return Gazetteer(table);
}

uint32_t Gazetteer::level(std::string_view name) const {
  const uint64_t hash = hash64(name);
  const size_t first = kFirsts + (hash >> 48) * sizeof(uint32_t);
  const size_t count = (table_.size() - kEntries) / sizeof(uint16_t);
  const size_t last_entry = std::min<size_t>(count, number_at<uint32_t>(table_, first + sizeof(uint32_t)));
  const auto rest = static_cast<uint32_t>(hash >> 35 & 0x1FFF);
  for (size_t i = number_at<uint32_t>(table_, first); i < last_entry; ++i) {
    const uint32_t entry = number_at<uint16_t>(table_, kEntries + i * sizeof(uint16_t));
    if (entry >> kLevelBits >= rest) return entry >> kLevelBits == rest ? 1 + (entry & (kLevels - 1)) : 0;
  }
  return 0;
}

void Gazetteer::mark(std::string_view text, std::span<const Token> tokens, std::vector<uint8_t>& marks) const {
  marks.assign(tokens.size(), 0);
  const auto first_of = [&](size_t t) {
    size_t at = tokens[t].begin;
    return decode_utf8(text, at);
  };
  std::string name;
  for (size_t first = 0; first < tokens.size();) {
    size_t end = first;
    uint32_t best = 0;
    bool is_long = false;
    if (is_capital(first_of(first))) {
      name.clear();
      size_t words = 1;
      bool ends_well = true;
      for (size_t t = first; t < tokens.size() && name.size() < kMostBytes; ++t) {
        const std::string_view token = text.substr(tokens[t].begin, tokens[t].end - tokens[t].begin);
        const char32_t c = first_of(t);
        const bool is_word = is_word_character(c);
        if (t > first && tokens[t].gap != Gap::kNone) {
          if (tokens[t].gap == Gap::kBreak || ++words > kMostWords || !is_word) break;
          name += ' ';
          ends_well = is_capital(c) || digit_zero(c) != 0;
        }
        if (!is_word && !joins(token)) break;
        append_lower(token, name);
        if (!ends_well || (!is_word && token != ".")) continue;
        if (const uint32_t known = level(name)) {
          best = known;
          end = t + 1;
          is_long = words > 1;
        }
      }
    }
    for (size_t t = first; t < end; ++t) {
      marks[t] = static_cast<uint8_t>(1 + 2 * (best - 1) + (t > first ? 1 : 0) + (is_long ? 2 * kLevels : 0));
    }
    first = std::max(first + 1, end);
  }
}

std::string_view embedded_gazetteer() { return embedded_file("titles.bin"); }

}  // namespace lauter
