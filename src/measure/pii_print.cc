// JSON and table of `measure pii`.
#include <algorithm>
#include <array>
#include <cstdio>

#include "measure/pii_figures.h"
#include "measure/print.h"

namespace lauter::internal {
namespace {

constexpr size_t kWorstShown = 12;
constexpr size_t kConfusionsShown = 30;

std::string three(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

std::string pad(std::string text, size_t width, bool left = false) {
  if (text.size() >= width) return text;
  const std::string blanks(width - text.size(), ' ');
  return left ? text + blanks : blanks + text;
}

void write_macro(JsonWriter& json, std::string_view name, const Macro& macro,
                 const std::optional<MacroIntervals>& intervals) {
  json.key(name).begin_object().member_uint("labels", macro.labels);
  write_number(json, "recall", macro.recall);
  write_number(json, "precision", macro.precision);
  write_number(json, "f1", macro.f1);
  if (intervals) {
    const auto pair = [&](std::string_view key, const Interval& interval) {
      json.key(key).begin_array();
      for (double end : {interval.low, interval.high}) {
        std::array<char, 32> text{};
        const int n = std::snprintf(text.data(), text.size(), "%.4f", end);
        json.raw(std::string_view(text.data(), static_cast<size_t>(n)));
      }
      json.end_array();
    };
    pair("recall_ci95", intervals->recall);
    pair("precision_ci95", intervals->precision);
    pair("f1_ci95", intervals->f1);
  }
  json.end_object();
}

void write_slice(JsonWriter& json, const SliceFigures& slice) {
  json.begin_object()
      .member_uint("rows", slice.rows)
      .member_uint("gold", slice.any.gold)
      .member_uint("predicted", slice.any.predicted);
  write_number(json, "recall", share(slice.same_found, slice.any.gold));
  write_number(json, "precision", share(slice.same_justified, slice.any.predicted));
  write_number(json, "f1",
               f1(share(slice.same_justified, slice.any.predicted),
                  share(slice.same_found, slice.any.gold)));
  write_number(json, "any_label_recall", slice.any.recall());
  write_number(json, "any_label_precision", slice.any.precision());
  json.end_object();
}

void write_negatives(JsonWriter& json, std::string_view name, const SliceFigures& rows) {
  json.key(name)
      .begin_object()
      .member_uint("rows", rows.rows)
      .member_uint("rows_with_finds", rows.rows_with_finds)
      .member_uint("finds", rows.any.predicted);
  write_number(json, "share_with_finds", share(rows.rows_with_finds, rows.rows));
  json.end_object();
}

std::vector<std::string> worst_labels(const PiiFigures& figures) {
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [label, tally] : figures.labels) {
    if (tally.gold > 0) order.emplace_back(f1(tally.precision(), tally.recall()), label);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::string> labels;
  for (const auto& [score, label] : order) {
    if (labels.size() == kWorstShown) break;
    labels.push_back(label);
  }
  return labels;
}

std::vector<std::pair<uint64_t, std::pair<std::string, std::string>>> top_confusions(
    const Confusion& confusion) {
  std::vector<std::pair<uint64_t, std::pair<std::string, std::string>>> order;
  for (const auto& [pair, n] : confusion) order.emplace_back(n, pair);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > kConfusionsShown) order.resize(kConfusionsShown);
  return order;
}

void write_leaks(JsonWriter& json, const LeakFigures& leaks) {
  json.key("refined")
      .begin_object()
      .member_uint("rows", leaks.rows)
      .member_uint("rows_missing", leaks.rows_missing)
      .member_uint("values", leaks.values)
      .member_uint("leaked", leaks.leaked);
  write_number(json, "leak_rate", share(leaks.leaked, leaks.values));
  write_number(json, "outside_identical", share(leaks.identical_bytes, leaks.outside_bytes));
  json.member_uint("clean_rows", leaks.clean_rows)
      .member_uint("clean_rows_identical", leaks.clean_rows_identical);
  write_number(json, "clean_rows_identical_share",
               share(leaks.clean_rows_identical, leaks.clean_rows));
  json.member_uint("approximate_rows", leaks.approximate_rows);
  json.key("leaked_by_label").begin_object();
  for (const auto& [label, counts] : leaks.labels) {
    if (counts.first > 0) json.member_uint(label, counts.first);
  }
  json.end_object().end_object();
}

std::string json_of(const PiiFigures& figures) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("kind", "pii")
      .member_uint("rows", figures.rows)
      .member_uint("error_rows", figures.error_rows);
  write_macro(json, "macro", figures.macro, figures.intervals);
  if (figures.macro_pattern) {
    write_macro(json, "macro_pattern", *figures.macro_pattern, figures.intervals_pattern);
  }
  json.key("micro");
  write_slice(json, figures.all);
  json.key("any_label").begin_object();
  write_number(json, "recall", figures.all.any.recall());
  write_number(json, "precision", figures.all.any.precision());
  write_number(json, "f1", f1(figures.all.any.precision(), figures.all.any.recall()));
  write_number(json, "byte_recall", figures.all.any.byte_recall());
  write_number(json, "byte_precision", figures.all.any.byte_precision());
  write_number(json, "byte_f1",
               f1(figures.all.any.byte_precision(), figures.all.any.byte_recall()));
  json.end_object();
  write_negatives(json, "decoys", figures.decoys);
  write_negatives(json, "clean", figures.clean);
  json.key("labels").begin_object();
  for (const auto& [label, tally] : figures.labels) {
    json.key(label)
        .begin_object()
        .member_uint("support", tally.gold)
        .member_uint("found", tally.found)
        .member_uint("predicted", tally.predicted)
        .member_uint("justified", tally.justified);
    write_number(json, "recall", tally.recall());
    write_number(json, "precision", tally.precision());
    write_number(json, "f1", f1(tally.precision(), tally.recall()));
    write_number(json, "byte_recall", tally.byte_recall());
    write_number(json, "byte_precision", tally.byte_precision());
    write_number(json, "byte_f1", f1(tally.byte_precision(), tally.byte_recall()));
    json.end_object();
  }
  json.end_object();
  json.key("worst").begin_array();
  for (const std::string& label : worst_labels(figures)) json.string(label);
  json.end_array();
  json.key("slices").begin_object();
  for (const auto& [name, slice] : figures.slices) {
    json.key(name);
    write_slice(json, slice);
  }
  json.end_object();
  json.key("confusion").begin_array();
  for (const auto& [n, pair] : top_confusions(figures.confusion)) {
    json.begin_object();
    json.key("gold");
    pair.first.empty() ? json.null() : json.string(pair.first);
    json.key("predicted");
    pair.second.empty() ? json.null() : json.string(pair.second);
    json.member_uint("count", n).end_object();
  }
  json.end_array();
  if (figures.leaks) write_leaks(json, *figures.leaks);
  json.end_object();
  out += '\n';
  return out;
}

std::string row_of(const std::string& name, uint64_t support, double recall, double precision,
                   double byte_recall, double byte_precision) {
  return pad(name, 30, true) + pad(std::to_string(support), 8) + pad(three(recall), 9) +
         pad(three(precision), 11) + pad(three(f1(precision, recall)), 8) +
         pad(three(byte_recall), 13) + pad(three(byte_precision), 15) + '\n';
}

std::string macro_line(const std::string& name, const Macro& macro,
                       const std::optional<MacroIntervals>& intervals) {
  std::string out = name + " over " + std::to_string(macro.labels) + ": recall " +
                    three(macro.recall) + ", precision " + three(macro.precision) + ", F1 " +
                    three(macro.f1);
  if (intervals) {
    const auto range = [](const Interval& i) { return three(i.low) + "-" + three(i.high); };
    out += " (95 %: " + range(intervals->recall) + ", " + range(intervals->precision) + ", " +
           range(intervals->f1) + ")";
  }
  return out + '\n';
}

std::string percent(uint64_t part, uint64_t whole) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f %%", 100 * share(part, whole));
  return std::to_string(part) + " of " + std::to_string(whole) + " (" + text.data() + ")";
}

