#include "refine/clean/clean_rules.h"

#include <algorithm>
#include <array>
#include <optional>

#include "known/clean_rules.h"
#include "refine/clean/line_blocks.h"
#include "text/ascii.h"

namespace lauter {
namespace {

/// A line of running text: long, and it ends as sentences do.
bool is_running_text(std::string_view line) {
  const std::string_view body = trim_ascii(line);
  return body.size() >= 100 &&
         std::string_view(".!?\"')").find(body.back()) != std::string_view::npos;
}

/// Whether brackets and straight quotes of `part` have their partners in it.
bool is_balanced(std::string_view part) {
  std::array<int, 4> open{};
  for (const char c : part) {
    if (c == '(') ++open[0];
    if (c == ')' && --open[0] < 0) return false;
    if (c == '[') ++open[1];
    if (c == ']' && --open[1] < 0) return false;
    if (c == '"') open[2] ^= 1;
    if (c == '`' || c == '$') open[3] ^= 1;
  }
  return open == std::array<int, 4>{};
}

bool has_letter(std::string_view part) {
  return std::any_of(part.begin(), part.end(),
                     [](char c) { return !is_ascii(c) || is_ascii_alpha(c); });
}

/// What becomes of the lines of one text.
class Plan {
 public:
  Plan(std::string_view text, const LineIndex& lines, const JunkScores& scores)
      : text_(text), lines_(lines), scores_(scores), goes_(lines.line_count()) {
    find_line_blocks(text, lines, blocks_);
  }

  size_t count() const { return goes_.size(); }
  std::string_view line(size_t i) const { return lines_.line(i + 1).of(text_); }
  bool is_blank(size_t i) const { return trim_ascii(line(i)).empty(); }
  bool goes(size_t i) const { return goes_[i]; }
  const std::vector<LineBlock>& blocks() const { return blocks_; }

  /// Whether next to no line of the text is running text.
  bool is_without_prose() const {
    size_t filled = 0;
    size_t running = 0;
    for (size_t i = 0; i < count(); ++i) {
      if (is_blank(i)) continue;
      ++filled;
      running += is_running_text(line(i)) ? 1 : 0;
    }
    return filled >= kListLines &&
           static_cast<double>(running) < kListProseShare * static_cast<double>(filled);
  }

  /// The surest lines of min_score, as long as the words that are lost if the scores are right are
  /// at most max_loss of those that stay by them; if all lines have that score, all.
  void mark(float min_score, float max_loss) {
    std::vector<std::pair<float, size_t>> surest;
    double stays = 0;
    size_t filled = 0;
    for (size_t i = 0; i < count(); ++i) {
      if (is_blank(i)) continue;
      ++filled;
      stays += expected_loss(i);
      if (scores_.lines[i] >= min_score) surest.emplace_back(-scores_.lines[i], i);
    }
    std::sort(surest.begin(), surest.end());
    if (surest.empty() || -surest.front().first < kSureLine) return;
    double room = surest.size() == filled ? stays : max_loss * stays;
    for (const auto& [score, i] : surest) {
      room -= expected_loss(i);
      if (room < -1e-6) return;
      goes_[i] = true;
    }
  }

  void keep_blocks_whole() {
    size_t outside = 0;
    for (const LineBlock& block : blocks_) {
      keep_lone_marks(outside, block.first);
      outside = block.last;
      bool whole = true;
      for (size_t i = block.first; i < block.last; ++i) whole = whole && (goes_[i] || is_blank(i));
      for (size_t i = block.first; i < block.last; ++i) goes_[i] = whole;
    }
    keep_lone_marks(outside, count());
  }

  void keep_running_text() {
    double all = 0;
    double going = 0;
    for (size_t i = 0; i < count(); ++i) {
      if (!is_running_text(line(i))) continue;
      all += static_cast<double>(line(i).size());
      going += goes_[i] ? static_cast<double>(line(i).size()) : 0;
    }
    if (going <= kMaxProseShare * all) return;
    for (size_t i = 0; i < count(); ++i) goes_[i] = goes_[i] && !is_running_text(line(i));
  }

