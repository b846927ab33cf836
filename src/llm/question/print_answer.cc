/// Replies as a model should write them: each passage by as few words as name it without doubt.
#include <algorithm>
#include <optional>

#include "json/writer.h"
#include "llm/question/answer.h"
#include "llm/question/locate.h"
#include "llm/question/schema.h"
#include "llm/question/sentence.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::llm {
namespace {

using internal::Located;
using internal::Locator;
using internal::Named;

constexpr size_t kMaxContextWords = 8;

class Printer {
 public:
  Printer(const Question& question, const std::vector<Proposal>& proposals, std::string& out)
      : question_(question),
        proposals_(proposals),
        locator_(question),
        json_(out),
        said_(proposals.size(), false) {}

  /// The verdicts on what was found; proposals that they say are not said again.
  void print_verdicts(std::string& out) {
    JsonWriter json(out);
    json.begin_array();
    for (size_t i = 0; i < question_.found.size(); ++i) {
      const Suspect& one = question_.found[i];
      const auto same = std::find_if(proposals_.begin(), proposals_.end(), [&one](const Proposal& p) {
        return p.span == one.span && (p.replacement.empty() || p.category == one.category);
      });
      json.begin_object().key("id").integer(static_cast<int64_t>(i + 1));
      if (same == proposals_.end()) {
        json.member("verdict", "drop");
      } else if (same->category == one.category) {
        json.member("verdict", "keep");
        if (!same->replacement.empty()) json.member("replacement", same->replacement);
      } else {
        json.member("verdict", "reclassify").member("category", same->category);
      }
      json.end_object();
      if (same != proposals_.end()) said_[static_cast<size_t>(same - proposals_.begin())] = true;
    }
    json.end_array();
  }

  void print() {
    json_.begin_array();
    for (size_t i = 0; i < proposals_.size(); ++i) {
      if (said_[i]) continue;
      const auto named = name_of(i);
      if (named) print_one(*named, proposals_[i]);
    }
    json_.end_array();
  }

 private:
  /// Words that mean proposal `i`; and, where a value stands for itself everywhere, all the others
  /// of it, which are then said.
  std::optional<Named> name_of(size_t i) {
    const Proposal& proposal = proposals_[i];
    if (internal::is_anchored(*question_.ask)) {
      if (const auto lines = whole_lines(proposal.span)) return lines;
    }
    const Act act = act_of(proposal);
    const ByteSpan quoted =
        act == Act::kDrop ? internal::sentences_of(question_.text, proposal.span) : proposal.span;
    const auto place = question_.shown.to_shown(quoted);
    if (!place) return std::nullopt;
    if (act == Act::kDrop || act == Act::kRewrite) {
      if (auto words = first_words(proposal, act, *place)) return words;
    }
    Named named;
    named.quote = place->of(question_.shown.shown());
    if (internal::is_anchored(*question_.ask)) named.line = line_of(*place);
    if (all_of_value(named, i)) return named;
    if (!internal::is_anchored(*question_.ask)) {
      for (size_t words = 1; words <= kMaxContextWords; ++words) {
        named.before = internal::words_before(question_.shown.shown().substr(0, place->begin), words);
        named.after = internal::words_behind(question_.shown.shown().substr(place->end), words);
        if (means_only(named, proposal)) return named;
      }
      named.before.clear();
      named.after.clear();
    }
    for (named.occurrence = 1; named.occurrence <= 1024; ++named.occurrence) {
      const Located located = locator_.locate(named, false);
      if (located.refusal == Refusal::kMissing) break;
      if (!located.refusal && located.spans.front() == proposal.span) return named;
    }
    return std::nullopt;
  }

  bool tells(const std::string& category) const {
    return std::any_of(
        question_.ask->labels.begin(), question_.ask->labels.end(),
        [&](const Label& label) { return label.name == category && label.tells; });
  }

  Act act_of(const Proposal& proposal) const {
    if (question_.ask->task != Task::kDetoxify) return Act::kNone;
    const ByteSpan span = proposal.span;
    if (!proposal.replacement.empty()) {
      return internal::sentences_of(question_.text, span) == span ? Act::kRewrite : Act::kReplace;
    }
    return internal::sentences_with_gap(question_.text, span) == span ? Act::kDrop : Act::kDelete;
  }

  /// As few of its first words as tell the sentence; all of it, and which one, where they do not.
  std::optional<Named> first_words(const Proposal& proposal, Act act, ByteSpan place) {
    constexpr size_t kLeastWords = 3;
    const std::string_view sentence = place.of(question_.shown.shown());
    const auto tells = [&](const Named& named) {
      const Located located = locator_.locate(named, false);
      if (located.refusal || located.spans.size() != 1) return false;
      const ByteSpan span = located.spans.front();
      return (act == Act::kDrop ? internal::sentences_with_gap(question_.text, span)
                                : internal::sentences_of(question_.text, span)) == proposal.span;
    };
    Named named;
    for (size_t words = kLeastWords; words <= kMaxContextWords; ++words) {
      named.quote = internal::words_behind(sentence, words);
      if (named.quote.size() >= sentence.size()) break;
      if (tells(named)) return named;
    }
    named.quote = sentence;
    for (named.occurrence = 0; named.occurrence <= 1024; ++named.occurrence) {
      if (tells(named)) return named;
      if (locator_.locate(named, false).refusal == Refusal::kMissing) break;
    }
    return std::nullopt;
  }

