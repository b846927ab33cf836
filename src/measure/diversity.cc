#include "measure/diversity.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <span>
#include <vector>

#include "curate/detector/ngram_lm.h"
#include "curate/metrics/document_vectors.h"
#include "curate/metrics/lexical_diversity.h"
#include "curate/metrics/tail_figures.h"
#include "curate/metrics/text_overlap.h"
#include "curate/selection/near_duplicates.h"
#include "io/files/sink.h"
#include "json/writer.h"
#include "measure/report_text.h"
#include "measure/text_sample.h"

namespace lauter {
namespace {

using internal::TextSample;

constexpr uint32_t kTailOrders = 3;

struct AgainstReference {
  uint64_t texts = 0;
  uint64_t words = 0;
  std::array<NgramCoverage, kTailOrders> coverage{};
  double knn_coverage = 0;
  LmSurprise surprise{};  ///< of the corpus, to a model of the reference
  LmSurprise held_out{};  ///< of the reference, to a model of the corpus
};

struct DiversityFigures {
  LexicalDiversity lexical;
  std::array<NgramTail, kTailOrders> tails{};
  double self_bleu = 0;
  double rouge2 = 0;
  double self_repetition = 0;
  double compression_ratio = 0;
  double distance = 0;
  uint64_t exact_duplicates = 0;
  uint64_t near_duplicates = 0;
  std::optional<AgainstReference> reference;
};

std::span<const std::string_view> first(const std::vector<std::string_view>& texts, uint64_t n) {
  return std::span<const std::string_view>(texts).first(std::min<size_t>(n, texts.size()));
}

Result<NgramLm> train(const std::vector<std::string>& texts, uint32_t order) {
  LAUTER_ASSIGN(NgramLmTrainer trainer, NgramLmTrainer::make({.order = order}));
  for (const std::string& text : texts) LAUTER_TRY(trainer.add(text));
  return std::move(trainer).finish();
}

LmSurprise score(const NgramLm& lm, const std::vector<std::string>& texts) {
  LmScratch scratch;
  LmSurprise sum;
  for (const std::string& text : texts) sum += lm.score(text, scratch);
  return sum;
}

/// The words of the first `n` texts.
CorpusWords words_of(const std::vector<std::string>& texts, uint64_t n) {
  CorpusWords words;
  for (size_t i = 0; i < std::min<uint64_t>(n, texts.size()); ++i) words.add(texts[i]);
  return words;
}

Result<AgainstReference> compare(const TextSample& sample, const TextSample& reference,
                                 const MeasureDiversityOptions& options) {
  AgainstReference figures;
  figures.texts = reference.texts.size();
  figures.words = reference.words.words().size();
  for (uint32_t n = 1; n <= kTailOrders; ++n) {
    figures.coverage[n - 1] = ngram_coverage(sample.words, reference.words, n);
  }
  const CorpusWords made = words_of(sample.texts, options.cloud_texts);
  const CorpusWords real = words_of(reference.texts, options.cloud_texts);
  const CorpusWords* const corpora[] = {&real, &made};
  const std::vector<DocumentVectors> vectors = document_vectors(corpora);
  figures.knn_coverage = knn_coverage(vectors[0], vectors[1]);
  LAUTER_ASSIGN(const NgramLm of_reference, train(reference.texts, options.lm_order));
  figures.surprise = score(of_reference, sample.texts);
  LAUTER_ASSIGN(const NgramLm of_corpus, train(sample.texts, options.lm_order));
  figures.held_out = score(of_corpus, reference.texts);
  return figures;
}

Result<DiversityFigures> measure(const TextSample& sample, const MeasureDiversityOptions& options) {
  DiversityFigures figures;
  LexicalScratch scratch;
  const std::span<const uint64_t> words = sample.words.words();
  scratch.hashes.assign(words.begin(), words.end());
  figures.lexical = lexical_diversity({}, scratch);
  for (uint32_t n = 1; n <= kTailOrders; ++n) figures.tails[n - 1] = ngram_tail(sample.words, n);
  const std::vector<std::string_view> texts(sample.texts.begin(), sample.texts.end());
  figures.self_bleu = self_bleu(first(texts, options.self_bleu_texts));
  figures.rouge2 = mean_pairwise_rouge2(first(texts, options.pair_texts), options.threads);
  figures.self_repetition = self_repetition(sample.words);
  std::string joined;
  for (const std::string& text : sample.texts) joined += (joined.empty() ? "" : " ") + text;
  LAUTER_ASSIGN(figures.compression_ratio, compression_ratio(joined));
  std::vector<DocumentSketch> sketches;
  SketchScratch of_texts;
  for (const std::string& text : sample.texts) sketches.push_back(sketch(text, of_texts));
  const ContentGroups groups = find_duplicates(sketches, {});
  figures.exact_duplicates = groups.exact;
  figures.near_duplicates = groups.near;
  const CorpusWords* const corpora[] = {&sample.words};
  figures.distance = mean_pairwise_distance(document_vectors(corpora)[0]);
  return figures;
}

void write_lexical(JsonWriter& json, const LexicalDiversity& d) {
  json.key("lexical").begin_object();
  json.member_uint("words", d.words).member_uint("terms", d.terms);
  json.member_number("ttr", d.ttr).member_number("rttr", d.rttr).member_number("cttr", d.cttr);
  json.member_number("herdan", d.herdan).member_number("summer", d.summer);
  json.member_number("dugast", d.dugast).member_number("maas", d.maas);
  json.member_number("msttr", d.msttr).member_number("mattr", d.mattr);
  json.member_number("mtld", d.mtld).member_number("hdd", d.hdd);
  for (size_t k = 0; k < kDistinctOrders.size(); ++k) {
    json.member_number("distinct_" + std::to_string(kDistinctOrders[k]), d.distinct[k]);
  }
  json.end_object();
}

void write_reference(JsonWriter& json, const AgainstReference& r) {
  json.key("reference").begin_object();
  json.member_uint("texts", r.texts).member_uint("words", r.words);
  json.key("coverage").begin_object();
  for (uint32_t n = 1; n <= kTailOrders; ++n) {
    json.key(std::to_string(n)).begin_object();
    json.member_number("of_tokens", r.coverage[n - 1].of_tokens);
    json.member_number("of_types", r.coverage[n - 1].of_types).end_object();
  }
  json.end_object();
  json.member_number("knn_coverage", r.knn_coverage);
  json.member_number("surprise", r.surprise.bits_per_token());
  json.member_number("perplexity", r.surprise.perplexity());
  json.member_number("held_out_surprise", r.held_out.bits_per_token());
  json.member_number("held_out_perplexity", r.held_out.perplexity());
  json.end_object();
}

std::string to_json(const TextSample& sample, const DiversityFigures& figures,
                    const MeasureDiversityOptions& options) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("kind", "diversity");
  json.member_uint("texts", sample.rows).member_uint("bad_rows", sample.bad_rows);
  json.key("sample").begin_object().member_uint("texts", sample.words.texts());
  json.member_uint("words", sample.words.words().size());
  json.member_uint("budget", options.budget_words).member_uint("seed", options.seed);
  json.end_object();
  write_lexical(json, figures.lexical);
  json.key("ngrams").begin_object();
  for (uint32_t n = 1; n <= kTailOrders; ++n) {
    const NgramTail& tail = figures.tails[n - 1];
    json.key(std::to_string(n)).begin_object().member_uint("tokens", tail.tokens);
    json.member_uint("types", tail.types).member_uint("singletons", tail.singletons);
    json.member_number("entropy", tail.entropy_bits);
    json.member_number("missing_mass", tail.missing_mass).end_object();
  }
  json.end_object();
  const auto of_pairs = [&](const char* name, uint64_t limit, double value) {
    json.key(name).begin_object();
    json.member_uint("texts", std::min<uint64_t>(limit, sample.texts.size()));
    json.member_number("value", value).end_object();
  };
  of_pairs("self_bleu", options.self_bleu_texts, figures.self_bleu);
  of_pairs("rouge2", options.pair_texts, figures.rouge2);
  json.key("duplicates").begin_object().member_uint("exact", figures.exact_duplicates);
  json.member_uint("near", figures.near_duplicates).end_object();
  json.member_number("self_repetition", figures.self_repetition);
  json.member_number("compression_ratio", figures.compression_ratio);
  json.member_number("mean_pairwise_distance", figures.distance);
  if (figures.reference) write_reference(json, *figures.reference);
  json.end_object();
  return out + "\n";
}

std::string to_table(const TextSample& sample, const DiversityFigures& f) {
  using Count = unsigned long long;
  std::string out;
  append_line(out, "sample     %llu of %llu texts, %llu words", Count{sample.words.texts()},
              Count{sample.rows}, Count{sample.words.words().size()});
  const LexicalDiversity& d = f.lexical;
  append_line(out,
              "lexical    TTR %.4f  MATTR %.4f  MTLD %.1f  HD-D %.4f  distinct-2 %.4f  -4 %.4f",
              d.ttr, d.mattr, d.mtld, d.hdd, d.distinct[1], d.distinct[3]);
  append_line(out, "tail       missing mass %.4f (words)  %.4f (pairs)  entropy %.3f bits",
              f.tails[0].missing_mass, f.tails[1].missing_mass, f.tails[0].entropy_bits);
  append_line(out, "alike      self-BLEU %.2f  ROUGE-2 %.4f  self-repetition %.3f  gzip %.3f",
              f.self_bleu, f.rouge2, f.self_repetition, f.compression_ratio);
  append_line(out, "spread     mean pairwise distance %.4f  duplicates: %llu exact, %llu near",
              f.distance, Count{f.exact_duplicates}, Count{f.near_duplicates});
  if (!f.reference) return out;
  const AgainstReference& r = *f.reference;
  append_line(out, "reference  %llu texts, %llu words", Count{r.texts}, Count{r.words});
  append_line(out, "coverage   words %.4f  pairs %.4f  triples %.4f  k-NN %.4f",
              r.coverage[0].of_tokens, r.coverage[1].of_tokens, r.coverage[2].of_tokens,
              r.knn_coverage);
  append_line(out,
              "surprise   %.3f bits a token to a model of the reference; of the reference %.3f",
              r.surprise.bits_per_token(), r.held_out.bits_per_token());
  return out;
}

}  // namespace

Result<MeasureReport> measure_diversity(const MeasureDiversityOptions& options) {
  LAUTER_ASSIGN(const TextSample sample,
                internal::sample_texts(options.inputs, {.read = {.fields = options.fields},
                                                        .only = options.only,
                                                        .budget_words = options.budget_words,
                                                        .seed = options.seed}));
  if (sample.texts.empty()) return invalid_argument("measure diversity: no text has a word");
  LAUTER_ASSIGN(DiversityFigures figures, measure(sample, options));
  if (!options.reference.files.empty()) {
    LAUTER_ASSIGN(const TextSample reference,
                  internal::sample_texts(options.reference, {.read = {.fields = options.fields},
                                                             .budget_words = options.budget_words,
                                                             .seed = options.seed}));
    LAUTER_ASSIGN(figures.reference, compare(sample, reference, options));
  }
  return MeasureReport{to_json(sample, figures, options), to_table(sample, figures)};
}

}  // namespace lauter