std::string table_of(const PiiFigures& figures) {
  std::string out = pad("category", 30, true) + pad("support", 8) + pad("recall", 9) +
                    pad("precision", 11) + pad("F1", 8) + pad("byte recall", 13) +
                    pad("byte precision", 15) + '\n';
  for (const auto& [label, tally] : figures.labels) {
    out += row_of(label, tally.gold, tally.recall(), tally.precision(), tally.byte_recall(),
                  tally.byte_precision());
  }
  const Tally& any = figures.all.any;
  out += row_of("(any label)", any.gold, any.recall(), any.precision(), any.byte_recall(),
                any.byte_precision());
  out += '\n' + macro_line("macro", figures.macro, figures.intervals);
  if (figures.macro_pattern) {
    out +=
        macro_line("macro, pattern categories", *figures.macro_pattern, figures.intervals_pattern);
  }
  if (!figures.slices.empty()) {
    out += '\n' + pad("slice", 30, true) + pad("rows", 8) + pad("recall", 9) +
           pad("precision", 11) + pad("values", 8) + '\n';
    for (const auto& [name, slice] : figures.slices) {
      out += pad(name, 30, true) + pad(std::to_string(slice.rows), 8) +
             pad(three(share(slice.same_found, slice.any.gold)), 9) +
             pad(three(share(slice.same_justified, slice.any.predicted)), 11) +
             pad(std::to_string(slice.any.gold), 8) + '\n';
    }
  }
  out += "\nworst:";
  for (const std::string& label : worst_labels(figures)) out += ' ' + label;
  out += "\nmost confused:";
  size_t shown = 0;
  for (const auto& [n, pair] : top_confusions(figures.confusion)) {
    if (++shown > kWorstShown) break;
    out += ' ' + (pair.first.empty() ? "nothing" : pair.first) + '>' +
           (pair.second.empty()         ? "missed"
            : pair.second == pair.first ? "partly"
                                        : pair.second) +
           ':' + std::to_string(n);
  }
  out += '\n';
  if (figures.decoys.rows > 0) {
    out +=
        "decoy rows with a find: " + percent(figures.decoys.rows_with_finds, figures.decoys.rows) +
        '\n';
  }
  if (figures.clean.rows > 0) {
    out += "clean rows with a find: " + percent(figures.clean.rows_with_finds, figures.clean.rows) +
           '\n';
  }
  if (figures.error_rows > 0) {
    out += "rows that could not be read: " + std::to_string(figures.error_rows) + '\n';
  }
  if (figures.leaks) {
    const LeakFigures& leaks = *figures.leaks;
    out += "refined: gold values left " + percent(leaks.leaked, leaks.values) +
           "; bytes outside gold identical " + percent(leaks.identical_bytes, leaks.outside_bytes) +
           "; clean rows identical " + percent(leaks.clean_rows_identical, leaks.clean_rows) +
           "; rows not there " + std::to_string(leaks.rows_missing) + '\n';
  }
  return out;
}

}  // namespace

MeasureReport print_figures(const PiiFigures& figures) {
  return {.json = json_of(figures), .table = table_of(figures)};
}

}  // namespace lauter::internal
