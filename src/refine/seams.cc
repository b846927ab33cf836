#include "refine/seams.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr uint64_t kLookAround = 64;
constexpr int kMaxRounds = 8;

template <size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 4> kConjunctions = {"and", "or", "nor", "&"};
constexpr std::array<std::string_view, 10> kIntensifiers = {
    "very", "so", "such", "really", "totally", "absolutely", "utterly", "pretty", "damn", "quite"};
/// After these a conjunction has lost its first half: "are [stupid] and wrong".
constexpr std::array<std::string_view, 24> kBeforeFirstHalf = {
    "a",    "an",  "the", "is",  "are", "was",   "were", "am",   "be",   "been", "being", "my",
    "your", "his", "her", "its", "our", "their", "of",   "with", "such", "some", "like",  "these"};
/// An article before these has lost its noun.
constexpr std::array<std::string_view, 28> kNoNoun = {
    "is",   "are",     "was", "were", "who", "that", "which", "and",   "or", "but",
    "of",   "in",      "on",  "for",  "to",  "with", "from",  "at",    "by", "if",
    "when", "because", "has", "have", "had", "will", "would", "should"};
/// Words for people that, gone, leave an article or adjective without its noun; with their plurals.
constexpr auto kInsults = std::to_array<std::string_view>(
    {"asshat",    "asshole", "bastard", "bimbo",    "bitch",   "bozo",         "clown",
     "cretin",    "cunt",    "dick",    "dickhead", "dimwit",  "dipshit",      "douche",
     "douchebag", "dumbass", "dunce",   "fool",     "halfwit", "hoe",          "idiot",
     "imbecile",  "jackass", "jerk",    "loser",    "moron",   "motherfucker", "nitwit",
     "numbskull", "pig",     "prick",   "retard",   "scumbag", "shithead",     "slut",
     "twat",      "wanker",  "whore",   "simpleton"});
/// These, perhaps with adjectives behind them, call for a noun. ("his" does not: it may stand for
/// him.)
constexpr auto kDeterminers = std::to_array<std::string_view>(
    {"a", "an", "the", "this", "that", "these", "those", "such", "some", "any", "every", "another",
     "no", "what", "which", "many", "two"});
constexpr auto kReflexives = std::to_array<std::string_view>(
    {"yourself", "yourselves", "himself", "herself", "themselves", "itself"});
/// What may stand between them and the noun.
constexpr auto kDegrees = std::to_array<std::string_view>(
    {"complete", "total", "utter", "real",  "absolute", "big",   "huge",    "little",
     "old",      "fat",   "lazy",  "whole", "such",     "right", "true",    "proper",
     "massive",  "bunch", "of",    "lot",   "certain",  "poor",  "perfect", "first"});
/// No noun follows, or one with a phrase of its own.
constexpr auto kNoNounNext = std::to_array<std::string_view>(
    {"like", "as",   "so",    "i",     "you",  "he",    "she",   "they",
     "we",   "it",   "can",   "do",    "does", "did",   "not",   "just",
     "than", "then", "while", "until", "here", "there", "about", "into"});
/// Behind a conjunction these begin a clause or predicate of their own, which needs the
/// conjunction.
constexpr auto kClauseBegins = std::to_array<std::string_view>(
    {"i",         "you",      "he",      "she",      "it",     "we",     "they",      "nobody",
     "everybody", "everyone", "then",    "that",     "this",   "if",     "people",    "who",
     "there",     "now",      "no",      "please",   "should", "will",   "would",     "can",
     "could",     "must",     "may",     "might",    "have",   "has",    "had",       "do",
     "does",      "did",      "don't",   "doesn't",  "can't",  "won't",  "shouldn't", "need",
     "needs",     "want",     "deserve", "deserves", "never",  "always", "my",        "your",
     "their",     "his",      "her",     "our"});
