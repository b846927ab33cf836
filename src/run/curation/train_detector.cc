#include "run/curation/train_detector.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <utility>

#include "base/hash.h"
#include "io/files/files.h"
#include "io/texts.h"
#include "json/value.h"
#include "json/writer.h"

namespace lauter {
namespace {

constexpr std::string_view kHumanLabel = "human";

std::string value_of(const JsonValue& row, const std::string& field) {
  const JsonValue* value = field.empty() ? nullptr : row.find(field);
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? *value->if_string() : value->to_string();
}

/// `field=value`; an empty filter takes all.
Result<bool> is_wanted(const JsonValue& row, const std::string& only) {
  if (only.empty()) return true;
  const size_t equals = only.find('=');
  if (equals == only.npos) return invalid_argument("--only wants FIELD=VALUE, not \"" + only + "\"");
  return value_of(row, only.substr(0, equals)) == only.substr(equals + 1);
}

enum class Side : uint8_t { kHuman, kMachine, kByLabel };

/// Feeds the rows of all inputs to a trainer, and hashes what it was fed.
class Reading {
 public:
  explicit Reading(const TrainDetectorJob& job)
      : job_(job), trainer_({.seed = job.seed, .svm = {.seed = job.seed}, .boost = {.seed = job.seed}}) {}

  Result<void> read(const Inputs& inputs, Side side) {
    if (inputs.files.empty()) return {};
    LAUTER_ASSIGN(const TextCounts counts,
                  for_each_text(inputs, {.fields = job_.fields},
                                [&](const Row& row) { return take(row, side); }));
    bad_rows_ += counts.bad_rows;
    return {};
  }

  DetectorTrainer& trainer() { return trainer_; }
  uint64_t bad_rows() const { return bad_rows_; }
  std::string data_hash() const { return hash128_hex(hashes_); }

 private:
  Result<void> take(const Row& row, Side side) {
    JsonValue fields;
    if (has_fields(row.format)) {
      std::string made;
      LAUTER_ASSIGN(fields, parse_json(json_of(row, made)));
    }
    LAUTER_ASSIGN(const bool wanted, is_wanted(fields, job_.only));
    if (!wanted) return {};
    std::string label = value_of(fields, job_.label_field);
    if (side == Side::kHuman) label = kHumanLabel;
    if (label.empty()) {
      if (side == Side::kByLabel) {
        return data_loss(row.doc.id + ": no field \"" + job_.label_field +
                         "\" that says who made the text");
      }
      label = "machine";
    }
    const bool machine = side == Side::kMachine || label != kHumanLabel;
    hashes_ += hash128_hex(row.doc.text) + (machine ? "1" : "0");
    const std::string pair = value_of(fields, job_.group_field);
    const std::string domain = value_of(fields, job_.domain_field);
    return trainer_.add({.text = row.doc.text,
                         .machine = machine,
                         .source = label,
                         .pair = pair,
                         .domain = domain});
  }

