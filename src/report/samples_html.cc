#include "report/samples_html.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "report/html.h"

namespace lauter {
namespace {

constexpr size_t kLeastSure = 8;  // samples ahead of all categories, one a rule

using Samples = std::vector<const Sample*>;

void append_piece(std::string& out, const SamplePiece& piece) {
  switch (piece.kind) {
    case SamplePiece::Kind::kSame:
      out += html_escape(piece.text);
      return;
    case SamplePiece::Kind::kGap:
      out += "<span class=\"gap\"> [...] </span>";
      return;
    case SamplePiece::Kind::kEdit:
      break;
  }
  out += std::string("<span") + (piece.is_subject ? " class=\"subject\"" : "") + " title=\"" +
         html_escape(piece.rule) + ", score " + fixed(piece.score, 2) + "\">";
  if (piece.was_bytes > 0) {
    out += "<del>" +
           (piece.was.empty() ? "[" + grouped(piece.was_bytes) + " bytes]" : html_escape(piece.was)) +
           "</del>";
  }
  if (!piece.text.empty()) out += "<ins>" + html_escape(piece.text) + "</ins>";
  out += "<sup>" + html_escape(piece.label) + "</sup></span>";
}

void append_sample(std::string& out, const Sample& sample) {
  out += "<article><div class=\"where\">";
  if (!sample.is_rejected) {
    out += "score <b>" + fixed(sample.score, 2) + "</b> &middot; <code>" + html_escape(sample.rule) +
           "</code> &middot; ";
  } else if (sample.reason != sample.rule) {
    out += "<bdi>" + html_escape(sample.reason) + "</bdi> &middot; ";
  }
  out += "<bdi>" + html_escape(sample.file) + "</bdi> row " + grouped(sample.row) + ", id <bdi>" +
         html_escape(sample.id) + "</bdi>";
  if (sample.is_rejected) out += " &middot; " + bytes_text(sample.bytes);
  out += "</div>";
  if (!sample.pieces.empty()) {
    out += "<div class=\"diff\" dir=\"auto\">";
    for (const SamplePiece& piece : sample.pieces) append_piece(out, piece);
    out += "</div>";
  }
  out += "</article>";
}

void begin_group(std::string& out, std::string_view name, const std::string& figures, bool open) {
  out += std::string("<details class=\"group\"") + (open ? " open" : "") + "><summary><bdi>" +
         html_escape(name) + "</bdi> <span>" + figures + "</span></summary>";
}

/// The least sure sample of every rule, the least sure rules first: those above all others.
void append_least_sure(std::string& out, const Samples& samples) {
  Samples first;
  for (const Sample* sample : samples) {  // by label, rule and score
    const bool is_first = first.empty() || first.back()->label != sample->label ||
                          first.back()->rule != sample->rule;
    if (is_first) first.push_back(sample);
  }
  std::ranges::stable_sort(first, {}, &Sample::score);
  first.resize(std::min(first.size(), kLeastSure));
  begin_group(out, "Least sure", "the rules with the lowest scores, one sample each", true);
  for (const Sample* sample : first) append_sample(out, *sample);
  out += "</details>";
}

void append_category(std::string& out, std::string_view label, const Samples& samples,
                     const RunStats& stats) {
  const auto figures = stats.labels.find(label);
  std::string text;
  if (figures != stats.labels.end()) {
    text = grouped(figures->second.edits) + (figures->second.edits == 1 ? " edit in " : " edits in ") +
           grouped(figures->second.documents) + (figures->second.documents == 1 ? " row" : " rows");
  }
  begin_group(out, label.empty() ? "edits" : label, text, false);
  const Sample* before = nullptr;
  for (const Sample* sample : samples) {
    if (before == nullptr || before->rule != sample->rule) {
      const auto rule = stats.rules.find(sample->rule);
      out += "<h3><code>" + html_escape(sample->rule) + "</code>" +
             (rule == stats.rules.end() ? "" : " " + grouped(rule->second.edits)) + "</h3>";
    }
    append_sample(out, *sample);
    before = sample;
  }
  out += "</details>";
}

constexpr std::string_view kHidden =
    "Found values are hidden (--show-values shows them): <code>[17 bytes]</code>, or their category where "
    "they stood in text that <code>clean</code>, <code>filter</code> or <code>dedup</code> took away. All other text is as it "
    "was: a recipe that looks for no private values hides none.";

}  // namespace

void append_edit_samples(std::string& out, const RunReport& report) {
  std::map<std::string_view, Samples> by_label;
  Samples all;
  for (const Sample& sample : report.samples) {
    if (sample.is_rejected) continue;
    by_label[sample.label].push_back(&sample);
    all.push_back(&sample);
  }
  if (all.empty()) return;
  std::vector<std::pair<std::string_view, Samples>> labels(by_label.begin(), by_label.end());
  std::ranges::stable_sort(labels, std::greater<>(), [&](const auto& entry) {
    const auto at = report.stats.labels.find(entry.first);
    return at == report.stats.labels.end() ? 0 : at->second.edits;
  });
  out += "<section id=\"samples\"><h2>Edits to judge</h2><p class=\"where\">";
  out += report.values_shown ? "Found values are shown: treat this page as private." : kHidden;
  out += " Of every rule the least sure edits come first, then some drawn at random.</p>"
         "<div class=\"search\" id=\"search\" hidden><input type=\"search\" id=\"q\" "
         "aria-label=\"search the samples\" placeholder=\"Search the samples: text, rule, category, "
         "reason, file, id\"><span id=\"hits\" role=\"status\"></span></div>";
  append_least_sure(out, all);
  for (const auto& [label, samples] : labels) append_category(out, label, samples, report.stats);
  out += "</section>";
}

void append_rejected_samples(std::string& out, const RunReport& report) {
  std::map<std::string_view, Samples> by_reason;
  for (const Sample& sample : report.samples) {
    if (sample.is_rejected) by_reason[sample.rule].push_back(&sample);
  }
  std::map<std::string_view, uint64_t> counts;
  for (const auto& [reason, rows] : report.stats.reject_reasons) counts[reason] = rows;
  // Samples' names are cut, and rare reasons are counted as "other": those have no count of their own.
  for (const auto& [reason, samples] : by_reason) counts.try_emplace(reason, 0);
  if (counts.empty()) return;
  std::vector<std::pair<std::string_view, uint64_t>> reasons(counts.begin(), counts.end());
  std::ranges::stable_sort(reasons, std::greater<>(), &std::pair<std::string_view, uint64_t>::second);
  out += "<section class=\"warn\" id=\"rejected\"><h2>Rejected rows</h2><p class=\"where\">"
         "They are whole in rejected/. Of rows that could not be read, or made safe, this page has no "
         "text (--show-values shows it).</p>";
  append_folded(out, reasons.size(), [&](size_t i) {
    const auto& [reason, rows] = reasons[i];
    const std::string figure =
        rows == 0 ? "" : grouped(rows) + (rows == 1 ? " row" : " rows");
    const auto samples = by_reason.find(reason);
    if (samples == by_reason.end()) {
      out += "<p class=\"group\"><bdi>" + html_escape(reason) + "</bdi> <span>" + figure + "</span></p>";
      return;
    }
    begin_group(out, reason, figure, false);
    for (const Sample* sample : samples->second) append_sample(out, *sample);
    out += "</details>";
  });
  out += "</section>";
}

}  // namespace lauter
