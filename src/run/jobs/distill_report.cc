#include "run/jobs/distill_report.h"

#include "json/two_way.h"

namespace lauter {
namespace {

constexpr size_t kMaxDistillReasons = 200;

/// {"<4":12,"<10":7,...,">=2000":1}
template <size_t N>
JsonValue bins_of(const Histogram<N>& histogram) {
  JsonValue::Object bins;
  for (size_t i = 0; i < N; ++i) {
    bins.emplace_back("<" + std::to_string(histogram.bounds[i]), histogram.bins[i]);
  }
  bins.emplace_back(">=" + std::to_string(histogram.bounds[N - 1]), histogram.bins[N]);
  return bins;
}

JsonValue options_to_json(const DistillRun& run) {
  const DistillOptions& options = run.options;
  const bool all = options.keep == KeepEdits::kAll;
  JsonValue json;
  json.set("keep", all ? "all" : "deletions");
  if (options.max_insert || !all) json.set("max_insert", options.insert_limit());
  json.set("min_deleted", options.delete_limit());
  json.set("keep_unchanged", options.keep_unchanged).set("seed", options.seed);
  json.set("dialect", dialect_name(run.dialect));
  return json;
}

JsonValue lost_to_json(const std::array<uint64_t, kLosses>& counts) {
  JsonValue::Object lost;
  for (size_t i = 0; i < kLosses; ++i) {
    lost.emplace_back(loss_name(static_cast<Loss>(i)), counts[i]);
  }
  return lost;
}

JsonValue sft_to_json(const SftCounts& counts) {
  JsonValue json;
  return json.set("rows", counts.rows)
      .set("keep_all", counts.keep_all)
      .set("left_out", counts.left_out)
      .set("lost", lost_to_json(counts.lost));
}

JsonValue dialect_to_json(const DistillRun& run) {
  JsonValue json;
  json.set("name", dialect_name(run.dialect)).set("said", run.stats.said);
  return json.set("lost", lost_to_json(run.stats.lost))
      .set("lossy_programs", run.stats.lossy_programs);
}

}  // namespace

void DistillStats::add(const DistillStats& other) {
  raw_rows += other.raw_rows;
  unpaired_refined_rows += other.unpaired_refined_rows;
  programs += other.programs;
  unchanged += other.unchanged;
  rejected += other.rejected;
  for (const auto& [reason, rows] : other.reject_reasons) {
    const bool known =
        reject_reasons.contains(reason) || reject_reasons.size() < kMaxDistillReasons;
    reject_reasons[known ? reason : "other reasons"] += rows;
  }
  raw_bytes += other.raw_bytes;
  raw_chars += other.raw_chars;
  deleted_chars += other.deleted_chars;
  deletions += other.deletions;
  insertions += other.insertions;
  replacements += other.replacements;
  folded += other.folded;
  unproven_runs += other.unproven_runs;
  unproven_cost += other.unproven_cost;
  proven_subsequences += other.proven_subsequences;
  said += other.said;
  for (size_t i = 0; i < kLosses; ++i) lost[i] += other.lost[i];
  lossy_programs += other.lossy_programs;
  if (other.sft) {
    if (!sft) sft.emplace();
    sft->add(*other.sft);
  }
  edits_a_program.add(other.edits_a_program);
  deleted_percent.add(other.deleted_percent);
  chars_an_edit.add(other.chars_an_edit);
  longest_insert.add(other.longest_insert);
}

void DistillStats::add_rejected(std::string_view reason) {
  ++rejected;
  const auto known = reject_reasons.find(reason);
  if (known != reject_reasons.end()) {
    ++known->second;
  } else {
    ++reject_reasons[reject_reasons.size() < kMaxDistillReasons ? std::string(reason)
                                                                : "other reasons"];
  }
}

JsonValue distill_report_to_json(const DistillRun& run) {
  const DistillStats& stats = run.stats;
  JsonValue json;
  json.set("lauter_version", run.version).set("command", "distill");
  json.set("options", options_to_json(run)).set("complete", run.complete);
  json.set("rows", JsonValue()
                       .set("raw", stats.raw_rows)
                       .set("refined", run.refined_rows)
                       .set("refined_unpaired", stats.unpaired_refined_rows)
                       .set("in", stats.raw_rows + stats.unpaired_refined_rows)
                       .set("programs", stats.programs)
                       .set("unchanged", stats.unchanged)
                       .set("rejected", stats.rejected));
  json.set("reject_reasons", to_json(stats.reject_reasons));
  json.set("runs", JsonValue()
                       .set("deletions", stats.deletions)
                       .set("insertions", stats.insertions)
                       .set("replacements", stats.replacements)
                       .set("folded", stats.folded));
  json.set("characters",
           JsonValue().set("raw", stats.raw_chars).set("deleted", stats.deleted_chars));
  json.set("checks", JsonValue()
                         .set("proven_subsequences", stats.proven_subsequences)
                         .set("unproven_runs", stats.unproven_runs)
                         .set("unproven_cost", stats.unproven_cost));
  json.set("histograms", JsonValue()
                             .set("edits_a_program", bins_of(stats.edits_a_program))
                             .set("deleted_percent", bins_of(stats.deleted_percent))
                             .set("chars_an_edit", bins_of(stats.chars_an_edit))
                             .set("longest_insert", bins_of(stats.longest_insert)));
  json.set("dialect", dialect_to_json(run));
  if (stats.sft) json.set("sft", sft_to_json(*stats.sft));
  json.set("timing", JsonValue()
                         .set("seconds", run.seconds)
                         .set("threads", run.threads)
                         .set("text_bytes", stats.raw_bytes));
  return json;
}

}  // namespace lauter