  /// Mean score of the lines, if none that is not blank stays.
  std::optional<float> score_if_nothing_stays() const {
    double sum = 0;
    size_t filled = 0;
    for (size_t i = 0; i < count(); ++i) {
      if (is_blank(i)) continue;
      if (!goes_[i]) return std::nullopt;
      sum += static_cast<double>(scores_.lines[i]);
      ++filled;
    }
    if (filled == 0) return std::nullopt;
    return static_cast<float>(sum / static_cast<double>(filled));
  }

  /// Blank lines behind lines that go: they go if lines that go follow them, or nothing does, or
  /// nothing or a blank line that stays stands before.
  void mark_blanks() {
    size_t run = 0;  ///< where the lines before `i` that go begin; `i` if the one before stays
    for (size_t i = 0; i < count(); ++i) {
      if (run < i && is_blank(i) && !goes_[i]) {
        size_t last = i;
        while (last < count() && is_blank(last)) ++last;
        const bool at_edge = run == 0 || last == count() || goes_[last];
        if (at_edge || is_blank(run - 1)) {
          for (; i < last; ++i) goes_[i] = true;
          --i;
        }
      }
      if (!goes_[i]) run = i + 1;
    }
  }

  /// What parts two rows of tables stays: without it they would be one table.
  void keep_tables_apart() {
    size_t run = 0;  ///< as above
    for (size_t i = 0; i < count(); ++i) {
      if (goes_[i]) continue;
      if (run > 0 && run < i && is_row(run - 1) && is_row(i)) {
        for (size_t k = run; k < i; ++k) goes_[k] = false;
      }
      run = i + 1;
    }
  }

  void add_edits(std::vector<Edit>& edits) const {
    for (size_t i = 0; i < count();) {
      if (!goes_[i]) {
        ++i;
        continue;
      }
      ByteSpan span = lines_.line_with_end(i + 1);
      double sum = 0;
      size_t filled = 0;
      for (; i < count() && goes_[i]; ++i) {
        span.end = lines_.line_with_end(i + 1).end;
        if (is_blank(i)) continue;
        sum += static_cast<double>(scores_.lines[i]);
        ++filled;
      }
      // A last line without an LF goes with the one before it.
      if (i == count() && !lines_.ends_with_newline() && span.begin > 0) --span.begin;
      const auto score = static_cast<float>(sum / static_cast<double>(std::max<size_t>(filled, 1)));
      edits.push_back({span, "", {"clean", "lines", "JUNK", score}});
    }
  }

 private:
  /// Words of the main text that go with the line, by its score.
  double expected_loss(size_t i) const {
    size_t words = 0;
    bool in_word = false;
    for (const char c : line(i)) {
      const bool is_blank = is_ascii_space(c);
      words += !is_blank && !in_word ? 1 : 0;
      in_word = !is_blank;
    }
    return (1.0 - static_cast<double>(scores_.lines[i])) * static_cast<double>(words);
  }
  void keep_lone_marks(size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) goes_[i] = goes_[i] && !has_lone_mark(line(i));
  }
  bool is_row(size_t i) const { return trim_ascii(line(i)).starts_with('|'); }