  bool is_everywhere(const std::string& category) const {
    return std::any_of(
        question_.ask->labels.begin(), question_.ask->labels.end(),
        [&](const Label& label) { return label.name == category && label.everywhere; });
  }

  bool means_only(const Named& named, const Proposal& proposal) {
    const Located located = locator_.locate(named, false);
    return !located.refusal && located.spans.size() == 1 && located.spans.front() == proposal.span;
  }

  /// Whether the quote alone means this proposal and others like it, or lies inside of others.
  bool all_of_value(const Named& named, size_t i) {
    const Proposal& proposal = proposals_[i];
    const Located located = locator_.locate(named, is_everywhere(proposal.category));
    if (located.refusal) return false;
    std::vector<size_t> like;
    for (const ByteSpan& span : located.spans) {
      const auto found =
          std::find_if(proposals_.begin(), proposals_.end(),
                       [&](const Proposal& other) { return other.span.contains(span); });
      if (found == proposals_.end()) return false;
      if (found->span != span) continue;
      if (found->category != proposal.category || found->replacement != proposal.replacement) {
        return false;
      }
      like.push_back(static_cast<size_t>(found - proposals_.begin()));
    }
    for (const size_t one : like) said_[one] = true;
    return said_[i];
  }

  /// The line that a place of the shown text stands in, by its anchor.
  int64_t line_of(ByteSpan place) const {
    const std::string_view shown = question_.shown.shown();
    const size_t lf = shown.rfind('\n', place.begin == 0 ? 0 : place.begin - 1);
    size_t at = lf == std::string_view::npos || place.begin == 0 ? 0 : lf + 1;
    int64_t number = 0;
    for (++at; at < shown.size() && is_ascii_digit(shown[at]); ++at) {
      number = number * 10 + (shown[at] - '0');
    }
    return number;
  }

  std::optional<Named> whole_lines(ByteSpan span) {
    if (question_.ask->task != Task::kClean) return std::nullopt;
    const std::string_view text = question_.text;
    Named named;
    named.line =
        1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(span.begin), '\n');
    const std::string_view inside = span.of(text);
    named.to_line = named.line + std::count(inside.begin(), inside.end(), '\n') -
                    (inside.ends_with('\n') ? 1 : 0);
    const Located located = locator_.locate(named, false);
    if (located.refusal || located.spans.front() != span) return std::nullopt;
    return named;
  }

  void print_one(const Named& named, const Proposal& proposal) {
    const Ask& ask = *question_.ask;
    json_.begin_object();
    if (named.line > 0) json_.key("line").integer(named.line);
    if (named.to_line > 0) json_.key("to").integer(named.to_line);
    if (named.to_line == 0) json_.member("quote", named.quote);
    const bool latent = proposal.category == kLatentLabel;
    if (question_.ask->labels.size() > 1 || ask.latent) json_.member("category", proposal.category);
    if (const Act act = act_of(proposal); act != Act::kNone) json_.member("act", act_name(act));
    const bool general = latent || (ask.latent && tells(proposal.category) && !proposal.replacement.empty());
    if (internal::asks_for_wording(ask) || (general && ask.mode == Mode::kEdits)) {
      json_.member("replacement", proposal.replacement);
    }
    if (!named.before.empty() || !named.after.empty()) {
      json_.member("before", named.before).member("after", named.after);
    }
    if (named.occurrence > 0) json_.key("occurrence").integer(named.occurrence);
    json_.end_object();
  }

  const Question& question_;
  const std::vector<Proposal>& proposals_;
  Locator locator_;
  JsonWriter json_;
  std::vector<bool> said_;
};

/// The shown text with the proposals carried out.
std::string rewritten(const Question& question, const std::vector<Proposal>& proposals) {
  const std::string_view shown = question.shown.shown();
  std::string out;
  size_t at = 0;
  for (const Proposal& proposal : proposals) {
    const auto place = question.shown.to_shown(proposal.span);
    if (!place || place->begin < at) continue;
    out += shown.substr(at, place->begin - at);
    out += proposal.replacement;
    at = place->end;
  }
  return out + std::string(shown.substr(at));
}

}  // namespace

std::string print_answer(const Question& question, const std::vector<Proposal>& proposals,
                         std::string_view reason) {
  const bool rewrite = question.ask->mode == Mode::kRewrite;
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("token", question.token).member("reason", reason);
  std::string edits;
  Printer printer(question, proposals, edits);
  if (internal::shows_found(*question.ask)) {
    std::string verdicts;
    printer.print_verdicts(verdicts);
    json.key("found").raw(verdicts);
  }
  printer.print();
  if (!rewrite) json.key("edits").raw(edits);
  if (rewrite && question.ask->task != Task::kDetoxify) json.key("changes").raw(edits);
  if (rewrite) json.member("text", rewritten(question, proposals));
  json.end_object();
  return out;
}

}  // namespace lauter::llm
