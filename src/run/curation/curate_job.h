/// `lauter curate`: sources in, an ordered corpus out, with a manifest and the proof.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "json/value.h"
#include "run/curation/curate_corpus.h"
#include "run/curation/curate_learn.h"
#include "run/curation/curate_recipe.h"
#include "run/curation/curate_scores.h"
#include "run/curation/curate_write.h"
#include "run/output/object_stage.h"

namespace lauter {

struct CurateJob {
  CurateRecipe recipe{};
  ObjectStore store{};      ///< of inputs s3://...; null if there are none
  ParquetOptions parquet{};  ///< library and copies; the rest is said by each source
  std::string out{};
  ObjectStage* stage = nullptr;   ///< if `out` is a stage's folder
  std::string named_out{};  ///< then s3://...
  bool overwrite = false;
  bool resume = false;
  int threads = 1;
  const std::atomic<bool>* stop = nullptr;
  std::string version{};
};

/// Of one source. rows = taken + left out, by fate.
struct SourceFigures {
  std::string name;
  std::string kind;
  std::string generator;
  std::array<uint64_t, kFates> rows{};
  uint64_t words_in = 0;
  uint64_t words_out = 0;
};

struct CurateReport {
  std::string version;
  std::string recipe_name;
  std::string recipe_json;
  std::vector<SourceFigures> sources;
  uint64_t budget = 0;
  CorpusScores scores;
  LearntFigures learnt;
  WrittenFigures written;
  std::map<std::string, uint64_t> files_passed_over;  ///< Inputs::passed_over of all sources
  double seconds = 0;
  int threads = 1;
  bool resumed = false;  ///< scores are those of a run that was stopped

  uint64_t rows(Fate fate) const;
  uint64_t rows_in() const;
};

/// A file is in OUT under its final name only when it is complete; report.json comes last. With
/// `resume` a run that was stopped or killed goes on from its scores, if it had come so far, to the
/// bytes of an undisturbed run; of a run that had ended the report is given again. Errors:
/// kInvalidArgument for a non-empty OUT without overwrite or resume, for a resume of another recipe
/// or other inputs, and where inputs are in OUT; kUnavailable `interrupted` when stopped; those of
/// reading and writing.
Result<CurateReport> curate_to_folder(const CurateJob& job);

/// What stands in report.json.
JsonValue curate_report_to_json(const CurateReport& report);
/// The reverse, for `lauter report`. Errors: kDataLoss.
Result<CurateReport> curate_report_from_json(const JsonValue& json);

}  // namespace lauter
