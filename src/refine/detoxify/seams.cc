#include "refine/detoxify/seams.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "refine/detoxify/listed_insults.h"
#include "refine/detoxify/seam_join.h"
#include "refine/detoxify/seam_view.h"
#include "refine/detoxify/seam_words.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace lauter {
namespace {

using namespace seam_words;

constexpr int kMaxRounds = 8;

/// Whether `an` stands before `word` (lower case, ASCII). By letter, with the words whose sound
/// differs from their letter.
bool wants_an(std::string_view word) {
  constexpr std::array<std::string_view, 4> kMuteH = {"hour", "honest", "honor", "honour"};
  constexpr std::array<std::string_view, 9> kConsonantSound = {"uni",  "use", "usu", "eu", "one",
                                                               "once", "uti", "ute", "ube"};
  const auto begins = [&](std::string_view with) { return word.starts_with(with); };
  if (std::any_of(kMuteH.begin(), kMuteH.end(), begins) || word.starts_with("heir")) return true;
  if (word.starts_with("unin") || word.starts_with("unim")) return true;  // unintelligent
  if (std::any_of(kConsonantSound.begin(), kConsonantSound.end(), begins)) return false;
  return !word.empty() && std::string_view("aeiou").find(word[0]) != std::string_view::npos;
}

/// One edit and the text that is kept on its two sides, up to its neighbours.
class Seam : private SeamView {
 public:
  Seam(std::string_view text, Edit& edit, uint64_t lower, uint64_t upper)
      : SeamView(text, edit, lower, upper) {
    was_tight_ = right_begin() == edit.span.end;
  }

  /// Grows the edit; returns a fix of the article before it, if one is needed.
  std::optional<Edit> mend() {
    if (is_phrasal()) edit_.with.clear();
    if (edit_.with.empty()) put_leave();
    if (edit_.with.empty()) put_question();
    if (edit_.with.empty()) put_noun();
    if (edit_.with.empty()) put_judgement();
    if (edit_.with.empty()) put_verb();
    if (edit_.with.empty()) put_pronoun();
    if (!edit_.with.empty()) mend_replacement();
    if (edit_.with.empty()) {
      for (int round = 0; round < kMaxRounds && mend_once(); ++round) {
      }
      if (loses_predicate()) {
        put_predicate();
      } else {
        mend_blanks();
        mend_capital();
      }
    }
    return mend_article();
  }

 private:
  /// "you are a complete [moron], but": a neutral noun where an article, adjective or preposition
  /// would have none.
  void put_noun() {
    std::string noun = lower(last_word());
    const std::string left = lower(left_word());
    const bool leads = at_sentence_begin() || left.empty() || parts_clauses(left_char());
    if (is_one_of(noun, kThings)) {
      put_thing(left, leads);
      return;
    }
    const bool is_plural = noun.size() > 2 && noun.back() == 's' && !noun.ends_with("ss");
    if (is_plural) noun.pop_back();
    if (is_plural && !is_one_of(noun, kInsults) && noun.ends_with("e")) noun.pop_back();  // bitches
    if ((!is_one_of(noun, kInsults) && !is_listed_insult(noun)) || loses_first_half())
      return;  // "a [moron] and a liar" is "a liar"
    if (is_plural && !leads && !is_predicate() && !is_one_of(left, kAddresses) &&
        !left.starts_with("yal") && right_char() != ',' && !is_one_of(left, kConjunctions)) {
      edit_.with = "people";
    } else if (is_exclaimed()) {
      begin() = first_ = word_to(left_word().begin).begin;
    } else if (is_kind() || (!has_noun_behind() && is_determined())) {
      edit_.with = is_plural ? "people" : "person";
      const bool has_degrees = takes_degrees();
      if (!is_plural && has_degrees) edit_.with = "bad person";
      // "a complete and [utter fool]"
      if (!has_degrees && left == "and" && last_word().begin != first_)
        begin() = first_ = left_word().begin;
    }
  }

  /// "lol what a [clown]."
  bool is_exclaimed() const {
    const ByteSpan article = left_word();
    return at_clause_end() && (lower(article) == "a" || lower(article) == "an") &&
           lower(word_to(article.begin)) == "what";
  }

