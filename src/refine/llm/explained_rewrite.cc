#include "refine/llm/explained_rewrite.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/work.h"
#include "llm/question/new_matter.h"
#include "llm/question/wording.h"
#include "refine/llm/token_diff.h"
#include "text/ascii.h"
#include "text/tokens.h"

namespace lauter {
namespace {

/// Words that a change for a toxic passage may take with it: an article, an adverb.
constexpr size_t kMaxWordsBeyond = 2;
constexpr size_t kMaxWordsMore = 3;
/// A declared value is no longer than this; what is longer is a passage, and no model's word for it
/// is enough.
constexpr size_t kMaxDeclaredBytes = 120;
constexpr size_t kMaxDeclaredWords = 12;

bool is_value_like(std::string_view passage) {
  return passage.size() <= kMaxDeclaredBytes && passage.find('\n') == std::string_view::npos &&
         llm::count_words(passage) <= kMaxDeclaredWords;
}

/// The longest explanations that do not overlap, in text order.
std::vector<const Explanation*> apart(std::string_view original,
                                      std::span<const Explanation> explanations, bool values) {
  std::vector<const Explanation*> order;
  for (const Explanation& one : explanations) {
    if (one.span.empty() || one.span.end > original.size()) continue;
    if (values && one.declared && !is_value_like(one.span.of(original))) continue;
    order.push_back(&one);
  }
  std::stable_sort(order.begin(), order.end(), [](const Explanation* a, const Explanation* b) {
    return a->span.size() != b->span.size() ? a->span.size() > b->span.size() : a->span < b->span;
  });
  const auto before = [](const Explanation* a, const Explanation* b) { return a->span < b->span; };
  std::set<const Explanation*, decltype(before)> chosen;
  for (const Explanation* one : order) {
    const auto next = chosen.lower_bound(one);
    if (next != chosen.end() && (*next)->span.overlaps(one->span)) continue;
    if (next != chosen.begin() && (*std::prev(next))->span.overlaps(one->span)) continue;
    chosen.insert(next, one);
  }
  return {chosen.begin(), chosen.end()};
}

std::optional<Unexplained> unexplained(std::optional<llm::NewMatter> matter) {
  if (!matter) return std::nullopt;
  if (*matter == llm::NewMatter::kLength) return Unexplained::kWording;
  return static_cast<Unexplained>(static_cast<int>(Unexplained::kNewNumber) + static_cast<int>(*matter));
}

class RewriteJudge {
 public:
  RewriteJudge(std::string_view original, std::string_view rewritten,
        std::span<const Explanation> explanations, const ExplainOptions& options, Differ& differ)
      : original_(original),
        rewritten_(rewritten),
        options_(options),
        explanations_(apart(original, explanations, options.task == RewriteTask::kAnonymize)),
        runs_(internal::diff_sentences(original, rewritten, differ)) {}

  ExplainedRewrite judge() {
    switch (options_.task) {
      case RewriteTask::kAnonymize:
      case RewriteTask::kCustom:
        judge_passages();
        break;
      case RewriteTask::kDetoxify:
        judge_abuse();
        break;
      case RewriteTask::kClean:
        judge_junk();
        break;
    }
    return std::move(out_);
  }

 private:
  void refuse(Unexplained reason, ByteSpan span) {
    out_.refused.push_back(span);
    ++out_.refusals[static_cast<size_t>(reason)];
  }

  void take(ByteSpan span, std::string_view with, const std::string& category) {
    out_.edits.push_back({span, std::string(with), {"llm", "rewrite", category, 1.0F}});
  }

  /// Explanations that overlap `span`.
  std::span<const Explanation* const> reasons_for(ByteSpan span) const {
    const auto from = std::ranges::partition_point(explanations_, [span](const Explanation* one) { return one->span.end <= span.begin; });
    const auto to = std::partition_point(from, explanations_.end(), [span](const Explanation* one) { return one->span.begin < span.end; });
    return {from, to};
  }

  // Values and passages that go whole.

  void judge_passages() {
    size_t first = 0;  // the first run that ends behind the passage's begin
    for (const Explanation* one : explanations_) {
      const ByteSpan span = one->span;
      while (first < runs_.size() && !reaches_into(runs_[first], span.begin)) ++first;
      if (first == runs_.size() || !changes(runs_[first], span)) continue;
      judge_passage(*one, first);
    }
    for (const DiffRun& run : runs_) {
      if (is_explained(run)) continue;
      const bool beyond = !reasons_for(run.raw).empty();
      refuse(run.raw.empty() ? Unexplained::kAdded
             : beyond        ? Unexplained::kBeyond
                             : Unexplained::kNoReason,
             run.raw);
    }
  }

