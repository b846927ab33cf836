#include "edit/dialect/distill.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/hash.h"
#include "edit/diff/unit_class.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr uint64_t kDefaultMaxInsert = 20;
constexpr uint64_t kDefaultMinDeleted = 10;

/// The last character of `text`, which is not empty, is part of a word.
bool ends_in_word(std::string_view text) {
  size_t at = previous_utf8(text, text.size());
  return is_word_unit(decode_utf8(text, at));
}

bool begins_in_word(std::string_view text) {
  size_t at = 0;
  return is_word_unit(decode_utf8(text, at));
}

/// Longer texts are no word, so that a check costs nothing.
constexpr size_t kMaxWordBytes = 256;

bool is_within_word(std::string_view text) {
  if (text.size() > kMaxWordBytes) return false;
  for (size_t at = 0; at < text.size();) {
    if (!is_word_unit(decode_utf8(text, at))) return false;
  }
  return true;
}

/// Whether `text` has at most `limit` characters.
bool is_at_most(std::string_view text, uint64_t limit) {
  return text.size() / 4 <= limit && count_code_points(text) <= limit;
}

/// `kept` lies between `left` and `right`; the texts they delete and insert touch it.
bool cut_one_word(std::string_view kept, const DiffRun& left, const DiffRun& right,
                  std::string_view raw, std::string_view refined) {
  const auto ends = [](std::string_view text) { return !text.empty() && ends_in_word(text); };
  const auto begins = [](std::string_view text) { return !text.empty() && begins_in_word(text); };
  return (ends(left.raw.of(raw)) || ends(left.refined.of(refined))) &&
         (begins(right.raw.of(raw)) || begins(right.refined.of(refined))) && is_within_word(kept);
}

bool is_kept(std::string_view id, const DistillOptions& options) {
  if (options.keep_unchanged >= 1) return true;
  const uint64_t limit = static_cast<uint64_t>(std::ldexp(options.keep_unchanged, 53));
  return (hash64(id, options.seed) >> 11) < limit;
}

Edit edit_of(const DiffRun& run, std::string_view refined) {
  const char* rule = run.is_deletion()    ? "deletion"
                     : run.is_insertion() ? "insertion"
                                          : "replacement";
  return {run.raw, std::string(run.refined.of(refined)), {"distill", rule, "", 1.0F}};
}

}  // namespace

uint64_t DistillOptions::insert_limit() const {
  if (max_insert) return *max_insert;
  return keep == KeepEdits::kAll ? std::numeric_limits<uint64_t>::max() : kDefaultMaxInsert;
}

uint64_t DistillOptions::delete_limit() const {
  return min_deleted.value_or(keep == KeepEdits::kAll ? 0 : kDefaultMinDeleted);
}

std::string distill_reason(DistillState state, const DistillOptions& options) {
  const std::string inserted = std::to_string(options.insert_limit()) + " or more characters";
  switch (state) {
    case DistillState::kEdited:
    case DistillState::kUnchanged:
      return "";
    case DistillState::kLongInsertion:
      return "an inserted span has " + inserted;
    case DistillState::kLongReplacement:
      return "a replacing span has " + inserted;
    case DistillState::kFewDeleted:
      return "fewer than " + std::to_string(options.delete_limit()) + " characters are deleted";
    case DistillState::kTooManyRuns:
      return "more than " + std::to_string(kMaxDistilledRuns) + " places differ";
    case DistillState::kNotSampled:
      return "unchanged, and left out by --keep-unchanged";
    case DistillState::kNotSubsequence:
      return "internal error: the refined text is no subsequence of the raw one";
  }
  return "";
}

Distiller::Distiller(const DistillOptions& options) : options_(options), differ_(options.diff) {}

