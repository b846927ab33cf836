// report.json of `lauter curate`, written and read.
#include <algorithm>
#include <numeric>
#include <utility>

#include "base/hash.h"
#include "curate/selection/quality_model.h"
#include "json/members.h"
#include "json/two_way.h"
#include "run/curation/curate_job.h"

namespace lauter {
namespace {

using RowsByFate = decltype(SourceFigures::rows);

double part(uint64_t some, uint64_t all) {
  return all > 0 ? static_cast<double>(some) / static_cast<double>(all) : 0;
}

JsonValue left_out(const RowsByFate& rows) {
  JsonValue fates{JsonValue::Object{}};
  for (size_t i = 1; i < kFates; ++i) {
    if (rows[i] > 0) fates.set(fate_name(static_cast<Fate>(i)), rows[i]);
  }
  return fates;
}

JsonValue weights_value(const std::vector<double>& weights) {
  JsonValue named{JsonValue::Object{}};
  for (size_t i = 0; i < weights.size(); ++i) named.set(quality_feature_name(i), weights[i]);
  return named;
}

std::vector<double> weights_of(const JsonValue& named) {
  std::vector<double> weights;
  if (named.if_object() == nullptr || named.if_object()->empty()) return weights;
  for (size_t i = 0; i < kQualityFeatures; ++i) weights.push_back(number_at(named, quality_feature_name(i)));
  return weights;
}

/// A source, with its shares of the words of all.
struct SourceOfAll {
  SourceFigures figures{};
  uint64_t all_in = 0;
  uint64_t all_out = 0;
};

/// A preference, with its source's name.
struct NamedPreference {
  std::string source{};
  LearntPreference figures{};
};

}  // namespace

void json_members(auto& json, Of<TriedPlan> auto& tried) {
  json("name", tried.name)("bits", tried.bits)("error", tried.error);
}

void json_members(auto& json, Of<NamedPreference> auto& preference) {
  json("source", preference.source)("random", preference.figures.random)("chosen", preference.figures.chosen);
}

void json_members(auto& json, Of<GuardFigures> auto& guard) {
  json("kept", guard.kept)("random", guard.random)("chosen", guard.chosen)("gain", guard.gain);
}

void json_members(auto& json, Of<CurvePoint> auto& point) {
  json("share", point.share)("chosen_bits", point.chosen_bits)("random_bits", point.random_bits);
}

void json_members(auto& json, Of<WrittenFigures> auto& written) {
  json("files", written.files)("bytes", written.bytes)("sorted_runs", written.sorted_runs);
}

void json_members(auto& json, Of<QualityFigures> auto& quality) {
  json("labelled", quality.labelled)("bad", quality.bad).as("weights", quality.weights, weights_value, weights_of);
}

void json_members(auto& json, Of<SourceOfAll> auto& source) {
  auto& figures = source.figures;
  const auto rows_of = [&](const JsonValue& fates) {
    RowsByFate rows = figures.rows;
    for (size_t i = 1; i < kFates; ++i) rows[i] = count_at(fates, fate_name(static_cast<Fate>(i)));
    return rows;
  };
  json("name", figures.name)("kind", figures.kind)("generator", figures.generator);
  json.made("rows_in", std::accumulate(figures.rows.begin(), figures.rows.end(), uint64_t{0}));
  json("rows_taken", figures.rows[0]).as("left_out", figures.rows, left_out, rows_of);
  json("words_in", figures.words_in)("words_taken", figures.words_out);
  json.made("share_before", part(figures.words_in, source.all_in));
  json.made("share_after", part(figures.words_out, source.all_out));
}

namespace {

void learnt_members(auto& json, auto& report, uint64_t words) {
  auto& learnt = report.learnt;
  const auto& sources = report.sources;
  const auto named = [&](const std::vector<LearntPreference>& preferences) {
    std::vector<NamedPreference> all;
    for (const LearntPreference& of : preferences) all.push_back({sources[of.source].name, of});
    return all;
  };
  const auto numbered = [&](const JsonValue& value) {
    std::vector<NamedPreference> all;
    read_json(value, all);
    std::vector<LearntPreference> preferences;
    for (NamedPreference& of : all) {
      const auto at = std::ranges::find(sources, of.source, &SourceFigures::name);
      of.figures.source = at == sources.end() ? 0 : static_cast<size_t>(at - sources.begin());
      preferences.push_back(of.figures);
    }
    return preferences;
  };
  const auto shares_value = [&](const std::vector<double>& shares) {
    JsonValue value{JsonValue::Object{}};
    for (size_t i = 0; i < shares.size(); ++i) {
      if (shares[i] > 0) value.set(sources[i].name, shares[i]);
    }
    return value;
  };
  const auto shares_of = [&](const JsonValue& value) {
    std::vector<double> shares;
    if (learnt.mixes.empty()) return shares;
    for (const SourceFigures& source : sources) shares.push_back(number_at(value, source.name));
    return shares;
  };
  json("runs", learnt.runs)("words_trained", learnt.words_trained);
  json.made("words_trained_share", part(learnt.words_trained, words));
  json("thinning", learnt.thinning)("pool_texts", learnt.pool_texts)("held_out_words", learnt.held_out_words);
  json.as("preferences", learnt.preferences, named, numbered);
  if (!learnt.guard) json.made("guard", JsonValue());
  json("guard", learnt.guard)("mixes", learnt.mixes).as("shares", learnt.shares, shares_value, shares_of);
}

/// `command` and what is made of other members stand beside these.
void report_members(auto& json, auto& report) {
  uint64_t words_in = 0;
  uint64_t words_out = 0;
  RowsByFate rows{};
  for (const SourceFigures& source : report.sources) {
    words_in += source.words_in;
    words_out += source.words_out;
    for (size_t i = 0; i < kFates; ++i) rows[i] += source.rows[i];
  }
  std::vector<SourceOfAll> sources;
  for (const SourceFigures& source : report.sources) sources.push_back({source, words_in, words_out});
  json("lauter_version", report.version).made("command", std::string("curate"));
  json.made("recipe_hash", hash128_hex(report.recipe_json))("recipe_name", report.recipe_name);
  json.made("rows", JsonValue()
                        .set("in", report.rows_in())
                        .set("taken", rows[0])
                        .set("left_out", report.rows_in() - rows[0]));
  json.made("left_out", left_out(rows)).made("words", JsonValue().set("in", words_in).set("taken", words_out));
  json("budget", report.budget)("sources", sources)("files_passed_over", report.files_passed_over);
  if constexpr (std::remove_reference_t<decltype(json)>::kReads) {
    for (SourceOfAll& source : sources) report.sources.push_back(std::move(source.figures));
  }
  json("quality", report.scores.quality)("lm_words", report.scores.lm_words);
  json.object("proxy", [&](auto& proxy) { learnt_members(proxy, report, words_out); });
  json("curve", report.learnt.curve)("output", report.written);
  json.object("timing", [&](auto& timing) {
    timing("seconds", report.seconds)("threads", report.threads)("resumed", report.resumed);
  });
}

}  // namespace

JsonValue curate_report_to_json(const CurateReport& report) {
  MemberWriter json;
  report_members(json, report);
  const auto recipe = parse_json(report.recipe_json);
  if (recipe.ok()) json("recipe", *recipe);
  return std::move(json).take();
}

Result<CurateReport> curate_report_from_json(const JsonValue& json) {
  if (string_at(json, "command") != "curate") return data_loss("this is no report of `curate`");
  CurateReport report;
  MemberReader reader(json);
  report_members(reader, report);
  if (const JsonValue* recipe = json.find("recipe")) report.recipe_json = recipe->to_string();
  return report;
}

}  // namespace lauter
