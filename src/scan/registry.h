/// All rules, compiled: shapes indexed by how a value can begin, phrases split into the literal
/// words that the anchors look for.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "scan/index/flat_maps.h"
#include "scan/index/form_index.h"
#include "scan/index/laps.h"
#include "scan/index/neighbours.h"
#include "scan/rule.h"
#include "scan/scanner.h"
#include "scan/shape.h"

namespace lauter::scan {

using SetId = uint16_t;
inline constexpr SetId kNoSet = 0xFFFF;

/// A ValueRule ready to run.
struct CompiledValue {
  const ValueRule* row;
  Shape shape;            ///< in either letter case where context or a check digit decides
  Shape cased;            ///< as written, if any_case; else not used
  bool any_case = false;  ///< `shape` is wider than `cased`
  uint16_t lap = 0;       ///< of its rule's group

  /// Length of the value that starts at text[pos], or Shape::npos. A value in another letter case
  /// than the shape's must hold a digit: else a plain word would do.
  size_t match(std::string_view text, size_t pos) const;

  SetId cues = kNoSet;
  SetId veto = kNoSet;
};

/// A phrase of cue lists and phrase anchors.
struct Phrase {
  std::span<const std::string_view> words;  ///< lower case
  /// By word: its other case forms when it is not ASCII (ASCII letters compare in any case anyway);
  /// empty if all are.
  std::vector<std::vector<std::string>> forms;
  bool bounded = true;                 ///< must stand at word bounds (false: script without blanks)
  bool is_veto = false;                ///< announces a harmless value
  bool in_code = false;                ///< a matcher may report in code (least_score(), regions.h)
  std::span<const SetId> sets;         ///< the cue lists that hold it, sorted
  std::span<const uint16_t> labelled;  ///< CompiledValue indices to try after it, sorted
  std::span<const uint16_t> owned;    ///< all CompiledValue indices whose cue list holds it, sorted
  std::span<const Matcher> matchers;  ///< phrase anchors
  size_t length() const;
};

/// A literal that the anchors report, and what to do about it.
struct Literal {
  std::string_view bytes;
  bool caseless = true;
  bool word = false;  ///< ASCII letters found as a whole run (WordIndex), else by LiteralIndex
  static constexpr uint16_t kWholePhrase = 0xFFFF;
  struct Use {
    uint16_t phrase;  ///< which phrase it is a word of
    uint16_t word;    ///< which of its words, or kWholePhrase when written as one
    uint16_t tail;    ///< bytes of that word behind the literal
    /// What the phrase has right before the literal and behind it, blanks left out, as a bit of
    /// joint(), or kAnyLetter: most occurrences of a word are ruled out by it (neighbours.h).
    uint8_t before = kAnyLetter;
    uint8_t after = kAnyLetter;

    bool operator==(const Use&) const = default;
  };
  static constexpr uint8_t kAnyLetter = Neighbours::kAnyLetter;
  std::span<const Use> uses;
  std::vector<Matcher> matchers;  ///< literal anchors
  bool in_code = false;           ///< a matcher may report in code
  /// Values anchored at bytes that hold this literal: `bytes` stand `before` bytes ahead of it.
  struct Anchored {
    std::string_view bytes;
    uint16_t before;
    uint16_t value;  ///< CompiledValue index
  };
  std::vector<Anchored> values;
};

/// What the hot loop over anchor events needs of a literal, its uses and their phrases: small rows
/// in flat arrays, since the full structs of 10,000 phrases do not fit a cache.
struct LiteralRow {
  uint32_t uses;  ///< index of its first UseRow
  uint16_t n_uses;
  uint8_t length;
  bool special;  ///< has matchers or anchored values
  /// The uses come in groups, one for each bit of `present.before` and then one for each of
  /// `present.after`: a use is of the group of its letter before or, having none, of the
  /// letter after; those that ask for neither are of kAnyLetter before.
  Neighbours present;
  uint32_t groups;  ///< where its groups begin, in Registry::use_groups()
};
struct UseRow {
  /// What is left to look at once the literal was found.
  enum Kind : uint8_t {
    kBounds,  ///< the literal is the phrase
    kWords,   ///< the literal is a word of the phrase and all its words are ASCII
    kPhrase,  ///< the phrase, by match_phrase()
  };
  uint32_t words;  ///< kWords: the other words, in Registry::words()
  uint32_t sets;   ///< the phrase's cue lists, in Registry::phrase_sets()
  uint16_t phrase;
  uint8_t n_sets;
  uint8_t n_before, n_after;  ///< kWords: how many words before and behind the literal
  uint8_t before, after;      ///< Literal::Use
  Kind kind;
  char next;    ///< kPhrase: the ASCII byte behind the literal in its word, or NUL
  bool is_cue;  ///< in a cue list, or a veto
  bool has_matchers;
  bool spoken;  ///< a spoken digit
  bool joined;  ///< kBounds: several words written as one
};

/// A NumberHook ready to run.
struct Hook {
  Matcher match;
  uint8_t min_digits;
  bool own;  ///< NumberHook::own
};

/// A veto farther from a value than this forbids nothing.
inline constexpr int kVetoReach = 40;

class Registry {
 public:
  /// The built-in rules, compiled on first use. A malformed table row is a programmer's error.
  static const Registry& builtin();
  static size_t builtin_group_count();
  static std::string_view builtin_group_name(size_t group);
  /// For tests: a registry of these tables only, whose texts must outlive it.
  static Result<Registry> make(std::span<const RuleTable> tables);

