// JSON and table of `measure edits`.
#include "measure/edit_figures.h"
#include "measure/print.h"
#include "measure/report_text.h"

namespace lauter::internal {
namespace {

void write_overlap(JsonWriter& json, std::string_view name, const Overlap& overlap) {
  json.key(name)
      .begin_object()
      .member_uint("gold", overlap.gold)
      .member_uint("predicted", overlap.predicted)
      .member_uint("shared", overlap.shared);
  write_number(json, "precision", overlap.precision());
  write_number(json, "recall", overlap.recall());
  write_number(json, "f1", overlap.f(1));
  write_number(json, "f05", overlap.f(0.5));
  json.end_object();
}

void write_table(JsonWriter& json, const std::string& group, const DocumentTable& table) {
  const auto of_documents = [&](uint64_t n) { return share(n, table.documents); };
  json.begin_object().member("score", group).member_uint("documents", table.documents);
  write_number(json, "mean_score_in", table.score_in / static_cast<double>(table.documents));
  write_number(json, "mean_score_out", table.score_out / static_cast<double>(table.documents));
  write_number(json, "up", of_documents(table.up));
  write_number(json, "down", of_documents(table.down));
  write_number(json, "untouched", of_documents(table.untouched));
  write_number(json, "emptied", of_documents(table.emptied));
  write_number(json, "output_share", share(table.words_out, table.words_in));
  write_number(json, "new_words_per_1k", 1000 * share(table.new_words, table.words_out));
  json.end_object();
}

unsigned long long count(uint64_t n) { return n; }

}  // namespace

std::string edit_figures_json(const EditFigures& figures) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("kind", "edits")
      .member_uint("documents", figures.documents)
      .member_uint("held_back", figures.held_back)
      .member_uint("exact", figures.exact);
  write_number(json, "exact_rate", share(figures.exact, figures.documents));
  write_overlap(json, "characters", figures.chars);
  write_overlap(json, "lines", figures.lines);
  json.key("kinds").begin_object();
  for (const auto& [kind, overlap] : figures.kinds) {
    json.key(kind).begin_object().member_uint("gold", overlap.gold);
    write_number(json, "recall", overlap.recall());
    json.end_object();
  }
  json.end_object().key("clean").begin_object().member_uint("documents", figures.clean);
  write_number(json, "untouched_rate", share(figures.clean_untouched, figures.clean));
  write_number(json, "deleted_share", share(figures.clean_deleted, figures.clean_chars));
  json.end_object()
      .key("seams")
      .begin_object()
      .member_uint("all", figures.seams)
      .member_uint("in_words", figures.seams_in_words)
      .member_uint("gold_in_words", figures.gold_seams_in_words)
      .end_object()
      .member("scorer", "share of characters on lines that C4's line rules keep")
      .key("table")
      .begin_array();
  for (const auto& [group, table] : figures.tables) write_table(json, group, table);
  json.end_array().end_object();
  return out + "\n";
}

std::string edit_figures_table(const EditFigures& figures) {
  std::string out;
  append_line(out, "%-12s %9s %9s %9s %9s", "", "precision", "recall", "F1", "F0.5");
  for (const auto& [name, overlap] :
       {std::pair{"characters", &figures.chars}, {"lines", &figures.lines}}) {
    append_line(out, "%-12s %9.4f %9.4f %9.4f %9.4f", name, overlap->precision(), overlap->recall(),
                overlap->f(1), overlap->f(0.5));
  }
  append_line(out, "documents %llu, exact %llu (%.2f %%), held back %llu", count(figures.documents),
              count(figures.exact), 100 * share(figures.exact, figures.documents),
              count(figures.held_back));
  append_line(out, "clean documents %llu, untouched %.2f %%, characters lost %.4f %%",
              count(figures.clean), 100 * share(figures.clean_untouched, figures.clean),
              100 * share(figures.clean_deleted, figures.clean_chars));
  append_line(out, "seams %llu, inside words %llu (gold %llu)", count(figures.seams),
              count(figures.seams_in_words), count(figures.gold_seams_in_words));
  if (figures.kinds.size() > 1) {
    append_line(out, "\n%-24s %12s %9s", "kind", "characters", "recall");
    for (const auto& [kind, overlap] : figures.kinds) {
      append_line(out, "%-24.24s %12llu %9.4f", kind.c_str(), count(overlap.gold),
                  overlap.recall());
    }
  }
  append_line(out, "\n%-6s %8s %7s %7s %6s %6s %6s %6s %6s %8s", "score", "docs", "mean", "after",
              "up%", "down%", "untch%", "empty%", "out%", "new/1k");
  for (const auto& [group, table] : figures.tables) {
    const auto percent = [all = table.documents](uint64_t n) { return 100 * share(n, all); };
    const auto documents = static_cast<double>(table.documents);
    append_line(out, "%-6.6s %8llu %7.3f %7.3f %6.2f %6.2f %6.2f %6.2f %6.2f %8.2f",
                group.empty() ? "all" : group.c_str(), count(table.documents),
                table.score_in / documents, table.score_out / documents, percent(table.up),
                percent(table.down), percent(table.untouched), percent(table.emptied),
                100 * share(table.words_out, table.words_in),
                1000 * share(table.new_words, table.words_out));
  }
  return out;
}

}  // namespace lauter::internal
