#include "run/curation/train_quality.h"

#include <array>
#include <cstdio>
#include <unordered_set>

#include "base/hash.h"
#include "curate/detector/quality_classifier.h"
#include "io/files/files.h"
#include "io/texts.h"
#include "json/writer.h"

namespace lauter {
namespace {

/// What was read of one side.
struct SideRead {
  std::string hashes{};  ///< of each text, in order
  std::unordered_set<uint64_t> texts{};
  uint64_t rows = 0;
  uint64_t bad_rows = 0;
};

Result<SideRead> read_side(const TrainQualityJob& job, const Inputs& inputs, bool good, QualityTrainer& trainer) {
  SideRead side;
  LAUTER_ASSIGN(const TextCounts counts,
                for_each_text(inputs, {.fields = job.fields}, [&](const Row& row) {
                  side.hashes += hash128_hex(row.doc.text);
                  side.texts.insert(hash64(row.doc.text));
                  ++side.rows;
                  return trainer.add(row.doc.text, good);
                }));
  side.bad_rows = counts.bad_rows;
  return side;
}

/// Texts that are called good and bad at once teach nothing; mostly a file was given twice.
Result<void> check_apart(const SideRead& good, const SideRead& bad) {
  uint64_t both = 0;
  for (const uint64_t text : good.texts) both += bad.texts.contains(text) ? 1 : 0;
  const uint64_t least = std::min(good.texts.size(), bad.texts.size());
  if (least == 0 || 2 * both <= least) return {};
  return invalid_argument("train quality: " + std::to_string(both) +
                          " texts are in --good and in --bad; give each side its own rows");
}

std::string words_of(const DetectionFigures& figures, const Interval& interval) {
  std::array<char, 240> line{};
  std::snprintf(line.data(), line.size(),
                "held out: AUROC %.4f [%.4f, %.4f] of %llu good and %llu bad texts; calibration error %.3f\n",
                figures.auroc, interval.low, interval.high, static_cast<unsigned long long>(figures.machines),
                static_cast<unsigned long long>(figures.humans), figures.calibration_error);
  return line.data();
}

}  // namespace

Result<TrainQualityResult> train_quality(const TrainQualityJob& job) {
  QualityTrainer trainer({.seed = job.seed});
  LAUTER_ASSIGN(const SideRead good, read_side(job, job.good, true, trainer));
  LAUTER_ASSIGN(const SideRead bad, read_side(job, job.bad, false, trainer));
  LAUTER_TRY(check_apart(good, bad));
  LAUTER_ASSIGN(const TrainedQuality trained, std::move(trainer).finish());
  const DetectionFigures figures = detection_figures(trained.held_out);
  const DetectionIntervals intervals =
      detection_intervals(trained.held_out, static_cast<uint32_t>(job.bootstrap_draws), job.seed);

  TrainQualityResult result;
  result.bad_rows = good.bad_rows + bad.bad_rows;
  result.table = words_of(figures, intervals.auroc);
  JsonWriter json(result.facts);
  json.begin_object().member("kind", "lauter quality model").member("version", job.version);
  json.member_uint("seed", job.seed);
  json.member("good_data", hash128_hex(good.hashes)).member("bad_data", hash128_hex(bad.hashes));
  json.member_uint("good", good.rows).member_uint("bad", bad.rows).member_uint("groups", trained.groups);
  json.member("held_out", "5 folds; near duplicates in one");
  json.member_number("auroc", figures.auroc);
  json.key("auroc_95").begin_array().number(intervals.auroc.low).number(intervals.auroc.high).end_array();
  json.member_number("calibration_error", figures.calibration_error).end_object();
  LAUTER_TRY(write_file_atomic(job.output, trained.model.save(result.facts)));
  return result;
}

}  // namespace lauter