  /// "is a complete and utter [moron]": takes the degrees before it along.
  bool takes_degrees() {
    constexpr int kMostDegrees = 4;
    ByteSpan word = left_word();
    uint64_t from = begin();
    for (int n = 0; n < kMostDegrees; ++n, word = word_to(word.begin)) {
      if (lower(word) == "and") continue;
      if (!is_one_of(lower(word), kUtter)) break;
      from = word.begin;
    }
    if (from == begin()) return false;
    begin() = first_ = from;
    return true;
  }

  /// "some weird [shit]", "they don't know [shit]".
  void put_thing(std::string_view left, bool leads) {
    const std::string first = lower(word_from(first_));
    if (left == "the" && is_one_of(lower(right_word()), kSubjects)) edit_.with = "stuff";
    if (!edit_.with.empty() || has_noun_behind() || is_predicate() || loses_first_half() ||
        first == "as" || first == "the")
      return;
    if (is_negation(lower(word_to(left_word().begin)))) {
      edit_.with = "anything";
    } else if (leads ? lower(right_word()) == "like" : is_one_of(left, kNeedNoun)) {
      edit_.with = "stuff";
    }
  }

  /// "the movie [sucks ass] but": what it does is what it is.
  void put_judgement() {
    const std::string verb = lower(word_from(first_));
    const std::string left = lower(left_word());
    const bool has_object = verb.starts_with("suck") && is_one_of(lower(right_word()), kSucked);
    if (has_object) end() = right_word().end;
    const bool leads = at_sentence_begin() || left.empty() || parts_clauses(left_char()) ||
                       is_one_of(left, kConjunctions) || is_one_of(left, kDegreeAdverbs);
    if (leads || !ends_predicate()) return;
    const bool is_many = is_one_of(left, kAddresses) || left == "they" || left == "we" ||
                         (left.size() > 3 && left.ends_with('s') && !left.ends_with("ss"));
    if (verb == "sucks" || verb == "sux" || verb == "blows") edit_.with = "is bad";
    if (verb == "sucked") edit_.with = is_many ? "were bad" : "was bad";
    if (verb == "suck" && is_many) edit_.with = "are bad";
  }

  /// "[fuck] the rules, go [fuck] yourself": what was wished upon somebody is to be forgotten.
  void put_verb() {
    if (last_word().begin != first_ || !is_one_of(lower(last_word()), kFuck)) return;
    const std::string left = lower(left_word());
    const bool leads = at_sentence_begin() || left_char() == ',' || left_char() == '"' ||
                       left == "so" || left == "and" || left == "but" || left == "just";
    const std::string right = lower(right_word());
    if (!leads || at_clause_end() || right.empty() || is_one_of(right, kNoObjects) ||
        is_one_of(right, kReflexives))
      return;
    if (is_one_of(right, kAddresses) || right == "off") {
      end() = right_word().end;
    } else {
      edit_.with = "forget";
    }
  }

  /// "kicking my [ass]" is "kicking me", "her [ass] might go" is "she might go".
  void put_pronoun() {
    if (lower(last_word()) != "ass" || last_word().begin != first_) return;
    const ByteSpan owner = left_word();
    for (const Possessive& p : kPossessives) {
      if (lower(owner) != p.word) continue;
      begin() = first_ = owner.begin;
      edit_.with = is_one_of(lower(right_word()), kFiniteVerbs) ? p.subject : p.object;
    }
  }

  /// Grows a deletion over one thing that cannot stand without it.
  bool mend_once() {
    return drop_empty_pair() || drop_marks() || drop_left_word() || drop_right_conjunction() ||
           drop_reflexive() || drop_measure() || drop_expletive_article() || drop_address() ||
           drop_likeness() || drop_particle();
  }

  /// "a piece of [garbage]".
  bool drop_measure() {
    const ByteSpan left = left_word();
    const bool has_of = lower(left) == "of";
    if (!has_of && lower(word_from(first_)) != "of") return false;
    const ByteSpan measure = has_of ? word_to(left.begin) : left;
    if (!is_one_of(lower(measure), kMeasures)) return false;
    begin() = measure.begin;
    return true;
  }

  /// "shut the [hell] up".
  bool drop_expletive_article() {
    const ByteSpan article = left_word();
    if (lower(article) != "the" || !is_one_of(lower(last_word()), kExpletives)) return false;
    begin() = article.begin;
    if (const ByteSpan in = left_word(); lower(in) == "in") begin() = in.begin;
    return true;
  }

