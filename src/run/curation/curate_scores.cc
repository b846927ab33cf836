#include "run/curation/curate_scores.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "base/hash.h"
#include "curate/detector/ngram_key.h"
#include "curate/detector/ngram_lm.h"
#include "curate/metrics/agreement.h"
#include "curate/metrics/chrf.h"
#include "curate/metrics/error_signs.h"
#include "io/files/external_sort.h"
#include "run/steps/models.h"

namespace lauter {
namespace {

/// Candidates of one content that are compared with each other; the rest have no agreement.
constexpr size_t kMaxCandidates = 32;
constexpr size_t kShownReasons = 3;
constexpr uint64_t kAgreementMemory = uint64_t{32} << 20;

/// By fold the model that saw no text of it.
using FoldModels = std::vector<NgramLm>;

/// Trains a model for each fold, of the texts of the others.
Result<FoldModels> train_folds(const Corpus& corpus, std::span<const Corpus::Text> texts) {
  const CurateRecipe::Scores& scores = corpus.recipe().scores;
  FoldModels models(scores.folds);
  std::vector<uint32_t> folds(scores.folds);
  uint32_t next = 0;
  Result<void> done = run_ordered<uint32_t, uint32_t>(
      {.threads = corpus.options().threads},
      [&]() -> Result<std::optional<uint32_t>> {
        return next < scores.folds ? std::optional<uint32_t>(next++) : std::nullopt;
      },
      [&](uint32_t fold, int) -> Result<uint32_t> {
        LAUTER_ASSIGN(NgramLmTrainer trainer, NgramLmTrainer::make({.order = scores.order}));
        for (const Corpus::Text& text : texts) {
          if (corpus.documents[text.document].fold == fold) continue;
          LAUTER_TRY(trainer.add(text.text));
        }
        models[fold] = std::move(trainer).finish();
        return fold;
      },
      [](uint32_t) -> Result<bool> { return true; });
  LAUTER_TRY(std::move(done));
  return models;
}

/// The texts of human or of other sources, without those of the judges, thinned by group to about
/// `scores.lm_words` words.
Result<std::vector<Corpus::Text>> lm_texts(const Corpus& corpus, bool human) {
  const auto usable = [&](const CorpusDocument& doc) {
    return doc.fate == Fate::kTaken && corpus.is_human(doc) == human && !corpus.is_of_judges(doc);
  };
  uint64_t total = 0;
  for (const CorpusDocument& doc : corpus.documents) total += usable(doc) ? doc.words : 0;
  const double keep =
      static_cast<double>(corpus.recipe().scores.lm_words) / static_cast<double>(total + 1);
  const uint64_t seed = corpus.recipe().seed;
  return corpus.gather([&](uint32_t i) {
    const CorpusDocument& doc = corpus.documents[i];
    if (!usable(doc)) return false;
    const uint64_t draw = join_keys(join_keys(doc.group + 1, seed), 0x5851F42D4C957F2DU);
    return static_cast<double>(draw >> 11U) * 0x1p-53 < keep;
  });
}

struct Scored {
  float surprise = CorpusDocument::kUnknown;
  float likeness = CorpusDocument::kUnknown;
  uint16_t signs = 0;
  uint8_t label = 2;
  QualityFeatures features;
};

struct ScoredChunk {
  uint32_t first = 0;
  std::vector<Scored> documents;
};

struct Scratch {
  LmScratch lm;
  SignScratch signs;
  Detector::Scratch detector;
};

class Scorer {
 public:
  static Result<Scorer> make(const Corpus& corpus, const std::optional<Detector>& detector,
                             uint64_t& words) {
    Scorer scorer(corpus);
    scorer.detector_ = detector;
    const CurateRecipe::Scores& wanted = corpus.recipe().scores;
    if (wanted.fluency || wanted.likeness == LikenessScore::kLm) {
      LAUTER_ASSIGN(const auto texts, lm_texts(corpus, true));
      for (const Corpus::Text& text : texts) words += corpus.documents[text.document].words;
      LAUTER_ASSIGN(scorer.human_, train_folds(corpus, texts));
    }
    if (wanted.likeness == LikenessScore::kLm) {
      LAUTER_ASSIGN(const auto texts, lm_texts(corpus, false));
      for (const Corpus::Text& text : texts) words += corpus.documents[text.document].words;
      LAUTER_ASSIGN(scorer.machine_, train_folds(corpus, texts));
    }
    return scorer;
  }

