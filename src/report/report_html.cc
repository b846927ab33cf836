#include "report/report_html.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/seal.h"
#include "report/html.h"
#include "report/report_css.h"
#include "report/report_js.h"
#include "report/samples_html.h"
#include "run/output/llm_report.h"
#include "text/printable.h"

namespace lauter {
namespace {

// Beyond these, report.json has all.
constexpr size_t kMaxBars = 400;
constexpr size_t kMaxRules = 400;
constexpr size_t kMaxFiles = 200;

/// One line of a bar chart; `share` of the longest bar in [0, 1].
void bar(std::string& out, std::string_view name, double share, const std::string& figure) {
  out += "<span class=\"name\">" + html_escape(name) +
         "</span><span class=\"track\"><i style=\"width:" + fixed(100.0 * share, 2) +
         "%\"></i></span><span class=\"n\">" + figure + "</span>";
}

std::string number_cell(const std::string& figure) { return "<td class=\"n\">" + figure + "</td>"; }

std::string signed_cell(int64_t figure) {
  return number_cell(grouped(static_cast<uint64_t>(std::max<int64_t>(figure, 0))));
}

/// The pairs of a map by their weight, heaviest first, then by name.
template <typename Map, typename Weight>
auto by_weight(const Map& map, Weight weight) {
  std::vector<std::pair<std::string, typename Map::mapped_type>> rows(map.begin(), map.end());
  std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
    const auto wa = weight(a.second), wb = weight(b.second);
    return wa != wb ? wa > wb : a.first < b.first;
  });
  return rows;
}

void tiles(std::string& out, const RunReport& report) {
  const RunStats& s = report.stats;
  out += "<div class=\"tiles\">";
  append_tile(out, grouped(s.rows_in), "rows in");
  append_tile(out, grouped(s.rows_edited), "edited (" + percent(s.rows_edited, s.rows_in) + ")");
  append_tile(out, grouped(s.rows_kept),
              "kept byte for byte (" + percent(s.rows_kept, s.rows_in) + ")");
  append_tile(out, grouped(s.rows_rejected),
              "rejected (" + percent(s.rows_rejected, s.rows_in) + ")");
  if (s.rows_withheld > 0) {
    append_tile(out, grouped(s.rows_withheld),
                "of these withheld, not safe to give: " + bytes_text(s.bytes_withheld));
  }
  append_tile(out, grouped(s.edits), "edits");
  const double seconds = std::max(report.wall_seconds, 1e-3);
  append_tile(out, fixed(static_cast<double>(s.bytes_in) / 1e6 / seconds, 1) + " MB/s",
              bytes_text(s.bytes_in) + " in " + fixed(report.wall_seconds, 1) + " s, " +
                  std::to_string(report.threads) + (report.threads == 1 ? " thread" : " threads"));
  out += "</div>";
}

void row_split(std::string& out, const RunStats& s) {
  const std::pair<const char*, uint64_t> parts[] = {
      {"kept", s.rows_kept}, {"edited", s.rows_edited}, {"rejected", s.rows_rejected}};
  const auto whole = static_cast<double>(std::max<uint64_t>(s.rows_in, 1));
  out += "<section><h2>Where every row went</h2><div class=\"split\">";
  for (const auto& [name, rows] : parts) {
    if (rows == 0) continue;
    out += std::string("<i class=\"") + name +
           "\" style=\"width:" + fixed(100.0 * static_cast<double>(rows) / whole, 3) + "%\"></i>";
  }
  out += "</div><div class=\"legend\">";
  for (const auto& [name, rows] : parts) {
    out += std::string("<span><i class=\"") + name + "\"></i>" + name + " " + grouped(rows) +
           "</span>";
  }
  const auto rejected = [&](std::string_view why, uint64_t rows, uint64_t bytes) {
    if (rows == 0) return;
    out += "<span>rejected, " + std::string(why) + ": " + grouped(rows) +
           (rows == 1 ? " row" : " rows") + (bytes == 0 ? "" : ", " + bytes_text(bytes)) + "</span>";
  };
  rejected("dropped by the recipe", s.rows_dropped, s.bytes_dropped);
  rejected("withheld, no safe result", s.rows_withheld, s.bytes_withheld);
  const uint64_t told = s.rows_dropped + s.rows_withheld;
  if (told > 0) rejected("not readable", s.rows_rejected - std::min(told, s.rows_rejected), 0);
  uint64_t replaced = 0;
  for (const auto& [label, stats] : s.labels) replaced += stats.bytes;
  out += std::string("<span>kept + edited + rejected = rows in: ") +
         (s.rows_add_up() ? "yes" : "<b>no</b>") +
         "</span><span>text replaced: " + bytes_text(replaced) + " of " +
         bytes_text(s.text_bytes_in) + " (" + percent(replaced, s.text_bytes_in) +
         ")</span></div></section>";
}