  /// "tell them to [piss] off".
  void put_leave() {
    if (!is_phrasal() || lower(right_word()) != "off" || lower(left_word()) != "to") return;
    end() = right_word().end;
    edit_.with = "leave";
  }
  bool drop_particle() {
    if (!is_phrasal()) return false;
    end() = right_word().end;
    return true;
  }

  /// "[wtf] is this".
  void put_question() {
    if (lower(last_word()) != "wtf" || last_word().begin != first_) return;
    const std::string right = lower(right_word());
    if (is_one_of(right, kCopulas) || is_one_of(right, kFiniteVerbs) || right == "do" ||
        right == "did" || right == "does")
      edit_.with = "what";
  }

  /// "die, you worthless [idiot]." names nobody any more.
  bool drop_address() {
    if (!at_clause_end()) return false;
    constexpr int kMostAdjectives = 3;
    ByteSpan you = left_word();
    for (int n = 0; n < kMostAdjectives; ++n) {
      const std::string word = lower(you);
      if (!is_one_of(word, kDegrees) && !is_one_of(word, kPejoratives)) break;
      you = word_to(you.begin);
    }
    const std::string word = lower(you);
    if (word != "you" && word != "u" && word != "ya") return false;
    uint64_t at = you.begin;
    while (at > lower_ && is_blank(text_[at - 1])) --at;
    const char mark = at > lower_ ? text_[at - 1] : lower_ == 0 ? '\n' : 'x';
    const bool is_apart = parts_clauses(mark) || ends_sentence(mark) || mark == '\n' ||
                          is_one_of(lower(word_to(at)), kBeforeAddress);
    if (!is_apart) return false;
    begin() = you.begin;
    if (is_upper_at(you.begin)) first_ = you.begin;
    return true;
  }

  /// "[dumb] as hell", "[thick] as a brick".
  bool drop_likeness() {
    const ByteSpan as = right_word();
    if (lower(as) != "as") return false;
    ByteSpan like = word_from(as.end);
    if (lower(like) == "a") like = word_from(like.end);
    if (!is_one_of(lower(like), kLikened)) return false;
    end() = like.end;
    was_tight_ = right_begin() == end();
    return true;
  }

  void put_predicate() {
    begin() = left_end();
    edit_.with = " bad";
    if (right_begin() < upper_ && right_begin() == end() && is_wordlike(text_[end()]))
      edit_.with += ' ';
  }

  bool drop_empty_pair() {
    for (const auto& [open, close] : kPairs) {
      const uint64_t l = left_end();
      const uint64_t r = right_begin();
      if (l < lower_ + open.size() || r + close.size() > upper_) continue;
      if (text_.substr(l - open.size(), open.size()) != open) continue;
      if (text_.substr(r, close.size()) != close) continue;
      begin() = l - open.size();
      end() = r + close.size();
      return true;
    }
    return false;
  }

  bool drop_marks() {
    const char left = left_char();
    const char right = right_char();
    const uint64_t l = left_end();
    const uint64_t r = right_begin();
    const bool joined = left == right && (left == '-' || left == '/');
    if (l > lower_ && (joined || (parts_clauses(left) && at_clause_end()))) {
      if (left == ':' && !ends_sentence(right)) {  // an introduction keeps its colon
        if (!parts_clauses(right)) return false;
        end() = r + 1;
        return true;
      }
      begin() = l - 1;
      return true;
    }
    if (r < upper_ && at_sentence_begin() && (ends_sentence(right) || parts_clauses(right))) {
      uint64_t at = r;
      while (at < upper_ && (ends_sentence(text_[at]) || parts_clauses(text_[at]))) ++at;
      end() = at;
      return true;
    }
    return false;
  }

  bool drop_left_word() {
    const ByteSpan word = left_word();
    if (word.begin == word.end) return false;
    const std::string left = lower(word);
    const std::string right = lower(right_word());
    const bool conjunction = is_one_of(left, kConjunctions) || (left == "but" && at_clause_end());
    const bool article = left == "a" || left == "an";
    const bool dangles = (conjunction && (at_clause_end() || is_one_of(right, kConjunctions))) ||
                         (article && (at_clause_end() || is_one_of(right, kNoNoun))) ||
                         (at_clause_end() && is_one_of(left, kIntensifiers));
    if (!dangles) return false;
    begin() = word.begin;
    return true;
  }