  Scored score(const CorpusDocument& doc, const Row& row, Scratch& scratch) const {
    const CurateRecipe& recipe = corpus_->recipe();
    const CurateSource& source = recipe.sources[doc.source];
    Scored scored;
    scored.features.fill(CorpusDocument::kUnknown);
    const std::string& text = row.doc.text;
    if (!human_.empty()) {
      const LmSurprise human = human_[doc.fold].score(text, scratch.lm);
      scored.surprise = static_cast<float>(human.bits_per_token());
      scored.features[kFluency] = scored.surprise;
      scored.features[kUnknownWords] =
          static_cast<float>(human.unknown) / static_cast<float>(std::max<uint64_t>(human.tokens, 1));
      if (!machine_.empty()) {
        const LmSurprise machine = machine_[doc.fold].score(text, scratch.lm);
        scored.likeness =
            static_cast<float>(machine.bits_per_token() - human.bits_per_token());
      }
    }
    if (detector_) {
      const Detector::Answer answer = detector_->judge(text, scratch.detector);
      if (!answer.abstains) scored.likeness = static_cast<float>(-answer.logit);
    }
    if (!recipe.scores.errors && !recipe.scores.quality) return scored;
    const RowFields fields(row);
    const std::optional<std::string> from =
        source.source_field ? fields.get(*source.source_field) : std::nullopt;
    const ErrorSigns signs = error_signs(from ? *from : text, text, scratch.signs);
    if (from) {
      set_sign_features(signs, scored.features);
      for (const ErrorSign sign : reasons(signs, {})) {
        scored.signs = static_cast<uint16_t>(scored.signs | 1U << static_cast<unsigned>(sign));
      }
    } else {
      scored.features[kRepetition] = static_cast<float>(signs.repetition);
    }
    if (source.label_field) {
      const auto label = fields.get(*source.label_field);
      if (label) {
        const bool good = *label == "0" || *label == "false" || *label == "good" || label->empty();
        scored.label = good ? 0 : 1;
      }
    } else if (source.reference_field) {
      if (const auto reference = fields.get(*source.reference_field)) {
        Chrf chrf;
        chrf.add(text, *reference);
        scored.label = chrf.score() < recipe.scores.bad_below_chrf ? 1 : 0;
      }
    }
    return scored;
  }

 private:
  explicit Scorer(const Corpus& corpus) : corpus_(&corpus) {}

