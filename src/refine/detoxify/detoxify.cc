#include "refine/detoxify/detoxify.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/stop.h"
#include "tag/toxicity/sentences.h"
#include "text/ascii.h"
#include "text/canonical.h"
#include "text/language.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr std::string_view kLabel = "TOXIC";
/// A sentence that the scorer is that sure of is abuse if the judge thinks it possible.
constexpr float kScorerSure = 0.9F;
constexpr float kPossible = 0.15F;
/// What is left of a mended sentence must be below in the judge's eyes.
constexpr float kProbable = 0.5F;
/// What is left of a mended sentence has at least this share of its words, and this many.
constexpr float kLeastShareLeft = 0.3F;
constexpr size_t kFewestLeft = 2;
/// Untouched sentences that the scorer objects to hold a text back if they have this share of its words.
constexpr float kMostAbuse = 0.5F;

Cause cause_of(std::string_view rule, float score) {
  return {"detoxify", std::string(rule), std::string(kLabel), score};
}

/// Words of the text that no edit touches, and words altogether.
std::pair<size_t, size_t> kept_words(std::string_view text, std::span<const Token> tokens,
                                     const std::vector<Edit>& edits) {
  size_t kept = 0;
  size_t all = 0;
  auto edit = edits.begin();
  for (const Token& token : tokens) {
    if (!is_word(text, token)) continue;
    ++all;
    while (edit != edits.end() && edit->span.end <= token.begin) ++edit;
    if (edit == edits.end() || edit->span.begin >= token.end) ++kept;
  }
  return {kept, all};
}

float chance_of(const JudgedSentence& s, SentenceAct act) {
  return s.acts[static_cast<size_t>(act)];
}

/// Whether a sentence is mended rather than dropped, if it can be.
bool asks_for_mending(const JudgedSentence& s) {
  return chance_of(s, SentenceAct::kDrop) <= kProbable;
}

/// The sentence with the blanks behind it, or those before it at the end of a line.
ByteSpan with_blanks(std::string_view text, ByteSpan sentence) {
  const auto is_blank = [&](uint64_t at) { return text[at] == ' ' || text[at] == '\t'; };
  while (sentence.end < text.size() && is_blank(sentence.end)) ++sentence.end;
  const bool at_end = sentence.end == text.size() || text[sentence.end] == '\n';
  while (at_end && sentence.begin > 0 && is_blank(sentence.begin - 1)) --sentence.begin;
  const bool whole_line = at_end && (sentence.begin == 0 || text[sentence.begin - 1] == '\n');
  if (whole_line && sentence.end < text.size()) ++sentence.end;
  return sentence;
}

/// The text without disguise: look-alike letters and zero-width characters are what they look like.
CanonicalView plain_view(std::string_view text, CanonicalBuffer& buffer) {
  return canonicalize(text, buffer, {.fold_lookalikes = true});
}

ByteSpan original_place(const CanonicalView& view, uint64_t at) {
  const uint64_t behind = at == 0 ? 0 : view.to_original(ByteSpan{at - 1, at}).end;
  return {behind, behind};
}

}  // namespace

struct Detoxifier::Scratch : RefinerScratch {
  CanonicalBuffer canonical;
  JudgedText judged;
  JudgedText again;
  MendReading mend;
  ToxicityScratch linear;
};

Detoxifier::Detoxifier(SentenceJudge judge, ToxicityLinear scorer, const DetoxifyOptions& options)
    : judge_(std::move(judge)), scorer_(std::move(scorer)), options_(options) {
  const SecondReader* reader = judge_.second();
  if (reader != nullptr && reader->reads_seams()) mender_.emplace(*reader);
}

std::unique_ptr<RefinerScratch> Detoxifier::make_scratch() const {
  return std::make_unique<Scratch>();
}

Result<void> Detoxifier::propose(std::span<const Document> documents, RefinerScratch& scratch,
                                 std::span<Proposal> proposals) const {
  for (size_t i = 0; i < documents.size(); ++i) {
    propose_one(documents[i].text, static_cast<Scratch&>(scratch), proposals[i]);
  }
  return {};
}

void Detoxifier::propose_one(std::string_view text, Scratch& scratch, Proposal& proposal) const {
  const CanonicalView view = plain_view(text, scratch.canonical);
  propose_plain(view.text(), scratch, proposal);
  if (view.identity()) return;
  for (Find& find : proposal.finds) find.span = view.to_original(find.span);
  for (Edit& edit : proposal.edits) {
    // An empty span, where an article gets its "n", stands behind a character.
    edit.span =
        edit.span.empty() ? original_place(view, edit.span.begin) : view.to_original(edit.span);
  }
}

