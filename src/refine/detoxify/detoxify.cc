#include "refine/detoxify/detoxify.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "base/stop.h"
#include "refine/detoxify/abusive_sentences.h"
#include "refine/detoxify/listed_insults.h"
#include "refine/detoxify/mentions.h"
#include "refine/detoxify/seams.h"
#include "text/ascii.h"
#include "text/canonical.h"
#include "text/language.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr std::string_view kLabel = "TOXIC";
/// Words that one round of repair may take.
constexpr size_t kWordsARound = 2;
/// A word that the encoder finds harmless counts this much of its weight in the scorer's eyes, so
/// that repair takes "stupid" and not the "you" before it.
constexpr float kTrust = 0.05F;
constexpr float kAbusiveText = 0.5F;
/// What the encoder finds less suspicious than this is not taken to please the scorer: rather is
/// the text held back.
constexpr float kInnocent = 0.005F;

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

/// The highest removal score of a token that overlaps `span`.
float suspicion(const ToxicReading& reading, ByteSpan span) {
  const auto first = std::partition_point(reading.tokens.begin(), reading.tokens.end(),
                                          [&](const Token& t) { return t.end <= span.begin; });
  float most = 0.0F;
  for (auto token = first; token != reading.tokens.end() && token->begin < span.end; ++token) {
    most =
        std::max(most, removal_score(reading, static_cast<size_t>(token - reading.tokens.begin())));
  }
  return most;
}

bool is_only_mentioned(std::string_view text, ByteSpan span) {
  return is_mention(text, span) || is_in_quotes(text, span.begin);
}

/// Listed insults that nothing was found in, as deletions; `spans` is what was found, sorted.
template <typename Spans>
std::vector<Edit> missed_insults(std::string_view text, std::span<const Token> tokens,
                                 const Spans& spans) {
  constexpr float kListed = 0.9F;
  std::vector<Edit> out;
  auto next = spans.begin();
  for (const Token& token : tokens) {
    const ByteSpan span{token.begin, token.end};
    if (!is_listed_insult(span.of(text)) || is_only_mentioned(text, span)) continue;
    while (next != spans.end() && next->span.end <= span.begin) ++next;
    if (next != spans.end() && next->span.begin < span.end) continue;
    out.push_back({span, "", cause_of("listed", kListed)});
  }
  return out;
}

/// "a brain-[dead clown]": a compound goes as a whole.
void take_whole_compounds(std::string_view text, std::vector<Edit>& edits) {
  uint64_t floor = 0;
  for (Edit& edit : edits) {
    uint64_t begin = edit.span.begin;
    while (begin > floor + 1 && text[begin - 1] == '-' && is_ascii_alpha(text[begin - 2])) {
      --begin;
      while (begin > floor && is_ascii_alpha(text[begin - 1])) --begin;
    }
    edit.span.begin = begin;
    floor = edit.span.end;
  }
}

/// Whether `span` is of single letters with blanks between ("s t e a") that spell no insult:
/// the run of letters around it is read as a word.
bool spells_a_word(std::string_view text, ByteSpan span) {
  const auto is_single = [&](uint64_t at) {
    return is_ascii_alpha(text[at]) && (at == 0 || text[at - 1] == ' ') &&
           (at + 1 == text.size() || !is_ascii_alnum(text[at + 1]));
  };
  for (uint64_t at = span.begin; at < span.end; ++at) {
    if (text[at] != ' ' && !is_single(at)) return false;
  }
  constexpr size_t kLongest = 32;  // letters on either side
  uint64_t begin = span.begin;
  while (begin >= 2 && span.begin - begin < 2 * kLongest && text[begin - 1] == ' ' &&
         is_single(begin - 2)) {
    begin -= 2;
  }
  std::string word;
  for (uint64_t at = begin; at < text.size() && word.size() < 2 * kLongest && is_single(at);
       at += 2)
    word += text[at];
  return word.size() >= 3 && !is_listed_insult(word) && !is_swearword(word);
}

