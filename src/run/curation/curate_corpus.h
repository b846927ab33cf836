/// The texts that `lauter curate` works on: what is known of each (some 50 bytes), and passes over
/// all of them. Texts themselves stay in their files; each pass reads them anew, in the same order.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "curate/selection/selection.h"
#include "io/input.h"
#include "io/parquet.h"
#include "io/row.h"
#include "json/field.h"
#include "run/curation/curate_recipe.h"
#include "run/jobs/ordered.h"
#include "run/rows/chunk_stream.h"

namespace lauter {

/// Where a document went.
enum class Fate : uint8_t {
  kTaken,
  kMalformed,       ///< cannot be read; in OUT/rejected
  kEmpty,           ///< no word
  kExactDuplicate,  ///< the bytes of an earlier text
  kNearDuplicate,   ///< nearly those of an earlier text
  kHumanReplaced,   ///< human text where `human: replace` or the real share leaves no room
  kContentTaken,    ///< as many texts of its content were taken as per_group allows
  kNotChosen,       ///< its source has no share (any more)
  kOverBudget,
};
inline constexpr size_t kFates = 9;
std::string_view fate_name(Fate fate);  ///< `taken`, `malformed`, `exact_duplicate`, ...

struct CorpusDocument {
  static constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

  uint32_t words = 0;
  uint32_t group = 0;      ///< its content: the first document that it was joined to
  uint32_t copy_of = 0;    ///< itself, or the document that it duplicates
  uint32_t text_hash = 0;  ///< low bits; a later pass must find the same text
  uint32_t rank = 0;       ///< place in the output, from 1; 0: not there
  float weight = 0;
  float quality = kUnknown;   ///< higher is better
  float p_bad = kUnknown;     ///< where labels made it known
  float likeness = kUnknown;  ///< higher is more like human text
  float surprise = kUnknown;  ///< bits a token
  float agreement = kUnknown;
  uint16_t source = 0;
  uint16_t signs = 0;             ///< bits by ErrorSign
  uint16_t quality_reasons = 0;   ///< bits by QualityFeature, where p_bad is above .5
  Fate fate = Fate::kTaken;
  uint8_t fold = 0;
  uint8_t label = 2;  ///< 0 good, 1 bad, 2 not known
};

/// The fold of contents whose human texts judge proxies, unless a recipe names held-out text.
inline constexpr uint32_t kJudgeFold = 0;

struct CorpusOptions {
  int threads = 1;
  const std::atomic<bool>* stop = nullptr;
  ObjectStore store{};       ///< of inputs s3://...; null if there are none
  ParquetOptions parquet{};  ///< library and copies
};

/// The files of a source. Rows of Parquet have all columns. Errors: those of expand_inputs() and
/// open_parquet(), after `what`.
Result<Inputs> curate_inputs(const std::vector<std::string>& args, const RecordFields& fields,
                             const CorpusOptions& options, const std::string& what);

/// One chunk of one source.
struct SourceChunk {
  uint16_t source = 0;
  size_t index = 0;  ///< of the source's chunks
  Chunk chunk;
};
inline uint64_t item_weight(const SourceChunk& chunk) { return chunk.chunk.bytes.size(); }

/// The fields of a row beside its text; one that is missing or null is nothing. The row must outlive
/// it.
class RowFields {
 public:
  explicit RowFields(const Row& row);
  RowFields(const RowFields&) = delete;  // it refers to its own memory
  RowFields& operator=(const RowFields&) = delete;
  /// The field's string, or its JSON text if it is no string.
  std::optional<std::string> get(const FieldPath& path) const;

 private:
  std::string made_;
  std::string_view json_ = "{}";
};

class Corpus {
 public:
  /// Expands the inputs. Errors: those of curate_inputs(), with the source's name.
  static Result<Corpus> make(const CurateRecipe& recipe, const CorpusOptions& options);

