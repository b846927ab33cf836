/// Training rows for a generative refining model, and its replies read back as programs.
///
///   {"id":"a","window":1,"windows":3,"messages":[
///     {"role":"system","content":"You clean documents..."},
///     {"role":"user","content":"[doc]\n[1] Home | About\n[2] The cat sat.\n[/doc]"},
///     {"role":"assistant","content":"remove_lines(1, 1)"}]}
///
/// A long document gives a row for each of its windows (edit/dialect/windows.h); lines are numbered from 1
/// (prox: from 0) in each, and the program is that of all that the window shows.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "edit/dialect/dialect.h"
#include "edit/dialect/windows.h"

namespace lauter {

struct SftOptions {
  Dialect dialect = Dialect::kRefinex;  ///< kRefinex or kProx
  WindowOptions windows{};
};

/// What rows were made of; adds up.
struct SftCounts {
  uint64_t rows = 0;
  uint64_t keep_all = 0;                 ///< rows without an edit
  uint64_t left_out = 0;                 ///< windows whose program the dialect cannot say
  std::array<uint64_t, kLosses> lost{};  ///< edits of those, by Loss

  void add(const SftCounts& other);
};

/// The user's message for a window: `text` is window_text().
std::string sft_prompt(std::string_view text, Dialect dialect);
/// The system message.
std::string_view sft_instructions(Dialect dialect);

/// Appends one line of JSON for each window whose program can be said exactly: a target that says
/// less than it should would teach to leave junk in. `program` must be valid for `text`, which is
/// UTF-8.
SftCounts append_sft_rows(std::string& out, std::string_view id, std::string_view text,
                          const EditProgram& program, const SftOptions& options);

/// The program in a model's reply. What may stand around it: <think>...</think>, a code fence, and
/// lines before and behind the calls that are none. Returns a view into `reply`.
/// Errors: kDataLoss `no program: ...` (no call at all), `reply cut off: ...` (the last call, the
/// fence or the thinking does not end), `no call: ...` (words between calls; two fences).
Result<std::string_view> program_in_reply(std::string_view reply);

/// The program of a document from the replies for all its windows, one each, by merge_windows().
/// Errors: `window N: ` and those of program_in_reply() and parse_dialect(); kDataLoss if the
/// numbers differ.
Result<EditProgram> program_of_replies(std::span<const std::string> replies, std::string_view text,
                                       const SftOptions& options);

}  // namespace lauter
