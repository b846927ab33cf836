#include "measure/toxicity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <unordered_map>

#include "curate/metrics/chrf.h"
#include "io/files/files.h"
#include "measure/print.h"
#include "measure/report_text.h"
#include "measure/rows.h"
#include "tag/toxicity/toxicity_linear.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace internal {

double auroc(std::vector<std::pair<double, bool>> rows) {
  std::sort(rows.begin(), rows.end());
  double ranks = 0;  // of the toxic texts
  double toxic = 0;
  for (size_t first = 0; first < rows.size();) {
    size_t last = first;
    double here = 0;
    for (; last < rows.size() && rows[last].first == rows[first].first; ++last) {
      here += rows[last].second ? 1 : 0;
    }
    ranks += here * (static_cast<double>(first + last) + 1) / 2;
    toxic += here;
    first = last;
  }
  const double harmless = static_cast<double>(rows.size()) - toxic;
  if (toxic == 0 || harmless == 0) return 0.5;
  return (ranks - toxic * (toxic + 1) / 2) / (toxic * harmless);
}

std::string without_words(std::string_view text, const std::unordered_set<std::string>& words) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && (is_ascii_alnum(text[end]) || !is_ascii(text[end]))) ++end;
    if (end == i) {
      out += text[i++];
      continue;
    }
    const std::string_view word = text.substr(i, end - i);
    i = end;
    if (words.count(to_ascii_lower(word)) == 0) {
      out += word;
    } else if (out.ends_with(' ') && i < text.size() && text[i] == ' ') {
      ++i;
    }
  }
  return out;
}

namespace {

constexpr uint64_t kMaxWordsBytes = uint64_t{16} << 20;
constexpr double kToxic = 0.5;

struct ToxicGold {
  std::string id;
  std::string text;
  bool has_spans = false;
  std::vector<ByteSpan> spans;
  int toxic = -1;  ///< 0, 1 or unknown
  std::string rewrite;
};

struct ToxicPrediction {
  bool has_spans = false;
  std::vector<ByteSpan> spans;
  std::vector<std::pair<std::string, double>> scores;
};

struct SpanFigures {
  uint64_t rows = 0;
  double sum = 0;
  double squares = 0;
  uint64_t gold = 0;
  uint64_t found = 0;
  uint64_t shared = 0;
  uint64_t empty_gold = 0;
  uint64_t empty_right = 0;
};

struct RewriteFigures {
  std::string name;
  uint64_t harmless = 0;
  Chrf chrf;
};

struct ToxicityFigures {
  SpanFigures spans;
  std::map<std::string, std::vector<std::pair<double, bool>>> scorers;
  uint64_t rewrites = 0;
  uint64_t held_back = 0;
  std::vector<RewriteFigures> of_rewrites;
};

Result<std::vector<ByteSpan>> spans_of(const JsonValue& list) {
  if (list.if_array() == nullptr) return data_loss("spans is not an array");
  std::vector<ByteSpan> spans;
  for (const JsonValue& item : *list.if_array()) {
    const JsonValue* start = item.find("start");
    const JsonValue* end = item.find("end");
    if (start == nullptr || end == nullptr || start->int_or(-1) < 0 ||
        end->int_or(-1) < start->int_or(-1)) {
      return data_loss("a span without whole numbers in start and end");
    }
    spans.push_back(
        {static_cast<uint64_t>(start->int_or(0)), static_cast<uint64_t>(end->int_or(0))});
  }
  return spans;
}

Result<std::vector<ToxicGold>> read_gold_rows(const MeasureToxicityOptions& options) {
  std::vector<ToxicGold> rows;
  const auto take = [&](const JsonValue& row, const std::string&) -> Result<void> {
    LAUTER_ASSIGN(const bool wanted, is_wanted(row, options.only));
    if (!wanted) return {};
    ToxicGold gold;
    LAUTER_ASSIGN(gold.id, required_id(row));
    const JsonValue* text = row.find("text");
    if (text == nullptr || !text->is_string()) return data_loss("no text");
    gold.text = *text->if_string();
    if (const JsonValue* spans = row.find("spans")) {
      gold.has_spans = true;
      LAUTER_ASSIGN(gold.spans, spans_of(*spans));
    }
    if (const JsonValue* toxic = row.find("toxic")) {
      gold.toxic = static_cast<int>(toxic->int_or(-1));
      if (gold.toxic != 0 && gold.toxic != 1) return data_loss("toxic is not 0 or 1");
    }
    if (const JsonValue* rewrite = row.find("rewrite")) gold.rewrite = rewrite->string_or("");
    rows.push_back(std::move(gold));
    return {};
  };
  LAUTER_TRY(for_each_row(options.gold_path, take));
  return rows;
}

Result<std::unordered_map<std::string, ToxicPrediction>> read_toxic_predictions(
    const std::string& path) {
  std::unordered_map<std::string, ToxicPrediction> rows;
  if (path.empty()) return rows;
  const auto take = [&](const JsonValue& row, const std::string&) -> Result<void> {
    LAUTER_ASSIGN(const std::string id, required_id(row));
    ToxicPrediction& prediction = rows[id];
    if (const JsonValue* spans = row.find("spans")) {
      prediction.has_spans = true;
      LAUTER_ASSIGN(prediction.spans, spans_of(*spans));
    }
    const JsonValue* scores = row.find("scores");
    if (scores == nullptr || scores->if_object() == nullptr) return {};
    for (const auto& [name, value] : *scores->if_object()) {
      if (value.is_number()) prediction.scores.emplace_back(name, value.number_or(0));
    }
    return {};
  };
  LAUTER_TRY(for_each_row(path, take));
  return rows;
}

Result<std::unordered_set<std::string>> read_words(const std::string& path) {
  std::unordered_set<std::string> words;
  if (path.empty()) return words;
  LAUTER_ASSIGN(const std::string file, read_file(path, kMaxWordsBytes));
  for (size_t begin = 0; begin < file.size();) {
    const size_t end = std::min(file.find('\n', begin), file.size());
    const std::string_view line = std::string_view(file).substr(begin, end - begin);
    words.insert(to_ascii_lower(line.substr(0, line.find_first_of("\t\r"))));
    begin = end + 1;
  }
  words.erase("");
  return words;
}

/// For every character of the text whether a span holds it.
std::vector<bool> marked(std::string_view text, const std::vector<ByteSpan>& spans) {
  std::vector<bool> bytes(text.size());
  for (const ByteSpan& span : spans) {
    for (uint64_t i = span.begin; i < std::min<uint64_t>(span.end, text.size()); ++i)
      bytes[i] = true;
  }
  std::vector<bool> characters;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!is_utf8_continuation(text[i])) characters.push_back(bytes[i]);
  }
  return characters;
}