  const TrainDetectorJob& job_;
  DetectorTrainer trainer_;
  uint64_t bad_rows_ = 0;
  std::string hashes_;  ///< of each text with its side, in order
};

/// Held-out texts of one kind, with a name.
struct Slice {
  std::string name;
  std::vector<Judged> texts;
};

/// All texts; machine texts of each source against all human ones; both sides of each domain.
std::vector<Slice> slices_of(const TrainedDetector& trained) {
  std::vector<Slice> slices = {{"all", {}}};
  for (const std::string& source : trained.sources) slices.push_back({"source " + source, {}});
  for (const std::string& domain : trained.domains) slices.push_back({"domain " + domain, {}});
  for (const HeldOut& text : trained.held_out) {
    slices[0].texts.push_back(text.judged);
    for (size_t s = 0; s < trained.sources.size(); ++s) {
      if (!text.judged.machine || text.source == s) slices[1 + s].texts.push_back(text.judged);
    }
    slices[1 + trained.sources.size() + text.domain].texts.push_back(text.judged);
  }
  std::erase_if(slices, [](const Slice& slice) {
    return slice.name == "domain " ||
           std::none_of(slice.texts.begin(), slice.texts.end(),
                        [](const Judged& text) { return text.machine; });
  });
  return slices;
}

double share_above(std::span<const Judged> texts, float threshold) {
  double above = 0;
  double humans = 0;
  for (const Judged& text : texts) {
    if (text.machine) continue;
    humans += 1;
    above += text.logit > static_cast<double>(threshold) ? 1 : 0;
  }
  return humans > 0 ? above / humans : 0;
}

void write_interval(JsonWriter& json, std::string_view name, const Interval& interval) {
  json.key(name).begin_array().number(interval.low).number(interval.high).end_array();
}

void report_slice(const Slice& slice, const TrainDetectorJob& job, const DetectorModel& model,
                  JsonWriter& json, std::string& table) {
  const DetectionFigures f = detection_figures(slice.texts);
  const DetectionIntervals i =
      detection_intervals(slice.texts, static_cast<uint32_t>(job.bootstrap_draws), job.seed);
  const double alarms_1 = share_above(slice.texts, model.threshold_1);
  const double alarms_5 = share_above(slice.texts, model.threshold_5);
  json.begin_object().member("slice", slice.name);
  json.member_uint("human", f.humans).member_uint("machine", f.machines);
  json.member_number("auroc", f.auroc);
  write_interval(json, "auroc_95", i.auroc);
  json.member_number("tpr_at_1", f.tpr_at_1);
  write_interval(json, "tpr_at_1_95", i.tpr_at_1);
  json.member_number("tpr_at_5", f.tpr_at_5);
  write_interval(json, "tpr_at_5_95", i.tpr_at_5);
  json.member_number("calibration_error", f.calibration_error);
  json.member_number("realised_fpr_1", alarms_1).member_number("realised_fpr_5", alarms_5);
  json.end_object();
  std::array<char, 200> line{};
  std::snprintf(line.data(), line.size(),
                "%-32.32s %6llu %7llu  %.4f [%.4f %.4f]  %.3f [%.3f %.3f]  %.3f  %.3f  %.3f\n",
                slice.name.c_str(), static_cast<unsigned long long>(f.humans),
                static_cast<unsigned long long>(f.machines), f.auroc, i.auroc.low, i.auroc.high,
                f.tpr_at_1, i.tpr_at_1.low, i.tpr_at_1.high, f.tpr_at_5, f.calibration_error,
                alarms_1);
  table += line.data();
}

}  // namespace

Result<TrainDetectorResult> train_detector(const TrainDetectorJob& job) {
  Reading reading(job);
  LAUTER_TRY(reading.read(job.human, Side::kHuman));
  LAUTER_TRY(reading.read(job.machine, Side::kMachine));
  LAUTER_TRY(reading.read(job.mixed, Side::kByLabel));
  LAUTER_ASSIGN(TrainedDetector trained, std::move(reading.trainer()).finish());

  TrainDetectorResult result;
  result.bad_rows = reading.bad_rows();
  result.table =
      "held-out texts                    human machine  AUROC [95 %]            TPR at 1 % FPR"
      "       at 5 %  ECE    FPR at 1 %\n";
  JsonWriter json(result.facts);
  json.begin_object().member("kind", "lauter detector").member("command", job.command);
  json.member_uint("seed", job.seed).member("data", reading.data_hash());
  json.member_uint("texts", trained.held_out.size()).member_uint("groups", trained.groups);
  json.member("held_out", trained.domains.size() > 1 ? "whole domains" : "groups");
  json.key("figures").begin_array();
  for (const Slice& slice : slices_of(trained)) {
    report_slice(slice, job, trained.model, json, result.table);
  }
  json.end_array().end_object();
  trained.model.facts = result.facts;
  LAUTER_TRY(write_file_atomic(job.output, trained.model.save()));
  return result;
}

}  // namespace lauter
