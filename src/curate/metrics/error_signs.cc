#include "curate/metrics/error_signs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include "base/hash.h"
#include "curate/metrics/chrf.h"
#include "curate/metrics/share.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"
#include "text/white_space.h"

namespace lauter {
namespace {

constexpr size_t kNameLetters = 4;
constexpr uint32_t kMinNames = 2;
constexpr uint32_t kMinCopiedOf = 4;

bool is_upper(char32_t c) { return to_lower(c) != c; }

/// What one text holds that the other must hold too.
struct Facts {
  std::vector<std::string> numbers;          ///< sorted
  std::vector<uint64_t> names;               ///< hashes of their first letters
  std::unordered_set<uint64_t> name_places;  ///< first letters of every word
  std::vector<uint64_t> words;               ///< hashes, lower case
};

/// The digits of each number.
std::vector<std::string> numbers_of(std::string_view text) {
  std::vector<std::string> numbers;
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_ascii_digit(text[i])) {
      digits += text[i];
      continue;
    }
    const bool joins = (text[i] == '.' || text[i] == ',' || text[i] == '\'') &&
                       i + 1 < text.size() && is_ascii_digit(text[i + 1]);
    if (digits.empty() || joins) continue;
    numbers.push_back(std::move(digits));
    digits.clear();
  }
  if (!digits.empty()) numbers.push_back(std::move(digits));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

constexpr bool ends_sentence(std::string_view token) {
  const char c = token.front();
  return c == '.' || c == '!' || c == '?' || c == ':';
}

Facts facts_of(std::string_view text, SignScratch& scratch) {
  Facts facts;
  facts.numbers = numbers_of(text);
  tokenize(text, scratch.tokens);
  bool begins = true;
  std::string folded;
  for (const Token& token : scratch.tokens) {
    const std::string_view bytes = text.substr(token.begin, token.end - token.begin);
    begins = begins || token.gap == Gap::kNewline || token.gap == Gap::kBreak;
    size_t at = 0;
    if (!is_word_character(decode_utf8(bytes, at))) {
      // Quotes and brackets leave a begin a begin.
      begins = begins || ends_sentence(bytes);
      continue;
    }
    folded.clear();
    size_t letters = 0;
    size_t capitals = 0;
    size_t head = 0;
    bool first_capital = false;
    for (size_t i = 0; i < bytes.size();) {
      const char32_t c = decode_utf8(bytes, i);
      const bool capital = is_upper(c);
      first_capital = letters == 0 ? capital : first_capital;
      capitals += capital ? 1 : 0;
      ++letters;
      append_utf8(folded, to_lower(c));
      if (letters <= kNameLetters) head = folded.size();
    }
    facts.words.push_back(hash64(folded));
    const uint64_t name = hash64(std::string_view(folded).substr(0, head));
    facts.name_places.insert(name);
    const bool acronym = letters > 1 && capitals == letters;
    if ((first_capital && !begins && letters > 1) || acronym) facts.names.push_back(name);
    // "2) Tap the icon": a number in front leaves a begin, too.
    begins = begins && is_ascii_digit(bytes.front());
  }
  return facts;
}

/// How many of `a` are in `b`, each as often as it is there. Both sorted.
size_t count_shared(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

size_t count_found(const std::vector<uint64_t>& names, const std::unordered_set<uint64_t>& in) {
  return static_cast<size_t>(
      std::count_if(names.begin(), names.end(), [&](uint64_t name) { return in.count(name) > 0; }));
}

double repetition(const std::vector<uint64_t>& words, KeyNumbers& numbers) {
  if (words.size() < 4) return 0;
  numbers.reset(words.size());
  for (size_t i = 0; i + 4 <= words.size(); ++i) {
    numbers.add(
        join_keys(join_keys(words[i], words[i + 1]), join_keys(words[i + 2], words[i + 3])));
  }
  return 1 - share(numbers.count(), words.size() - 3);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    size_t at = previous_utf8(text, text.size());
    const size_t begin = at;
    const char32_t c = decode_utf8(text, at);
    const bool closes = c == '"' || c == '\'' || c == ')' || c == ']' || c == 0xBB || c == 0xAB ||
                        (c >= 0x2018 && c <= 0x201F);
    if (!is_white_space(c) && !closes) break;
    text = text.substr(0, begin);
  }
  return text;
}

bool ends_as_sentence(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return false;
  size_t at = previous_utf8(text, text.size());
  const char32_t c = decode_utf8(text, at);
  return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002 ||
         c == 0xFF01 || c == 0xFF1F;
}

}  // namespace