  std::span<const CompiledValue> values() const { return values_; }
  /// The rows of one of make()'s tables, compiled; empty for any other.
  std::span<const CompiledValue> values_of(std::span<const ValueRule> table) const;
  std::span<const Phrase> phrases() const { return phrases_; }
  std::span<const Literal> literals() const { return literals_; }
  std::span<const Hook> hooks() const { return hooks_; }
  /// Those that may report in code.
  std::span<const Hook> hooks_in_code() const { return hooks_in_code_; }
  std::span<const LiteralRow> literal_rows() const { return literal_rows_; }
  std::span<const UseRow> use_rows() const { return use_rows_; }
  /// By LiteralRow::groups + number of the group: its first use, counted from the literal's first;
  /// one more at the end of each literal's groups.
  std::span<const uint16_t> use_groups() const { return use_groups_; }
  /// The other words of the phrases of UseRow::kWords, each a byte of length and its letters: those
  /// before the literal from right to left, then those behind it.
  const char* words() const { return words_.data(); }
  std::span<const SetId> phrase_sets() const { return sets_of_phrases_.all(); }
  size_t set_count() const { return set_count_; }

  /// The rules (not anchored, not label-only) that need no label.
  const FormIndex& unlabelled() const { return unlabelled_; }
  /// By rule (not anchored, not label-only): Shape::may_follow() of the key, 0 where its value
  /// cannot begin so.
  std::span<const uint16_t> starts(size_t key) const {
    return std::span(starts_).subspan(key * values_.size(), values_.size());
  }
  /// A rule that needs a label, seen from the label: what rules it out before its shape is tried.
  struct Owned {
    uint16_t rule;     ///< CompiledValue index
    uint16_t longest;  ///< bytes of its value
    uint8_t before;    ///< ValueRule::reach_before
    uint8_t after;     ///< ValueRule::reach_after; 0 where no label behind supports it
    bool direct;       ///< the label must stand right before
    bool breaks;       ///< its value may hold a line end
  };
  /// How many bytes behind its end a label may still bear on a value, as its owner or as a veto.
  size_t reach(uint16_t phrase) const { return labels_[phrase].reach; }
  /// Phrase::sets.
  std::span<const SetId> sets(uint16_t phrase) const {
    return phrase_sets().subspan(labels_[phrase].sets, labels_[phrase].n_sets);
  }
  /// Phrase::is_veto.
  bool vetoes(uint16_t phrase) const { return (labels_[phrase].roles & kVetoes) != 0; }
  /// Phrase::matchers, and whether one of them may report in code.
  std::span<const Matcher> matchers(uint16_t phrase) const {
    return matchers_of_phrases_.all().subspan(labels_[phrase].matchers, labels_[phrase].n_matchers);
  }
  bool matches_in_code(uint16_t phrase) const { return (labels_[phrase].roles & kInCode) != 0; }
  /// Whether a label behind a value may support it: some Owned::after is not 0.
  bool backs(uint16_t phrase) const { return (labels_[phrase].roles & kBacks) != 0; }
  /// Whether Phrase::labelled holds a rule.
  bool announces(uint16_t phrase) const { return (labels_[phrase].roles & kAnnounces) != 0; }
  /// Phrase::owned without the rules that starts() does not have and those that need no label.
  std::span<const Owned> owned(uint16_t phrase) const {
    return std::span(owned_).subspan(labels_[phrase].owned, labels_[phrase].n_owned);
  }
  /// Whether some rule of owned() can begin with a run of that key.
  bool may_own(uint16_t phrase, size_t key) const { return labels_[phrase].keys.test(key); }
  /// The set of a cue string of some rule; kNoSet if unknown.
  SetId set_of(const char* cues) const;

