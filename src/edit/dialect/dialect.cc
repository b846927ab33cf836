#include "edit/dialect/dialect.h"

#include <algorithm>

#include "base/check.h"
#include "edit/dialect/dialect_print.h"
#include "edit/program_json.h"

namespace lauter {
namespace {

constexpr std::array<std::string_view, 4> kDialectNames = {"lauter", "refinex", "prox", "ultrax"};
constexpr std::array<std::string_view, kLosses> kLossNames = {
    "insertion", "replacement", "not unique", "line break", "drop_document", "too much to search"};

DialectText print_lauter(const EditProgram& program) {
  DialectText out;
  append_program_json(out.program, program, "", "", AuditWriter());
  out.said = program.edits.size() + (program.drop_document ? 1 : 0);
  return out;
}

Result<EditProgram> parse_lauter(std::string_view json, std::string_view original) {
  LAUTER_ASSIGN(EditProgram program, parse_program_json(json));
  LAUTER_TRY(validate(program, original));
  return program;
}

}  // namespace

std::string_view dialect_name(Dialect dialect) {
  return kDialectNames[static_cast<size_t>(dialect)];
}

std::optional<Dialect> dialect_of_name(std::string_view name) {
  const auto* const found = std::find(kDialectNames.begin(), kDialectNames.end(), name);
  if (found == kDialectNames.end()) return std::nullopt;
  return static_cast<Dialect>(found - kDialectNames.begin());
}

std::optional<Dialect> spelled_dialect(std::string_view program) {
  bool only_refinex = false;
  bool only_prox = false;
  CallReader calls;
  calls.begin(program);
  ProgramCall call;
  while (true) {
    const auto more = calls.next(call);
    if (!more.ok() || !*more) break;
    if (call.name == "remove_lines") {
      const bool by_prox = std::any_of(call.arguments.begin(), call.arguments.begin() + call.n_arguments,
                                       [](const CallArgument& argument) {
                                         return argument.name == "line_start" || argument.name == "line_end";
                                       });
      (by_prox ? only_prox : only_refinex) = true;
    } else if (call.name == "remove_str" || call.name == "remove_all") {
      only_refinex = true;
    } else if (call.name == "normalize" || call.name == "drop_doc" || call.name == "keep_doc") {
      only_prox = true;
    }
  }
  if (only_refinex && only_prox) return std::nullopt;
  return only_prox ? Dialect::kProx : Dialect::kRefinex;
}

std::string_view loss_name(Loss loss) { return kLossNames[static_cast<size_t>(loss)]; }

DialectText print_dialect(const EditProgram& program, std::string_view original, Dialect dialect) {
  switch (dialect) {
    case Dialect::kLauter:
      return print_lauter(program);
    case Dialect::kRefinex:
      return print_refinex(program, original);
    case Dialect::kProx:
      return print_prox(program, original);
    case Dialect::kUltrax:
      break;
  }
  LAUTER_CHECK(false, "ultrax programs are only read");
}

Result<EditProgram> parse_dialect(std::string_view program, std::string_view original,
                                  Dialect dialect) {
  if (dialect == Dialect::kLauter) return parse_lauter(program, original);
  ProgramReader reader(dialect);
  LAUTER_TRY(reader.read(program, original));
  const std::string stage(dialect_name(dialect));
  EditProgram parsed;
  parsed.edits.reserve(reader.edits().size());
  for (const ReadEdit& edit : reader.edits()) {
    const std::string rule(edit.rule);
    parsed.edits.push_back({edit.span, std::string(edit.with), {stage, rule, rule, 1.0F}});
  }
  if (reader.drops_document()) {
    parsed.drop_document = true;
    parsed.drop_cause = {stage, "drop_doc", "drop_doc", 1.0F};
  }
  return parsed;
}

}  // namespace lauter