/// These need something behind them: "the devs are [morons]."
constexpr auto kCopulas = std::to_array<std::string_view>(
    {"is",     "are",     "was",    "were",    "am",   "be",     "been",  "being",
     "isn't",  "aren't",  "wasn't", "weren't", "seem", "seems",  "looks", "sounds",
     "became", "becomes", "he's",   "she's",   "it's", "that's", "who's", "what's"});
constexpr auto kDegreeAdverbs = std::to_array<std::string_view>(
    {"not",        "so",   "too",    "very",  "really", "just",  "such",
     "all",        "both", "always", "still", "pretty", "quite", "totally",
     "absolutely", "as",   "more",   "also",  "only",   "that",  "how"});
/// Behind a predicate that is gone.
constexpr auto kBehindPredicates = std::to_array<std::string_view>(
    {"because", "when", "if", "to", "for", "than", "but", "who", "in", "on", "at", "with", "while",
     "since", "until", "though"});
/// Verbs of abuse that take "up" or "off" with them.
constexpr auto kPhrasalVerbs =
    std::to_array<std::string_view>({"shut", "piss", "fuck", "screw", "sod", "bugger", "eff"});
/// "a piece of [garbage]": measures of what is gone.
constexpr auto kMeasures = std::to_array<std::string_view>(
    {"piece", "pieces", "pile", "load", "loads", "sack", "bag", "pack", "heap", "crock", "lump"});
/// "what the [hell] is".
constexpr auto kExpletives = std::to_array<std::string_view>(
    {"hell", "fuck", "heck", "fck", "fuk", "f*ck", "f**k", "f***", "h*ll"});
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kPairs = {{
    {"\"", "\""},
    {"'", "'"},
    {"(", ")"},
    {"[", "]"},
    {"{", "}"},
    {"*", "*"},
    {"\u201c", "\u201d"},
    {"\u2018", "\u2019"},
    {"\u00ab", "\u00bb"},
}};

bool ends_sentence(char c) { return c == '.' || c == '!' || c == '?'; }
bool parts_clauses(char c) { return c == ',' || c == ';' || c == ':'; }
bool opens(char c) { return c == '(' || c == '[' || c == '{'; }
bool closes(char c) {
  return ends_sentence(c) || parts_clauses(c) || c == ')' || c == ']' || c == '}';
}
bool is_blank(char c) { return c == ' ' || c == '\t'; }
/// Part of a word: letters beyond ASCII too.
bool is_wordlike(char c) { return is_ascii_alnum(c) || !is_ascii(c) || c == '\'' || c == '&'; }

/// Whether `an` stands before `word` (lower case, ASCII). By letter, with the words whose sound
/// differs from their letter.
bool wants_an(std::string_view word) {
  constexpr std::array<std::string_view, 4> kMuteH = {"hour", "honest", "honor", "honour"};
  constexpr std::array<std::string_view, 9> kConsonantSound = {"uni",  "use", "usu", "eu", "one",
                                                               "once", "uti", "ute", "ube"};
  const auto begins = [&](std::string_view with) { return word.starts_with(with); };
  if (std::any_of(kMuteH.begin(), kMuteH.end(), begins) || word.starts_with("heir")) return true;
  if (word.starts_with("unin") || word.starts_with("unim")) return true;  // unintelligent
  if (std::any_of(kConsonantSound.begin(), kConsonantSound.end(), begins)) return false;
  return !word.empty() && std::string_view("aeiou").find(word[0]) != std::string_view::npos;
}

/// One edit and the text that is kept on its two sides, up to its neighbours.
class Seam {
 public:
  Seam(std::string_view text, Edit& edit, uint64_t lower, uint64_t upper)
      : text_(text), edit_(edit), first_(edit.span.begin), lower_(lower), upper_(upper) {
    was_tight_ = right_begin() == edit.span.end;
  }

