/// A model's rewrite as edits each of which is explained: a chatty model cannot drift.
///
/// The two texts are compared sentence by sentence (refine/llm/token_diff.h), and what differs is taken
/// up only where something other than the model's taste says that it must go:
///
///   anonymize  the whole of a value that a finder recognises or the reply declares, once any of it
///              was changed. What the caller puts there is its own stand-in, unless the model's
///              wording is wanted, is of the same kind, and its place is beyond doubt
///   detoxify   a changed run of words that touches a toxic passage, reaches at most two words
///              beyond it, and brings in at most three words more than it had; else, where a sentence
///              with a toxic passage was said again, by one sentence or more, or left out: all of it
///   clean      deletions, as far as they lie in passages that are judged or declared junk
///   custom     the whole of a declared passage, for anything that is fit to stand there
///
/// What is said again for abuse or by a recipe's criterion brings nothing new (llm/new_matter.h).
/// Declared passages must be short and within a line where values are meant. All else is refused,
/// one difference at a time, and counted: the text keeps its own words there.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "edit/diff/diff.h"
#include "edit/edit.h"

namespace lauter {

enum class RewriteTask : uint8_t { kAnonymize, kDetoxify, kClean, kCustom };

/// A passage in which a change is explained.
struct Explanation {
  ByteSpan span;           ///< of the original
  std::string category{};  ///< of the edit
  bool declared = false;   ///< by the model alone
};

struct ExplainOptions {
  RewriteTask task = RewriteTask::kAnonymize;
  /// kAnonymize: take the model's replacement where that can be; all other edits come with an empty
  /// `with`, for the caller to fill with a stand-in.
  bool model_wording = false;
};

enum class Unexplained : uint8_t {
  kNoReason,    ///< nothing says that these words must go
  kBeyond,      ///< reaches further than what must go
  kWording,     ///< what would stand there is of another kind, too long, or new matter
  kAdded,       ///< words where there were none
  kNotDeleted,  ///< kClean: something was put in its place
  kNewNumber,   ///< this and the next: what would stand there says what the text does not (llm::NewMatter)
  kNewName,
  kNewLink,
  kNewDate,
  kNegation,
};
inline constexpr int kUnexplainedReasons = 10;
std::string_view unexplained_name(Unexplained reason);  ///< `no-reason`

struct ExplainedRewrite {
  std::vector<Edit> edits;  ///< sorted, apart; stage `llm`, rule `rewrite`, label: the category
  std::vector<ByteSpan> refused;  ///< of the original: what was changed there was not taken up
  std::array<uint32_t, kUnexplainedReasons> refusals{};
};

/// `explanations` need not be sorted or apart; of those that overlap the longest holds. Pure; the
/// differ is working memory. As costly as the diff. Texts are valid UTF-8.
ExplainedRewrite explain_rewrite(std::string_view original, std::string_view rewritten,
                                 std::span<const Explanation> explanations,
                                 const ExplainOptions& options, Differ& differ);

}  // namespace lauter
