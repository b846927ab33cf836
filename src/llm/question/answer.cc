#include "llm/question/answer.h"

#include <algorithm>
#include <optional>
#include <set>

#include "catalog/alias.h"
#include "llm/question/copied.h"
#include "llm/question/locate.h"
#include "llm/question/new_matter.h"
#include "llm/question/reply_json.h"
#include "llm/question/sentence.h"
#include "llm/question/wording.h"
#include "text/ascii.h"

namespace lauter::llm {
namespace {

using internal::Located;
using internal::Locator;
using internal::Named;

/// Tasks whose quotes are values: short, and without blanks at their ends.
bool names_values(Task task) {
  return task == Task::kAnonymize || task == Task::kAnonymizeCode || task == Task::kAttack;
}

/// Bytes of a quote. Passages of abuse, junk or a recipe's own kind may be long.
size_t max_quote_bytes(Task task) { return names_values(task) ? 400 : 4000; }

Refusal refusal_of(NewMatter matter) {
  if (matter == NewMatter::kLength) return Refusal::kTooLong;
  static_assert(static_cast<int>(Refusal::kNegation) - static_cast<int>(Refusal::kNewNumber) ==
                static_cast<int>(NewMatter::kNegation));
  return static_cast<Refusal>(static_cast<int>(Refusal::kNewNumber) + static_cast<int>(matter));
}

/// One element of `edits`, checked for form only.
struct Wanted {
  Named named;
  const Label* label = nullptr;
  std::optional<std::string> replacement;
  Act act = Act::kNone;
};

class Reader {
 public:
  Reader(const Question& question, Answer& answer)
      : question_(question), answer_(answer), locator_(question), labels_(question.ask->labels) {
    if (question.ask->latent) labels_.push_back({std::string(kLatentLabel), "", false});
  }

  void read(const JsonValue::Array& edits, const JsonValue* verdicts) {
    std::vector<Wanted> wanted;
    for (const JsonValue& edit : edits) take(edit, wanted);
    // Longer quotes first: "Anna Lind" is one value, and the "Lind" elsewhere another.
    std::stable_sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) {
      return a.named.quote.size() > b.named.quote.size();
    });
    for (const Wanted& one : wanted) place(one);
    judge_suspects(verdicts);
    std::sort(answer_.proposals.begin(), answer_.proposals.end(),
              [](const Proposal& a, const Proposal& b) { return a.span < b.span; });
  }

 private:
  void refuse(Refusal reason, std::string_view quote) {
    ++answer_.refusals[static_cast<size_t>(reason)];
    size_t size = std::min<size_t>(quote.size(), 200);
    while (size < quote.size() && size > 0 && (static_cast<uint8_t>(quote[size]) & 0xC0) == 0x80) {
      --size;
    }
    answer_.refused.push_back({reason, std::string(quote.substr(0, size))});
  }

  void take(const JsonValue& edit, std::vector<Wanted>& wanted) {
    Wanted one;
    if (!read_members(edit, one)) return refuse(Refusal::kMalformed, one.named.quote);
    const std::string_view quote = one.named.quote;
    if (quote.size() > max_quote_bytes(question_.ask->task) ||
        (one.replacement && one.act != Act::kRewrite && one.replacement->size() > 2 * quote.size() + 200)) {
      return refuse(Refusal::kTooLong, quote);
    }
    if (one.act == Act::kKeep) return;
    const JsonValue* category = edit.find("category");
    one.label = category == nullptr && labels_.size() == 1
                    ? labels_.data()
                    : label_of(category == nullptr ? "" : category->string_or(""));
    if (one.label == nullptr) return refuse(Refusal::kUnknownCategory, quote);
    wanted.push_back(std::move(one));
  }

  const Label* label_of(std::string_view name) const {
    for (const std::string_view meant : {name, label_from_name(name)}) {
      const auto found = std::find_if(labels_.begin(), labels_.end(),
                                      [meant](const Label& label) { return label.name == meant; });
      if (found != labels_.end()) return &*found;
    }
    return nullptr;
  }