/// Deletes `span` as well: an edit that it touches grows and loses its phrase.
void delete_too(ByteSpan span, float score, std::vector<Edit>& edits) {
  Edit more{span, "", cause_of("repair", score)};
  std::vector<Edit> out;
  for (Edit& edit : edits) {
    if (edit.span.overlaps(more.span) || edit.span == more.span) {
      more.span = {std::min(edit.span.begin, more.span.begin),
                   std::max(edit.span.end, more.span.end)};
    } else {
      out.push_back(std::move(edit));
    }
  }
  const auto at = std::partition_point(
      out.begin(), out.end(), [&](const Edit& edit) { return edit.span.begin < more.span.begin; });
  out.insert(at, std::move(more));
  edits = std::move(out);
}

/// Whether `span` (perhaps empty) lies in or reaches into one of `places`, sorted and apart.
bool is_in_any(std::span<const ByteSpan> places, ByteSpan span) {
  const auto at = std::partition_point(places.begin(), places.end(),
                                       [&](ByteSpan place) { return place.end <= span.begin; });
  return at != places.end() && (at->overlaps(span) || at->contains(span));
}

template <typename T>
void sort_by_place(std::vector<T>& list) {
  std::sort(list.begin(), list.end(), [](const T& a, const T& b) { return a.span < b.span; });
}

/// `edits` without what lies in the sentences, and these as deletions.
std::vector<Edit> with_sentences(std::vector<Edit> edits, std::span<const ByteSpan> sentences) {
  if (sentences.empty()) return edits;
  std::erase_if(edits, [&](const Edit& edit) { return is_in_any(sentences, edit.span); });
  for (const ByteSpan sentence : sentences) {
    edits.push_back({sentence, "", cause_of("sentence", 1.0F)});
  }
  sort_by_place(edits);
  return edits;
}

/// The text without disguise: look-alike letters and zero-width characters are what they look like.
CanonicalView plain_view(std::string_view text, CanonicalBuffer& buffer) {
  return canonicalize(text, buffer, {.fold_lookalikes = true});
}

ByteSpan original_place(const CanonicalView& view, uint64_t at) {
  const uint64_t behind = at == 0 ? 0 : view.to_original(ByteSpan{at - 1, at}).end;
  return {behind, behind};
}

/// The text without the words that speak for abuse in the scorer's eyes but are only mentioned.
std::string without_mentions(const ToxicityLinear& scorer, std::string_view text,
                             ToxicityScratch& scratch) {
  std::vector<ToxicityShare> shares;
  scorer.attribute(text, scratch, shares);
  std::string out;
  uint64_t at = 0;
  for (const ToxicityShare& share : shares) {
    if (share.weight <= 0 || share.span.begin < at || !is_mention(text, share.span)) continue;
    out += text.substr(at, share.span.begin - at);
    at = share.span.end;
  }
  return out += text.substr(at);
}

}  // namespace

struct Detoxifier::Scratch : RefinerScratch {
  CanonicalBuffer canonical;
  ToxicScratch tag;
  ToxicityScratch linear;
  std::vector<ToxicityShare> shares;
};

