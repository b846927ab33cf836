#include "run/curation/curate_write.h"

#include <cmath>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "curate/metrics/error_signs.h"
#include "curate/metrics/lexical_diversity.h"
#include "curate/selection/quality_model.h"
#include "io/files/external_sort.h"
#include "io/files/files.h"
#include "io/files/sink.h"
#include "json/writer.h"
#include "run/rows/rejected_row.h"

namespace lauter {
namespace {

constexpr uint64_t kFrameBytes = uint64_t{4} << 20;
constexpr uint64_t kFileBytes = uint64_t{1} << 30;

/// A zst file that grows frame by frame.
class FrameFile {
 public:
  static Result<FrameFile> open(const std::string& path, int level) {
    LAUTER_ASSIGN(AppendFile file, AppendFile::open(path));
    return FrameFile(std::move(file), level);
  }
  Result<void> add(std::string_view bytes) {
    pending_ += bytes;
    return pending_.size() < kFrameBytes ? Result<void>() : flush();
  }
  Result<void> commit() {
    LAUTER_TRY(flush());
    if (file_.size_bytes() == 0) LAUTER_TRY(file_.append(empty_member(Compression::kZstd)));
    return file_.commit();
  }

 private:
  FrameFile(AppendFile file, int level) : file_(std::move(file)), level_(level) {}
  Result<void> flush() {
    if (pending_.empty()) return {};
    std::string frame;
    LAUTER_TRY(compress_member(Compression::kZstd, level_, pending_, frame));
    pending_.clear();
    return file_.append(frame);
  }

