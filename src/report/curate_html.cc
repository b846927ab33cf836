#include "report/curate_html.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "report/html.h"
#include "report/report_css.h"

namespace lauter {
namespace {

std::string cell(const std::string& figure) { return "<td class=\"n\">" + figure + "</td>"; }

struct Words {
  uint64_t in = 0;
  uint64_t out = 0;
};

Words words_of(const CurateReport& report) {
  Words words;
  for (const SourceFigures& source : report.sources) {
    words.in += source.words_in;
    words.out += source.words_out;
  }
  return words;
}

void tiles(std::string& out, const CurateReport& report) {
  const Words words = words_of(report);
  const uint64_t in = report.rows_in();
  out += "<div class=\"tiles\">";
  append_tile(out, grouped(in), "rows in");
  append_tile(out, grouped(report.rows(Fate::kTaken)),
              "taken (" + percent(report.rows(Fate::kTaken), in) + ")");
  append_tile(out, grouped(words.out), "words taken of " + grouped(words.in));
  append_tile(out, grouped(report.rows(Fate::kExactDuplicate) + report.rows(Fate::kNearDuplicate)),
              "duplicates left out");
  append_tile(out, grouped(report.rows(Fate::kMalformed)), "rows that cannot be read");
  append_tile(out, fixed(report.seconds, 1) + " s", std::to_string(report.threads) + " threads");
  out += "</div>";
}

void curve(std::string& out, const CurateReport& report) {
  if (report.learnt.curve.empty()) return;
  std::vector<double> chosen, random;
  for (const CurvePoint& point : report.learnt.curve) {
    chosen.push_back(point.chosen_bits);
    random.push_back(point.random_bits);
  }
  const ChartLine lines[] = {{"this order", "edited", chosen}, {"random order", "kept", random}};
  out += "<section><h2>What held-out human text costs a model trained on the first part</h2>" +
         line_chart_svg(lines, "10 % of the budget", "100 %", 3) +
         "<div class=\"legend\"><span><i class=\"edited\"></i>this order</span><span><i "
         "class=\"kept\"></i>random order</span></div><p class=\"where\">bits a token (lower is "
         "better) of an n-gram model, " +
         grouped(report.learnt.held_out_words) + " held-out words, " +
         fixed(100 * report.learnt.thinning, 1) + " % of the contents</p></section>";
}

void shares(std::string& out, const CurateReport& report) {
  const Words words = words_of(report);
  out += "<section><h2>Sources, before and after</h2><div class=\"scroll\"><table><tr><th>source</th>"
         "<th>kind</th><th class=\"n\">rows</th><th class=\"n\">taken</th><th class=\"n\">share "
         "before</th><th class=\"n\">after</th><th>after</th></tr>";
  for (const SourceFigures& source : report.sources) {
    uint64_t rows = 0;
    for (const uint64_t n : source.rows) rows += n;
    const double after = static_cast<double>(source.words_out) /
                         static_cast<double>(std::max<uint64_t>(words.out, 1));
    out += "<tr><td>" + html_escape(source.name) + "</td><td>" + html_escape(source.kind) + "</td>" +
           cell(grouped(rows)) + cell(grouped(source.rows[0])) +
           cell(percent(source.words_in, words.in)) + cell(percent(source.words_out, words.out)) +
           "<td style=\"min-width:120px\"><span class=\"split\"><i class=\"edited\" style=\"width:" +
           fixed(100 * after, 2) + "%\"></i></span></td></tr>";
  }
  out += "</table></div></section>";
}

void fates(std::string& out, const CurateReport& report) {
  out += "<section><h2>Where every row went</h2><div class=\"scroll\"><table><tr><th>where</th><th "
         "class=\"n\">rows</th><th class=\"n\">share</th></tr>";
  for (size_t i = 0; i < kFates; ++i) {
    const uint64_t rows = report.rows(static_cast<Fate>(i));
    if (rows == 0) continue;
    out += "<tr><td>" + std::string(fate_name(static_cast<Fate>(i))) + "</td>" +
           cell(grouped(rows)) + cell(percent(rows, report.rows_in())) + "</tr>";
  }
  out += "</table></div></section>";
}

void learnt(std::string& out, const CurateReport& report) {
  const LearntFigures& learnt = report.learnt;
  if (learnt.runs == 0) return;
  out += "<section><h2>What proxy runs said</h2><p class=\"where\">" + grouped(learnt.runs) +
         " runs, " + grouped(learnt.words_trained) +
         " words trained on; bits a held-out token, mean and standard error</p>";
  const auto head = "<div class=\"scroll\"><table><tr><th>plan</th><th class=\"n\">bits</th><th "
                    "class=\"n\">error</th></tr>";
  const auto row = [&out](const std::string& name, const TriedPlan& tried) {
    out += "<tr><td>" + html_escape(name) + "</td>" + cell(fixed(tried.bits, 4)) +
           cell(fixed(tried.error, 4)) + "</tr>";
  };
  if (!learnt.preferences.empty()) {
    out += head;
    for (const LearntPreference& of : learnt.preferences) {
      const std::string& name = report.sources[of.source].name;
      row(name + ": random order", of.random);
      row(name + ": " + of.chosen.name, of.chosen);
    }
    out += "</table></div>";
  }
  if (learnt.guard) {
    out += head;
    row("random order", learnt.guard->random);
    row("what `select` says", learnt.guard->chosen);
    row("gain", learnt.guard->gain);
    out += "</table></div><p class=\"where\">";
    out += learnt.guard->kept ? "better than random order beyond doubt: kept"
                              : "not better than random order beyond doubt: the order is random";
    out += " (strategy.guard)</p>";
  }
  if (!learnt.mixes.empty()) {
    out += head;
    for (const TriedPlan& mix : learnt.mixes) row("mix: " + mix.name, mix);
    out += "</table></div><p class=\"where\">shares:";
    for (size_t i = 0; i < learnt.shares.size(); ++i) {
      if (learnt.shares[i] <= 0) continue;
      out += " " + html_escape(report.sources[i].name) + " " + fixed(100 * learnt.shares[i], 1) + " %";
    }
    out += "</p>";
  }
  out += "</section>";
}

}  // namespace

std::string render_curate_html(const CurateReport& report) {
  std::string out =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><title>lauter curate: " +
      html_escape(report.recipe_name) + "</title><style>" + std::string(kReportCss) +
      "</style></head><body><main><h1>lauter curate: " + html_escape(report.recipe_name) +
      "</h1><p class=\"sub\">lauter " + html_escape(report.version) + " &middot; recipe <code>" +
      hash128_hex(report.recipe_json) + "</code></p>";
  tiles(out, report);
  curve(out, report);
  shares(out, report);
  learnt(out, report);
  fates(out, report);
  out += "<section><h2>Recipe</h2><details><summary>all keys</summary><pre>" +
         html_escape(report.recipe_json) + "</pre></details></section></main></body></html>\n";
  return out;
}

}  // namespace lauter