  std::string_view text_;
  const LineIndex& lines_;
  const JunkScores& scores_;
  std::vector<bool> goes_;
  std::vector<LineBlock> blocks_;
};

/// The span with the blank before it, or behind it at the begin of the line.
ByteSpan with_blank(ByteSpan span, ByteSpan line, std::string_view text) {
  const bool blank_behind = span.end < line.end && text[span.end] == ' ';
  const bool blank_before = span.begin > line.begin && text[span.begin - 1] == ' ';
  if (blank_before && (blank_behind || span.end == line.end)) --span.begin;
  if (span.begin == line.begin && blank_behind) ++span.end;
  return span;
}

/// Whether words may go out of their line without tearing a sentence: at its begin or behind a
/// mark, and up to its end or before one: "Read more »", "(opens in a new tab)", "Also read: ".
bool stands_apart(std::string_view text, ByteSpan span, ByteSpan line) {
  constexpr auto& kMarks = known::kCleanRulesMarks;
  constexpr std::string_view kOpening[] = {"(", "[", "|", "/", "\u00A9", "\u2022", "\u00B7"};
  const std::string_view words = trim_ascii(span.of(text));
  const std::string_view before = trim_ascii(text.substr(line.begin, span.begin - line.begin));
  const std::string_view behind = trim_ascii(text.substr(span.end, line.end - span.end));
  const auto any_ends = [&](std::string_view side) {
    return std::any_of(std::begin(kMarks), std::end(kMarks),
                       [&](std::string_view mark) { return side.ends_with(mark); });
  };
  const auto any_begins = [&](std::string_view side) {
    return std::any_of(std::begin(kOpening), std::end(kOpening),
                       [&](std::string_view mark) { return side.starts_with(mark); });
  };
  const bool is_left = before.empty() || any_ends(before) || any_begins(words);
  const bool is_right =
      behind.empty() || is_ascii_upper(behind[0]) || any_begins(behind) || any_ends(words);
  return is_left && is_right;
}

class SpanRules {
 public:
  SpanRules(std::string_view text, const LineIndex& lines, const Plan& plan)
      : text_(text), lines_(lines), plan_(plan) {}

  void add_edits(const std::vector<JunkSpan>& spans, float min_score, std::vector<Edit>& edits) {
    uint64_t line = 1;
    uint64_t taken_of = 0;
    uint64_t taken = 0;
    for (const JunkSpan& found : spans) {
      if (found.score < min_score) continue;
      while (lines_.line_with_end(line).end <= found.span.begin) ++line;
      if (plan_.goes(line - 1) || in_block(line - 1)) continue;
      const ByteSpan whole = lines_.line(line);
      const ByteSpan span = with_blank(found.span, whole, text_);
      if (taken_of != line) taken = 0;
      taken_of = line;
      if (!has_letter(span.of(text_)) || !stands_apart(text_, found.span, whole)) continue;
      if (2 * (taken + span.size()) > whole.size() || !is_balanced(span.of(text_))) continue;
      taken += span.size();
      edits.push_back({span, "", {"clean", "words", "JUNK", found.score}});
    }
  }

 private:
  bool in_block(size_t line) {
    const auto& blocks = plan_.blocks();
    while (block_ < blocks.size() && blocks[block_].last <= line) ++block_;
    return block_ < blocks.size() && blocks[block_].first <= line;
  }

  std::string_view text_;
  const LineIndex& lines_;
  const Plan& plan_;
  size_t block_ = 0;
};

}  // namespace

Proposal propose_cleaning(std::string_view text, const LineIndex& lines, const JunkScores& scores,
                          const CleanOptions& options) {
  Proposal proposal;
  Plan plan(text, lines, scores);
  const bool is_list = scores.small_words < kListSmallWords || plan.is_without_prose();
  plan.mark(is_list ? std::max(options.min_score, options.list_score) : options.min_score,
            options.max_loss);
  if (const auto score = plan.score_if_nothing_stays()) {
    proposal.drop_document = *score >= options.drop_score;
    proposal.drop_cause = {"clean", "nothing but junk", "JUNK", *score};
    return proposal;
  }
  plan.keep_blocks_whole();
  plan.keep_running_text();
  plan.mark_blanks();
  plan.keep_tables_apart();
  plan.add_edits(proposal.edits);
  const float min_span =
      is_list ? std::max(options.min_span_score, options.list_score) : options.min_span_score;
  SpanRules(text, lines, plan).add_edits(scores.spans, min_span, proposal.edits);
  std::sort(proposal.edits.begin(), proposal.edits.end(),
            [](const Edit& a, const Edit& b) { return a.span < b.span; });
  return proposal;
}

}  // namespace lauter