/// How many rows can still be told from all others by what is left in them.
void tie_split(std::string& out, const TieSummary& ties) {
  if (ties.rows() == 0) return;
  const std::string about = ties.is_exact ? "" : "about ";
  const auto term = [&](std::string_view what, uint64_t rows) {
    out += "<span>" + std::string(what) + ": " + about + grouped(rows) + " (" +
           percent(rows, ties.rows()) + ")</span>";
  };
  out += "<section><h2>Who can still be singled out</h2><p class=\"where\">Places, firms, schools, jobs, "
         "ages, dates and the like that the judge left as public, or that the recipe keeps: rows by how many have "
         "the same combination. Style, events and what nobody found are not counted; docs/GUIDE.md, "
         "&ldquo;Linkage&rdquo;.</p><div class=\"legend\">";
  term("no such words", ties.rows_without);
  term("a combination of their own", ties.rows_alone);
  term("shared by 2 to 4", ties.rows_of_few);
  term("by 5 or more", ties.rows_of_many);
  out += "<span>different combinations: " + about + grouped(ties.combinations) + "</span></div></section>";
}

/// Whom the finds would have told from all others together.
void persons_split(std::string& out, const PersonCounts& persons) {
  if (persons.described == 0) return;
  out += "<section><h2>Who was described closely</h2><p class=\"where\">Private persons in the originals by what was found of them: an employer or a "
         "place, and in all three or more of place, employer, job, age, date and health; docs/GUIDE.md, &ldquo;Linkage&rdquo;.</p>"
         "<div class=\"legend\"><span>described: " + grouped(persons.described) + "</span><span>identified by the facts together: " +
         grouped(persons.identified) + " (" + percent(persons.identified, persons.described) + ")</span><span>in rows: " +
         grouped(persons.rows) + "</span></div></section>";
}

/// Fields that nobody refined, and in which something private stands.
void untreated_fields(std::string& out, const UntreatedFields& untreated) {
  if (untreated.fields.empty()) return;
  out += "<section><h2>Not refined, and private</h2><p class=\"where\">Of the first " + grouped(untreated.rows) +
         (untreated.rows == 1 ? " row" : " rows") +
         "; --fields takes such fields in, --drop-fields leaves them out.</p><div class=\"scroll\"><table><tr><th>field</th>"
         "<th>holds</th><th class=\"n\">rows</th><th class=\"n\">share</th></tr>";
  for (const auto& [field, finds] : untreated.fields) {
    std::string labels;
    for (const std::string& label : finds.labels) labels += (labels.empty() ? "" : ", ") + label;
    out += "<tr><td>" + html_escape(field) + "</td><td>" + html_escape(labels) + "</td>" + number_cell(grouped(finds.rows)) +
           number_cell(percent(finds.rows, untreated.rows)) + "</tr>";
  }
  out += "</table></div></section>";
}

constexpr std::string_view kBars = "<div class=\"bars\">";
constexpr std::string_view kEndBars = "</div>";
constexpr std::string_view kEndTable = "</table></div>";

void left_out(std::string& out, size_t all, size_t most, std::string_view what) {
  if (all <= most) return;
  out += "<p class=\"where\">" + grouped(all - most) + " more " + std::string(what) +
         " are in report.json</p>";
}

void category_bars(std::string& out, const RunStats& s) {
  if (s.labels.empty()) return;
  const auto rows = by_weight(s.labels, [](const LabelStats& l) { return l.edits; });
  const auto most = static_cast<double>(std::max<uint64_t>(rows.front().second.edits, 1));
  out += "<section><h2>Edits by category</h2>";
  const auto append = [&](size_t i) {
    const auto& [label, stats] = rows[i];
    bar(out, label, static_cast<double>(stats.edits) / most,
        grouped(stats.edits) + " in " + grouped(stats.documents) + (stats.documents == 1 ? " row" : " rows"));
  };
  append_folded(out, std::min(rows.size(), kMaxBars), append, kBars, kEndBars);
  left_out(out, rows.size(), kMaxBars, "categories");
  out += "</section>";
}

void score_chart(std::string& out, const RunStats& s) {
  if (s.rules.empty()) return;
  ScoreHistogram all{};
  for (const auto& [name, rule] : s.rules) {
    for (size_t i = 0; i < all.size(); ++i) all[i] += rule.scores[i];
  }
  out += "<section class=\"big\"><h2>Confidence of the edits</h2>" + histogram_svg(all, 420, 120) +
         "<div class=\"axis\"><span>0</span><span>0.25</span><span>0.5</span><span>0.75</span>"
         "<span>1</span></div></section>";
}

uint64_t all_scan_ticks(const RunStats& s) {
  uint64_t all = 0;
  for (const auto& [group, ticks] : s.scan_ticks) all += ticks;
  return all;
}

