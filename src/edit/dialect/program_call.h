/// The grammar that all text dialects share: one call a line, `name(argument, ...)`.
///
///   call      name "(" [argument {"," argument}] ")"
///   argument  [name "="] (number | text)
///
/// Blanks, tabs and CRs may stand between tokens and at both ends of a line; lines of nothing else
/// are skipped. A number has up to 15 digits. A text stands in double or single quotes; dialect.h
/// has its escapes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

/// Every way in which a text program can be malformed.
enum class ProgramFault : uint8_t {
  kEmpty,      ///< no call at all: keep_all() says that there is nothing to do
  kSyntax,     ///< a line that is no call: words, a comment, a call that is cut off
  kText,       ///< a quoted text without end, an unknown escape, text that is not UTF-8
  kName,       ///< a call that the dialect does not have
  kArguments,  ///< missing, too many, twice, of another kind; an empty text; first line > last line
  kLine,       ///< a line that the document does not have
  kNoMatch,    ///< the text is not in its line (document)
  kManyMatches,  ///< the text is more than once in its line
  kSplit,        ///< the text would be cut out of the middle of a UTF-8 character
  kCompany,      ///< keep_all() and other calls that stand alone, together with others
  kConflict,     ///< two edits of the same bytes that are not both removals
  kLimit,        ///< more calls or more searching than a program may have
};
inline constexpr size_t kProgramFaults = 12;
/// `empty program`, `no call`, ...: what errors begin with, so that they can be counted.
std::string_view fault_name(ProgramFault fault);
/// kDataLoss `FAULT: call N: why`; `call` is 1-based, 0 leaves it out.
Error program_error(ProgramFault fault, uint64_t call, std::string_view why);

/// Calls that one program may have.
inline constexpr uint64_t kMaxCalls = 1'000'000;

struct CallArgument {
  std::string_view name;  ///< empty if given by position
  bool is_text = false;
  uint64_t number = 0;
  std::string_view text;
};

struct ProgramCall {
  uint64_t number = 0;  ///< of the call in the program, from 1
  std::string_view name;
  std::array<CallArgument, 4> arguments;
  size_t n_arguments = 0;
};

/// Takes a program apart. Names and texts are views into the program or into the reader (texts with
/// escapes), valid until begin().
class CallReader {
 public:
  void begin(std::string_view program);
  /// Fills `call` and returns true; false at the end. Errors: kSyntax, kText, kLimit. Linear.
  Result<bool> next(ProgramCall& call);

 private:
  Result<void> read_call(std::string_view line, ProgramCall& call);
  Result<void> read_argument(const char*& p, const char* end, ProgramCall& call);
  Result<std::string_view> read_text(const char*& p, const char* end);
  Error error(ProgramFault fault, std::string_view why) const;

  std::string_view rest_;
  uint64_t n_calls_ = 0;
  std::string decoded_;  ///< texts with escapes; never grows beyond the program, so views stay
};

/// What a call takes at one place: under which names, and of which kind.
struct Parameter {
  std::string_view name;
  std::string_view other_name = {};
  bool is_text = false;
  bool optional = false;  ///< absent: an empty text
};

/// Sorts a call's arguments by parameter: first those by position, then those by name.
/// Errors: kArguments.
Result<void> bind_arguments(const ProgramCall& call, std::span<const Parameter> parameters,
                            std::span<CallArgument> bound);

/// Appends `text` in double quotes. Control characters, U+0085, U+2028 and U+2029 are escaped, so
/// that no reader of lines cuts a program there; everything else stands as it is.
void append_quoted(std::string& out, std::string_view text);

}  // namespace lauter