  /// Grows the edit; returns a fix of the article before it, if one is needed.
  std::optional<Edit> mend() {
    if (edit_.with.empty()) put_noun();
    if (!edit_.with.empty()) mend_replacement();
    if (edit_.with.empty()) {
      for (int round = 0; round < kMaxRounds && mend_once(); ++round) {
      }
      if (loses_predicate()) {
        put_predicate();
      } else {
        mend_blanks();
        mend_capital();
      }
    }
    return mend_article();
  }

 private:
  uint64_t& begin() { return edit_.span.begin; }
  uint64_t& end() { return edit_.span.end; }

  /// Behind the kept text on the left, and before that on the right, blanks left out.
  uint64_t left_end() const {
    uint64_t at = edit_.span.begin;
    while (at > lower_ && is_blank(text_[at - 1])) --at;
    return at;
  }
  uint64_t right_begin() const {
    uint64_t at = edit_.span.end;
    while (at < upper_ && is_blank(text_[at])) ++at;
    return at;
  }
  /// '\n' at the ends of the text, 'x' where another edit comes.
  char left_char() const {
    const uint64_t at = left_end();
    return at > lower_ ? text_[at - 1] : lower_ == 0 ? '\n' : 'x';
  }
  char right_char() const {
    const uint64_t at = right_begin();
    return at < upper_ ? text_[at] : upper_ == text_.size() ? '\n' : 'x';
  }
  ByteSpan left_word() const {
    const uint64_t last = left_end();
    uint64_t at = last;
    while (at > lower_ && last - at < kLookAround && is_wordlike(text_[at - 1])) --at;
    return {at, last};
  }
  ByteSpan right_word() const { return word_from(edit_.span.end); }
  ByteSpan word_from(uint64_t first) const {
    while (first < upper_ && is_blank(text_[first])) ++first;
    uint64_t at = first;
    while (at < upper_ && at - first < kLookAround && is_wordlike(text_[at])) ++at;
    return {first, at};
  }
  std::string lower(ByteSpan span) const {
    return to_ascii_lower(text_.substr(span.begin, span.end - span.begin));
  }
  bool at_sentence_begin() const {
    const char c = left_char();
    if (c == '\n') return true;
    return ends_sentence(c) && edit_.span.begin > left_end();
  }
  bool at_clause_end() const {
    const char c = right_char();
    return c == '\n' || c == ')' || ends_sentence(c) || parts_clauses(c);
  }

  /// "you are a complete [moron], but": a neutral noun where an article or adjective would have
  /// none.
  void put_noun() {
    ByteSpan insult = last_word();
    std::string noun = lower(insult);
    const bool is_plural = noun.size() > 2 && noun.back() == 's' && !noun.ends_with("ss");
    if (is_plural) noun.pop_back();
    if (is_plural && !is_one_of(noun, kInsults) && noun.ends_with("e")) noun.pop_back();  // bitches
    if (!is_one_of(noun, kInsults) || has_noun_behind() || !is_determined()) return;
    if (loses_first_half()) return;  // "a [moron] and a liar" is "a liar"
    edit_.with = is_plural ? "people" : "person";
  }

  ByteSpan last_word() const {
    uint64_t at = edit_.span.end;
    while (at > edit_.span.begin && is_wordlike(text_[at - 1])) --at;
    return {at, edit_.span.end};
  }

  bool has_noun_behind() const {
    const std::string right = lower(right_word());
    return !at_clause_end() && !right.empty() && !is_one_of(right, kNoNoun) &&
           !is_one_of(right, kNoNounNext) && !is_one_of(right, kConjunctions);
  }

  /// Whether a determiner stands before, with at most two words between.
  bool is_determined() const {
    uint64_t at = left_end();
    for (int words = 0; words < 3; ++words) {
      uint64_t first = at;
      while (first > lower_ && at - first < kLookAround && is_wordlike(text_[first - 1])) --first;
      if (first == at) return false;
      const std::string word = lower({first, at});
      if (is_one_of(word, kDeterminers)) return true;
      if (!is_one_of(word, kDegrees)) return false;
      at = first;
      while (at > lower_ && is_blank(text_[at - 1])) --at;
    }
    return false;
  }