void rule_table(std::string& out, const RunStats& s) {
  if (s.rules.empty()) return;
  const uint64_t all_ticks = all_scan_ticks(s);
  const auto rows = by_weight(s.rules, [](const RuleStats& r) { return r.edits; });
  constexpr std::string_view kHead =
      "<div class=\"scroll\"><table><tr><th>rule</th><th>category</th>"
      "<th class=\"n\">edits</th><th class=\"n\">share</th><th>group</th>"
      "<th class=\"n\">group's time</th><th>scores 0 to 1</th></tr>";
  const auto append = [&](size_t i) {
    const auto& [name, rule] = rows[i];
    const auto time = s.scan_ticks.find(rule.group);
    out += "<tr><td><code>" + html_escape(name) + "</code></td><td>" + html_escape(rule.label) +
           "</td>" + number_cell(grouped(rule.edits)) + number_cell(percent(rule.edits, s.edits)) +
           "<td>" + html_escape(rule.group) + "</td>" +
           number_cell(time == s.scan_ticks.end() ? "" : percent(time->second, all_ticks)) +
           "<td>" + histogram_svg(rule.scores, 100, 18) + "</td></tr>";
  };
  out += "<section><h2>Rules</h2>";
  append_folded(out, std::min(rows.size(), kMaxRules), append, kHead, kEndTable);
  left_out(out, rows.size(), kMaxRules, "rules");
  out += "</section>";
}

void count_table(std::string& out, std::string_view title, std::string_view what,
                 const std::map<std::string, uint64_t, std::less<>>& counts) {
  if (counts.empty()) return;
  const auto rows = by_weight(counts, [](uint64_t n) { return n; });
  const std::string head = "<div class=\"scroll\"><table><tr><th>" + std::string(what) +
                           "</th><th class=\"n\">rows</th></tr>";
  out += "<section class=\"warn\"><h2>" + std::string(title) + "</h2>";
  const auto append = [&](size_t i) {
    out += "<tr><td>" + html_escape(rows[i].first) + "</td>" + number_cell(grouped(rows[i].second)) +
           "</tr>";
  };
  append_folded(out, rows.size(), append, head, kEndTable);
  out += "</section>";
}

void stage_bars(std::string& out, const RunStats& s) {
  double total = 0;
  for (const auto& [name, seconds] : s.stage_seconds) total += seconds;
  if (total <= 0) return;
  out += "<section><h2>Where the time went</h2><div class=\"bars\">";
  for (const auto& [name, seconds] : by_weight(s.stage_seconds, [](double x) { return x; })) {
    bar(out, name, seconds / total,
        fixed(seconds, 2) + " s, " + fixed(100.0 * seconds / total, 1) + " %");
  }
  out += "</div><p class=\"where\">thread seconds, all threads together</p></section>";
}

/// What the scan spends its time on, by group of rules and by step that serves all of them.
void scan_bars(std::string& out, const RunStats& s) {
  const uint64_t all = all_scan_ticks(s);
  if (all == 0) return;
  const auto rows = by_weight(s.scan_ticks, [](uint64_t ticks) { return ticks; });
  out += "<section><h2>Where scanning time went</h2>";
  const auto append = [&](size_t i) {
    const auto& [name, ticks] = rows[i];
    bar(out, name, static_cast<double>(ticks) / static_cast<double>(all), percent(ticks, all));
  };
  append_folded(out, std::min(rows.size(), kMaxBars), append, kBars, kEndBars);
  out +=
      "<p class=\"where\">by group of rules; steps in brackets serve all of them; "
      "measured on one document in 64</p></section>";
}