void count_spans(const ToxicGold& gold, const ToxicPrediction& prediction, SpanFigures& figures) {
  const std::vector<bool> a = marked(gold.text, gold.spans);
  const std::vector<bool> b = marked(gold.text, prediction.spans);
  uint64_t in_gold = 0;
  uint64_t in_found = 0;
  uint64_t shared = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    in_gold += a[i] ? 1 : 0;
    in_found += b[i] ? 1 : 0;
    shared += a[i] && b[i] ? 1 : 0;
  }
  double f1 = 0;
  if (in_gold == 0) {
    ++figures.empty_gold;
    f1 = in_found == 0 ? 1 : 0;
    figures.empty_right += in_found == 0 ? 1 : 0;
  } else {
    f1 = 2 * static_cast<double>(shared) / static_cast<double>(in_gold + in_found);
  }
  ++figures.rows;
  figures.sum += f1;
  figures.squares += f1 * f1;
  figures.gold += in_gold;
  figures.found += in_found;
  figures.shared += shared;
}

/// Half of the 95 % interval of a mean.
double half_width(double sum, double squares, double n) {
  const double mean = sum / n;
  return 1.96 * std::sqrt(std::max(0.0, squares / n - mean * mean) / n);
}

class Rewrites {
 public:
  static Result<Rewrites> make(const MeasureToxicityOptions& options) {
    LAUTER_ASSIGN(ToxicityLinear scorer, ToxicityLinear::embedded());
    Rewrites rewrites(std::move(scorer));
    LAUTER_ASSIGN(rewrites.words_, read_words(options.words_path));
    LAUTER_ASSIGN(rewrites.refined_, read_refined(options.refined_path));
    return rewrites;
  }

  void count(const ToxicGold& gold, ToxicityFigures& figures) {
    const auto refined = refined_.find(gold.id);
    const bool held_back = refined == refined_.end();
    ++figures.rewrites;
    figures.held_back += held_back ? 1 : 0;
    if (figures.of_rewrites.empty()) {
      for (const char* name : {"refined", "left", "words_deleted", "human"}) {
        figures.of_rewrites.push_back({name, 0, {}});
      }
    }
    const std::string texts[] = {held_back ? "" : refined->second, gold.text,
                                 without_words(gold.text, words_), gold.rewrite};
    for (size_t i = 0; i < std::size(texts); ++i) {
      RewriteFigures& of = figures.of_rewrites[i];
      const bool harmless = texts[i].empty() ||
                            static_cast<double>(scorer_.probability(texts[i], scratch_)) <= kToxic;
      of.harmless += harmless ? 1 : 0;
      of.chrf.add(texts[i], gold.rewrite);
    }
  }

 private:
  explicit Rewrites(ToxicityLinear scorer) : scorer_(std::move(scorer)) {}

  ToxicityLinear scorer_;
  ToxicityScratch scratch_;
  std::unordered_set<std::string> words_;
  RefinedTexts refined_;
};