  /// Grows a deletion over one thing that cannot stand without it.
  bool mend_once() {
    return drop_empty_pair() || drop_marks() || drop_left_word() || drop_right_conjunction() ||
           drop_reflexive() || drop_measure() || drop_expletive_article() || drop_address() ||
           drop_particle();
  }

  /// Where the word that ends at or before `at` begins; `at` without one.
  ByteSpan word_to(uint64_t at) const {
    while (at > lower_ && is_blank(text_[at - 1])) --at;
    uint64_t first = at;
    while (first > lower_ && at - first < kLookAround && is_wordlike(text_[first - 1])) --first;
    return {first, at};
  }

  /// "a piece of [garbage]".
  bool drop_measure() {
    const ByteSpan of = left_word();
    if (lower(of) != "of") return false;
    const ByteSpan measure = word_to(of.begin);
    if (!is_one_of(lower(measure), kMeasures)) return false;
    begin() = measure.begin;
    return true;
  }

  /// "shut the [hell] up".
  bool drop_expletive_article() {
    const ByteSpan article = left_word();
    if (lower(article) != "the" || !is_one_of(lower(last_word()), kExpletives)) return false;
    begin() = article.begin;
    return true;
  }

  /// "[shut] up", "[piss] off".
  bool drop_particle() {
    const std::string verb = lower(word_from(first_));
    const std::string right = lower(right_word());
    if (!is_one_of(verb, kPhrasalVerbs) || (right != "up" && right != "off")) return false;
    end() = right_word().end;
    return true;
  }

  /// "die, you [idiot]." names nobody any more.
  bool drop_address() {
    const ByteSpan you = left_word();
    const std::string word = lower(you);
    if ((word != "you" && word != "u" && word != "ya") || !at_clause_end()) return false;
    uint64_t at = you.begin;
    while (at > lower_ && is_blank(text_[at - 1])) --at;
    if (at == lower_ ? lower_ != 0 : !parts_clauses(text_[at - 1])) return false;
    begin() = you.begin;
    return true;
  }

  /// "the devs are [morons].", "they are [scum] and should go", "too [dumb] to drive".
  bool loses_predicate() const {
    const std::string right = lower(right_word());
    const bool ends = at_clause_end() || right_begin() == text_.size() ||
                      is_one_of(right, kBehindPredicates) ||
                      (is_one_of(right, kConjunctions) &&
                       is_one_of(lower(word_from(right_word().end)), kClauseBegins));
    if (!ends) return false;
    ByteSpan word = left_word();
    for (int adverbs = 0; adverbs < 3 && is_one_of(lower(word), kDegreeAdverbs); ++adverbs) {
      word = word_to(word.begin);
    }
    const std::string verb = lower(word);
    return is_one_of(verb, kCopulas) || verb.ends_with("'re") || verb.ends_with("'m");
  }

  void put_predicate() {
    begin() = left_end();
    edit_.with = " bad";
    if (right_begin() < upper_ && right_begin() == end() && is_wordlike(text_[end()]))
      edit_.with += ' ';
  }

  bool drop_empty_pair() {
    for (const auto& [open, close] : kPairs) {
      const uint64_t l = left_end();
      const uint64_t r = right_begin();
      if (l < lower_ + open.size() || r + close.size() > upper_) continue;
      if (text_.substr(l - open.size(), open.size()) != open) continue;
      if (text_.substr(r, close.size()) != close) continue;
      begin() = l - open.size();
      end() = r + close.size();
      return true;
    }
    return false;
  }