  /// What the reply says of Question::found; the first verdict of each counts. A quote that has a part
  /// of one knows its extent better: what lies around the quote goes on its own.
  void judge_suspects(const JsonValue* verdicts) {
    const std::vector<Suspect>& found = question_.found;
    std::vector<Verdict> said(found.size());
    if (verdicts != nullptr) {
      for (const JsonValue& one : *verdicts->if_array()) take_verdict(one, said);
    }
    for (size_t i = 0; i < found.size(); ++i) {
      const bool stays = said[i].said ? said[i].is_private || found[i].is_sure : found[i].is_private;
      if (stays) {
        const std::string& category = said[i].label != nullptr ? said[i].label->name : found[i].category;
        for (const ByteSpan& part : free_parts(found[i].span)) {
          Proposal proposal{part, category};
          proposal.is_suspect = true;
          if (part == found[i].span) proposal.replacement = said[i].replacement;
          add(std::move(proposal));
        }
      } else if (said[i].said) {
        answer_.dropped.push_back(found[i].span);
      }
    }
  }

  /// What of `span` no proposal has, without blanks at the ends.
  std::vector<ByteSpan> free_parts(ByteSpan span) const {
    std::vector<ByteSpan> parts;
    auto next = taken_.lower_bound(span);
    if (next != taken_.begin() && std::prev(next)->end > span.begin) span.begin = std::min(span.end, std::prev(next)->end);
    for (; next != taken_.end() && next->begin < span.end; ++next) {
      parts.push_back({span.begin, std::max(span.begin, next->begin)});
      span.begin = std::min(span.end, next->end);
    }
    parts.push_back(span);
    for (ByteSpan& part : parts) trim_blanks(part);
    std::erase_if(parts, [](const ByteSpan& part) { return part.empty(); });
    return parts;
  }

  struct Verdict {
    bool said = false;
    bool is_private = false;
    const Label* label = nullptr;  ///< another category
    std::string replacement{};     ///< the same said more generally
  };

  /// What the reply says for a suspect; empty if that will not do, for the caller's stand-in.
  std::string general_form(const JsonValue& verdict, const Suspect& suspect) const {
    const JsonValue* value = verdict.find("replacement");
    const std::string replacement(value == nullptr ? "" : value->string_or(""));
    const Label* label = label_of(suspect.category);
    const bool fits = question_.ask->latent && label != nullptr && label->tells &&
                      is_generalisation(suspect.span.of(question_.text), replacement) &&
                      !internal::is_copied(replacement, question_.shots, question_.shown.shown());
    return fits ? replacement : "";
  }

  void take_verdict(const JsonValue& one, std::vector<Verdict>& said) {
    const JsonValue* id = one.is_object() ? one.find("id") : nullptr;
    const JsonValue* word = one.is_object() ? one.find("verdict") : nullptr;
    const int64_t number = id == nullptr ? 0 : id->int_or(0);
    const std::string_view verdict = word == nullptr ? "" : word->string_or("");
    const bool keeps = verdict == "keep";
    const bool renames = verdict == "reclassify";
    if (number < 1 || number > static_cast<int64_t>(said.size()) || (!keeps && !renames && verdict != "drop")) {
      return refuse(Refusal::kMalformed, "");
    }
    Verdict& of = said[static_cast<size_t>(number - 1)];
    if (of.said) return;
    of = {true, keeps || renames};
    if (keeps) of.replacement = general_form(one, question_.found[static_cast<size_t>(number - 1)]);
    if (!renames) return;
    const JsonValue* category = one.find("category");
    of.label = label_of(category == nullptr ? "" : category->string_or(""));
    if (of.label == nullptr) refuse(Refusal::kUnknownCategory, "");
  }

  /// Members of other types than they should have make it malformed; unknown ones are passed over.
  static bool read_members(const JsonValue& edit, Wanted& one) {
    const auto read_string = [&edit](std::string_view name, std::string& to) {
      const JsonValue* value = edit.find(name);
      if (value == nullptr || value->is_null()) return true;
      to = value->string_or("");
      return value->is_string();
    };
    const auto read_int = [&edit](std::string_view name, int64_t& to) {
      const JsonValue* value = edit.find(name);
      if (value == nullptr || value->is_null()) return true;
      to = value->int_or(0);
      return value->is_int() && to > 0;
    };
    if (!edit.is_object()) return false;
    Named& named = one.named;
    if (!read_string("quote", named.quote) || !read_string("before", named.before) ||
        !read_string("after", named.after) || !read_int("occurrence", named.occurrence) ||
        !read_int("line", named.line) || !read_int("to", named.to_line)) {
      return false;
    }
    if (const JsonValue* value = edit.find("replacement"); value != nullptr && !value->is_null()) {
      if (!value->is_string()) return false;
      one.replacement = *value->if_string();
    }
    std::string act;
    if (!read_string("act", act)) return false;
    const std::optional<Act> known = act_from_name(act);
    if (!known) return false;
    one.act = *known;
    return !trim_ascii(named.quote).empty() || (named.quote.empty() && named.to_line > 0);
  }

