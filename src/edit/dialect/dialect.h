/// Edit programs as text: what language models write and read. docs/design/0006-dialects.md.
///
///   refinex            prox                                      ultrax (read only)
///   remove_lines(1, 2) remove_lines(line_start=0, line_end=1)    remove_lines(1, 2)
///   remove_str(4, "x") normalize(source_str="x", target_str="")  replace_str(4, "x", "y")
///                                                                add_line(4, 1, "x")
///   keep_all()         keep_all(), keep_doc()                    keep_all()
///   remove_all()       drop_doc()                                remove_all()
///
/// One call a line; arguments in this order or by name; texts in double or single quotes with the
/// escapes \\ \" \' \n \r \t \xHH \uHHHH \UHHHHHHHH (the last three: code points). Lines of the
/// document are those of text/lines.h, counted from 1 (prox: from 0).
///
/// **All calls refer to the original text**, so their order means nothing. What is removed twice is
/// removed once; a replacement in a removed line goes with it; replacements that otherwise overlap
/// something are a conflict.
///
/// **remove_lines** removes lines with their LFs. If that takes the last line and this one has no
/// LF, the LF before the first line of the range goes instead: what remains has no LF at its end
/// either ("a\nb" without line 2 is "a", as splitting and joining at LF gives).
///
/// **remove_str, replace_str**: the text occurs exactly once in its line, overlapping occurrences
/// counted. **normalize** applies to all places of the document where the text is found from left
/// to right. **add_line** puts a line after line `base` (0: before the first).
///
/// What is malformed holds the document back: ProgramFault has every case.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "edit/dialect/program_call.h"
#include "edit/edit.h"
#include "text/lines.h"

namespace lauter {

enum class Dialect : uint8_t {
  kLauter,   ///< JSON, edit/program_json.h; says everything
  kRefinex,  ///< RefineX (arXiv 2507.03253), made exact
  kProx,     ///< ProX (arXiv 2409.17115), made exact
  kUltrax,   ///< UltraX (arXiv 2607.08646), read only
};
std::string_view dialect_name(Dialect dialect);
std::optional<Dialect> dialect_of_name(std::string_view name);

/// Why an edit cannot be said in a dialect.
enum class Loss : uint8_t {
  kInsertion,     ///< the dialect only deletes
  kReplacement,   ///< the dialect only deletes
  kNotUnique,     ///< the text occurs again in its line (document), however it is cut
  kLineBreak,     ///< deletes an LF without a whole line; said except for LFs, which stay
  kDropDocument,  ///< said as an empty result
  kLimit,         ///< looking for a way to say it would take more than kMaxSearchBytes
};
inline constexpr size_t kLosses = 6;
std::string_view loss_name(Loss loss);  ///< `insertion`, `not unique`, ...

/// Bytes of text that reading or printing one program may look through: a program that names
/// thousands of texts of one line of megabytes would otherwise be quadratic.
inline constexpr uint64_t kMaxSearchBytes = uint64_t{4} << 30;

struct DialectText {
  std::string program{};                 ///< calls separated by LF, no LF at the end
  uint64_t said = 0;                     ///< edits that execute exactly
  std::array<uint64_t, kLosses> lost{};  ///< edits that do not, by Loss

  uint64_t lost_total() const { return std::accumulate(lost.begin(), lost.end(), uint64_t{0}); }
};

/// The program in a dialect, with an account of what it could not say. Touching edits count as one.
/// Where nothing is lost, executing gives the text that apply_program() gives; the edits may lie at
/// other places (deleting either "ab" of "abab" is the same). `program` must be valid for
/// `original`; kUltrax is not printed (checked). O(text), plus the search for texts that are
/// unique.
DialectText print_dialect(const EditProgram& program, std::string_view original, Dialect dialect);

/// The reverse, strictly. Each edit's cause has the dialect as stage, the call as rule and label.
/// Errors: kDataLoss `FAULT: call N: why` with the name of a ProgramFault (kLauter: those of
/// parse_program_json() and validate()).
Result<EditProgram> parse_dialect(std::string_view program, std::string_view original,
                                  Dialect dialect);

/// The dialect of calls as the table above spells them: kProx if one of them is only there (its
/// calls, or line_start and line_end by name), else kRefinex. Nothing if calls of both are there. Of
/// what is malformed it sees what stands before. O(program).
std::optional<Dialect> spelled_dialect(std::string_view program);

/// Lines of a document, 1-based, inclusive.
struct LineRange {
  uint64_t first;
  uint64_t last;
};

/// One edit of a read program.
struct ReadEdit {
  ByteSpan span;
  std::string_view with;
  std::string_view rule;  ///< the call that said it
};

/// Reads and executes text programs (not kLauter) at memory speed: keeps its memory from one to the
/// next and allocates nothing for a call. Not to be shared between threads.
class ProgramReader {
 public:
  explicit ProgramReader(Dialect dialect);

  /// The edits, sorted and apart, valid until the next call and while `program` lives.
  /// Errors: as parse_dialect().
  Result<void> read(std::string_view program, std::string_view original);
  const std::vector<ReadEdit>& edits() const { return edits_; }
  bool drops_document() const { return drop_; }

  /// read(), then puts the refined text into `refined` (its memory is reused; it must not hold
  /// `original`).
  Result<void> execute(std::string_view program, std::string_view original, std::string& refined);

 private:
  struct AddedLine {
    uint64_t base;   ///< the line before it
    uint64_t order;  ///< among those of one base
    std::string_view text;
    uint64_t call;
  };
  Result<void> read_refinex(const ProgramCall& call);
  Result<void> read_prox(const ProgramCall& call);
  Result<void> read_ultrax(const ProgramCall& call);
  Result<void> stand_alone(const ProgramCall& call);
  Result<void> remove_all(const ProgramCall& call);
  /// `base`: the number of the first line.
  Result<void> remove_lines(const ProgramCall& call, std::string_view first_name,
                            std::string_view last_name, uint64_t base);
  Result<void> edit_in_line(const ProgramCall& call, std::string_view rule, uint64_t line,
                            std::string_view text, std::string_view with);
  Result<void> normalize(const ProgramCall& call, std::string_view source, std::string_view target);
  Result<void> add_line(const ProgramCall& call, uint64_t base, uint64_t order,
                        std::string_view text);
  Result<void> say(const ProgramCall& call, const ReadEdit& edit);
  Result<void> count_search(const ProgramCall& call, uint64_t bytes);
  Error no_such_line(const ProgramCall& call) const;
  void put_removed_lines();
  Result<void> put_added_lines();
  Result<void> put_apart();

  Dialect dialect_;
  CallReader calls_;
  std::string_view original_;
  LineIndex lines_;
  uint64_t searched_bytes_ = 0;
  bool alone_ = false;  ///< the program has a call that must be its only one
  bool drop_ = false;
  std::vector<LineRange> removed_;
  std::vector<AddedLine> added_;
  std::string added_text_;
  std::vector<ReadEdit> said_;  ///< as the calls say
  std::vector<ReadEdit> edits_;
};

}  // namespace lauter