  static bool reaches_into(const DiffRun& run, uint64_t begin) {
    return run.raw.end > begin || (run.raw.empty() && run.raw.begin > begin);
  }
  static bool changes(const DiffRun& run, ByteSpan span) {
    return run.raw.empty() ? span.begin < run.raw.begin && run.raw.begin < span.end
                           : run.raw.overlaps(span);
  }

  void judge_passage(const Explanation& one, size_t first) {
    const bool custom = options_.task == RewriteTask::kCustom;
    if (!custom && !options_.model_wording) return take(one.span, "", one.category);
    const auto place = place_of(one.span, first);
    std::optional<Unexplained> objection;
    std::string_view with;
    if (!place) {
      objection = Unexplained::kBeyond;
    } else {
      const std::string_view was = one.span.of(original_);
      with = place->of(rewritten_);
      const bool fits = custom ? llm::is_plain_wording(was, with) : llm::is_same_kind(was, with);
      if (custom) objection = objection_to(one.span, with);
      if (!fits && !objection) objection = Unexplained::kWording;
    }
    if (!objection) return take(one.span, with, one.category);
    if (custom) return refuse(*objection, one.span);
    // A value goes in any case: for the caller's stand-in.
    ++out_.refusals[static_cast<size_t>(*objection)];
    take(one.span, "", one.category);
  }

  /// Where the rewritten text has what became of `span`; nothing if a run reaches over an end of
  /// it. Words inserted right at an end are not part of it. `first`: the first run that changes it.
  std::optional<ByteSpan> place_of(ByteSpan span, size_t first) const {
    size_t last = first;
    while (last + 1 < runs_.size() && changes(runs_[last + 1], span)) ++last;
    const DiffRun& begin = runs_[first];
    const DiffRun& end = runs_[last];
    if (begin.raw.begin < span.begin || end.raw.end > span.end) return std::nullopt;
    return ByteSpan{begin.refined.begin - (begin.raw.begin - span.begin),
                    end.refined.end + (span.end - end.raw.end)};
  }

  bool is_explained(const DiffRun& run) const {
    const auto reasons = reasons_for(run.raw);
    return std::any_of(reasons.begin(), reasons.end(),
                       [&run](const Explanation* one) { return one->span.contains(run.raw); });
  }

  // Toxic passages.

  /// Sentences with toxic passages, and the runs that change them: one sentence, or neighbours that were said again
  /// without one being like another.
  struct Again {
    ByteSpan raw;
    size_t first;  ///< runs
    size_t last;
  };

  void find_said_again() {
    const std::vector<ByteSpan> sentences = internal::split_sentences(original_);
    const std::vector<ByteSpan> new_sentences = internal::split_sentences(rewritten_);
    size_t first = 0;
    for (size_t i = 0; i < sentences.size();) {
      const ByteSpan raw = judged_sentences(sentences, i);
      if (raw.empty()) continue;
      while (first < runs_.size() && runs_[first].raw.end <= raw.begin && runs_[first].raw.begin < raw.begin) ++first;
      size_t last = first;  // one behind it
      while (last < runs_.size() && runs_[last].raw.begin <= raw.end && runs_[last].raw.end <= raw.end) ++last;
      // An added sentence is part of it if it has words that the sentence lost.
      std::string lost_text;
      for (size_t run = first; run < last; ++run) {
        if (!runs_[run].raw.empty()) lost_text.append(runs_[run].raw.of(original_)) += ' ';
      }
      const std::vector<std::string> lost = small_words(lost_text);
      const auto is_beside = [&](size_t run) {
        return runs_[run].raw.empty() && std::binary_search(new_sentences.begin(), new_sentences.end(), runs_[run].refined) &&
               shared_words(lost, small_words(runs_[run].refined.of(rewritten_))) == 0;
      };
      while (first < last && runs_[first].raw == ByteSpan{raw.begin, raw.begin} && is_beside(first)) ++first;
      while (last > first && runs_[last - 1].raw == ByteSpan{raw.end, raw.end} &&
             (is_beside(last - 1) ||
              !std::binary_search(new_sentences.begin(), new_sentences.end(), runs_[last - 1].refined))) {
        --last;  // words at the begin of the next sentence, too
      }
      if (first < last) again_.push_back({raw, first, last - 1});
      first = last;
    }
  }