std::string_view error_sign_name(ErrorSign sign) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "empty",        "numbers_lost", "numbers_added", "names_changed", "repeats",
      "untranslated", "truncated",    "too_short",     "too_long"};
  return kNames[static_cast<size_t>(sign)];
}

ErrorSigns error_signs(std::string_view source, std::string_view output, SignScratch& scratch) {
  const Facts a = facts_of(source, scratch);
  const Facts b = facts_of(output, scratch);
  ErrorSigns signs;
  signs.empty = b.words.empty();
  const size_t numbers = count_shared(a.numbers, b.numbers);
  signs.number_recall = share(numbers, a.numbers.size());
  signs.number_precision = share(numbers, b.numbers.size());
  signs.name_recall = share(count_found(a.names, b.name_places), a.names.size());
  signs.name_precision = share(count_found(b.names, a.name_places), b.names.size());
  signs.names = static_cast<uint32_t>(std::min(a.names.size(), b.names.size()));
  signs.repetition = repetition(b.words, scratch.numbers);
  signs.source_repetition = repetition(a.words, scratch.numbers);

  const auto run = [](const std::vector<uint64_t>& words, size_t i) {
    return join_keys(join_keys(words[i], words[i + 1]), words[i + 2]);
  };
  scratch.numbers.reset(a.words.size() + b.words.size());
  for (size_t i = 0; i + 3 <= a.words.size(); ++i) scratch.numbers.add(run(a.words, i));
  const uint32_t known = scratch.numbers.count();
  size_t copied = 0;
  for (size_t i = 0; i + 3 <= b.words.size(); ++i, ++signs.copied_of) {
    copied += scratch.numbers.add(run(b.words, i)) < known ? 1 : 0;
  }
  signs.copied = share(copied, signs.copied_of);
  signs.length_ratio = share(count_code_points(output), count_code_points(source));
  signs.ends_early = !signs.empty && ends_as_sentence(source) && !ends_as_sentence(output);
  return signs;
}

std::vector<ErrorSign> reasons(const ErrorSigns& signs, const SignLimits& limits) {
  if (signs.empty) return {ErrorSign::kEmpty};
  std::vector<ErrorSign> found;
  const auto add_if = [&found](bool bad, ErrorSign sign) {
    if (bad) found.push_back(sign);
  };
  // NaN is neither below nor above.
  add_if(signs.number_recall < limits.min_number_recall, ErrorSign::kNumbersLost);
  add_if(signs.number_precision < limits.min_number_precision, ErrorSign::kNumbersAdded);
  add_if(signs.names >= kMinNames &&
             std::max(signs.name_recall, signs.name_precision) < limits.min_names,
         ErrorSign::kNamesChanged);
  add_if(signs.repetition - signs.source_repetition > limits.max_repetition, ErrorSign::kRepeats);
  add_if(signs.copied_of >= kMinCopiedOf && signs.copied > limits.max_copied,
         ErrorSign::kUntranslated);
  add_if(signs.ends_early && signs.length_ratio < limits.max_truncated_ratio,
         ErrorSign::kTruncated);
  add_if(signs.length_ratio < limits.min_length_ratio, ErrorSign::kTooShort);
  add_if(signs.length_ratio > limits.max_length_ratio, ErrorSign::kTooLong);
  return found;
}

}  // namespace lauter