void Detoxifier::propose_plain(std::string_view text, Scratch& scratch, Proposal& proposal) const {
  // Judge and scorer were trained on English.
  if (is_foreign(text)) return;
  PassageLanguage language(text);
  JudgedText& judged = scratch.judged;
  judge_.read(text, judged);
  if (GiveUpScope::is_over()) return;
  std::vector<Edit> edits;
  for (const JudgedSentence& sentence : judged.sentences) {
    if (!is_abuse(text, sentence, scratch) || language.is_foreign_at(sentence.span.begin)) continue;
    std::vector<Edit> mends = mends_of(text, sentence, scratch);
    if (mends.empty()) {
      const Cause cause = cause_of(sentence.kind, sentence.abuse());
      proposal.finds.push_back({sentence.span, cause});
      ByteSpan whole = with_blanks(text, sentence.span);
      if (!edits.empty()) whole.begin = std::max(whole.begin, edits.back().span.end);
      edits.push_back({whole, "", cause});
      continue;
    }
    for (const Edit& mend : mends) {
      if (!mend.span.empty() && mend.cause.rule != "seam.article")
        proposal.finds.push_back({mend.span, mend.cause});
    }
    std::move(mends.begin(), mends.end(), std::back_inserter(edits));
  }
  if (edits.empty() || GiveUpScope::is_over()) return;
  const auto [kept, all] = kept_words(text, judged.tokens, edits);
  const float removed = 1.0F - static_cast<float>(kept) / static_cast<float>(std::max<size_t>(all, 1));
  if (kept == 0 || removed > options_.max_share_removed) {
    proposal.drop_document = true;
    proposal.drop_cause = cause_of("only_abuse", edits.front().cause.score);
    return;
  }
  proposal.edits = std::move(edits);
}

std::vector<Edit> Detoxifier::mends_of(std::string_view text, const JudgedSentence& sentence,
                                       Scratch& scratch) const {
  const JudgedText& judged = scratch.judged;
  if (!mender_ || !asks_for_mending(sentence)) return {};
  const auto tokens = std::span(judged.tokens).subspan(sentence.tokens.first, sentence.tokens.size());
  const auto gone = std::span(judged.gone).subspan(sentence.tokens.first, sentence.tokens.size());
  const Cause cause = cause_of(sentence.kind, sentence.abuse());
  std::vector<Edit> edits = mender_->mend(text, sentence.span, tokens, gone, cause, scratch.mend);
  if (edits.empty()) return {};
  const auto [kept, all] = kept_words(text, tokens, edits);
  if (kept < kFewestLeft || static_cast<float>(kept) < kLeastShareLeft * static_cast<float>(all)) return {};
  return is_harmless_with(text, sentence.span, edits, scratch) ? std::move(edits) : std::vector<Edit>();
}

bool Detoxifier::is_harmless_with(std::string_view text, ByteSpan sentence, std::span<const Edit> edits,
                                  Scratch& scratch) const {
  EditProgram program;
  for (const Edit& edit : edits) {
    program.edits.push_back(edit);
    program.edits.back().span.begin -= sentence.begin;
    program.edits.back().span.end -= sentence.begin;
  }
  const Result<std::string> left = apply_program(program, sentence.of(text));
  LAUTER_CHECK(left.ok(), "a mend is a valid program");
  // The judge, and the scorer that shares nothing with it.
  if (scorer_.probability(*left, scratch.linear) > options_.max_toxicity) return false;
  judge_.read(*left, scratch.again);
  return std::ranges::none_of(scratch.again.sentences, [](const JudgedSentence& s) { return s.abuse() >= kProbable; });
}

bool Detoxifier::is_abuse(std::string_view text, const JudgedSentence& sentence,
                          Scratch& scratch) const {
  if (sentence.abuse() >= options_.min_score) return true;
  return sentence.abuse() >= std::min(kPossible, options_.min_score) &&
         scorer_.probability(sentence.span.of(text), scratch.linear) > kScorerSure;
}

Verdict ToxicityVerifier::judge(const Document&, const EditProgram& program,
                                std::string_view refined) const {
  Verdict verdict;
  if (is_foreign(refined)) {
    if (options_.reject_foreign) verdict.failures.push_back({"language", {}, "FOREIGN"});
    return verdict;
  }
  std::vector<uint64_t> seams;  // where something was changed, in the refined text
  if (!program.empty()) {
    const OffsetMap map(program);
    for (const Edit& edit : program.edits) seams.push_back(map.to_refined(edit.span.begin));
  }
  std::vector<Token> tokens;
  std::vector<uint32_t> begins;
  tokenize(refined, tokens);
  cut_sentences(refined, tokens, begins);
  CanonicalBuffer buffer;
  ToxicityScratch scratch;
  size_t abusive = 0;
  size_t harmless = 0;
  for (size_t s = 0; s + 1 < begins.size() && !GiveUpScope::is_over(); ++s) {
    const ByteSpan span{tokens[begins[s]].begin, tokens[begins[s + 1] - 1].end};
    const auto seam = std::lower_bound(seams.begin(), seams.end(), span.begin);
    const bool touched = seam != seams.end() && *seam <= span.end;
    // Whatever comes, most of what was left alone is harmless.
    const bool settled = static_cast<float>(harmless) > (1 - kMostAbuse) * static_cast<float>(tokens.size());
    if (!touched && settled) continue;
    const float toxicity =
        scorer_.probability(plain_view(span.of(refined), buffer).text(), scratch);
    if (touched && toxicity > options_.max_toxicity) {
      verdict.failures.push_back({"toxicity", span, std::string(kLabel)});
    }
    if (!touched) (toxicity > options_.max_untouched ? abusive : harmless) += begins[s + 1] - begins[s];
  }
  if (static_cast<float>(abusive) > kMostAbuse * static_cast<float>(tokens.size())) {
    verdict.failures.push_back({"toxicity", {}, std::string(kLabel)});
  }
  return verdict;
}

}  // namespace lauter