  void place(const Wanted& one) {
    const Task task = question_.ask->task;
    const std::string_view quote = one.named.quote;
    if (one.named.to_line != 0 && (task != Task::kClean || !quote.empty())) {
      return refuse(Refusal::kMalformed, quote);  // whole lines go for cleaning only
    }
    const Located located = locator_.locate(one.named, one.label->everywhere);
    if (located.refusal) {
      const bool copied = *located.refusal == Refusal::kMissing &&
                          internal::is_copied(quote, question_.shots, question_.shown.shown());
      return refuse(copied ? Refusal::kCopied : *located.refusal, quote);
    }
    std::optional<Refusal> refusal;
    for (ByteSpan span : located.spans) {
      Proposal proposal{span, one.label->name, "", located.loose ? 0.9 : 1.0};
      if (names_values(task)) trim_blanks(proposal.span);
      if (proposal.span.empty()) continue;
      if (task == Task::kDetoxify && !take_act(one.act, proposal.span)) {
        refusal = Refusal::kOutside;
        continue;
      }
      if (const auto why = wording_objection(one, proposal)) {
        refusal = why;
        continue;
      }
      if (!add(std::move(proposal))) refusal = Refusal::kOverlapping;
    }
    if (refusal) refuse(*refusal, quote);
  }

  /// Sets the replacement; or says why it cannot be taken.
  std::optional<Refusal> wording_objection(const Wanted& one, Proposal& proposal) const {
    const Ask& ask = *question_.ask;
    const bool latent = one.label->name == kLatentLabel;
    const bool general = ask.latent && one.label->tells && !one.replacement.value_or("").empty();
    const bool has_wording =
        ask.mode == Mode::kEdits && (ask.task == Task::kDetoxify || latent || general ||
                                     (may_word(ask) && one.replacement.has_value()));
    if (!has_wording) return std::nullopt;  // the caller's stand-in, or a deletion
    const bool deletes = one.act == Act::kDelete || one.act == Act::kDrop;
    const std::string replacement = deletes ? "" : one.replacement.value_or("");
    if (internal::is_copied(replacement, question_.shots, question_.shown.shown())) {
      return Refusal::kCopied;
    }
    const std::string_view passage = proposal.span.of(question_.text);
    if (replacement == passage) return Refusal::kNoChange;
    if (general && !latent) {  // if it does not fit, the caller's stand-in will
      if (is_generalisation(passage, replacement)) proposal.replacement = replacement;
      return std::nullopt;
    }
    const bool is_said_again = ask.task != Task::kAnonymize && !latent;
    const bool fits = is_said_again ? is_plain_wording(passage, replacement)
                                    : (!latent && is_same_kind(passage, replacement)) ||
                                          ((latent || one.label->tells) && is_generalisation(passage, replacement));
    const auto brings = is_said_again ? new_matter_at(question_.text, proposal.span, replacement) : std::nullopt;
    if (brings) return refusal_of(*brings);
    if (!fits) return Refusal::kWording;
    proposal.replacement = replacement;
    if (is_said_again && one.act != Act::kRewrite) trim_common_words(proposal);
    return std::nullopt;
  }

  /// Acts on sentences take the whole of them. Whether it may be edited.
  bool take_act(Act act, ByteSpan& span) const {
    if (act == Act::kRewrite) span = internal::sentences_of(question_.text, span);
    if (act == Act::kDrop) span = internal::sentences_with_gap(question_.text, span);
    // What is around the window is nobody's sentence here.
    const auto window = std::find_if(question_.windows.begin(), question_.windows.end(),
                                     [&span](const Window& w) { return w.edit.overlaps(span); });
    if (window == question_.windows.end()) return false;
    span = {std::max(span.begin, window->edit.begin), std::min(span.end, window->edit.end)};
    return true;
  }

