#include "llm/question/new_matter.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "known/language.h"
#include "known/new_matter.h"
#include "llm/question/sentence.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter::llm {
namespace {

constexpr size_t kLeastContentBytes = 4;
/// A negation denies the rest of its clause, and surely these next words of it.
constexpr size_t kSurelyDenied = 2;

template <size_t N>
bool is_listed(const std::string_view (&words)[N], std::string_view word) {
  return std::binary_search(std::begin(words), std::end(words), word);
}

bool is_common_beginning(std::string_view word) {
  return is_listed(known::kNewMatterStarts, word) || is_listed(known::kLanguageEnglish, word) ||
         is_listed(known::kLanguageForeign, word) || is_listed(known::kNewMatterNegations, word);
}

std::string in_small_letters(std::string_view word) {
  std::string small;
  for (size_t i = 0; i < word.size();) append_utf8(small, to_lower(decode_utf8(word, i)));
  return small;
}

enum class Denial : uint8_t { kNone, kMaybe, kSure };

struct SaidWord {
  std::string small{};
  bool has_capital = false;
  bool begins = false;  ///< a sentence or line
  Denial denial = Denial::kNone;
};

/// The words of a passage in order.
std::vector<SaidWord> said_words(std::string_view text) {
  std::vector<Token> tokens;
  tokenize(text, tokens);
  std::vector<SaidWord> words;
  bool begins = true;
  Denial denial = Denial::kNone;
  size_t sure = 0;  ///< so many words from here on are surely denied
  std::string_view mark_before;
  for (const Token& token : tokens) {
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    begins = begins || token.gap == Gap::kNewline || token.gap == Gap::kBreak;
    size_t first_end = 0;
    const char32_t first = decode_utf8(word, first_end);
    if (!is_word_character(first)) {
      begins = begins || std::string_view(".!?:*-").find(word.back()) != std::string_view::npos;
      if (std::string_view(".,!?:;").find(word.front()) != std::string_view::npos) denial = Denial::kNone;
      mark_before = word;
      continue;
    }
    SaidWord& said = words.emplace_back();
    said.small = in_small_letters(word);
    said.has_capital = to_lower(first) != first;
    said.begins = begins;
    const bool is_cut = (mark_before == "'" || mark_before == "\u2019") && said.small == "t" && words.size() > 1 &&
                        words[words.size() - 2].small.ends_with('n');  // "don't"
    said.denial = denial == Denial::kNone ? denial : sure > 0 ? Denial::kSure : Denial::kMaybe;
    sure -= std::min<size_t>(sure, 1);
    if (is_cut || is_listed(known::kNewMatterNegations, said.small)) {
      denial = Denial::kSure;
      sure = kSurelyDenied;
    }
    if (said.small == "but") denial = Denial::kNone;
    if (said.small == "if" && denial == Denial::kNone) denial = Denial::kMaybe;  // says neither
    begins = false;
    mark_before = {};
  }
  return words;
}

/// Runs of digits with single marks between them, in ASCII: "2014-03-05", "1,200", "98.6".
std::set<std::string> numbers_of(std::string_view text) {
  std::set<std::string> numbers;
  std::string number;
  std::string mark;
  const auto end = [&] {
    if (!number.empty()) numbers.insert(number);
    number.clear();
    mark.clear();
  };
  for (size_t i = 0; i < text.size();) {
    const char32_t c = decode_utf8(text, i);
    if (const char32_t zero = digit_zero(c); zero != 0) {
      number += mark + static_cast<char>('0' + (c - zero));
      mark.clear();
    } else if (!number.empty() && mark.empty() && c < 0x80 &&
               std::string_view(".,:/-").find(static_cast<char>(c)) != std::string_view::npos) {
      mark = static_cast<char>(c);
    } else {
      end();
    }
  }
  end();
  return numbers;
}

/// Parts of dates, times and ranges: "2014" of "2014-03-05". Not of "1,200" or "98.6", which are one number.
bool is_part_of_one(const std::string& part, const std::set<std::string>& numbers) {
  const auto is_mark = [](char c) { return c == '-' || c == '/' || c == ':'; };
  return std::any_of(numbers.begin(), numbers.end(), [&](const std::string& whole) {
    for (size_t at = whole.find(part); at != std::string::npos; at = whole.find(part, at + 1)) {
      const size_t end = at + part.size();
      if ((at == 0 || is_mark(whole[at - 1])) && (end == whole.size() || is_mark(whole[end]))) return true;
    }
    return false;
  });
}

bool has_new_number(std::string_view before, std::string_view after) {
  const std::set<std::string> known = numbers_of(before);
  for (const std::string& number : numbers_of(after)) {
    if (!is_part_of_one(number, known)) return true;
  }
  constexpr std::array<std::string_view, 5> kUnits = {"%", "$", "\u20AC", "\u00A3", "\u2030"};
  return std::any_of(kUnits.begin(), kUnits.end(), [&](std::string_view unit) {
    return after.find(unit) != std::string_view::npos && before.find(unit) == std::string_view::npos;
  });
}

bool is_letter_at(std::string_view text, size_t at) {
  return at < text.size() && (is_ascii_alpha(text[at]) || !is_ascii(text[at]));
}

/// What could be followed or written to: "http://x", "@bob", "a@b.no", "www.x.org", "x.org/y". "e.g." is none.
bool is_address(std::string_view piece) {
  if (piece.find("://") != std::string_view::npos || piece.find('@') != std::string_view::npos) return true;
  for (size_t dot = piece.find('.'); dot != std::string_view::npos; dot = piece.find('.', dot + 1)) {
    const bool is_between = dot > 0 && (is_letter_at(piece, dot - 1) || is_ascii_digit(piece[dot - 1]));
    if (is_between && is_letter_at(piece, dot + 1) && is_letter_at(piece, dot + 2)) return true;
  }
  return false;
}

bool has_new_address(std::string_view before, std::string_view after) {
  for (size_t at = 0; at < after.size();) {
    const size_t end = std::min(after.find_first_of(" \t\n", at), after.size());
    std::string_view piece = after.substr(at, end - at);
    while (!piece.empty() && std::string_view(".,;:!?)\"'").find(piece.back()) != std::string_view::npos) {
      piece.remove_suffix(1);
    }
    if (is_address(piece) && before.find(piece) == std::string_view::npos) return true;
    at = end + 1;
  }
  return false;
}

/// The word itself, or its other number: "Dane", "Danes".
bool is_among(const std::string& word, const std::set<std::string_view>& known) {
  constexpr size_t kLeastStem = 4;
  if (known.contains(word)) return true;
  if (word.size() > kLeastStem && word.ends_with('s') && known.contains(std::string_view(word).substr(0, word.size() - 1))) {
    return true;
  }
  return word.size() >= kLeastStem && known.contains(word + "s");
}

bool is_new_name(const SaidWord& word, const std::set<std::string_view>& known) {
  if (!word.has_capital || word.small == "i" || is_among(word.small, known)) return false;
  return !word.begins || !is_common_beginning(word.small);
}

/// Whether a word that both have is surely denied in one of them and not at all in the other.
bool is_turned_round(const std::vector<SaidWord>& before, const std::vector<SaidWord>& after) {
  struct Range {
    Denial least = Denial::kSure;
    Denial most = Denial::kNone;
  };
  std::map<std::string_view, Range> ranges;
  const auto is_content = [](const SaidWord& word) {
    return word.small.size() >= kLeastContentBytes && !is_listed(known::kLanguageEnglish, word.small);
  };
  for (const SaidWord& word : before) {
    if (!is_content(word)) continue;
    Range& range = ranges[word.small];
    range = {std::min(range.least, word.denial), std::max(range.most, word.denial)};
  }
  return std::any_of(after.begin(), after.end(), [&](const SaidWord& word) {
    const auto range = ranges.find(word.small);
    if (!is_content(word) || range == ranges.end()) return false;
    return (word.denial == Denial::kSure && range->second.most == Denial::kNone) ||
           (word.denial == Denial::kNone && range->second.least == Denial::kSure);
  });
}

}  // namespace