  const Corpus* corpus_;
  FoldModels human_;
  FoldModels machine_;
  std::optional<Detector> detector_;
};

/// Agreement of the machine-made texts of a content: they are brought together by a sort on disk.
Result<void> score_agreement(Corpus& corpus, const std::string& spill_folder) {
  std::vector<uint32_t> candidates(corpus.documents.size());
  const auto counts = [&](const CorpusDocument& doc) {
    return doc.fate == Fate::kTaken && !corpus.is_human(doc);
  };
  for (const CorpusDocument& doc : corpus.documents) candidates[doc.group] += counts(doc) ? 1 : 0;
  LAUTER_ASSIGN(ExternalSort sort, ExternalSort::make(spill_folder, kAgreementMemory));
  using Texts = std::vector<Corpus::Text>;
  Result<void> done_2 = corpus.pass<Texts>(
      [](size_t) { return true; },
      [&](const SourceChunk& chunk, int) -> Result<Texts> {
        Texts texts;
        Corpus::Rows rows(corpus, chunk);
        Row row;
        for (uint32_t number = corpus.first_document(chunk); rows.next(row); ++number) {
          if (number >= corpus.documents.size()) break;
          const CorpusDocument& doc = corpus.documents[number];
          if (!row.error && counts(doc) && candidates[doc.group] > 1) {
            texts.push_back({number, row.doc.text});
          }
        }
        return texts;
      },
      [&](const Texts& texts) -> Result<void> {
        for (const Corpus::Text& text : texts) {
          const uint64_t group = corpus.documents[text.document].group;
          LAUTER_TRY(sort.add(group << 32U | text.document, text.text));
        }
        return {};
      });
  LAUTER_TRY(std::move(done_2));
  LAUTER_TRY(sort.finish());
  std::vector<SortRecord> same;
  const auto judge = [&] {
    std::vector<std::string_view> texts;
    for (const SortRecord& record : same) texts.emplace_back(record.bytes);
    const std::vector<float> agreement = pair_agreement(texts);
    for (size_t i = 0; i < same.size(); ++i) {
      corpus.documents[static_cast<uint32_t>(same[i].key)].agreement = agreement[i];
    }
    same.clear();
  };
  SortRecord record;
  while (true) {
    LAUTER_ASSIGN(const bool more, sort.next(record));
    if (!more) break;
    if (!same.empty() && same[0].key >> 32U != record.key >> 32U) judge();
    if (same.size() < kMaxCandidates) same.push_back(record);
  }
  if (!same.empty()) judge();
  return {};
}

/// Quality by labels where there are both kinds, else by what the features say.
Result<QualityFigures> set_quality(Corpus& corpus, std::span<const QualityFeatures> features) {
  QualityFigures figures;
  std::vector<QualityFeatures> known;
  std::vector<uint8_t> bad;
  std::vector<uint32_t> folds;
  for (size_t i = 0; i < features.size(); ++i) {
    const CorpusDocument& doc = corpus.documents[i];
    if (doc.fate != Fate::kTaken || doc.label > 1 || corpus.is_of_judges(doc)) continue;
    known.push_back(features[i]);
    bad.push_back(doc.label);
    folds.push_back(doc.fold);
    ++figures.labelled;
    figures.bad += doc.label;
  }
  if (figures.bad > 0 && figures.bad < figures.labelled) {
    const auto model = QualityModel::train(known, bad, folds);
    if (model.ok()) {
      for (size_t i = 0; i < features.size(); ++i) {
        CorpusDocument& doc = corpus.documents[i];
        if (doc.fate != Fate::kTaken) continue;
        doc.p_bad = static_cast<float>(model->p_bad(features[i]));
        doc.quality = static_cast<float>(-model->logit(features[i]));
        if (doc.p_bad <= 0.5F) continue;
        for (const QualityFeature reason : model->reasons(features[i], kShownReasons)) {
          doc.quality_reasons = static_cast<uint16_t>(doc.quality_reasons | 1U << reason);
        }
      }
      figures.weights.assign(model->weights().begin(), model->weights().end());
      return figures;
    }
  }
  const std::vector<float> quality = unlabelled_quality(features);
  for (size_t i = 0; i < features.size(); ++i) {
    if (corpus.documents[i].fate == Fate::kTaken) corpus.documents[i].quality = quality[i];
  }
  return figures;
}

}  // namespace

Result<std::optional<Detector>> detector_of(const CurateRecipe& recipe) {
  if (recipe.scores.likeness != LikenessScore::kDetector) return std::optional<Detector>();
  if (!recipe.scores.detector.empty()) {
    LAUTER_ASSIGN(Detector own, load_detector(recipe.scores.detector));
    return std::optional<Detector>(std::move(own));
  }
  if (built_in_detector().empty()) {
    return invalid_argument("scores: likeness: no detector is built in; name one with `detector`");
  }
  LAUTER_ASSIGN(Detector built_in, Detector::parse(built_in_detector()));
  return std::optional<Detector>(std::move(built_in));
}

Result<CorpusScores> score_corpus(Corpus& corpus, const std::optional<Detector>& detector,
                                  const std::string& spill_folder) {
  CorpusScores figures;
  const CurateRecipe::Scores& wanted = corpus.recipe().scores;
  if (wanted.agreement) LAUTER_TRY(score_agreement(corpus, spill_folder));
  if (!wanted.fluency && !wanted.errors && !wanted.quality &&
      wanted.likeness == LikenessScore::kNone) {
    return figures;
  }
  LAUTER_ASSIGN(const Scorer scorer, Scorer::make(corpus, detector, figures.lm_words));
  std::vector<Scratch> scratch(static_cast<size_t>(corpus.options().threads));
  std::vector<QualityFeatures> features;
  if (wanted.quality) features.resize(corpus.documents.size());
  for (QualityFeatures& f : features) f.fill(CorpusDocument::kUnknown);
  LAUTER_TRY(corpus.pass<ScoredChunk>(
      [](size_t) { return true; },
      [&](const SourceChunk& chunk, int thread) -> Result<ScoredChunk> {
        ScoredChunk scored{.first = corpus.first_document(chunk), .documents = {}};
        Corpus::Rows rows(corpus, chunk);
        Row row;
        for (uint32_t number = scored.first; rows.next(row); ++number) {
          if (number >= corpus.documents.size()) {
            return changed_input(corpus.inputs()[chunk.source].files[chunk.chunk.file_index]);
          }
          Scored& of = scored.documents.emplace_back();
          const CorpusDocument& doc = corpus.documents[number];
          if (row.error || doc.fate != Fate::kTaken) continue;
          of = scorer.score(doc, row, scratch[static_cast<size_t>(thread)]);
        }
        return scored;
      },
      [&](const ScoredChunk& scored) -> Result<void> {
        for (size_t k = 0; k < scored.documents.size(); ++k) {
          CorpusDocument& doc = corpus.documents[scored.first + k];
          const Scored& of = scored.documents[k];
          doc.surprise = of.surprise;
          doc.likeness = of.likeness;
          doc.signs = of.signs;
          doc.label = of.label;
          if (!features.empty() && doc.fate == Fate::kTaken) {
            features[scored.first + k] = of.features;
            features[scored.first + k][kAgreement] = doc.agreement;
          }
        }
        return {};
      }));
  if (wanted.quality) {
    LAUTER_ASSIGN(figures.quality, set_quality(corpus, features));
  }
  return figures;
}

}  // namespace lauter