  /// The sentence `i` if it has a toxic passage, with those behind it that do and are gone as it is; `i` is then behind
  /// them. Empty if none is to be judged as a whole: where one beside it without such a passage is gone too, nobody can
  /// tell which of them was said again.
  ByteSpan judged_sentences(const std::vector<ByteSpan>& sentences, size_t& i) const {
    const size_t begin = i++;
    if (reasons_for(sentences[begin]).empty()) return {};
    if (!is_gone(sentences[begin])) return sentences[begin];
    if (begin > 0 && is_gone(sentences[begin - 1])) return {};  // if it were judged, it would be one with this
    while (i < sentences.size() && is_gone(sentences[i])) {
      if (reasons_for(sentences[i]).empty()) return {};
      ++i;
    }
    return {sentences[begin].begin, sentences[i - 1].end};
  }

  /// Whether no sentence of the rewritten text is like it.
  bool is_gone(ByteSpan sentence) const {
    const auto run = std::ranges::partition_point(
        runs_, [sentence](const DiffRun& r) { return r.raw.begin < sentence.begin || (r.raw.begin == sentence.begin && r.raw.empty()); });
    return run != runs_.end() && run->raw == sentence && run->refined.empty();
  }

  static std::vector<std::string> small_words(std::string_view text) {
    constexpr size_t kLeastBytes = 2;
    std::vector<Token> tokens;
    tokenize(text, tokens);
    std::vector<std::string> words;
    for (const Token& token : tokens) {
      if (token.end - token.begin < kLeastBytes || is_ascii_punct(text[token.begin])) continue;
      words.push_back(to_ascii_lower(text.substr(token.begin, token.end - token.begin)));
    }
    std::sort(words.begin(), words.end());
    return words;
  }

  /// How many of the words of `was` are in `with`.
  static size_t shared_words(std::string_view was, std::string_view with) { return shared_words(small_words(was), small_words(with)); }
  static size_t shared_words(const std::vector<std::string>& words, const std::vector<std::string>& known) {
    return static_cast<size_t>(std::count_if(words.begin(), words.end(), [&](const std::string& word) {
      return std::binary_search(known.begin(), known.end(), word);
    }));
  }

  /// Whether a sentence that was added somewhere else is this one: moved, not said again or left out. Nobody knows where there
  /// is too much to compare: a reply may add a million sentences.
  bool is_moved(const Again& again) {
    if (added_.empty()) {
      for (size_t i = 0; i < runs_.size(); ++i) {
        if (runs_[i].raw.empty()) added_.emplace_back(i, small_words(runs_[i].refined.of(rewritten_)));
      }
    }
    const std::vector<std::string> was = small_words(again.raw.of(original_));
    WorkBudget::take(added_.size() * (1 + was.size()) * 100);
    return WorkBudget::is_over() || std::any_of(added_.begin(), added_.end(), [&](const auto& added) {
      const bool is_elsewhere = added.first < again.first || added.first > again.last;
      return is_elsewhere && 2 * shared_words(was, added.second) >= was.size();
    });
  }

  /// Judges its changes word by word; where one is refused, all of it together. The first run behind what was judged.
  size_t judge_again(const Again& again) {
    const size_t edits = out_.edits.size();
    const size_t refused = out_.refused.size();
    const auto refusals = out_.refusals;
    size_t next = again.first;
    while (next <= again.last) next = judge_words(next) + 1;
    if (out_.refused.size() == refused || next != again.last + 1) return next;
    ByteSpan raw = again.raw;
    const DiffRun& first = runs_[again.first];
    const DiffRun& last = runs_[again.last];
    const ByteSpan refined{first.refined.begin - (first.raw.begin - raw.begin),
                           last.refined.end + (raw.end - last.raw.end)};
    const std::string_view was = raw.of(original_);
    const std::string_view with = refined.of(rewritten_);
    const bool is_left_out = trim_ascii(with).empty();
    const bool is_sound =
        is_left_out || (llm::is_plain_wording(was, with) && shared_words(was, with) > 0 && !llm::new_matter(was, with));
    if (!is_sound || !changes_all_reasons(again) || is_moved(again)) return next;
    const bool shares_line = raw.begin > 0 && original_[raw.begin - 1] != '\n';
    if (is_left_out && shares_line && was.ends_with('\n')) --raw.end;
    out_.edits.resize(edits);
    out_.refused.resize(refused);
    out_.refusals = refusals;
    take(raw, is_left_out ? "" : with, reasons_for(again.raw).front()->category);
    return next;
  }