std::string_view new_matter_name(NewMatter matter) {
  static constexpr std::array<std::string_view, kNewMatters> kNames = {"new-number", "new-name", "new-link",
                                                                       "new-date",   "negation", "too-long"};
  return kNames[static_cast<size_t>(matter)];
}

std::optional<NewMatter> new_matter(std::string_view before, std::string_view after) {
  if (has_new_address(before, after)) return NewMatter::kLink;
  if (has_new_number(before, after)) return NewMatter::kNumber;
  const std::vector<SaidWord> was = said_words(before);
  const std::vector<SaidWord> is = said_words(after);
  std::set<std::string_view> known;
  for (const SaidWord& word : was) known.insert(word.small);
  for (const SaidWord& word : is) {
    if (known.contains(word.small)) continue;
    if (is_listed(known::kNewMatterNumbers, word.small)) return NewMatter::kNumber;
    if (is_listed(known::kNewMatterDates, word.small)) return NewMatter::kDate;
  }
  for (const SaidWord& word : is) {
    if (is_new_name(word, known)) return NewMatter::kName;
  }
  if (is.size() > was.size() + was.size() / 2 + 5) return NewMatter::kLength;
  if (is_turned_round(was, is)) return NewMatter::kNegation;
  return std::nullopt;
}

std::optional<NewMatter> new_matter_at(std::string_view text, ByteSpan span, std::string_view with) {
  constexpr uint64_t kReach = 1000;
  ByteSpan near{span.begin - std::min(span.begin, kReach), std::min<uint64_t>(span.end + kReach, text.size())};
  while (!is_utf8_boundary(text, near.begin)) ++near.begin;
  while (!is_utf8_boundary(text, near.end)) --near.end;
  text = near.of(text);
  span = {span.begin - near.begin, span.end - near.begin};
  const ByteSpan all = internal::sentences_of(text, span);
  const ByteSpan said{std::min(all.begin, span.begin), std::max(all.end, span.end)};
  std::string after(text.substr(said.begin, span.begin - said.begin));
  after += with;
  after += text.substr(span.end, said.end - span.end);
  return new_matter(said.of(text), after);
}

}  // namespace lauter::llm