  const CurateRecipe& recipe() const { return *recipe_; }
  const std::vector<Inputs>& inputs() const { return inputs_; }
  const CorpusOptions& options() const { return options_; }
  bool is_human(const CorpusDocument& doc) const {
    return recipe_->sources[doc.source].kind == SourceKind::kHuman;
  }
  /// Whether the document is of the contents that judge. No score learns from it: what is judged by
  /// a text that its scores have read looks better than it is.
  bool is_of_judges(const CorpusDocument& doc) const {
    return judges_apart_ && doc.fold == kJudgeFold;
  }

  /// Rows of one chunk that belong to its source, malformed ones too, in order.
  class Rows {
   public:
    Rows(const Corpus& corpus, const SourceChunk& chunk);
    bool next(Row& row);
    /// Of a sentence its number in the row, from 1; 0 for a whole text.
    uint32_t part() const { return part_; }

   private:
    bool next_row(Row& row);


    const CurateSource& source_;
    bool counts_bad_rows_;
    RowOptions options_;
    RowReader reader_;
    bool sentences_;
    std::string text_;                   ///< of the row whose sentences are given out
    std::string id_;
    std::vector<std::string_view> left_;  ///< its sentences
    uint32_t part_ = 0;
  };

  /// Number of the first document of a chunk, once the first pass is over.
  uint32_t first_document(const SourceChunk& chunk) const {
    return first_[chunk.source][chunk.index];
  }
  /// Of each source the first documents of its chunks: what the first pass found.
  const std::vector<std::vector<uint32_t>>& chunk_begins() const { return first_; }
  void set_chunk_begins(std::vector<std::vector<uint32_t>> begins) { first_ = std::move(begins); }
  /// For the first pass: the next chunk of its source begins with the next document.
  void add_chunk(const SourceChunk& chunk) {
    first_[chunk.source].push_back(static_cast<uint32_t>(documents.size()));
  }

  /// work(chunk, thread) -> Result<Out> in parallel; write(Out) -> Result<void> in order. Sources
  /// for which `want` is false are not read. Errors: kUnavailable `interrupted` when stopped.
  template <typename Out, typename Want, typename Work, typename Write>
  Result<void> pass(Want want, Work work, Write write) const {
    size_t source = 0;
    size_t index = 0;
    std::optional<ChunkStream> stream;
    bool stopped = false;
    const auto read = [&]() -> Result<std::optional<SourceChunk>> {
      for (; source < inputs_.size(); ++source, index = 0) {
        if (!want(source)) continue;
        if (!stream) stream.emplace(inputs_[source], stream_options());
        LAUTER_ASSIGN(std::optional<Chunk> chunk, stream->next());
        if (chunk) {
          return std::optional<SourceChunk>(
              SourceChunk{static_cast<uint16_t>(source), index++, std::move(*chunk)});
        }
        stopped = stopped || stream->ended_early();
        stream.reset();
        if (stopped) break;
      }
      return std::optional<SourceChunk>();
    };
    Result<void> done = run_ordered<SourceChunk, Out>(
        {.threads = options_.threads, .max_weight = max_chunk_weight(options_.threads)}, read, work,
        [&](Out out) -> Result<bool> {
          LAUTER_TRY(write(std::move(out)));
          return true;
        });
  LAUTER_TRY(std::move(done));
    if (stopped) return unavailable("interrupted");
    return {};
  }

  /// The texts of the documents of which want(number) holds, in order. Errors: those of reading;
  /// kDataLoss if an input changed since the first pass.
  struct Text {
    uint32_t document;
    std::string text;
  };
  Result<std::vector<Text>> gather(const std::function<bool(uint32_t)>& want) const;

  std::vector<CorpusDocument> documents;

 private:
  StreamOptions stream_options() const;

  const CurateRecipe* recipe_ = nullptr;
  CorpusOptions options_;
  std::vector<Inputs> inputs_;
  bool judges_apart_ = false;                       ///< a fold of the human sources judges
  std::vector<std::vector<bool>> counts_bad_rows_;  ///< by source and file: the first to read it
  std::vector<std::vector<uint32_t>> first_;
};

/// The error of a text that is not what the first pass read.
Error changed_input(const InputFile& file);

}  // namespace lauter
