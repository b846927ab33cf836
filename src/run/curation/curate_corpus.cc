#include "run/curation/curate_corpus.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "curate/selection/sentences.h"

namespace lauter {

std::string_view fate_name(Fate fate) {
  static constexpr std::string_view kNames[kFates] = {
      "taken",          "malformed",     "empty",      "exact_duplicate", "near_duplicate",
      "human_replaced", "content_taken", "not_chosen", "over_budget"};
  return kNames[static_cast<size_t>(fate)];
}

Error changed_input(const InputFile& file) {
  return data_loss(file.path + ": changed while it was read");
}

RowFields::RowFields(const Row& row) {
  if (!has_fields(row.format)) return;
  json_ = json_of(row, made_);
}

std::optional<std::string> RowFields::get(const FieldPath& path) const {
  const auto json = find_field(json_, path);
  if (!json || *json == "null") return std::nullopt;
  return field_text(*json);
}

Result<Inputs> curate_inputs(const std::vector<std::string>& args, const RecordFields& fields,
                             const CorpusOptions& options, const std::string& what) {
  auto inputs = expand_inputs(args, std::nullopt, options.store);
  if (!inputs.ok()) return std::move(inputs.error()).context(what);
  ParquetOptions parquet = options.parquet;
  parquet.fields = fields;
  parquet.all_columns = true;
  parquet.threads = options.threads;
  set_csv_fields(*inputs, fields);
  LAUTER_TRY(check_csv_heads(*inputs));
  LAUTER_TRY(open_parquet(*inputs, parquet));
  return std::move(*inputs);
}

Result<Corpus> Corpus::make(const CurateRecipe& recipe, const CorpusOptions& options) {
  Corpus corpus;
  corpus.recipe_ = &recipe;
  corpus.options_ = options;
  std::set<std::string> seen;
  for (const CurateSource& source : recipe.sources) {
    LAUTER_ASSIGN(Inputs inputs, curate_inputs(source.inputs, source.fields, options,
                                               "source " + source.name));
    std::vector<bool>& first = corpus.counts_bad_rows_.emplace_back();
    for (const InputFile& file : inputs.files) first.push_back(seen.insert(file.path).second);
    corpus.inputs_.push_back(std::move(inputs));
  }
  corpus.first_.resize(recipe.sources.size());
  corpus.judges_apart_ =
      recipe.proxy.held_out.empty() &&
      std::any_of(recipe.sources.begin(), recipe.sources.end(),
                  [](const CurateSource& s) { return s.kind == SourceKind::kHuman; });
  return corpus;
}

StreamOptions Corpus::stream_options() const {
  return {.max_record_bytes = recipe_->max_record_bytes, .stop = options_.stop};
}

Corpus::Rows::Rows(const Corpus& corpus, const SourceChunk& chunk)
    : source_(corpus.recipe().sources[chunk.source]),
      counts_bad_rows_(corpus.counts_bad_rows_[chunk.source][chunk.chunk.file_index]),
      options_{.fields = source_.fields, .max_record_bytes = corpus.recipe().max_record_bytes},
      reader_(corpus.inputs()[chunk.source].files[chunk.chunk.file_index], chunk.chunk, options_),
      sentences_(corpus.recipe().sentences) {}

bool Corpus::Rows::next(Row& row) {
  if (!sentences_) return next_row(row);
  if (part_ == left_.size()) {
    part_ = 0;
    left_.clear();
    if (!next_row(row)) return false;
    if (row.error) return true;
    text_ = row.doc.text;
    id_ = row.doc.id;
    split_sentences(text_, left_);
    // A text without a word is a document without one.
    if (left_.empty()) left_.emplace_back();
  }
  row.doc.text = left_[part_++];
  row.doc.id = id_ + "#" + std::to_string(part_);
  return true;
}

bool Corpus::Rows::next_row(Row& row) {
  while (reader_.next(row)) {
    if (row.pass_through) continue;
    if (row.error) {
      // Sources may share a file, each with its `where`; no row can say whose a broken one is.
      if (!counts_bad_rows_) continue;
      return true;
    }
    const auto field = [&row](const FieldPath& path) { return RowFields(row).get(path); };
    if (source_.where && !source_.where->holds(field)) continue;
    return true;
  }
  return false;
}

Result<std::vector<Corpus::Text>> Corpus::gather(
    const std::function<bool(uint32_t)>& want) const {
  std::vector<bool> wanted(inputs_.size());
  for (uint32_t i = 0; i < documents.size(); ++i) {
    if (!wanted[documents[i].source] && want(i)) wanted[documents[i].source] = true;
  }
  std::vector<Text> all;
  using Texts = std::vector<Text>;
  const auto work = [&](const SourceChunk& chunk, int) -> Result<Texts> {
    Texts texts;
    Rows rows(*this, chunk);
    Row row;
    for (uint32_t number = first_document(chunk); rows.next(row); ++number) {
      if (number >= documents.size()) {
        return changed_input(inputs_[chunk.source].files[chunk.chunk.file_index]);
      }
      if (row.error || !want(number)) continue;
      if (static_cast<uint32_t>(hash64(row.doc.text)) != documents[number].text_hash) {
        return changed_input(inputs_[chunk.source].files[chunk.chunk.file_index]);
      }
      texts.push_back({number, row.doc.text});
    }
    return texts;
  };
  const auto write = [&](Texts texts) -> Result<void> {
    for (Text& text : texts) all.push_back(std::move(text));
    return {};
  };
  LAUTER_TRY(pass<Texts>([&](size_t source) { return wanted[source]; }, work, write));
  return all;
}

}  // namespace lauter