  AppendFile file_;
  int level_;
  std::string pending_;
};

void add_score(JsonWriter& json, std::string_view name, float value) {
  if (std::isnan(value)) return;
  json.member_number(name, std::round(static_cast<double>(value) * 1e4) / 1e4);
}

void add_lexical(JsonWriter& json, std::string_view text, LexicalScratch& scratch) {
  const LexicalDiversity d = lexical_diversity(text, {}, scratch);
  const std::pair<std::string_view, double> scores[] = {
      {"ttr", d.ttr}, {"mattr", d.mattr}, {"mtld", d.mtld}, {"hdd", d.hdd}, {"distinct_2", d.distinct[1]}};
  for (const auto& [name, value] : scores) json.member_number(name, value);
}

/// One row of the manifest.
void append_manifest(std::string& out, const Corpus& corpus, const CorpusDocument& doc,
                     uint32_t number, const Row& row, LexicalScratch& scratch) {
  const CurateSource& source = corpus.recipe().sources[doc.source];
  JsonWriter json(out);
  json.begin_object()
      .member("id", row.doc.id)
      .member("source", source.name)
      .member("kind", source_kind_name(source.kind));
  if (!source.generator.empty()) json.member("generator", source.generator);
  if (doc.fate != Fate::kMalformed) json.member_uint("group", doc.group).member_uint("words", doc.words);
  json.member("state", doc.rank > 0 || doc.fate == Fate::kTaken ? "kept" : "left_out");
  if (doc.fate != Fate::kTaken) json.member("reason", fate_name(doc.fate));
  if (doc.copy_of != number && doc.fate != Fate::kMalformed) json.member_uint("copy_of", doc.copy_of);
  if (doc.rank > 0) json.member_uint("rank", doc.rank);
  if (doc.fate == Fate::kTaken) {
    json.member_number("weight", std::round(static_cast<double>(doc.weight) * 1e6) / 1e6);
  }
  json.key("scores").begin_object();
  add_score(json, "quality", doc.quality);
  add_score(json, "p_bad", doc.p_bad);
  add_score(json, "likeness", doc.likeness);
  add_score(json, "surprise", doc.surprise);
  add_score(json, "agreement", doc.agreement);
  if (corpus.recipe().scores.lexical && !row.error) add_lexical(json, row.doc.text, scratch);
  json.end_object();
  if (doc.signs != 0 || doc.quality_reasons != 0) {
    json.key("reasons").begin_array();
    for (unsigned sign = 0; sign < 16; ++sign) {
      if ((doc.signs >> sign & 1U) != 0) json.string(error_sign_name(static_cast<ErrorSign>(sign)));
    }
    for (unsigned feature = 0; feature < kQualityFeatures; ++feature) {
      if ((doc.quality_reasons >> feature & 1U) != 0) json.string(quality_feature_name(feature));
    }
    json.end_array();
  }
  json.end_object();
  out += '\n';
}

/// The row as a line: its own bytes, or for formats that are no lines its id and text. A sentence
/// stands in place of its row's text, beside its number.
void append_line(std::string& out, const Row& row, uint32_t part) {
  if (!has_fields(row.format)) {
    JsonWriter(out).begin_object().member("id", row.doc.id).member("text", row.doc.text).end_object();
    out += '\n';
    return;
  }
  std::string made;
  std::string_view line = json_of(row, made);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (part == 0) {
    out += line;
    out += '\n';
    return;
  }
  std::string changed;
  render_streamed(row, row.doc.text, /*begins_stream=*/false, changed);
  changed.resize(changed.find_last_of('}'));
  out += changed;
  out += ",\"lauter_part\":";
  append_json_uint(out, part);
  out += "}\n";
}

/// What one chunk gives.
struct WrittenChunk {
  struct Taken {
    uint32_t rank;
    size_t end;  ///< in `taken_bytes`
  };
  uint16_t source = 0;
  std::string manifest;
  std::string rejected;
  std::string weights;
  std::string taken_bytes;
  std::vector<Taken> taken;
};

Result<WrittenChunk> lines_of(const Corpus& corpus, const SourceChunk& chunk,
                              LexicalScratch& scratch) {
  const InputFile& file = corpus.inputs()[chunk.source].files[chunk.chunk.file_index];
  WrittenChunk lines;
  lines.source = chunk.source;
  Corpus::Rows rows(corpus, chunk);
  Row row;
  for (uint32_t number = corpus.first_document(chunk); rows.next(row); ++number) {
    if (number >= corpus.documents.size()) return changed_input(file);
    const CorpusDocument& doc = corpus.documents[number];
    if (row.error.has_value() != (doc.fate == Fate::kMalformed)) return changed_input(file);
    append_manifest(lines.manifest, corpus, doc, number, row, scratch);
    if (row.error) {
      append_rejected(lines.rejected, row,
                      {.file = file.relative,
                       .row = row.number,
                       .byte = row_byte(chunk.chunk, row),
                       .reason = row.error->reason});
      continue;
    }
    if (static_cast<uint32_t>(hash64(row.doc.text)) != doc.text_hash) return changed_input(file);
    if (corpus.recipe().output.weights && doc.fate == Fate::kTaken) {
      JsonWriter(lines.weights)
          .begin_object()
          .member("id", row.doc.id)
          .member("source", corpus.recipe().sources[doc.source].name)
          .member_number("weight", std::round(static_cast<double>(doc.weight) * 1e6) / 1e6)
          .end_object();
      lines.weights += '\n';
    } else if (doc.rank > 0) {
      append_line(lines.taken_bytes, row, rows.part());
      lines.taken.push_back({doc.rank, lines.taken_bytes.size()});
    }
  }
  return lines;
}

/// data/part-00000.jsonl.zst and on.
Result<void> write_sorted(ExternalSort& sort, const std::string& out, int level,
                          WrittenFigures& figures) {
  std::optional<FrameFile> file;
  uint64_t in_file = 0;
  SortRecord record;
  while (true) {
    LAUTER_ASSIGN(const bool more, sort.next(record));
    if (!more && figures.files > 0) break;
    if (!file || in_file >= kFileBytes) {
      if (file) LAUTER_TRY(file->commit());
      std::string number = std::to_string(figures.files++);
      number.insert(0, number.size() < 5 ? 5 - number.size() : 0, '0');
      LAUTER_ASSIGN(file, FrameFile::open(join_path(out, "data/part-" + number + ".jsonl.zst"), level));
      in_file = 0;
    }
    if (!more) break;
    LAUTER_TRY(file->add(record.bytes));
    in_file += record.bytes.size();
    figures.bytes += record.bytes.size();
  }
  return file->commit();
}

}  // namespace

Result<WrittenFigures> write_corpus(const Corpus& corpus, const std::string& out) {
  const CurateRecipe::Output& output = corpus.recipe().output;
  WrittenFigures figures;
  LAUTER_ASSIGN(ExternalSort sort, ExternalSort::make(out, output.memory));
  LAUTER_ASSIGN(FrameFile manifest,
                FrameFile::open(join_path(out, "manifest.jsonl.zst"), output.compression_level));
  std::optional<FrameFile> weights;
  if (output.weights) {
    LAUTER_ASSIGN(weights, FrameFile::open(join_path(out, "weights.jsonl.zst"),
                                           output.compression_level));
  }
  std::optional<FrameFile> rejected;
  std::vector<LexicalScratch> scratch(static_cast<size_t>(corpus.options().threads));
  const auto work = [&](const SourceChunk& chunk, int thread) {
    return lines_of(corpus, chunk, scratch[static_cast<size_t>(thread)]);
  };
  const auto write = [&](const WrittenChunk& lines) -> Result<void> {
    LAUTER_TRY(manifest.add(lines.manifest));
    if (weights) LAUTER_TRY(weights->add(lines.weights));
    if (!lines.rejected.empty()) {
      if (!rejected) {
        LAUTER_ASSIGN(rejected, FrameFile::open(join_path(out, "rejected/rejected.jsonl.zst"),
                                                output.compression_level));
      }
      LAUTER_TRY(rejected->add(lines.rejected));
    }
    size_t begin = 0;
    for (const WrittenChunk::Taken& taken : lines.taken) {
      LAUTER_TRY(sort.add(taken.rank, std::string_view(lines.taken_bytes)
                                          .substr(begin, taken.end - begin)));
      begin = taken.end;
    }
    return {};
  };
  LAUTER_TRY(corpus.pass<WrittenChunk>([](size_t) { return true; }, work, write));
  LAUTER_TRY(sort.finish());
  if (!output.weights) LAUTER_TRY(write_sorted(sort, out, output.compression_level, figures));
  figures.sorted_runs = sort.runs();
  if (rejected) LAUTER_TRY(rejected->commit());
  if (weights) LAUTER_TRY(weights->commit());
  LAUTER_TRY(manifest.commit());
  return figures;
}

}  // namespace lauter