  bool drop_right_conjunction() {
    if (!(at_sentence_begin() ? is_one_of(lower(right_word()), kConjunctions) : loses_first_half()))
      return false;
    if (right_word().end == upper_) return false;
    end() = right_word().end;
    return true;
  }

  /// "[kill] yourself".
  bool drop_reflexive() {
    const ByteSpan word = right_word();
    if (!is_one_of(lower(word), kReflexives)) return false;
    end() = word.end;
    return true;
  }

  /// One blank between words, none before a closing mark that had none, none at the ends of lines.
  void mend_blanks() {
    const uint64_t l = left_end();
    const uint64_t r = right_begin();
    const char left = left_char();
    const char right = right_char();
    const bool line_begins = left == '\n';
    const bool line_ends = right == '\n';
    if (line_begins || line_ends || opens(left) || (begin() > l && end() < r)) end() = r;
    if (line_ends || (end() == right_begin() && closes(right) && begin() > l && was_tight_)) {
      begin() = l;
    }
    // A line that held nothing else goes with its end.
    if (line_begins && line_ends && r < upper_) end() = r + 1;
  }

  /// The new first word of a sentence takes over the capital of the old one.
  void mend_capital() {
    if (!at_sentence_begin() || !is_upper_at(first_)) return;
    const uint64_t at = end();
    if (at >= upper_) return;
    size_t next = at;
    const char32_t c = decode_utf8(text_, next);
    if (to_upper(c) == c || next > upper_) return;
    append_utf8(edit_.with, to_upper(c));
    end() = next;
  }

  void mend_replacement() {
    std::string& with = edit_.with;
    const std::string left = lower(left_word());
    if (left == "a" || left == "an" || left == "the") {
      for (const std::string_view article : {"a ", "an ", "the "}) {
        if (with.starts_with(article)) with.erase(0, article.size());
      }
    }
    const bool needs_noun =
        is_one_of(left, kDeterminers) && is_one_of(with, kPutAdjectives) && !has_noun_behind();
    const std::string old_noun = lower(last_word());
    if (needs_noun) {
      with += is_one_of(old_noun, kThings) ? " stuff"
              : old_noun.ends_with('s')    ? " people"
                                           : " person";
    }
    if (with == left || with == lower(right_word())) {
      with.clear();  // "you [troll]" is not "you you"
      return;
    }
    const std::string_view old = text_.substr(first_, end() - first_);
    const auto uppers = std::count_if(old.begin(), old.end(), is_ascii_upper);
    const bool shouted = uppers >= 3 && std::none_of(old.begin(), old.end(), is_ascii_lower);
    if (shouted) {
      for (char& c : with) c = ascii_upper(c);
    } else if (!with.empty() && is_upper_at(first_) && at_sentence_begin()) {
      with[0] = ascii_upper(with[0]);
    }
  }

  /// `a` or `an` by the word that now follows.
  std::optional<Edit> mend_article() {
    const ByteSpan article = left_word();
    const std::string left = lower(article);
    if (left != "a" && left != "an") return std::nullopt;
    const std::string next = edit_.with.empty() ? lower(right_word()) : to_ascii_lower(edit_.with);
    if (next.empty() || !is_ascii_alpha(next[0])) return std::nullopt;
    const bool an = wants_an(next);
    if (an == (left == "an")) return std::nullopt;
    Edit fix;
    fix.cause = edit_.cause;
    fix.cause.rule = "seam.article";
    if (an) {
      fix.span = {article.end, article.end};
      fix.with = is_shouted(article) ? "N" : "n";
    } else {
      fix.span = {article.begin + 1, article.end};
    }
    return fix;
  }

  bool was_tight_ = false;  ///< no blank stood behind the edit before it grew
};

}  // namespace

std::vector<Edit> repair_seams(std::string_view text, std::vector<Edit> edits) {
  edits = join_edits(text, std::move(edits));
  std::vector<Edit> out;
  for (size_t i = 0; i < edits.size(); ++i) {
    const uint64_t lower = out.empty() ? 0 : out.back().span.end;
    const uint64_t upper = i + 1 < edits.size() ? edits[i + 1].span.begin : text.size();
    if (auto article = Seam(text, edits[i], lower, upper).mend())
      out.push_back(std::move(*article));
    out.push_back(std::move(edits[i]));
  }
  return out;
}

}  // namespace lauter