  bool drop_marks() {
    const char left = left_char();
    const char right = right_char();
    const uint64_t l = left_end();
    const uint64_t r = right_begin();
    const bool joined = left == right && (left == '-' || left == '/');
    if (l > lower_ && (joined || (parts_clauses(left) && at_clause_end()))) {
      if (left == ':' && !ends_sentence(right)) {  // an introduction keeps its colon
        if (!parts_clauses(right)) return false;
        end() = r + 1;
        return true;
      }
      begin() = l - 1;
      return true;
    }
    if (r < upper_ && at_sentence_begin() && (ends_sentence(right) || parts_clauses(right))) {
      uint64_t at = r;
      while (at < upper_ && (ends_sentence(text_[at]) || parts_clauses(text_[at]))) ++at;
      end() = at;
      return true;
    }
    return false;
  }

  bool drop_left_word() {
    const ByteSpan word = left_word();
    if (word.begin == word.end) return false;
    const std::string left = lower(word);
    const std::string right = lower(right_word());
    const bool conjunction = is_one_of(left, kConjunctions);
    const bool article = left == "a" || left == "an";
    const bool dangles = (conjunction && (at_clause_end() || is_one_of(right, kConjunctions))) ||
                         (article && (at_clause_end() || is_one_of(right, kNoNoun))) ||
                         (at_clause_end() && is_one_of(left, kIntensifiers));
    if (!dangles) return false;
    begin() = word.begin;
    return true;
  }

  bool drop_right_conjunction() {
    if (!(at_sentence_begin() ? is_one_of(lower(right_word()), kConjunctions) : loses_first_half()))
      return false;
    if (right_word().end == upper_) return false;
    end() = right_word().end;
    return true;
  }

  /// Whether a conjunction on the right has nothing on the left to join.
  bool loses_first_half() const {
    const ByteSpan word = right_word();
    return is_one_of(lower(word), kConjunctions) && word.end != upper_ &&
           is_one_of(lower(left_word()), kBeforeFirstHalf) &&
           !is_one_of(lower(word_from(word.end)), kClauseBegins);
  }

  /// "[kill] yourself".
  bool drop_reflexive() {
    const ByteSpan word = right_word();
    if (!is_one_of(lower(word), kReflexives)) return false;
    end() = word.end;
    return true;
  }

  /// One blank between words, none before a closing mark that had none, none at the ends of lines.
  void mend_blanks() {
    const uint64_t l = left_end();
    const uint64_t r = right_begin();
    const char left = left_char();
    const char right = right_char();
    const bool line_begins = left == '\n';
    const bool line_ends = right == '\n';
    if (line_begins || line_ends || opens(left) || (begin() > l && end() < r)) end() = r;
    if (line_ends || (end() == right_begin() && closes(right) && begin() > l && was_tight_)) {
      begin() = l;
    }
    // A line that held nothing else goes with its end.
    if (line_begins && line_ends && r < upper_) end() = r + 1;
  }

  /// The new first word of a sentence takes over the capital of the old one.
  void mend_capital() {
    if (!at_sentence_begin() || !is_upper_at(first_)) return;
    const uint64_t at = end();
    if (at >= upper_) return;
    size_t next = at;
    const char32_t c = decode_utf8(text_, next);
    if (to_upper(c) == c || next > upper_) return;
    append_utf8(edit_.with, to_upper(c));
    end() = next;
  }

  bool is_upper_at(uint64_t at) const {
    size_t i = at;
    const char32_t c = decode_utf8(text_, i);
    return to_lower(c) != c;
  }

  void mend_replacement() {
    std::string& with = edit_.with;
    const std::string left = lower(left_word());
    if (left == "a" || left == "an" || left == "the") {
      for (const std::string_view article : {"a ", "an ", "the "}) {
        if (with.starts_with(article)) with.erase(0, article.size());
      }
    }
    if (with == left || with == lower(right_word())) {
      with.clear();  // "you [troll]" is not "you you"
      return;
    }
    const std::string_view old = text_.substr(first_, end() - first_);
    const auto uppers = std::count_if(old.begin(), old.end(), is_ascii_upper);
    const bool shouted = uppers >= 3 && std::none_of(old.begin(), old.end(), is_ascii_lower);
    if (shouted) {
      for (char& c : with) c = ascii_upper(c);
    } else if (!with.empty() && is_upper_at(first_) && at_sentence_begin()) {
      with[0] = ascii_upper(with[0]);
    }
  }