  bool changes_all_reasons(const Again& again) const {
    const auto reasons = reasons_for(again.raw);
    const std::span<const DiffRun> runs = std::span(runs_).subspan(again.first, again.last + 1 - again.first);
    return std::all_of(reasons.begin(), reasons.end(), [runs](const Explanation* one) {
      const auto run = std::ranges::partition_point(runs, [one](const DiffRun& r) { return !reaches_into(r, one->span.begin); });
      return run != runs.end() && changes(*run, one->span);
    });
  }

  std::optional<Unexplained> objection_to(ByteSpan raw, std::string_view with) const {
    return unexplained(llm::new_matter_at(original_, raw, with));
  }

  /// An insertion touches what it stands next to.
  bool touches(const DiffRun& run) const {
    const uint64_t next = run.raw.empty() ? 1 : 0;
    return !reasons_for({run.raw.begin - std::min(next, run.raw.begin), run.raw.end + next})
                .empty();
  }

  /// Runs with a toxic passage among them, and no word between them, are one change: "an idiot"
  /// becomes "a beginner" in two. Where one is refused, the sentence as a whole may be taken.
  void judge_abuse() {
    find_said_again();
    auto again = again_.begin();
    for (size_t first = 0; first < runs_.size();) {
      while (again != again_.end() && again->first < first) ++again;
      first = again != again_.end() && again->first == first ? judge_again(*again) : judge_words(first) + 1;
    }
  }

  /// Judges the change that begins with run `first`; the last run of it.
  size_t judge_words(size_t first) {
    size_t last = first;
    if (!touches(runs_[first])) {
      if (!is_next_to(first) || !touches(runs_[first + 1])) {
        const ByteSpan raw = runs_[first].raw;
        refuse(raw.empty() ? Unexplained::kAdded : Unexplained::kNoReason, raw);
        return first;
      }
      ++last;
    }
    while (is_next_to(last) && (touches(runs_[last]) || touches(runs_[last + 1]))) ++last;
    judge_change(first, last);
    return last;
  }

  /// Whether nothing but blanks stands between run `i` and the next one, in one sentence.
  bool is_next_to(size_t i) const {
    if (i + 1 >= runs_.size()) return false;
    const ByteSpan between{runs_[i].raw.end, runs_[i + 1].raw.begin};
    if (!trim_ascii(between.of(original_)).empty()) return false;
    uint64_t at = between.end;
    while (at > 0 && (original_[at - 1] == ' ' || original_[at - 1] == '\t')) --at;
    return at > 0 && std::string_view(".!?\n").find(original_[at - 1]) == std::string_view::npos;
  }

  void judge_change(size_t first, size_t last) {
    const ByteSpan raw{runs_[first].raw.begin, runs_[last].raw.end};
    const ByteSpan refined{runs_[first].refined.begin, runs_[last].refined.end};
    const auto reasons = reasons_for({raw.begin - std::min<uint64_t>(raw.begin, 1), raw.end + 1});
    const std::string_view was = raw.of(original_);
    const std::string_view with = refined.of(rewritten_);
    if (reasons_for(raw).empty()) return refuse(Unexplained::kAdded, raw);  // beside it, not for it
    if (words_beyond(raw, reasons) > kMaxWordsBeyond) return refuse(Unexplained::kBeyond, raw);
    if (const auto brings = objection_to(raw, with)) return refuse(*brings, raw);
    if (!llm::is_plain_wording(was, with) || llm::count_words(with) > llm::count_words(was) + kMaxWordsMore || has_new_sentence(was, with)) {
      return refuse(Unexplained::kWording, raw);
    }
    take(raw, with, reasons.front()->category);
  }

  size_t words_beyond(ByteSpan span, std::span<const Explanation* const> reasons) const {
    size_t words = 0;
    uint64_t at = span.begin;
    for (const Explanation* one : reasons) {
      if (one->span.begin > at) {
        words += llm::count_words(ByteSpan{at, std::min(one->span.begin, span.end)}.of(original_));
      }
      at = std::max(at, one->span.end);
    }
    if (at < span.end) words += llm::count_words(ByteSpan{at, span.end}.of(original_));
    return words;
  }