  size_t rule_count() const { return rules_.size(); }
  const RuleInfo& rule(RuleId id) const { return *rules_[id]; }
  RuleId id_of(const RuleInfo* rule) const;
  std::optional<RuleId> find_rule(std::string_view name) const;

  /// Rules of one table are a group; its lap on a LapClock comes after those of the ScanSteps.
  uint16_t lap_of(RuleId rule) const { return rule_laps_[rule]; }
  uint16_t lap_of(Matcher matcher) const { return matcher_laps_.at(matcher); }

 private:
  void reserve();
  Result<void> add(const RuleTable& table);
  Result<void> add_value(const ValueRule& row);
  Result<void> add_rule(const RuleInfo& rule);
  SetId intern_set(const char* cues);
  uint16_t intern_phrase(std::string_view text);
  enum class Where : uint8_t { kAnywhere, kAnywhereCaseless, kWord };
  uint16_t intern_literal(std::string_view bytes, Where where);
  uint16_t intern_made_literal(std::string_view bytes, Where where);
  void link_phrases();
  void link_phrase(uint16_t phrase);
  void flatten();
  UseRow flatten_use(const Literal& literal, const Literal::Use& use);
  void index_starts();
  void anchor_value(std::string_view bytes, uint16_t value);

  std::shared_ptr<ByteSets> byte_sets_ = std::make_shared<ByteSets>();  ///< of all shapes
  std::vector<CompiledValue> values_;
  std::vector<std::pair<const ValueRule*, size_t>> tables_;  ///< first rows; where in values_
  std::vector<Phrase> phrases_;
  std::vector<std::string_view> phrase_words_;  ///< of all phrases
  std::vector<uint32_t> first_words_;           ///< by phrase, in phrase_words_
  Lists<SetId> sets_of_phrases_;
  Lists<uint16_t> labelled_of_phrases_, owned_of_phrases_;
  Lists<Matcher> matchers_of_phrases_;
  std::vector<Literal> literals_;
  Lists<Literal::Use> uses_;      ///< by literal
  std::deque<std::string> made_;  ///< texts that no table holds
  std::vector<Hook> hooks_, hooks_in_code_;
  std::vector<LiteralRow> literal_rows_;
  std::vector<UseRow> use_rows_;
  std::vector<uint16_t> use_groups_;
  std::string words_;
  FormIndex unlabelled_;
  std::vector<uint16_t> starts_;  ///< [key][rule]
  std::vector<Owned> owned_;
  enum Role : uint8_t { kBacks = 1, kAnnounces = 2, kVetoes = 4, kInCode = 8 };
  /// What is asked of a phrase once it stands somewhere, half a line of memory each.
  struct LabelRow {
    FirstAtoms keys;     ///< of all the rules of owned()
    uint32_t owned = 0;  ///< its first in owned_
    uint32_t sets = 0;   ///< its first in phrase_sets_
    uint16_t n_owned = 0;
    uint16_t matchers = 0;  ///< its first in matchers_
    uint8_t n_matchers = 0;
    uint8_t n_sets = 0;
    uint8_t reach = 0;
    uint8_t roles = 0;
  };
  static_assert(sizeof(LabelRow) == 32);
  std::vector<LabelRow> labels_;  ///< by phrase
  std::vector<const RuleInfo*> rules_;
  uint16_t lap_ = kScanSteps;  ///< of the table that make() is at
  std::vector<uint16_t> rule_laps_;
  std::unordered_map<Matcher, uint16_t> matcher_laps_;
  PointerIndex rule_ids_;
  TextIndex rule_names_;
  TextIndex set_ids_;
  PointerIndex set_pointers_;
  std::vector<SetId> pointer_sets_;  ///< by set_pointers_
  TextIndex phrase_ids_;
  std::array<TextIndex, 3> literal_ids_;  ///< by Where
  size_t set_count_ = 0;
};

/// Lower, Title and upper case forms of a UTF-8 word (Latin-1, Latin Extended-A, Greek, Cyrillic);
/// one entry when the word is ASCII or its script has no case.
std::vector<std::string> case_forms(std::string_view word);

}  // namespace lauter::scan