Detoxifier::Detoxifier(ToxicTagger tagger, ToxicityLinear scorer, const DetoxifyOptions& options,
                       int repair_rounds)
    : tagger_(std::move(tagger)),
      scorer_(std::move(scorer)),
      options_(options),
      repair_rounds_(repair_rounds) {}

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
  // Both scorers were trained on English.
  if (is_foreign(text)) return;
  PassageLanguage language(text);
  const ToxicReading& reading = tagger_.read(text, scratch.tag);
  if (GiveUpScope::is_over()) return;
  for (const AbuseSpan& found : find_abuse(text, reading, options_.min_score)) {
    if (language.is_foreign_at(found.span.begin) || is_mention(text, found.span)) continue;
    proposal.finds.push_back({found.span, cause_of("span", found.score)});
  }
  std::vector<ByteSpan> sentences, words;
  for (const AbusiveSentence& found : find_abusive_sentences(text)) {
    if (language.is_foreign_at(found.words.begin)) continue;
    sentences.push_back(found.sentence);
    words.push_back(found.words);
  }
  std::erase_if(proposal.finds, [&](const Find& find) { return is_in_any(words, find.span); });
  for (const ByteSpan span : words) proposal.finds.push_back({span, cause_of("sentence", 1.0F)});
  sort_by_place(proposal.finds);
  std::vector<Edit> edits;
  bool has_mention = false;
  for (const Rewording& r :
       propose_rewording(text, reading, tagger_.phrases(), options_.min_score)) {
    if (language.is_foreign_at(r.span.begin) || names_people(r.span.of(text)) ||
        spells_a_word(text, r.span)) {
      continue;
    }
    if (is_mention(text, r.span)) {
      has_mention = true;
      continue;
    }
    edits.push_back({r.span, std::string(r.with), cause_of("span", r.score)});
  }
  has_mention = has_mention ||
                std::any_of(reading.tokens.begin(), reading.tokens.end(), [&](const Token& token) {
                  const ByteSpan span{token.begin, token.end};
                  return is_listed_insult(span.of(text)) && is_only_mentioned(text, span);
                });
  for (Edit& missed : missed_insults(text, reading.tokens, edits)) {
    if (!language.is_foreign_at(missed.span.begin)) edits.push_back(std::move(missed));
  }
  sort_by_place(edits);
  take_whole_compounds(text, edits);
  for (Edit& missed : missed_insults(text, reading.tokens, proposal.finds)) {
    if (!language.is_foreign_at(missed.span.begin)) {
      proposal.finds.push_back({missed.span, std::move(missed.cause)});
    }
  }
  sort_by_place(proposal.finds);
  // Where no word stands out, the two scorers together may still call the text abusive.
  if (edits.empty() && sentences.empty() && (has_mention || reading.document < kAbusiveText))
    return;

  for (int round = 0; !GiveUpScope::is_over(); ++round) {
    const auto [kept, all] = kept_words(text, reading.tokens, with_sentences(edits, sentences));
    if (all == 0) return;
    const float removed = 1.0F - static_cast<float>(kept) / static_cast<float>(all);
    if (kept == 0 || removed > options_.max_share_removed) {
      proposal.drop_document = true;
      proposal.drop_cause = cause_of("only_abuse", reading.document);
      return;
    }
    EditProgram mended;
    mended.edits = with_sentences(repair_seams(text, edits), sentences);
    const Result<std::string> refined = apply_program(mended, text);
    LAUTER_CHECK(refined.ok(), "seams keep programs valid");
    if (round == repair_rounds_ || !add_repair(mended, text, *refined, scratch, edits)) {
      proposal.edits = std::move(mended.edits);
      return;
    }
  }
}

bool Detoxifier::add_repair(const EditProgram& mended, std::string_view text,
                            std::string_view refined, Scratch& scratch,
                            std::vector<Edit>& edits) const {
  const float limit = edits.empty() ? options_.max_untouched : options_.max_toxicity;
  if (scorer_.attribute(refined, scratch.linear, scratch.shares) <= limit) return false;
  // What only mentions are held against needs no repair.
  const std::string rest = without_mentions(scorer_, refined, scratch.linear);
  if (scorer_.probability(rest, scratch.linear) <= limit) return false;
  const OffsetMap map(mended);
  for (ToxicityShare& share : scratch.shares) {
    share.span = map.to_original(share.span);
    const float doubt = suspicion(scratch.tag.reading, share.span);
    const bool is_harmless =
        doubt < kInnocent || is_mention(text, share.span) || names_people(share.span.of(text));
    share.weight *= is_harmless ? 0.0F : kTrust + doubt;
  }
  std::stable_sort(scratch.shares.begin(), scratch.shares.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  size_t taken = 0;
  for (const ToxicityShare& share : scratch.shares) {
    if (taken == kWordsARound || share.weight <= 0.5F * scratch.shares[0].weight) break;
    if (share.span.empty()) continue;
    delete_too(share.span, suspicion(scratch.tag.reading, share.span), edits);
    ++taken;
  }
  return taken > 0;
}

Verdict ToxicityVerifier::judge(const Document&, const EditProgram& program,
                                std::string_view refined) const {
  CanonicalBuffer buffer;
  refined = plain_view(refined, buffer).text();
  if (is_foreign(refined)) {
    Verdict unjudged;
    if (options_.reject_foreign) unjudged.failures.push_back({"language", {}, "FOREIGN"});
    return unjudged;
  }
  ToxicityScratch scratch;
  const float limit = program.empty() ? options_.max_untouched : options_.max_toxicity;
  Verdict verdict;
  if (scorer_.probability(refined, scratch) > limit &&
      scorer_.probability(without_mentions(scorer_, refined, scratch), scratch) > limit) {
    verdict.failures.push_back({"toxicity", {}, "TOXIC"});
  }
  return verdict;
}

}  // namespace lauter