  static bool has_new_sentence(std::string_view was, std::string_view with) {
    for (const std::string_view end : {". ", "! ", "? ", "; ", ": "}) {
      if (with.find(end) != std::string_view::npos && was.find(end) == std::string_view::npos) {
        return true;
      }
    }
    return false;
  }

  // Junk.

  /// Line by line: where most of a junk line is gone, all of it goes, since words that it shares
  /// with what a model put there may seem to have stayed. Elsewhere what was purely deleted goes.
  void judge_junk() {
    for (const Explanation* one : explanations_) {
      for (ByteSpan line = one->span; line.begin < one->span.end; line.begin = line.end) {
        const size_t lf = original_.substr(0, one->span.end).find('\n', line.begin);
        line.end = lf == std::string_view::npos ? one->span.end : lf + 1;
        judge_junk_line(line, *one);
      }
    }
    for (const DiffRun& run : runs_) judge_deletion(run);
    join_deletions();
  }

  void judge_junk_line(ByteSpan line, const Explanation& one) {
    const size_t words = llm::count_words(line.of(original_));
    size_t gone = 0;
    auto run = std::ranges::partition_point(runs_, [line](const DiffRun& r) { return r.raw.end <= line.begin; });
    for (; run != runs_.end() && run->raw.begin < line.end; ++run) {
      const ByteSpan part{std::max(run->raw.begin, line.begin), std::min(run->raw.end, line.end)};
      gone += llm::count_words(part.of(original_));
    }
    if (words > 0 && 4 * gone >= 3 * words) take(line, "", one.category);
  }

  void judge_deletion(const DiffRun& run) {
    const auto reasons = reasons_for(run.raw);
    if (!run.refined.empty()) {
      return refuse(run.raw.empty() ? Unexplained::kAdded : Unexplained::kNotDeleted, run.raw);
    }
    uint64_t at = run.raw.begin;
    for (const Explanation* one : reasons) {
      // A blank or line end that was deleted along with junk goes with it.
      ByteSpan part{std::max(one->span.begin, run.raw.begin), std::min(one->span.end, run.raw.end)};
      if (is_gap({at, part.begin})) {
        part.begin = at;
      } else {
        refuse(Unexplained::kBeyond, {at, part.begin});
      }
      if (one == reasons.back() && is_gap({part.end, run.raw.end})) {
        part.end = run.raw.end;
      }
      take(part, "", one->category);
      at = part.end;
    }
    if (at < run.raw.end) {
      refuse(reasons.empty() ? Unexplained::kNoReason : Unexplained::kBeyond, {at, run.raw.end});
    }
  }

  bool is_gap(ByteSpan span) const {
    return span.size() <= 2 && trim_ascii(span.of(original_)).empty();
  }

  /// Makes the edits sorted and apart.
  void join_deletions() {
    std::vector<Edit>& edits = out_.edits;
    std::sort(edits.begin(), edits.end(),
              [](const Edit& a, const Edit& b) { return a.span < b.span; });
    size_t n = 0;
    for (Edit& edit : edits) {
      if (n > 0 && edit.span.begin < edits[n - 1].span.end) {
        edits[n - 1].span.end = std::max(edits[n - 1].span.end, edit.span.end);
      } else {
        if (&edits[n] != &edit) edits[n] = std::move(edit);
        ++n;
      }
    }
    edits.resize(n);
  }

  std::string_view original_;
  std::string_view rewritten_;
  const ExplainOptions& options_;
  std::vector<const Explanation*> explanations_;  ///< sorted, apart
  std::vector<DiffRun> runs_;
  std::vector<Again> again_;
  std::vector<std::pair<size_t, std::vector<std::string>>> added_;  ///< runs that only add, and their words; once asked for
  ExplainedRewrite out_;
};

}  // namespace

std::string_view unexplained_name(Unexplained reason) {
  static constexpr std::array<std::string_view, kUnexplainedReasons> kNames = {
      "no-reason",  "beyond",   "wording",  "added",    "not-deleted",
      "new-number", "new-name", "new-link", "new-date", "negation"};
  return kNames[static_cast<size_t>(reason)];
}

ExplainedRewrite explain_rewrite(std::string_view original, std::string_view rewritten,
                                 std::span<const Explanation> explanations,
                                 const ExplainOptions& options, Differ& differ) {
  const WorkBudget budget(original.size());
  return RewriteJudge(original, rewritten, explanations, options, differ).judge();
}

}  // namespace lauter