  static bool may_word(const Ask& ask) {
    return ask.model_wording && (ask.task == Task::kAnonymize || ask.task == Task::kCustom);
  }

  void trim_blanks(ByteSpan& span) const {
    while (!span.empty() && is_ascii_space(question_.text[span.begin])) ++span.begin;
    while (!span.empty() && is_ascii_space(question_.text[span.end - 1])) --span.end;
  }

  /// Takes off the words at both ends that the replacement repeats.
  void trim_common_words(Proposal& proposal) const {
    std::string_view with = proposal.replacement;
    ByteSpan span = proposal.span;
    const auto word_end = [](std::string_view text) {
      const size_t blank = text.find(' ');
      return blank == std::string_view::npos ? text.size() : blank + 1;
    };
    while (!with.empty()) {
      const size_t size = word_end(with);
      if (size == with.size() || with.substr(0, size) != span.of(question_.text).substr(0, size))
        break;
      with.remove_prefix(size);
      span.begin += size;
    }
    while (!with.empty()) {
      const size_t blank = with.rfind(' ');
      if (blank == std::string_view::npos || blank == 0) break;
      const std::string_view last = with.substr(blank);
      if (span.size() <= last.size() || !span.of(question_.text).ends_with(last)) break;
      with.remove_suffix(last.size());
      span.end -= last.size();
    }
    const std::string kept(with);
    proposal.span = span;
    proposal.replacement = kept;
  }

  /// Takes the proposal, or says that another one has a part of its place. What lies inside of one
  /// that was taken is gone with it.
  bool add(Proposal proposal) {
    const ByteSpan span = proposal.span;
    const auto next = taken_.lower_bound(span);
    if (next != taken_.end() && next->overlaps(span)) return next->contains(span);
    if (next != taken_.begin() && std::prev(next)->overlaps(span)) {
      return std::prev(next)->contains(span);
    }
    taken_.insert(next, span);
    answer_.proposals.push_back(std::move(proposal));
    return true;
  }

  const Question& question_;
  Answer& answer_;
  Locator locator_;
  std::vector<Label> labels_;
  std::set<ByteSpan> taken_;  ///< of the proposals: apart
};

Answer unusable(std::string why) {
  Answer answer;
  answer.why = std::move(why);
  return answer;
}

}  // namespace

std::string_view refusal_name(Refusal refusal) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "malformed",        "missing",  "ambiguous", "overlapping", "outside",
      "unknown-category", "too-long", "no-change", "wording",     "copied"};
  const auto i = static_cast<size_t>(refusal);
  return i < kNames.size() ? kNames[i] : new_matter_name(static_cast<NewMatter>(i - kNames.size()));
}

bool Answer::complete() const {
  return usable && std::all_of(refused.begin(), refused.end(), [](const Refused& one) {
           return one.reason == Refusal::kNoChange || one.reason == Refusal::kOutside;
         });
}

Answer read_answer(const Question& question, std::string_view reply) {
  const auto object = internal::answer_in_reply(reply, question.token);
  if (!object.ok()) return unusable(object.error().message);
  const bool rewrite = question.ask->mode == Mode::kRewrite;
  const JsonValue* edits = object->find(rewrite ? "changes" : "edits");
  const JsonValue* text = object->find("text");
  const JsonValue* found = object->find("found");
  if (edits == nullptr ? !rewrite : !edits->is_array()) return unusable("no list of edits");
  if (found != nullptr && (!found->is_array() || found->if_array()->size() > kMaxReplyEdits)) {
    return unusable("no list of verdicts");
  }
  if (rewrite && (text == nullptr || !text->is_string())) return unusable("no text");
  if (edits != nullptr && edits->if_array()->size() > kMaxReplyEdits) {
    return unusable("too many edits");
  }
  Answer answer;
  if (rewrite) {
    answer.rewritten = *text->if_string();
    if (answer.rewritten.size() > 2 * question.shown.shown().size() + 1024) {
      return unusable("the text is too long");
    }
    if (internal::holds_copied(answer.rewritten, question.shots, question.shown.shown())) {
      return unusable("the text holds words of an example");
    }
  }
  answer.usable = true;
  if (edits != nullptr) Reader(question, answer).read(*edits->if_array(), found);
  return answer;
}

}  // namespace lauter::llm