/// Share of the rows with this truth that score above one half.
double above(const std::vector<std::pair<double, bool>>& rows, bool toxic) {
  uint64_t all = 0;
  uint64_t high = 0;
  for (const auto& [score, truth] : rows) {
    if (truth != toxic) continue;
    ++all;
    high += score > kToxic ? 1 : 0;
  }
  return share(high, all);
}

std::string to_json(const ToxicityFigures& figures) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("kind", "toxicity");
  if (const SpanFigures& spans = figures.spans; spans.rows > 0) {
    const auto n = static_cast<double>(spans.rows);
    json.key("spans").begin_object().member_uint("rows", spans.rows);
    write_number(json, "f1", spans.sum / n);
    write_number(json, "f1_half_width", half_width(spans.sum, spans.squares, n));
    write_number(json, "precision", share(spans.shared, spans.found));
    write_number(json, "recall", share(spans.shared, spans.gold));
    json.member_uint("without_gold", spans.empty_gold).member_uint("left_alone", spans.empty_right);
    json.end_object();
  }
  json.key("documents").begin_object();
  for (const auto& [name, rows] : figures.scorers) {
    json.key(name).begin_object().member_uint("rows", rows.size());
    write_number(json, "auroc", auroc(rows));
    write_number(json, "harmless_above_half", above(rows, false));
    write_number(json, "toxic_above_half", above(rows, true));
    json.end_object();
  }
  json.end_object();
  if (figures.rewrites > 0) {
    json.key("rewrites")
        .begin_object()
        .member_uint("rows", figures.rewrites)
        .member_uint("held_back", figures.held_back);
    for (const RewriteFigures& of : figures.of_rewrites) {
      json.key(of.name).begin_object();
      write_number(json, "harmless", share(of.harmless, figures.rewrites));
      write_number(json, "chrf", of.chrf.score());
      json.end_object();
    }
    json.end_object();
  }
  json.end_object();
  return out + "\n";
}

std::string to_table(const ToxicityFigures& figures) {
  using Count = unsigned long long;
  std::string out;
  if (const SpanFigures& spans = figures.spans; spans.rows > 0) {
    const auto n = static_cast<double>(spans.rows);
    append_line(out,
                "spans      %llu texts  character F1 %.4f +- %.4f  precision %.4f  recall %.4f",
                Count{spans.rows}, spans.sum / n, half_width(spans.sum, spans.squares, n),
                share(spans.shared, spans.found), share(spans.shared, spans.gold));
    append_line(out, "           %llu without gold spans, %llu of them left alone",
                Count{spans.empty_gold}, Count{spans.empty_right});
  }
  for (const auto& [name, rows] : figures.scorers) {
    append_line(
        out, "documents  %llu texts  AUROC %.4f  above 0.5: harmless %.4f  toxic %.4f  (%s)",
        Count{rows.size()}, auroc(rows), above(rows, false), above(rows, true), name.c_str());
  }
  if (figures.rewrites == 0) return out;
  append_line(out, "rewrites   %llu texts, %llu held back", Count{figures.rewrites},
              Count{figures.held_back});
  for (const RewriteFigures& of : figures.of_rewrites) {
    append_line(out, "           %-14s harmless %.4f  chrF to the human rewrite %.2f",
                of.name.c_str(), share(of.harmless, figures.rewrites), of.chrf.score());
  }
  return out;
}

}  // namespace
}  // namespace internal

Result<MeasureReport> measure_toxicity(const MeasureToxicityOptions& options) {
  using namespace internal;
  LAUTER_ASSIGN(const std::vector<ToxicGold> gold, read_gold_rows(options));
  LAUTER_ASSIGN(const auto predictions, read_toxic_predictions(options.pred_path));
  std::optional<Rewrites> rewrites;
  if (!options.refined_path.empty()) {
    LAUTER_ASSIGN(rewrites, Rewrites::make(options));
  }
  ToxicityFigures figures;
  for (const ToxicGold& row : gold) {
    if (rewrites && !row.rewrite.empty()) rewrites->count(row, figures);
    if (options.pred_path.empty() || (!row.has_spans && row.toxic < 0)) continue;
    const auto found = predictions.find(row.id);
    if (found == predictions.end()) {
      return data_loss(options.pred_path + ": no row with the id " + row.id);
    }
    if (row.has_spans && found->second.has_spans) count_spans(row, found->second, figures.spans);
    if (row.toxic < 0) continue;
    for (const auto& [name, score] : found->second.scores) {
      figures.scorers[name].emplace_back(score, row.toxic == 1);
    }
  }
  if (figures.spans.rows == 0 && figures.scorers.empty() && figures.rewrites == 0) {
    return invalid_argument(
        "measure toxicity: no gold row with spans or toxic has a prediction, and none a rewrite");
  }
  return MeasureReport{to_json(figures), to_table(figures)};
}

}  // namespace lauter
