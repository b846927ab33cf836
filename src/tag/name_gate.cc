#include "tag/name_gate.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace lauter {
namespace {

/// Words that begin sentences and are nobody's name; sorted.
constexpr std::string_view kCommon[] = {
    "a",       "about",   "after",   "all",     "also",    "although", "an",      "and",     "another",
    "any",     "are",     "as",      "at",      "be",      "because",  "before",  "but",     "by",
    "can",     "could",   "did",     "do",      "does",    "don",      "each",    "even",    "every",
    "finally", "first",   "for",     "from",    "get",     "had",      "has",     "have",    "he",
    "her",     "here",    "his",     "how",     "however", "i",        "if",      "in",      "indeed",
    "instead", "is",      "it",      "its",     "just",    "last",     "let",     "like",    "many",
    "maybe",   "more",    "most",    "my",      "never",   "next",     "no",      "not",     "nothing",
    "now",     "of",      "often",   "oh",      "on",      "once",     "one",     "only",    "or",
    "other",   "our",     "out",     "over",    "perhaps", "please",   "she",     "since",   "so",
    "some",    "still",   "such",    "thanks",  "that",    "the",      "their",   "then",    "there",
    "these",   "they",    "this",    "those",   "though",  "thus",     "to",      "today",   "too",
    "under",   "until",   "up",      "use",     "very",    "was",      "we",      "well",    "were",
    "what",    "when",    "where",   "whether", "which",   "while",    "who",     "why",     "with",
    "would",   "yes",     "yet",     "you",     "your"};

constexpr size_t kMargin = 8;      ///< tokens around a candidate that may belong to its name
constexpr size_t kShortest = 48;   ///< a stretch left out costs the network's reach on both sides
constexpr size_t kCasedEvery = 64; ///< a capital letter in so many tokens shows that there are some

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_common(std::string_view word) {
  std::array<char, 8> folded{};
  if (word.size() > folded.size()) return false;
  size_t size = 0;
  for (const char c : word) folded[size++ & 7] = is_upper(c) ? static_cast<char>(c + 32) : c;
  return std::binary_search(std::begin(kCommon), std::end(kCommon),
                            std::string_view(folded.data(), word.size()));
}

}  // namespace

void find_name_ranges(std::string_view text, const std::vector<Token>& tokens,
                      std::vector<TokenRange>& ranges) {
  ranges.clear();
  size_t begin = 0;        // of the range that is being seen
  size_t after = 0;        // behind the last candidate
  size_t capitals = 0;     // since then
  bool any_candidate = false;
  const auto leave_out = [&](size_t candidate, bool is_end) {
    const size_t from = after + (any_candidate ? kMargin : 0);
    const size_t to = is_end ? candidate : candidate - std::min(candidate, kMargin);
    const size_t length = candidate - after;
    if (to < from + kShortest || capitals * kCasedEvery < length) return;
    if (from > begin) ranges.push_back({begin, from});
    begin = to;
  };
  for (size_t t = 0; t < tokens.size(); ++t) {
    const char first = text[tokens[t].begin];
    // Dashes and curly quotes (E2 80 and one byte more) begin no name.
    bool is_candidate = (first >= '0' && first <= '9') ||
                        ((first & 0x80) != 0 && !text.substr(tokens[t].begin).starts_with("\xE2\x80"));
    if (is_upper(first)) {
      is_candidate = !is_common(text.substr(tokens[t].begin, tokens[t].end - tokens[t].begin));
      capitals += is_candidate ? 0 : 1;
    }
    if (!is_candidate) continue;
    leave_out(t, false);
    any_candidate = true;
    after = t + 1;
    capitals = 0;
  }
  leave_out(tokens.size(), true);
  if (begin < tokens.size()) ranges.push_back({begin, tokens.size()});
}

}  // namespace lauter