  /// `a` or `an` by the word that now follows.
  std::optional<Edit> mend_article() {
    const ByteSpan article = left_word();
    const std::string left = lower(article);
    if (left != "a" && left != "an") return std::nullopt;
    const std::string next = edit_.with.empty() ? lower(right_word()) : to_ascii_lower(edit_.with);
    if (next.empty() || !is_ascii_alpha(next[0])) return std::nullopt;
    const bool an = wants_an(next);
    if (an == (left == "an")) return std::nullopt;
    Edit fix;
    fix.cause = edit_.cause;
    fix.cause.rule = "seam.article";
    if (an) {
      fix.span = {article.end, article.end};
      fix.with = is_shouted(article) ? "N" : "n";
    } else {
      fix.span = {article.begin + 1, article.end};
    }
    return fix;
  }

  /// Whether the article and what stands before it are upper case throughout.
  bool is_shouted(ByteSpan article) const {
    const uint64_t from = article.begin > kLookAround ? article.begin - kLookAround : 0;
    const std::string_view before = text_.substr(from, article.begin - from);
    return is_ascii_upper(text_[article.begin]) &&
           std::any_of(before.begin(), before.end(), is_ascii_upper) &&
           std::none_of(before.begin(), before.end(), is_ascii_lower);
  }

  std::string_view text_;
  Edit& edit_;
  uint64_t first_;  ///< where the edit began before it grew
  uint64_t lower_;
  uint64_t upper_;
  bool was_tight_ = false;  ///< no blank stood behind the edit before it grew
};

/// Whether `gap` is "piece of" and the like.
bool is_measure_of(std::string_view gap) {
  const size_t of = gap.find(" of");
  return of != gap.npos && is_one_of(to_ascii_lower(trim_ascii(gap.substr(0, of))), kMeasures) &&
         trim_ascii(gap.substr(of)) == "of";
}

/// Whether deletions on both sides leave `gap` without a reason: blanks, marks, a conjunction.
bool is_loose(std::string_view gap) {
  std::string word;
  for (const char c : gap) {
    if (is_blank(c) || c == ',' || c == '/' || c == '-') continue;
    if (!is_wordlike(c)) return false;
    word += ascii_lower(c);
  }
  return word.empty() || word == "the" || is_one_of(word, kConjunctions) || is_measure_of(gap);
}

/// Joins edits between which nothing would be left to stand.
std::vector<Edit> join(std::string_view text, std::vector<Edit> edits) {
  std::vector<Edit> out;
  for (Edit& edit : edits) {
    if (!out.empty()) {
      Edit& last = out.back();
      const std::string_view gap = text.substr(last.span.end, edit.span.begin - last.span.end);
      const bool blank = std::all_of(gap.begin(), gap.end(), is_blank);
      const bool deletes = last.with.empty() && edit.with.empty();
      if ((blank && (last.with.empty() || edit.with.empty())) || (deletes && is_loose(gap))) {
        last.span.end = edit.span.end;
        last.with += edit.with;
        if (edit.cause.score > last.cause.score) last.cause = std::move(edit.cause);
        continue;
      }
    }
    out.push_back(std::move(edit));
  }
  return out;
}

}  // namespace

std::vector<Edit> repair_seams(std::string_view text, std::vector<Edit> edits) {
  edits = join(text, std::move(edits));
  std::vector<Edit> out;
  for (size_t i = 0; i < edits.size(); ++i) {
    const uint64_t lower = out.empty() ? 0 : out.back().span.end;
    const uint64_t upper = i + 1 < edits.size() ? edits[i + 1].span.begin : text.size();
    if (auto article = Seam(text, edits[i], lower, upper).mend())
      out.push_back(std::move(*article));
    out.push_back(std::move(edits[i]));
  }
  return out;
}

}  // namespace lauter
