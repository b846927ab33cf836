#include "measure/code.h"

#include <algorithm>
#include <map>
#include <optional>

#include "catalog/category.h"
#include "measure/print.h"
#include "measure/rows.h"
#include "measure/tally.h"

namespace lauter {
namespace internal {
namespace {

struct Matrix {
  uint64_t true_positive = 0;
  uint64_t false_positive = 0;
  uint64_t false_negative = 0;
  uint64_t true_negative = 0;

  void add(bool is_positive, bool is_flagged) {
    ++(is_positive ? (is_flagged ? true_positive : false_negative)
                   : (is_flagged ? false_positive : true_negative));
  }
  double precision() const {
    const uint64_t flagged = true_positive + false_positive;
    return flagged == 0 ? 0 : static_cast<double>(true_positive) / static_cast<double>(flagged);
  }
  double recall() const {
    const uint64_t positive = true_positive + false_negative;
    return positive == 0 ? 0 : static_cast<double>(true_positive) / static_cast<double>(positive);
  }
};

struct CodeFigures {
  uint64_t rows = 0;
  Matrix lines;
  Matrix repositories;
  std::map<std::string, Matrix> truths;  ///< lines whose gold is T, F, X, or none
  std::map<std::string, Matrix> labels;  ///< lines by the label of their first gold span
};

bool is_secret(const std::string& label) {
  const std::optional<Category> category = category_from_name(label);
  if (!category) return true;
  return category_group(*category) == CategoryGroup::kSecret ||
         *category == Category::kCryptoPrivateKey || *category == Category::kCryptoSeedPhrase;
}

/// `T` if any span of the line is a real secret, else what the first span says, else `none`.
std::string truth_of(const std::vector<const LabelledSpan*>& spans) {
  if (spans.empty()) return "none";
  for (const LabelledSpan* span : spans) {
    if (span->truth.empty() || span->truth == "T") return "T";
  }
  return spans.front()->truth;
}

bool touches(const LabelledSpan& span, ByteSpan line) {
  return span.span.overlaps(line) || (span.span.empty() && line.contains(span.span));
}

CodeFigures measure(const std::vector<GoldRow>& gold, const FoundRows& found, bool secrets_only) {
  CodeFigures figures;
  std::map<std::string, std::pair<bool, bool>> repositories;  // is positive, is flagged
  const FoundRow nothing;
  for (const GoldRow& row : gold) {
    ++figures.rows;
    const auto it = found.find(row.id);
    const FoundRow& prediction = it == found.end() ? nothing : it->second;
    auto& [repo_positive, repo_flagged] =
        repositories[row.repository.empty() ? row.id : row.repository];
    for (uint64_t begin = 0; begin < row.text.size() || begin == 0;) {
      const size_t end = std::min(row.text.find('\n', begin), row.text.size());
      const ByteSpan line{begin, end};
      std::vector<const LabelledSpan*> on_line;
      for (const LabelledSpan& span : row.spans) {
        if (touches(span, line)) on_line.push_back(&span);
      }
      const bool flagged = std::any_of(
          prediction.spans.begin(), prediction.spans.end(), [&](const LabelledSpan& span) {
            return touches(span, line) && (!secrets_only || is_secret(span.label));
          });
      const std::string truth = truth_of(on_line);
      const bool positive = truth == "T";
      figures.lines.add(positive, flagged);
      figures.truths[truth].add(positive, flagged);
      if (!on_line.empty()) figures.labels[on_line.front()->label].add(positive, flagged);
      repo_positive |= positive;
      repo_flagged |= flagged;
      begin = end + 1;
    }
  }
  for (const auto& [name, flags] : repositories) {
    figures.repositories.add(flags.first, flags.second);
  }
  return figures;
}

void write_matrix(JsonWriter& json, std::string_view name, const Matrix& matrix) {
  json.key(name)
      .begin_object()
      .member_uint("tp", matrix.true_positive)
      .member_uint("fp", matrix.false_positive)
      .member_uint("fn", matrix.false_negative)
      .member_uint("tn", matrix.true_negative);
  write_number(json, "precision", matrix.precision());
  write_number(json, "recall", matrix.recall());
  write_number(json, "f1", f1(matrix.precision(), matrix.recall()));
  json.end_object();
}

std::string matrix_line(const std::string& name, const Matrix& matrix) {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), "%-28s%8llu%8llu%8llu%8llu%11.3f%9.3f%8.3f\n",
                name.c_str(), static_cast<unsigned long long>(matrix.true_positive),
                static_cast<unsigned long long>(matrix.false_positive),
                static_cast<unsigned long long>(matrix.false_negative),
                static_cast<unsigned long long>(matrix.true_negative), matrix.precision(),
                matrix.recall(), f1(matrix.precision(), matrix.recall()));
  return text.data();
}

MeasureReport print(const CodeFigures& figures) {
  MeasureReport report;
  JsonWriter json(report.json);
  json.begin_object().member("kind", "code").member_uint("rows", figures.rows);
  write_matrix(json, "lines", figures.lines);
  write_matrix(json, "repositories", figures.repositories);
  json.key("by_truth").begin_object();
  for (const auto& [truth, matrix] : figures.truths) write_matrix(json, truth, matrix);
  json.end_object().key("by_label").begin_object();
  for (const auto& [label, matrix] : figures.labels) write_matrix(json, label, matrix);
  json.end_object().end_object();
  report.json += '\n';

  std::array<char, 160> head{};
  std::snprintf(head.data(), head.size(), "%-28s%8s%8s%8s%8s%11s%9s%8s\n", "", "TP", "FP", "FN",
                "TN", "precision", "recall", "F1");
  report.table = head.data() + matrix_line("lines", figures.lines) +
                 matrix_line("repositories", figures.repositories);
  for (const auto& [truth, matrix] : figures.truths) {
    report.table += matrix_line("lines of truth " + truth, matrix);
  }
  for (const auto& [label, matrix] : figures.labels) {
    report.table += matrix_line("  " + label.substr(0, 25), matrix);
  }
  return report;
}

}  // namespace
}  // namespace internal

Result<MeasureReport> measure_code(const MeasureCodeOptions& options) {
  std::vector<std::string> all_ids;
  LAUTER_ASSIGN(const std::vector<internal::GoldRow> gold,
                internal::read_gold(options.gold_path, "label", options.only, all_ids));
  LAUTER_ASSIGN(const internal::FoundRows found, internal::read_found(options.pred_path));
  LAUTER_TRY(internal::check_same_ids(gold, all_ids, found, options.gold_path, options.pred_path));
  return internal::print(internal::measure(gold, found, options.secrets_only));
}

}  // namespace lauter
