#include "run/curation/curate_hygiene.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/hash.h"
#include "curate/detector/proxy_run.h"
#include "curate/selection/near_duplicates.h"

namespace lauter {
namespace {

struct Head {
  CorpusDocument document;
  DocumentSketch sketch;
  uint64_t group_key = 0;
};

struct Heads {
  SourceChunk chunk;  ///< without its bytes
  std::vector<Head> heads;
};

Head head_of(const CurateSource& source, const Row& row, SketchScratch& scratch) {
  Head head;
  head.document.words = static_cast<uint32_t>(count_words(row.doc.text));
  head.sketch = sketch(row.doc.text, scratch);
  head.document.text_hash = static_cast<uint32_t>(head.sketch.text_hash);
  if (head.document.words == 0) head.document.fate = Fate::kEmpty;
  if (source.group_field) {
    const auto value = RowFields(row).get(*source.group_field);
    if (value) head.group_key = hash64(*value, 1) | 1U;
  }
  return head;
}

/// For each text the first one with its bytes.
std::vector<uint32_t> first_copies(std::span<const DocumentSketch> sketches) {
  std::vector<std::pair<uint64_t, uint32_t>> list;
  for (uint32_t i = 0; i < sketches.size(); ++i) list.emplace_back(sketches[i].text_hash, i);
  std::sort(list.begin(), list.end());
  std::vector<uint32_t> first(sketches.size());
  for (size_t i = 0; i < list.size(); ++i) {
    const bool same = i > 0 && list[i].first == list[i - 1].first;
    first[list[i].second] = same ? first[list[i - 1].second] : list[i].second;
  }
  return first;
}

}  // namespace

Result<void> read_corpus(Corpus& corpus) {
  const CurateRecipe& recipe = corpus.recipe();
  std::vector<SketchScratch> scratch(static_cast<size_t>(corpus.options().threads));
  std::vector<DocumentSketch> sketches;
  std::vector<uint64_t> keys;
  const auto work = [&](const SourceChunk& chunk, int thread) -> Result<Heads> {
    Heads heads;
    heads.chunk.source = chunk.source;
    heads.chunk.index = chunk.index;
    Corpus::Rows rows(corpus, chunk);
    Row row;
    while (rows.next(row)) {
      if (row.error) {
        heads.heads.emplace_back().document.fate = Fate::kMalformed;
      } else {
        heads.heads.push_back(
            head_of(recipe.sources[chunk.source], row, scratch[static_cast<size_t>(thread)]));
      }
      heads.heads.back().document.source = chunk.source;
    }
    return heads;
  };
  const auto write = [&](const Heads& heads) -> Result<void> {
    corpus.add_chunk(heads.chunk);
    if (corpus.documents.size() + heads.heads.size() >= UINT32_MAX) {
      return resource_exhausted("more than 4,294,967,294 documents");
    }
    for (const Head& head : heads.heads) {
      // A text without a key of its own shares it with nobody.
      const auto number = static_cast<uint64_t>(corpus.documents.size());
      keys.push_back(head.group_key != 0 ? head.group_key : number << 1U);
      corpus.documents.push_back(head.document);
      sketches.push_back(head.sketch);
      // No two malformed or empty texts are copies of each other.
      if (head.document.fate != Fate::kTaken) sketches.back().text_hash = ~number;
    }
    return {};
  };
  LAUTER_TRY(corpus.pass<Heads>([](size_t) { return true; }, work, write));

  const double least = recipe.dedup.near > 0 ? recipe.dedup.near : 0.7;
  ContentGroups found = find_duplicates(sketches, {.min_overlap = least});
  const std::vector<uint32_t> first = first_copies(sketches);
  sketches = {};
  for (uint32_t i = 0; i < corpus.documents.size(); ++i) {
    CorpusDocument& doc = corpus.documents[i];
    doc.copy_of = recipe.dedup.near > 0 ? found.group[i] : first[i];
    if (doc.copy_of == i || doc.fate != Fate::kTaken) continue;
    const bool exact = first[i] != i;
    if (exact && recipe.dedup.exact) {
      doc.copy_of = first[i];
      doc.fate = Fate::kExactDuplicate;
    } else if (!exact && recipe.dedup.near > 0) {
      doc.fate = Fate::kNearDuplicate;
    }
  }
  join_groups(found.group, keys);
  LAUTER_ASSIGN(const std::vector<uint32_t> folds,
                grouped_folds(found.group, recipe.scores.folds, recipe.seed));
  for (uint32_t i = 0; i < corpus.documents.size(); ++i) {
    corpus.documents[i].group = found.group[i];
    corpus.documents[i].fold = static_cast<uint8_t>(folds[i]);
  }
  return {};
}

}  // namespace lauter
