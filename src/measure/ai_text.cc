#include "measure/ai_text.h"

#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "curate/detector/detection_figures.h"
#include "json/writer.h"
#include "measure/rows.h"

namespace lauter {
namespace {

using internal::for_each_row;
using internal::is_wanted;

constexpr std::string_view kHuman = "human";
constexpr std::string_view kScore = "ai_likeness";

struct Text {
  Judged judged;
  std::string source;
  std::string domain;
};

struct Texts {
  std::vector<Text> judged;
  uint64_t abstained = 0;
};

std::string value_of(const JsonValue& row, std::string_view field) {
  const JsonValue* value = row.find(field);
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? *value->if_string() : value->to_string();
}

/// By id; nothing where the detector abstains.
using Predictions = std::unordered_map<std::string, std::optional<double>>;

Result<Predictions> read_likeness(const std::string& path) {
  Predictions predictions;
  LAUTER_TRY(for_each_row(
      path, [&](const JsonValue& row, const std::string& place) -> Result<void> {
        const JsonValue* scores = row.find("scores");
        const JsonValue* score = scores == nullptr ? nullptr : scores->find(kScore);
        if (score == nullptr) return data_loss(place + ": no score `ai_likeness`");
        predictions[value_of(row, "id")] =
            score->is_number() ? std::optional(score->number_or(0)) : std::nullopt;
        return {};
      }));
  return predictions;
}

Result<Texts> read_texts(const MeasureAiTextOptions& options) {
  LAUTER_ASSIGN(const Predictions predictions, read_likeness(options.pred_path));
  Texts texts;
  std::map<std::string, uint32_t> groups;
  LAUTER_TRY(for_each_row(
      options.gold_path, [&](const JsonValue& row, const std::string& place) -> Result<void> {
        LAUTER_ASSIGN(const bool wanted, is_wanted(row, options.only));
        if (!wanted) return {};
        const std::string id = value_of(row, "id");
        const auto found = predictions.find(id);
        if (found == predictions.end()) return data_loss(place + ": no prediction for " + id);
        if (!found->second) {
          ++texts.abstained;
          return {};
        }
        Text text;
        text.source = value_of(row, options.label_field);
        if (text.source.empty()) {
          return data_loss(place + ": no field \"" + options.label_field + "\"");
        }
        text.domain = value_of(row, options.domain_field);
        std::string group = value_of(row, options.group_field);
        if (group.empty()) group = "\n" + id;
        const double p = *found->second;
        text.judged = {.logit = p,
                       .p = p,
                       .machine = text.source != kHuman,
                       .group = groups.emplace(group, groups.size()).first->second};
        texts.judged.push_back(std::move(text));
        return {};
      }));
  return texts;
}

/// Share of human texts of each domain above what the others' give.
double realised_fpr(const std::map<std::string, std::vector<double>>& humans, double fpr) {
  double above = 0;
  double count = 0;
  for (const auto& [domain, own] : humans) {
    std::vector<std::vector<double>> others;
    for (const auto& [name, scores] : humans) {
      if (name != domain) others.push_back(scores);
    }
    const double threshold = transfer_threshold(std::move(others), fpr);
    for (const double score : own) above += score > threshold ? 1 : 0;
    count += static_cast<double>(own.size());
  }
  return count > 0 ? above / count : 0;
}

class Report {
 public:
  explicit Report(const MeasureAiTextOptions& options) : options_(options), json_(report_.json) {
    report_.table =
        "                                  human machine  AUROC [95 %]            TPR at 1 % FPR"
        "       at 5 %  ECE\n";
    json_.begin_object();
  }

  void add(const std::string& name, const std::vector<Judged>& texts) {
    const DetectionFigures f = detection_figures(texts);
    const DetectionIntervals i = detection_intervals(
        texts, static_cast<uint32_t>(options_.bootstrap_draws), options_.seed);
    json_.key(name).begin_object().member_uint("human", f.humans);
    json_.member_uint("machine", f.machines).member_number("auroc", f.auroc);
    interval("auroc_95", i.auroc);
    json_.member_number("tpr_at_1", f.tpr_at_1);
    interval("tpr_at_1_95", i.tpr_at_1);
    json_.member_number("tpr_at_5", f.tpr_at_5);
    interval("tpr_at_5_95", i.tpr_at_5);
    json_.member_number("calibration_error", f.calibration_error).end_object();
    append_line(report_.table, "%-32.32s %6llu %7llu  %.4f [%.4f %.4f]  %.3f [%.3f %.3f]  %.3f  %.3f",
                name.c_str(), static_cast<unsigned long long>(f.humans),
                static_cast<unsigned long long>(f.machines), f.auroc, i.auroc.low, i.auroc.high,
                f.tpr_at_1, i.tpr_at_1.low, i.tpr_at_1.high, f.tpr_at_5, f.calibration_error);
  }

  void add(const std::string& group, const std::map<std::string, std::vector<Judged>>& slices) {
    json_.key(group).begin_object();
    for (const auto& [name, texts] : slices) add(name, texts);
    json_.end_object();
  }

  void add_rest(uint64_t abstained, const std::map<std::string, std::vector<double>>& humans) {
    json_.member_uint("abstained", abstained);
    append_line(report_.table, "%llu texts without a score", static_cast<unsigned long long>(abstained));
    if (humans.size() < 2) return;
    const double at_1 = realised_fpr(humans, 0.01);
    const double at_5 = realised_fpr(humans, 0.05);
    json_.member_number("realised_fpr_1", at_1).member_number("realised_fpr_5", at_5);
    append_line(report_.table,
                "realised FPR, thresholds of the other domains: %.4f at 1 %%, %.4f at 5 %%", at_1, at_5);
  }

  MeasureReport finish() && {
    json_.end_object();
    report_.json += "\n";
    return std::move(report_);
  }

 private:
  void interval(std::string_view name, const Interval& interval) {
    json_.key(name).begin_array().number(interval.low).number(interval.high).end_array();
  }

  const MeasureAiTextOptions& options_;
  MeasureReport report_;
  JsonWriter json_;
};

}  // namespace

Result<MeasureReport> measure_ai_text(const MeasureAiTextOptions& options) {
  LAUTER_ASSIGN(const Texts texts, read_texts(options));
  std::vector<Judged> all;
  std::vector<Judged> humans;
  std::map<std::string, std::vector<Judged>> generators;
  std::map<std::string, std::vector<Judged>> domains;
  std::map<std::string, std::vector<double>> human_scores;
  for (const Text& text : texts.judged) {
    all.push_back(text.judged);
    if (!text.judged.machine) humans.push_back(text.judged);
    if (text.judged.machine) generators[text.source].push_back(text.judged);
    if (text.domain.empty()) continue;
    domains[text.domain].push_back(text.judged);
    if (!text.judged.machine) human_scores[text.domain].push_back(text.judged.logit);
  }
  if (humans.empty() || generators.empty()) {
    return invalid_argument("measure ai-text: needs human and machine-made texts with scores");
  }
  for (auto& [name, judged] : generators) {
    judged.insert(judged.end(), humans.begin(), humans.end());
  }
  Report report(options);
  report.add("all", all);
  report.add("generators", generators);
  report.add("domains", domains);
  report.add_rest(texts.abstained, human_scores);
  return std::move(report).finish();
}

}  // namespace lauter
