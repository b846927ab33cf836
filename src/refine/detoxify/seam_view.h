/// What stands around an edit, and what the sentence lacks without its words. English.
#pragma once

#include <string>
#include <string_view>

#include "edit/edit.h"

namespace lauter {

inline constexpr uint64_t kLookAround = 64;  ///< bytes, of a word

/// One edit and the text that is kept on its two sides, up to its neighbours. Bytes of the text.
class SeamView {
 public:
  /// `lower`, `upper`: where the edits before and behind end and begin.
  SeamView(std::string_view text, Edit& edit, uint64_t lower, uint64_t upper)
      : text_(text), edit_(edit), first_(edit.span.begin), lower_(lower), upper_(upper) {}

  /// Behind the kept text on the left, and before that on the right, blanks left out.
  uint64_t left_end() const;
  uint64_t right_begin() const;
  /// '\n' at the ends of the text, 'x' where another edit comes.
  char left_char() const;
  char right_char() const;
  /// The words beside the edit, that from `first` on, and the edit's last one; empty without one.
  ByteSpan left_word() const;
  ByteSpan right_word() const;
  ByteSpan word_from(uint64_t first) const;
  std::string lower(ByteSpan span) const;
  bool at_sentence_begin() const;
  bool at_clause_end() const;
  /// Questions about words in lower case.
  static bool is_negation(std::string_view word);
  /// Whether a predicate here would be the last of its clause: not in "suck each other off".
  bool ends_predicate() const;
  /// Whether a copula stands before, perhaps with adverbs behind it, or a question begins with one.
  bool is_predicate() const;
  ByteSpan last_word() const;
  bool has_noun_behind() const;
  /// "some [idiot] keyed my car", "that [idiot] designs a form": what follows has an object.
  bool is_verb_by_place(std::string_view right) const;
  static bool is_possessive(std::string_view word);
  /// Whether a determiner stands before, with at most three words between, none of them a verb or a
  /// preposition: "a cheating [whore]", "a complete and utter [fool]".
  bool is_determined() const;
  static bool is_adjective(std::string_view word);
  /// "what kind of [moron] designs".
  bool is_kind() const;
  /// Where the word that ends at or before `at` begins; `at` without one.
  ByteSpan word_to(uint64_t at) const;
  /// "[shut] up", "[piss] off".
  bool is_phrasal() const;
  /// "the devs are [morons].", "they are [scum] and should go", "too [dumb] to drive".
  bool loses_predicate() const;
  /// "and they go", "and biden is".
  bool begins_clause(uint64_t at) const;
  /// Whether a conjunction on the right has nothing on the left to join.
  bool loses_first_half() const;
  bool is_upper_at(uint64_t at) const;
  /// Whether the article and what stands before it are upper case throughout.
  bool is_shouted(ByteSpan article) const;

  uint64_t& begin() { return edit_.span.begin; }
  uint64_t& end() { return edit_.span.end; }

 protected:
  std::string_view text_;
  Edit& edit_;
  uint64_t first_;  ///< where the edit began before it grew
  uint64_t lower_;
  uint64_t upper_;
};

}  // namespace lauter