void llm_section(std::string& out, const RunReport& report) {
  const LlmFigures& f = report.stats.llm;
  if (f.rows == 0) return;
  out += "<section><h2>Language models</h2><div class=\"tiles\">";
  append_tile(out, grouped(f.rows_asked),
              "rows asked about (" + percent(f.rows_asked, f.rows) + ")");
  append_tile(out, grouped(f.questions + f.repairs + f.attacks),
              "questions (" + grouped(f.repairs) + " repairs, " + grouped(f.attacks) + " attacks)");
  append_tile(out, grouped(f.cached), "replies from the cache");
  append_tile(out, grouped(f.input_tokens) + " / " + grouped(f.output_tokens), "tokens in / out");
  append_tile(out, fixed(tokens_per_source_token(f), 3), "tokens for each source token");
  append_tile(
      out, fixed(f.money, 4),
      "money; " + fixed(money_per_million_source_tokens(f), 4) + " a million source tokens");
  append_tile(out, grouped(f.rows_held_back), "rows held back");
  append_tile(out, grouped(f.rows_kept_local), "beyond the budget, left to the local steps");
  out += "</div>";
  if (!report.endpoints.empty()) {
    out += "<div class=\"scroll\"><table><tr><th>endpoint</th><th class=\"n\">answers</th>"
           "<th class=\"n\">other tries</th><th class=\"n\">retries</th><th class=\"n\">tokens in</th>"
           "<th class=\"n\">out</th><th class=\"n\">money</th><th class=\"n\">most in flight</th>"
           "<th>at the end</th></tr>";
    for (const llm::EndpointStats& e : report.endpoints) {
      const int64_t all = std::accumulate(e.tries.begin(), e.tries.end(), int64_t{0});
      out += "<tr><td>" + html_escape(e.name) + "</td>" + signed_cell(e.tries[0]) +
             signed_cell(all - e.tries[0]) + signed_cell(e.retries) +
             signed_cell(e.usage.input_tokens) + signed_cell(e.usage.output_tokens) +
             number_cell(fixed(e.usage.money, 4)) + signed_cell(e.most_in_flight) + "<td>" +
             (e.in_service ? "in service" : "out of service") + "</td></tr>";
    }
    out += "</table></div>";
  }
  out += "</section>";
  count_table(out, "Replies that failed", "failure", f.failures);
  count_table(out, "Quotes and differences that were refused", "reason", f.refused);
}

void file_table(std::string& out, const RunReport& report) {
  if (report.files.empty()) return;
  constexpr std::string_view kHead =
      "<div class=\"scroll\"><table><tr><th>file</th><th class=\"n\">rows</th>"
      "<th class=\"n\">kept</th><th class=\"n\">edited</th><th class=\"n\">rejected</th>"
      "<th class=\"n\">in</th><th class=\"n\">out</th></tr>";
  const auto append = [&](size_t i) {
    const FileReport& f = report.files[i];
    out += "<tr><td>" + html_escape(escape_name(f.relative)) + "</td>" + number_cell(grouped(f.rows_in)) +
           number_cell(grouped(f.rows_kept)) + number_cell(grouped(f.rows_edited)) +
           number_cell(grouped(f.rows_rejected)) + number_cell(bytes_text(f.bytes_in)) +
           number_cell(bytes_text(f.bytes_out)) + "</tr>";
  };
  out += "<section><h2>Files</h2>";
  append_folded(out, std::min(report.files.size(), kMaxFiles), append, kHead, kEndTable);
  if (report.files_total > kMaxFiles) {
    out += "<p class=\"where\">the first " + grouped(kMaxFiles) + " of " +
           grouped(report.files_total) + " files</p>";
  }
  const std::string passed_over = passed_over_text(report.files_passed_over);
  if (!passed_over.empty()) out += "<p class=\"where\">" + html_escape(passed_over) + "</p>";
  out += "</section>";
}

/// The page may run its own script and nothing else, and ask nobody for anything.
std::string content_policy() {
  const Sha256Digest digest = sha256(kReportJs);
  const std::string bytes(digest.begin(), digest.end());
  return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
         "form-action 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
         base64_encode(bytes) + "'\">";
}

}  // namespace

std::string render_report_html(const RunReport& report) {
  std::string out =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">" + content_policy() +
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><title>lauter: " +
      html_escape(report.recipe_name) + "</title><style>" + std::string(kReportCss) +
      "</style></head><body><main><h1>lauter " + html_escape(report.recipe_name) +
      "</h1><p class=\"sub\">" + html_escape(report.started_utc) + " &middot; lauter " +
      html_escape(report.lauter_version) + " &middot; recipe <code>" +
      html_escape(report.recipe_hash) + "</code> &middot; key <code>" + html_escape(report.key_id) +
      "</code> &middot; memory " + bytes_text(report.peak_memory_bytes) +
      (report.times_resumed > 0
           ? " &middot; resumed " + std::to_string(report.times_resumed) + " times"
           : "") +
      (report.complete ? "" : " &middot; <b>not complete</b>") + "</p>";
  tiles(out, report);
  row_split(out, report.stats);
  untreated_fields(out, report.untreated);
  category_bars(out, report.stats);
  tie_split(out, report.ties);
  persons_split(out, report.stats.persons);
  append_edit_samples(out, report);
  append_rejected_samples(out, report);
  llm_section(out, report);
  score_chart(out, report.stats);
  rule_table(out, report.stats);
  count_table(out, "What the verifier refused", "check", report.stats.checks_failed);
  count_table(out, "Fields left out", "field", report.stats.fields_dropped);
  stage_bars(out, report.stats);
  scan_bars(out, report.stats);
  file_table(out, report);
  out += "<section><details><summary>Recipe, fully resolved</summary><pre>" +
         html_escape(report.recipe_json) + "</pre></details></section></main><script>" + std::string(kReportJs) + "</script></body></html>\n";
  return out;
}

}  // namespace lauter
