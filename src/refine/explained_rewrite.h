/// A model's rewrite as a program in which every edit is explained: a chatty model cannot drift.
///
/// The two texts are compared token by token (words, runs of blanks, single other characters) by
/// the exact diff of `edit`. What differs is taken up only where something other than the model's
/// taste says that it must go:
///
///   anonymize, custom   the whole of a value that a finder recognises or that the reply declares
///                       (declared passages must look like values: short, within a line), and, if
///                       the model's own wording is wanted, for something of the same kind
///   detoxify            a run of words that touches a toxic passage, reaches at most a few words
///                       beyond it, and brings in no number and little text
///   clean               a pure deletion inside of passages that are judged or declared junk
///
/// All else is refused, one difference at a time, and counted; the text keeps its own words there.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "edit/diff.h"
#include "edit/edit.h"

namespace lauter {

enum class RewriteTask : uint8_t { kAnonymize, kDetoxify, kClean };

/// A passage in which a change is explained.
struct Explanation {
  ByteSpan span;          ///< of the original
  std::string category;   ///< of the edit
  bool declared = false;  ///< by the model alone
};

struct ExplainOptions {
  RewriteTask task = RewriteTask::kAnonymize;
  /// kAnonymize: take the model's replacement; else edits come with an empty `with` for the caller
  /// to fill with a stand-in.
  bool model_wording = false;
};

enum class Unexplained : uint8_t {
  kNoReason,    ///< nothing says that these words must go
  kBeyond,      ///< reaches further than what must go
  kOtherKind,   ///< the replacement is of another kind, or too long
  kAdded,       ///< words where there were none
  kNotDeleted,  ///< kClean: something was put in its place
};
inline constexpr int kUnexplainedReasons = 5;
std::string_view unexplained_name(Unexplained reason);

struct ExplainedRewrite {
  std::vector<Edit> edits;  ///< sorted, apart; stage `llm`, rule `rewrite`, label: the category
  std::vector<ByteSpan> refused;  ///< differences that were not taken up; of the original
  std::array<uint32_t, kUnexplainedReasons> refusals{};
};

/// `explanations` need not be sorted or apart. Pure; the differ is working memory. As costly as the
/// diff. Texts are valid UTF-8.
ExplainedRewrite explain_rewrite(std::string_view original, std::string_view rewritten,
                                 std::span<const Explanation> explanations,
                                 const ExplainOptions& options, Differ& differ);

}  // namespace lauter