Result<Distilled> Distiller::distill(std::string_view id, std::string_view raw,
                                     std::string_view refined) {
  if (!is_utf8(raw)) return invalid_argument("the raw text is not valid UTF-8");
  if (!is_utf8(refined)) return invalid_argument("the refined text is not valid UTF-8");
  Distilled out;
  if (raw == refined) {
    out.proven = true;
    if (!is_kept(id, options_)) out.state = DistillState::kNotSampled;
    return out;
  }
  Diff diff = differ_.diff(raw, refined);
  out.diff = diff.stats;
  out.state = DistillState::kEdited;
  decide(raw, refined, std::move(diff.runs), out);
  if (out.rejected()) {
    out.program = {};
  } else if (options_.keep == KeepEdits::kDeletions) {
    LAUTER_ASSIGN(const std::string result, apply_program(out.program, raw));
    out.proven = is_subsequence(result, raw);
    if (!out.proven) {
      out.state = DistillState::kNotSubsequence;
      out.program = {};
    }
  }
  return out;
}

void Distiller::decide(std::string_view raw, std::string_view refined, std::vector<DiffRun> runs,
                       Distilled& out) const {
  if (runs.size() > kMaxDistilledRuns) {
    out.state = DistillState::kTooManyRuns;
    return;
  }
  if (options_.keep == KeepEdits::kDeletions) out.folded = fold_rewrites(raw, refined, runs);
  uint64_t longest_replacing = 0;
  for (const DiffRun& run : runs) {
    const uint64_t inserted = count_code_points(run.refined.of(refined));
    out.longest_insert = std::max(out.longest_insert, inserted);
    if (run.is_deletion()) {
      ++out.deletions;
      out.deleted_chars += count_code_points(run.raw.of(raw));
    } else if (run.is_insertion()) {
      ++out.insertions;
    } else {
      ++out.replacements;
      longest_replacing = std::max(longest_replacing, inserted);
    }
    if (run.is_deletion() || options_.keep == KeepEdits::kAll) {
      out.program.edits.push_back(edit_of(run, refined));
    }
  }
  if (out.longest_insert >= options_.insert_limit()) {
    out.state = longest_replacing == out.longest_insert ? DistillState::kLongReplacement
                                                        : DistillState::kLongInsertion;
  } else if (out.deleted_chars < options_.delete_limit()) {
    out.state = DistillState::kFewDeleted;
  }
}

uint64_t fold_rewrites(std::string_view raw, std::string_view refined, std::vector<DiffRun>& runs) {
  const auto deletes = [](const DiffRun& run) { return run.is_deletion(); };
  if (std::all_of(runs.begin(), runs.end(), deletes)) return 0;
  struct Joined {
    uint64_t inserted = 0;  ///< characters, what was between included
    uint64_t between = 0;
    bool only_deletes = true;
  };
  std::vector<Joined> joined;  // of runs[0, n)
  size_t n = 0;
  for (const DiffRun& next : runs) {
    DiffRun run = next;
    Joined now{.inserted = count_code_points(run.refined.of(refined)),
               .only_deletes = run.is_deletion()};
    while (n > 0) {
      const DiffRun& before = runs[n - 1];
      const Joined& last = joined.back();
      const std::string_view kept = ByteSpan{before.raw.end, run.raw.begin}.of(raw);
      if (!is_at_most(kept, std::min(now.inserted, last.inserted)) &&
          !cut_one_word(kept, before, run, raw, refined)) {
        break;
      }
      const uint64_t between = count_code_points(kept);
      now.inserted += last.inserted + between;
      now.between += last.between + between;
      now.only_deletes = now.only_deletes && last.only_deletes;
      run.raw.begin = before.raw.begin;
      run.refined.begin = before.refined.begin;
      joined.pop_back();
      --n;
    }
    runs[n++] = run;
    joined.push_back(now);
  }
  const uint64_t folded = runs.size() - n;
  runs.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const uint64_t between = joined[i].between;
    if (!joined[i].only_deletes || between == 0) continue;
    if (count_code_points(runs[i].raw.of(raw)) >= 5 * between) {
      runs[i].refined.end = runs[i].refined.begin;
    }
  }
  return folded;
}

bool is_subsequence(std::string_view text, std::string_view of) {
  size_t at = 0;
  for (size_t i = 0; i < of.size() && at < text.size(); ++i) at += of[i] == text[at] ? 1 : 0;
  return at == text.size();
}

}  // namespace lauter
