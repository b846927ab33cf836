#include "refine/detoxify/detoxify.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/stop.h"
#include "refine/detoxify/seams.h"
#include "tag/toxicity/sentences.h"
#include "text/ascii.h"
#include "text/canonical.h"
#include "text/language.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr std::string_view kLabel = "TOXIC";
/// A token goes from a sentence that is to be mended if the judge is that sure.
constexpr float kGone = 0.5F;
/// The judge's choice of words is taken if it is that sure to be right as a whole.
constexpr float kSureChoice = 0.2F;
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

bool is_word(std::string_view text, const Token& token) {
  size_t at = token.begin;
  return is_word_character(decode_utf8(text, at));
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

/// Whether the judge's choice of words is likely to be right as a whole.
bool is_sure_choice(const JudgedText& judged, const JudgedSentence& s) {
  float sure = 1.0F;
  for (size_t t = s.tokens.first; t < s.tokens.last; ++t)
    sure *= std::max(judged.gone[t], 1.0F - judged.gone[t]);
  return sure >= kSureChoice;
}

bool wants_words(const JudgedSentence& s) {
  return chance_of(s, SentenceAct::kReplace) >= chance_of(s, SentenceAct::kDelete);
}

/// Whether words have the place of others: more than a letter that became a capital.
bool puts_words(const Edit& edit) { return edit.with.size() > 2; }

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

/// The runs of tokens of `sentence` that are to go, as deletions.
std::vector<Edit> deletions_in(const JudgedText& judged, const JudgedSentence& sentence) {
  std::vector<Edit> out;
  for (size_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
    if (judged.gone[t] < kGone) continue;
    const Token& token = judged.tokens[t];
    if (t > sentence.tokens.first && judged.gone[t - 1] >= kGone) {
      out.back().span.end = token.end;
    } else {
      out.push_back({{token.begin, token.end}, "", cause_of(sentence.kind, sentence.abuse())});
    }
  }
  return out;
}

}  // namespace

struct Detoxifier::Scratch : RefinerScratch {
  CanonicalBuffer canonical;
  JudgedText judged;
  JudgedText again;
  ToxicScratch tag;
  ToxicityScratch linear;
};

Detoxifier::Detoxifier(SentenceJudge judge, ToxicTagger tagger, ToxicityLinear scorer,
                       const DetoxifyOptions& options)
    : judge_(std::move(judge)),
      tagger_(std::move(tagger)),
      scorer_(std::move(scorer)),
      options_(options) {}

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
  if (!asks_for_mending(sentence)) return {};
  if (is_sure_choice(scratch.judged, sentence)) {
    std::vector<Edit> edits = deletions_in(scratch.judged, sentence);
    put_phrases(text, sentence, scratch, edits);
    edits = checked_mends(text, sentence, std::move(edits), scratch);
    if (!edits.empty()) return edits;
  }
  // The older heads know the words that raters mark and rewriters take.
  const ToxicReading& reading = tagger_.read(sentence.span.of(text), scratch.tag);
  std::vector<Edit> edits;
  for (const Rewording& r :
       propose_rewording(sentence.span.of(text), reading, tagger_.phrases(), kProbable)) {
    edits.push_back({{r.span.begin + sentence.span.begin, r.span.end + sentence.span.begin},
                     std::string(r.with),
                     cause_of(sentence.kind, sentence.abuse())});
  }
  return checked_mends(text, sentence, std::move(edits), scratch);
}

std::vector<Edit> Detoxifier::checked_mends(std::string_view text, const JudgedSentence& sentence,
                                            std::vector<Edit> edits, Scratch& scratch) const {
  if (edits.empty()) return {};
  const auto tokens = std::span(scratch.judged.tokens)
                          .subspan(sentence.tokens.first, sentence.tokens.size());
  const auto [kept, all] = kept_words(text, tokens, edits);
  if (kept < kFewestLeft || static_cast<float>(kept) < kLeastShareLeft * static_cast<float>(all))
    return {};
  // Edits are mended in the sentence alone, so that none reaches into another.
  for (Edit& edit : edits) {
    edit.span.begin -= sentence.span.begin;
    edit.span.end -= sentence.span.begin;
  }
  const std::string_view alone = sentence.span.of(text);
  EditProgram mended;
  mended.edits = repair_seams(alone, std::move(edits));
  // Where the sentence wants words in the place of others and the judge does not, it is not whole.
  if (!wants_words(sentence) && std::ranges::any_of(mended.edits, puts_words)) return {};
  const Result<std::string> left = apply_program(mended, alone);
  LAUTER_CHECK(left.ok(), "seams keep programs valid");
  // What is left must be harmless to the judge and to the scorer that shares nothing with it.
  if (scorer_.probability(*left, scratch.linear) > options_.max_toxicity) return {};
  judge_.read(*left, scratch.again);
  for (const JudgedSentence& again : scratch.again.sentences) {
    if (again.abuse() >= kProbable) return {};
  }
  for (Edit& edit : mended.edits) {
    edit.span.begin += sentence.span.begin;
    edit.span.end += sentence.span.begin;
  }
  return std::move(mended.edits);
}

bool Detoxifier::is_abuse(std::string_view text, const JudgedSentence& sentence,
                          Scratch& scratch) const {
  if (sentence.abuse() >= options_.min_score) return true;
  return sentence.abuse() >= std::min(kPossible, options_.min_score) &&
         scorer_.probability(sentence.span.of(text), scratch.linear) > kScorerSure;
}

void Detoxifier::put_phrases(std::string_view text, const JudgedSentence& sentence,
                             Scratch& scratch, std::vector<Edit>& edits) const {
  if (!wants_words(sentence)) return;
  const ToxicReading& reading = tagger_.read(sentence.span.of(text), scratch.tag);
  for (Edit& edit : edits) {
    for (size_t t = 0; t < reading.tokens.size(); ++t) {
      const uint64_t begin = reading.tokens[t].begin + sentence.span.begin;
      if (begin < edit.span.begin || begin >= edit.span.end) continue;
      if (reading.replaced[t] > reading.deleted[t]) edit.with = tagger_.phrases()[reading.phrase[t]];
      break;
    }
  }
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
