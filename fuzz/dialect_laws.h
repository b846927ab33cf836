/// What must hold for any text program on any document. Shared by the fuzz target and the soak.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/check.h"
#include "edit/dialect/dialect.h"
#include "edit/diff/subsequence.h"
#include "edit/edit.h"
#include "text/utf8.h"

namespace lauter::fuzzing {

/// What became of the pairs checked so far.
struct DialectCounts {
  uint64_t executed = 0;
  uint64_t held_back = 0;
  std::array<uint64_t, kProgramFaults> faults{};
};

/// One program on one document; a law that does not hold prints both and ends the process.
struct Pair {
  std::string_view program;
  std::string_view document;
  Dialect dialect;

  void must(bool holds, const char* law) const {
    if (holds) return;
    std::string text(law);
    text += "\ndialect  " + std::string(dialect_name(dialect)) + "\nprogram  ";
    append_quoted(text, program);
    text += "\ndocument ";
    append_quoted(text, document);
    std::fprintf(stderr, "%s\n", text.c_str());
    std::abort();
  }
};

inline void count_fault(std::string_view message, DialectCounts& counts) {
  for (size_t i = 0; i < kProgramFaults; ++i) {
    const std::string_view name = fault_name(static_cast<ProgramFault>(i));
    if (message.substr(0, name.size() + 1) != std::string(name) + ":") continue;
    ++counts.faults[i];
    ++counts.held_back;
    return;
  }
  LAUTER_CHECK(false, "every malformed program has one of the documented faults");
}

/// A read program printed and read again gives the same text. What refinex said it can say again;
/// normalize() may have matched where no context is unique.
inline void check_reprint(const Pair& pair, const EditProgram& program,
                          const std::string& refined) {
  const Dialect dialect = pair.dialect == Dialect::kUltrax ? Dialect::kProx : pair.dialect;
  const DialectText said = print_dialect(program, pair.document, dialect);
  pair.must(dialect != Dialect::kRefinex || said.lost_total() == 0, "refinex says what it said");
  const auto again = parse_dialect(said.program, pair.document, dialect);
  const Pair printed = {said.program, pair.document, dialect};
  printed.must(again.ok(), "what is printed reads back");
  const auto text = apply_program(*again, pair.document);
  printed.must(text.ok(), "what is printed applies");
  printed.must(said.lost_total() > 0 || *text == refined, "and gives the same text");
}

inline void check_dialect(const Pair& pair, ProgramReader& reader, DialectCounts& counts) {
  const auto& [program, document, dialect] = pair;
  std::string executed;
  const auto done = reader.execute(program, document, executed);
  const auto parsed = parse_dialect(program, document, dialect);
  pair.must(done.ok() == parsed.ok(), "reader and parser agree");
  if (!parsed.ok()) {
    pair.must(done.error().message == parsed.error().message, "about the fault too");
    return count_fault(parsed.error().message, counts);
  }
  ++counts.executed;
  const auto refined = apply_program(*parsed, document);
  pair.must(refined.ok(), "a program that reads is valid");
  pair.must(*refined == executed, "one text whoever executes");
  if (parsed->drop_document) return;
  const bool deletes = std::all_of(parsed->edits.begin(), parsed->edits.end(),
                                   [](const Edit& edit) { return edit.with.empty(); });
  if (deletes) pair.must(is_subsequence(*refined, document), "deleting gives a subsequence");
  if (is_utf8(document)) {  // halves of characters could become one
    const auto inverse = invert(*parsed, document);
    pair.must(inverse.ok() && *apply_program(*inverse, *refined) == document,
              "the inverse restores every byte");
  }
  check_reprint(pair, *parsed, *refined);
}

}  // namespace lauter::fuzzing
