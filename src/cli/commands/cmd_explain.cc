// `lauter explain`: one document as a coloured diff.
#include <cstdio>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "run/jobs/explain.h"
#include "text/printable.h"

namespace lauter {
namespace {

struct Colors {
  std::string removed, added, dim, bold, off;
};

Colors colors(bool on) {
  if (!on) return {};
  return {"\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"};
}

/// The lines that an edit touches, old and new, with the edits marked inside.
std::string diff(const Explanation& explanation, const Colors& color) {
  const std::string& text = explanation.document.text;
  const auto& edits = explanation.outcome.program.edits;
  // Without colours the edits are marked by braces.
  const bool plain = color.off.empty();
  const std::string minus_mark = plain ? "[-" : color.bold;
  const std::string minus_end = plain ? "-]" : color.off + color.removed;
  const std::string plus_mark = plain ? "{+" : color.bold;
  const std::string plus_end = plain ? "+}" : color.off + color.added;
  std::string out;
  size_t i = 0;
  while (i < edits.size()) {
    const size_t begin = text.rfind('\n', edits[i].span.begin == 0 ? 0 : edits[i].span.begin - 1);
    const uint64_t from =
        begin == std::string::npos || edits[i].span.begin == 0 ? 0 : uint64_t{begin} + 1;
    uint64_t to = std::min(text.find('\n', edits[i].span.end), text.size());
    size_t last = i + 1;  // edits of the same lines
    while (last < edits.size() && edits[last].span.begin <= to) {
      if (edits[last].span.end > to) to = std::min(text.find('\n', edits[last].span.end), text.size());
      ++last;
    }
    std::string before;
    std::string after;
    uint64_t at = from;
    for (; i < last; ++i) {
      const Edit& edit = edits[i];
      const std::string same = printable(text.substr(at, edit.span.begin - at));
      before += same + minus_mark + printable(edit.span.of(text)) + minus_end;
      after += same + (edit.with.empty() ? "" : plus_mark + printable(edit.with) + plus_end);
      at = edit.span.end;
    }
    const std::string rest = printable(text.substr(at, to - at));
    out += color.removed + "- " + before + rest + color.off + "\n";
    out += color.added + "+ " + after + rest + color.off + "\n";
  }
  return out;
}

std::string score_text(float score) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%.2f", static_cast<double>(score));
  return buffer;
}

std::string edits_table(const Explanation& explanation) {
  std::string out;
  for (const Edit& edit : explanation.outcome.program.edits) {
    std::string place = std::to_string(edit.span.begin) + "-" + std::to_string(edit.span.end);
    place.resize(std::max<size_t>(place.size(), 14), ' ');
    std::string label = edit.cause.label;
    label.resize(std::max<size_t>(label.size(), 22), ' ');
    out += "  " + place + " " + label + " " + score_text(edit.cause.score) + "  " +
           edit.cause.stage + ":" + edit.cause.rule + "\n" + std::string(17, ' ') +
           printable(edit.span.of(explanation.document.text)) + " -> " +
           (edit.with.empty() ? "(nothing)" : printable(edit.with)) + "\n";
    if (!edit.cause.reason.empty()) out += std::string(17, ' ') + printable(edit.cause.reason) + "\n";
  }
  return out;
}

/// Whom the found facts would identify together, and which kinds of facts they are.
std::string identified_persons(const std::vector<DescribedPerson>& persons) {
  std::string out;
  for (const DescribedPerson& person : persons) {
    if (!person.is_identified()) continue;
    out += "identified by facts together: " + (person.name.empty() ? "somebody unnamed" : printable(person.name)) + " (";
    for (size_t i = 0, n = 0; i < kFactKinds; ++i) {
      if (!person.kinds[i]) continue;
      out += (n++ > 0 ? ", " : "") + std::string(fact_kind_name(static_cast<FactKind>(i)));
    }
    out += ")\n";
  }
  return out;
}

std::string explain_text(const Explanation& explanation, const Colors& color) {
  const Outcome& outcome = explanation.outcome;
  std::string out = color.bold + printable(explanation.document.id) + color.off + color.dim + "  " +
                    explanation.file + ":" + std::to_string(explanation.row) + color.off + "\n";
  out += "state: " + std::string(row_state_name(outcome.state)) +
         (outcome.reason.empty() ? "" : " (" + printable(outcome.reason) + ")") + "\n";
  if (outcome.program.empty()) {
    out += explanation.chosen ? "no edits: the text stays byte for byte\n"
                              : "no step of the recipe is for this row: it stays as it is\n";
  } else {
    out += "\n" + diff(explanation, color) + "\nedits (bytes, category, score, cause):\n" +
           edits_table(explanation);
  }
  out += identified_persons(outcome.persons);
  const CheckSummary& checks = outcome.checks;
  out += std::string("checks: ") + (checks.verified ? "verified" : "not verified") + ", rounds " +
         std::to_string(checks.rounds) + ", found " + std::to_string(checks.found) + ", repaired " +
         std::to_string(checks.repaired) + "\n";
  for (const std::string& failed : checks.failed) out += "  failed on the way: " + printable(failed) + "\n";
  return out;
}

}  // namespace

int run_explain(const Config& config) {
  auto job = make_job(config);
  if (!job.ok()) return fail(job.error());
  // The key that a run to stdout would use, if there is one; else any, for a look.
  SecretKey key;
  bool is_stored = true;
  if (config.key_file || path_exists(default_key_path(config))) {
    auto stored = make_key(config);
    if (!stored.ok()) return fail(stored.error());
    key = std::move(*stored);
  } else {
    auto random = SecretKey::random();
    if (!random.ok()) return fail(random.error());
    key = std::move(*random);
    is_stored = false;
  }
  const auto explanation = explain_row(*job, key, config.id);
  if (!explanation.ok()) return fail(explanation.error());
  if (!is_stored && !config.quiet) {
    say("lauter: stand-ins of a throw-away key; give --key-file to see those of a run\n");
  }
  const int code = print(explain_text(*explanation, colors(use_color(config.color))));
  if (code != kExitOk) return code;
  return explanation->outcome.state == RowState::kRejected ? kExitRejected : kExitOk;
}

}  // namespace lauter
