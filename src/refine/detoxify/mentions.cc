#include "refine/detoxify/mentions.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "known/mentions.h"
#include "scan/index/word_set.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr uint64_t kReach = 64;
constexpr size_t kMostWords = 7;

constexpr auto& kHarmlessTerms = known::kHarmlessTerms;

bool is_quote(std::string_view text, uint64_t& at) {
  constexpr std::string_view kQuotes[] = {"\"", "'", "`", "*", "\u201c", "\u2018", "\u00ab"};
  for (const std::string_view quote : kQuotes) {
    if (text.substr(0, at).ends_with(quote)) {
      at -= quote.size();
      return true;
    }
  }
  return false;
}

/// The words before `end` in its sentence, the nearest first.
struct WordsBefore {
  std::array<std::string_view, kMostWords> words;
  size_t count = 0;

  WordsBefore(std::string_view text, uint64_t end) {
    const uint64_t floor = end > kReach ? end - kReach : 0;
    for (uint64_t at = end; at > floor && count < kMostWords;) {
      const char c = text[at - 1];
      if (c == '.' || c == '!' || c == '?' || c == '\n') return;
      const std::string_view word = scan::word_before(text, at);
      if (word.empty()) {
        --at;
        continue;
      }
      words[count++] = word;
      at -= word.size();
    }
  }
  std::string_view operator[](size_t i) const { return i < count ? words[i] : std::string_view(); }
};

/// "the word 'bitch'", "slurs like 'bitch'".
bool is_named(const WordsBefore& before, bool quoted) {
  static const scan::WordSet kOne(
      "word|term|slur|phrase|expression|insult|epithet|swearword|profanity|nickname");
  static const scan::WordSet kMany(
      "words|terms|slurs|phrases|expressions|insults|epithets|swearwords|profanities|names");
  static const scan::WordSet kLike("like|as|including");
  if (kOne.has(before[0])) return true;
  if (quoted && kMany.has(before[0])) return true;
  const size_t noun = before[0] == "as" && before[1] == "such" ? 2 : 1;
  return kLike.has(before[0]) && (kMany.has(before[noun]) || kOne.has(before[noun]));
}

/// "Bitch is a slur", "... was an offensive term".
bool is_defined(std::string_view text, uint64_t end) {
  static const scan::WordSet kIs("is|was|are|were");
  static const scan::WordSet kArticle("a|an|the|slurs|insults");
  static const scan::WordSet kKinds(
      "word|term|slur|slurs|epithet|expletive|insult|profanity|swearword|pejorative");
  constexpr int kMostAdjectives = 3;
  const auto next = [&] {
    while (end < text.size() &&
           (text[end] == ' ' || text[end] == '"' || text[end] == '\'' || text[end] == ',')) {
      ++end;
    }
    const std::string_view word = scan::word_at(text, end);
    end += word.size();
    return word;
  };
  if (!kIs.has(next()) || !kArticle.has(next())) return false;
  for (int words = 0; words <= kMostAdjectives; ++words) {
    if (kKinds.has(next())) return true;
  }
  return false;
}

/// An animal is spoken of: words that name it, and words that stand around when they do.
struct Animal {
  const char* names;
  const char* around;
};
constexpr Animal kAnimals[] = {
    {"bitch|bitches", known::kMentionsBitches},
    {"ass|asses", known::kMentionsDonkeys},
    {"cock|cocks",
     "hen|hens|rooster|roosters|crow|crows|crowed|crowing|coop|feathers|dawn|farmyard"},
    {"cow|cows|pig|pigs|sow|sows",
     "milk|milked|farm|farmer|barn|field|herd|pasture|trough|calf|piglets"}};

bool is_animal(std::string_view text, ByteSpan span) {
  static const auto kSets = [] {
    std::vector<std::pair<scan::WordSet, scan::WordSet>> sets;
    for (const Animal& animal : kAnimals)
      sets.emplace_back(scan::WordSet(animal.names), scan::WordSet(animal.around));
    return sets;
  }();
  const std::string_view last = scan::word_before(text, span.end);
  for (const auto& [names, around] : kSets) {
    if (!names.has(last)) continue;
    const uint64_t first = span.begin > kReach ? span.begin - kReach : 0;
    for (uint64_t at = first; at < std::min<uint64_t>(text.size(), span.end + kReach);) {
      const std::string_view word = scan::word_at(text, at);
      if (around.has(word)) return true;
      at += std::max<size_t>(1, word.size());
    }
  }
  return false;
}

