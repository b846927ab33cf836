#include "refine/detoxify/seams.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "text/article.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr int kMaxRounds = 8;
constexpr uint64_t kLookAround = 64;  // bytes, of a word
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

bool is_blank(char c) { return c == ' ' || c == '\t'; }
/// Part of a word: letters beyond ASCII too.
bool is_wordlike(char c) { return is_ascii_alnum(c) || !is_ascii(c) || c == '\'' || c == '&'; }
bool ends_sentence(char c) { return c == '.' || c == '!' || c == '?'; }
bool parts_clauses(char c) { return c == ',' || c == ';' || c == ':'; }
bool opens(char c) { return c == '(' || c == '[' || c == '{'; }
bool closes(char c) { return ends_sentence(c) || parts_clauses(c) || c == ')' || c == ']' || c == '}'; }

/// One edit and the text that is kept on its two sides, up to its neighbours. Bytes of the text.
class Seam {
 public:
  /// `lower`, `upper`: where the edits before and behind end and begin.
  Seam(std::string_view text, Edit& edit, uint64_t lower, uint64_t upper)
      : text_(text), edit_(edit), first_(edit.span.begin), lower_(lower), upper_(upper) {
    was_tight_ = right_begin() == edit.span.end;
  }

  /// Grows the edit; returns a fix of the article before it, if one is needed.
  std::optional<Edit> mend() {
    if (edit_.with.empty()) {
      for (int round = 0; round < kMaxRounds && (drop_empty_pair() || drop_marks()); ++round) {
      }
      mend_blanks();
      mend_capital();
    } else {
      mend_case();
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

  bool is_upper_at(uint64_t at) const {
    size_t i = at;
    const char32_t c = decode_utf8(text_, i);
    return to_lower(c) != c;
  }

  /// Whether the article and what stands before it are upper case throughout.
  bool is_shouted(ByteSpan article) const {
    const uint64_t from = article.begin > kLookAround ? article.begin - kLookAround : 0;
    const std::string_view before = text_.substr(from, article.begin - from);
    return is_ascii_upper(text_[article.begin]) &&
           std::any_of(before.begin(), before.end(), is_ascii_upper) &&
           std::none_of(before.begin(), before.end(), is_ascii_lower);
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

  /// What stands in is written like what went.
  void mend_case() {
    std::string& with = edit_.with;
    const std::string_view old = text_.substr(first_, end() - first_);
    const auto uppers = std::count_if(old.begin(), old.end(), is_ascii_upper);
    if (uppers >= 3 && std::none_of(old.begin(), old.end(), is_ascii_lower)) {
      for (char& c : with) c = ascii_upper(c);
    } else if (is_upper_at(first_) && at_sentence_begin()) {
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

  std::string_view text_;
  Edit& edit_;
  uint64_t first_;  ///< where the edit began before it grew
  uint64_t lower_;
  uint64_t upper_;
  bool was_tight_ = false;  ///< no blank stood behind the edit before it grew
};

/// Edits with nothing but blanks between them are one.
std::vector<Edit> joined(std::string_view text, std::vector<Edit> edits) {
  std::vector<Edit> out;
  for (Edit& edit : edits) {
    if (!out.empty()) {
      Edit& last = out.back();
      const std::string_view gap = text.substr(last.span.end, edit.span.begin - last.span.end);
      if (std::ranges::all_of(gap, is_blank) && (last.with.empty() || edit.with.empty())) {
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
  edits = joined(text, std::move(edits));
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
