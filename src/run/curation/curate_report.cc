// report.json of `lauter curate`, written and read.
#include <utility>

#include "base/hash.h"
#include "curate/selection/quality_model.h"
#include "json/members.h"
#include "run/curation/curate_job.h"

namespace lauter {
namespace {

double part(uint64_t some, uint64_t all) {
  return all > 0 ? static_cast<double>(some) / static_cast<double>(all) : 0;
}

JsonValue tried_value(const TriedPlan& tried) {
  JsonValue value;
  return value.set("name", tried.name).set("bits", tried.bits).set("error", tried.error);
}

TriedPlan tried_of(const JsonValue* value) {
  TriedPlan tried;
  if (value == nullptr) return tried;
  if (const JsonValue* name = value->find("name")) tried.name = name->string_or("");
  if (const JsonValue* bits = value->find("bits")) tried.bits = bits->number_or(0);
  if (const JsonValue* error = value->find("error")) tried.error = error->number_or(0);
  return tried;
}

JsonValue source_value(const SourceFigures& source, uint64_t all_in, uint64_t all_out) {
  JsonValue fates{JsonValue::Object{}};
  uint64_t rows = 0;
  for (size_t i = 0; i < kFates; ++i) {
    rows += source.rows[i];
    if (i > 0 && source.rows[i] > 0) fates.set(fate_name(static_cast<Fate>(i)), source.rows[i]);
  }
  JsonValue value;
  return value.set("name", source.name)
      .set("kind", source.kind)
      .set("generator", source.generator)
      .set("rows_in", rows)
      .set("rows_taken", source.rows[0])
      .set("left_out", std::move(fates))
      .set("words_in", source.words_in)
      .set("words_taken", source.words_out)
      .set("share_before", part(source.words_in, all_in))
      .set("share_after", part(source.words_out, all_out));
}

JsonValue learnt_value(const CurateReport& report, uint64_t words) {
  const LearntFigures& learnt = report.learnt;
  JsonValue preferences{JsonValue::Array{}};
  for (const LearntPreference& of : learnt.preferences) {
    JsonValue one;
    preferences.push(one.set("source", report.sources[of.source].name)
                         .set("random", tried_value(of.random))
                         .set("chosen", tried_value(of.chosen)));
  }
  JsonValue mixes{JsonValue::Array{}};
  for (const TriedPlan& mix : learnt.mixes) mixes.push(tried_value(mix));
  JsonValue shares{JsonValue::Object{}};
  for (size_t i = 0; i < learnt.shares.size(); ++i) {
    if (learnt.shares[i] > 0) shares.set(report.sources[i].name, learnt.shares[i]);
  }
  JsonValue guard;
  if (learnt.guard) {
    guard.set("kept", learnt.guard->kept)
        .set("random", tried_value(learnt.guard->random))
        .set("chosen", tried_value(learnt.guard->chosen))
        .set("gain", tried_value(learnt.guard->gain));
  }
  JsonValue value;
  return value.set("runs", learnt.runs)
      .set("words_trained", learnt.words_trained)
      .set("words_trained_share", part(learnt.words_trained, words))
      .set("thinning", learnt.thinning)
      .set("pool_texts", learnt.pool_texts)
      .set("held_out_words", learnt.held_out_words)
      .set("preferences", std::move(preferences))
      .set("guard", std::move(guard))
      .set("mixes", std::move(mixes))
      .set("shares", std::move(shares));
}

/// The elements of a member that is an array; none if it is missing.
std::span<const JsonValue> items_at(const JsonValue& value, std::string_view key) {
  const JsonValue* found = value.find(key);
  const JsonValue::Array* items = found == nullptr ? nullptr : found->if_array();
  return items == nullptr ? std::span<const JsonValue>() : std::span<const JsonValue>(*items);
}

SourceFigures source_of(const JsonValue& value) {
  SourceFigures source{.name = string_at(value, "name"),
                       .kind = string_at(value, "kind"),
                       .generator = string_at(value, "generator"),
                       .rows = {},
                       .words_in = count_at(value, "words_in"),
                       .words_out = count_at(value, "words_taken")};
  source.rows[0] = count_at(value, "rows_taken");
  if (const JsonValue* fates = value.find("left_out")) {
    for (size_t i = 1; i < kFates; ++i) {
      source.rows[i] = count_at(*fates, fate_name(static_cast<Fate>(i)));
    }
  }
  return source;
}

void read_learnt(const JsonValue& value, CurateReport& report) {
  LearntFigures& learnt = report.learnt;
  learnt.runs = count_at(value, "runs");
  learnt.words_trained = count_at(value, "words_trained");
  learnt.thinning = number_at(value, "thinning");
  learnt.pool_texts = count_at(value, "pool_texts");
  learnt.held_out_words = count_at(value, "held_out_words");
  for (const JsonValue& of : items_at(value, "preferences")) {
    LearntPreference& preference = learnt.preferences.emplace_back();
    const std::string name = string_at(of, "source");
    for (size_t i = 0; i < report.sources.size(); ++i) {
      if (report.sources[i].name == name) preference.source = i;
    }
    preference.random = tried_of(of.find("random"));
    preference.chosen = tried_of(of.find("chosen"));
  }
  if (const JsonValue* guard = value.find("guard"); guard != nullptr && !guard->is_null()) {
    const JsonValue* kept = guard->find("kept");
    learnt.guard = {.kept = kept != nullptr && kept->bool_or(false),
                    .random = tried_of(guard->find("random")),
                    .chosen = tried_of(guard->find("chosen")),
                    .gain = tried_of(guard->find("gain"))};
  }
  for (const JsonValue& mix : items_at(value, "mixes")) learnt.mixes.push_back(tried_of(&mix));
  const JsonValue* shares = value.find("shares");
  if (shares == nullptr || learnt.mixes.empty()) return;
  for (const SourceFigures& source : report.sources) {
    learnt.shares.push_back(number_at(*shares, source.name));
  }
}

}  // namespace

JsonValue curate_report_to_json(const CurateReport& report) {
  uint64_t words_in = 0, words_out = 0;
  for (const SourceFigures& source : report.sources) {
    words_in += source.words_in;
    words_out += source.words_out;
  }
  JsonValue fates{JsonValue::Object{}};
  uint64_t left_out = 0;
  for (size_t i = 1; i < kFates; ++i) {
    const uint64_t rows = report.rows(static_cast<Fate>(i));
    left_out += rows;
    if (rows > 0) fates.set(fate_name(static_cast<Fate>(i)), rows);
  }
  JsonValue sources{JsonValue::Array{}};
  for (const SourceFigures& source : report.sources) {
    sources.push(source_value(source, words_in, words_out));
  }
  JsonValue curve{JsonValue::Array{}};
  for (const CurvePoint& point : report.learnt.curve) {
    JsonValue one;
    curve.push(one.set("share", point.share)
                   .set("chosen_bits", point.chosen_bits)
                   .set("random_bits", point.random_bits));
  }
  const QualityFigures& quality = report.scores.quality;
  JsonValue weights{JsonValue::Object{}};
  for (size_t i = 0; i < quality.weights.size(); ++i) {
    weights.set(quality_feature_name(i), quality.weights[i]);
  }
  JsonValue json;
  json.set("lauter_version", report.version)
      .set("command", "curate")
      .set("recipe_hash", hash128_hex(report.recipe_json))
      .set("recipe_name", report.recipe_name)
      .set("rows", JsonValue()
                       .set("in", report.rows_in())
                       .set("taken", report.rows(Fate::kTaken))
                       .set("left_out", left_out))
      .set("left_out", std::move(fates))
      .set("words", JsonValue().set("in", words_in).set("taken", words_out))
      .set("budget", report.budget)
      .set("sources", std::move(sources))
      .set("files_passed_over", counts_to_json(report.files_passed_over))
      .set("quality", JsonValue()
                          .set("labelled", quality.labelled)
                          .set("bad", quality.bad)
                          .set("weights", std::move(weights)))
      .set("lm_words", report.scores.lm_words)
      .set("proxy", learnt_value(report, words_out))
      .set("curve", std::move(curve))
      .set("output", JsonValue()
                         .set("files", report.written.files)
                         .set("bytes", report.written.bytes)
                         .set("sorted_runs", report.written.sorted_runs))
      .set("timing", JsonValue()
                         .set("seconds", report.seconds)
                         .set("threads", report.threads)
                         .set("resumed", report.resumed));
  const auto recipe = parse_json(report.recipe_json);
  if (recipe.ok()) json.set("recipe", *recipe);
  return json;
}

Result<CurateReport> curate_report_from_json(const JsonValue& json) {
  if (string_at(json, "command") != "curate") return data_loss("this is no report of `curate`");
  CurateReport report;
  report.version = string_at(json, "lauter_version");
  report.recipe_name = string_at(json, "recipe_name");
  if (const JsonValue* recipe = json.find("recipe")) report.recipe_json = recipe->to_string();
  report.budget = count_at(json, "budget");
  report.files_passed_over = counts_from_json(json, "files_passed_over");
  for (const JsonValue& source : items_at(json, "sources")) {
    report.sources.push_back(source_of(source));
  }
  if (const JsonValue* quality = json.find("quality")) {
    report.scores.quality.labelled = count_at(*quality, "labelled");
    report.scores.quality.bad = count_at(*quality, "bad");
    const JsonValue* weights = quality->find("weights");
    if (weights != nullptr && weights->if_object() != nullptr && !weights->if_object()->empty()) {
      for (size_t i = 0; i < kQualityFeatures; ++i) {
        report.scores.quality.weights.push_back(number_at(*weights, quality_feature_name(i)));
      }
    }
  }
  report.scores.lm_words = count_at(json, "lm_words");
  if (const JsonValue* learnt = json.find("proxy")) read_learnt(*learnt, report);
  for (const JsonValue& point : items_at(json, "curve")) {
    report.learnt.curve.push_back({number_at(point, "share"), number_at(point, "chosen_bits"),
                                   number_at(point, "random_bits")});
  }
  if (const JsonValue* output = json.find("output")) {
    report.written = {count_at(*output, "files"), count_at(*output, "bytes"),
                      count_at(*output, "sorted_runs")};
  }
  if (const JsonValue* timing = json.find("timing")) {
    report.seconds = number_at(*timing, "seconds");
    report.threads = static_cast<int>(count_at(*timing, "threads"));
    const JsonValue* resumed = timing->find("resumed");
    report.resumed = resumed != nullptr && resumed->bool_or(false);
  }
  return report;
}

}  // namespace lauter