/// "he called me a stupid cow", "they keep calling my son an idiot", "I've been called a cow".
bool is_reported(const WordsBefore& before) {
  static const scan::WordSet kCalls("called|calls|calling|call|labelled|labeled");
  static const scan::WordSet kPassive("be|been|being|was|were|get|gets|getting|got");
  for (size_t i = 1; i < before.count; ++i) {
    if (!kCalls.has(before[i])) continue;
    const std::string_view whom = before[i - 1];
    return whom == "me" || whom == "us" || (whom == "my" && i >= 2) || kPassive.has(before[i + 1]);
  }
  return false;
}

/// "I'm such an idiot", "I felt like a total moron": who abuses himself abuses nobody.
bool is_of_self(const WordsBefore& before) {
  static const scan::WordSet kBetween(known::kMentionsIsOfSelfBetween);
  static const scan::WordSet kBeing("m|am|was|im|feel|felt");
  size_t i = 0;
  while (i < before.count && kBetween.has(before[i]) && !kBeing.has(before[i])) ++i;
  if (i == 0) return false;
  if (before[i] == "im" || before[i] == "Im") return true;
  const std::string_view who = before[i + 1];
  return kBeing.has(before[i]) && (who == "i" || who == "I");
}

bool is_harmless_term(std::string_view text, ByteSpan span) {
  constexpr uint64_t kLongest = 24;
  const uint64_t floor = span.begin > kLongest ? span.begin - kLongest : 0;
  for (uint64_t at = span.begin;; --at) {
    const bool word_begins = at == 0 || !is_ascii_alnum(text[at - 1]);
    if (word_begins && at + scan::set_of<kHarmlessTerms>().match(text, at) >= span.end) return true;
    if (at == floor || text[at - 1] == '\n') return false;
  }
}

}  // namespace

bool names_people(std::string_view words) {
  static const scan::WordSet kNames(known::kMentionsNamesPeopleNames);
  return kNames.has(words);
}

bool is_mention(std::string_view text, ByteSpan span) {
  if (is_harmless_term(text, span) || is_defined(text, span.end) || is_animal(text, span))
    return true;
  uint64_t at = span.begin;
  const bool quoted = is_quote(text, at);
  const WordsBefore before(text, at);
  return is_named(before, quoted) || is_reported(before) || is_of_self(before);
}

bool is_in_quotes(std::string_view text, uint64_t at) {
  constexpr uint64_t kLongest = 1000;
  const uint64_t floor = at > kLongest ? at - kLongest : 0;
  const size_t line_end = text.substr(floor, at - floor).rfind('\n');
  const uint64_t line = line_end == text.npos ? floor : floor + line_end + 1;
  const std::string_view before = text.substr(line, at - line);
  const auto straight = std::count(before.begin(), before.end(), '"');
  const auto is_open = [&](std::string_view opening, std::string_view closing) {
    const size_t open = before.rfind(opening);
    return open != before.npos && before.find(closing, open) == before.npos;
  };
  // 'white trash': opened behind a blank and not closed; an apostrophe stands between letters.
  const size_t open = before.rfind(" '");
  const bool is_single = open != before.npos && [&] {
    for (size_t i = open + 2; i < before.size(); ++i) {
      if (before[i] == '\'' && (i + 1 == before.size() || !is_ascii_alnum(before[i + 1])))
        return false;
    }
    return text.substr(at, kReach).find('\'') != text.npos;
  }();
  uint64_t begin = at;
  return is_single || straight % 2 == 1 || is_open("\u201C", "\u201D") ||
         is_open("\u00AB", "\u00BB") || is_open("`", "\u00B4") || before.starts_with('>') ||
         is_quote(text, begin);
}

}  // namespace lauter
