// What is derived from the rules once all of them are known: where phrases are looked for, the rows of it in flat arrays, and which rules can
// begin where.
#include <algorithm>

#include "base/check.h"
#include "known/registry.h"
#include "scan/engine.h"
#include "scan/index/word_index.h"
#include "scan/registry.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

/// The words that any English text is full of; a phrase is looked for by one of its other words.
bool is_common(std::string_view word) {
  static constexpr auto& kCommon = known::kRegistryCommon;
  static_assert(std::is_sorted(std::begin(kCommon), std::end(kCommon)));
  return std::binary_search(std::begin(kCommon), std::end(kCommon), word);
}

/// Findable by WordIndex.
bool is_plain_word(std::string_view word) {
  if (word.empty() || word.size() >= WordIndex::kMaxWord) return false;
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// Literal::Use::before or after, for byte `at` of a word of a phrase: kAnyLetter where another case
/// form of the word, which may be longer, has another kind of byte there.
uint8_t kind_at(const Phrase& phrase, size_t w, size_t at) {
  const std::string_view word = phrase.words[w];
  const uint8_t kind = Neighbours::bit_of(word[at]);
  if (phrase.forms.empty()) return kind;
  const size_t from_end = word.size() - at;
  for (const std::string& form : phrase.forms[w]) {
    if (form.size() < std::max(at + 1, from_end) || Neighbours::bit_of(form[at]) != kind ||
        Neighbours::bit_of(form[form.size() - from_end]) != kind) {
      return Literal::kAnyLetter;
    }
  }
  return kind;
}

/// A run of ASCII letters in a word, and how rare it promises to be.
struct LetterRun {
  size_t begin = 0, length = 0;
  int worth = -1000;
};

/// The best run to look for: the longest one. In words with other letters ("telefono" with an
/// accent) it must be three letters long, else the word is better looked for as a whole.
LetterRun longest_run(std::string_view word) {
  LetterRun best;
  const bool ascii = std::all_of(word.begin(), word.end(), is_ascii);
  for (size_t i = 0; i < word.size();) {
    size_t end = i;
    while (end < word.size() && word[end] >= 'a' && word[end] <= 'z') ++end;
    const std::string_view run = word.substr(i, end - i);
    if (is_plain_word(run) && (ascii || run.size() >= 3)) {
      const int worth = static_cast<int>(run.size()) - (is_common(run) ? 50 : 0);
      if (worth > best.worth && (ascii || worth > 0)) best = {i, run.size(), worth};
    }
    i = std::max(end, i + 1);
  }
  return best;
}

}  // namespace

void Registry::link_phrases() {
  sets_of_phrases_.build(phrases_.size());
  labelled_of_phrases_.build(phrases_.size());
  owned_of_phrases_.build(phrases_.size());
  matchers_of_phrases_.build(phrases_.size());
  first_words_.push_back(static_cast<uint32_t>(phrase_words_.size()));
  for (size_t p = 0; p < phrases_.size(); ++p) link_phrase(static_cast<uint16_t>(p));
  uses_.build(literals_.size());
}

/// The longest word of ASCII letters of a phrase is its literal, since it is the rarest in practice.
/// Without one it is the first word, which always stands where letters begin. A phrase of words of
/// ASCII letters may also be written as one, unless that is a common word ("SA ID" is not "said").
void Registry::link_phrase(uint16_t id) {
  Phrase& phrase = phrases_[id];
  phrase.sets = sets_of_phrases_[id];
  phrase.labelled = labelled_of_phrases_[id];
  phrase.owned = owned_of_phrases_[id];
  phrase.matchers = matchers_of_phrases_[id];
  phrase.words = std::span(phrase_words_)
                     .subspan(first_words_[id], first_words_[id + size_t{1}] - first_words_[id]);
  std::string joined;
  bool plain = true;
  LetterRun best;
  size_t best_word = 0;
  for (size_t w = 0; w < phrase.words.size(); ++w) {
    const std::string_view word = phrase.words[w];
    joined += word;
    plain = plain && is_plain_word(word);
    if (!std::all_of(word.begin(), word.end(), is_ascii)) {
      phrase.forms.resize(phrase.words.size());
      phrase.forms[w] = case_forms(word);
      phrase.forms[w].erase(phrase.forms[w].begin());
    }
    const LetterRun run = longest_run(word);
    if (run.worth >= best.worth) {
      best = run;
      best_word = w;
    }
  }
  if (best.length == 0 || !phrase.bounded) best_word = 0;
  Literal::Use use{id, static_cast<uint16_t>(best_word), 0};
  const std::string_view word = phrase.words[best_word];
  if (best.length > 0 && phrase.bounded) {
    use.tail = static_cast<uint16_t>(word.size() - best.begin - best.length);
    if (best.begin > 0) {
      use.before = kind_at(phrase, best_word, best.begin - 1);
    } else if (best_word > 0) {
      use.before = kind_at(phrase, best_word - 1, phrase.words[best_word - 1].size() - 1);
    }
    if (use.tail > 0) {
      use.after = kind_at(phrase, best_word, best.begin + best.length);
    } else if (best_word + 1 < phrase.words.size()) {
      use.after = kind_at(phrase, best_word + 1, 0);
    }
    uses_.add(intern_literal(word.substr(best.begin, best.length), Where::kWord), use);
  } else {
    for (const std::string& form : case_forms(word)) {
      uses_.add(intern_made_literal(form, Where::kAnywhereCaseless), use);
    }
  }
  if (plain && phrase.words.size() > 1 && is_plain_word(joined) && !is_common(joined)) {
    uses_.add(intern_made_literal(joined, Where::kWord), {id, Literal::kWholePhrase, 0});
  }
}

namespace {

/// Which of a literal's groups a use is of (LiteralRow::before): the bit of its letter before, or
/// 32 more than that of its letter after.
unsigned use_group(const Literal::Use& use) {
  const bool by_after = use.before == Literal::kAnyLetter && use.after != Literal::kAnyLetter;
  return by_after ? 32U + use.after : use.before;
}

}  // namespace

void Registry::flatten() {
  labels_.resize(phrases_.size());
  for (size_t p = 0; p < phrases_.size(); ++p) {
    const Phrase& phrase = phrases_[p];
    LAUTER_CHECK(phrase.sets.size() < 256 && phrase.matchers.size() < 256 &&
                     matchers_of_phrases_.begin_of(p) < 0xFFFF,
                 "a phrase of sane size");
    LabelRow& label = labels_[p];
    label.matchers = static_cast<uint16_t>(matchers_of_phrases_.begin_of(p));
    label.n_matchers = static_cast<uint8_t>(phrase.matchers.size());
    if (!phrase.matchers.empty() && phrase.in_code) label.roles |= kInCode;
    label.sets = static_cast<uint32_t>(sets_of_phrases_.begin_of(p));
    label.n_sets = static_cast<uint8_t>(phrase.sets.size());
  }
  literal_rows_.reserve(literals_.size());
  for (size_t l = 0; l < literals_.size(); ++l) {
    Literal& literal = literals_[l];
    const std::span<Literal::Use> uses = uses_[l];
    const auto by_group = [](const Literal::Use& a, const Literal::Use& b) {
      return use_group(a) < use_group(b);
    };
    if (!std::is_sorted(uses.begin(), uses.end(), by_group))
      std::stable_sort(uses.begin(), uses.end(), by_group);
    literal.uses = uses;
    LAUTER_CHECK(literal.bytes.size() < 256 && uses.size() < 0xFFFF, "a literal of sane size");
    LiteralRow row{};
    row.present = {0, 0};
    row.uses = static_cast<uint32_t>(use_rows_.size());
    row.groups = static_cast<uint32_t>(use_groups_.size());
    row.n_uses = static_cast<uint16_t>(uses.size());
    row.length = static_cast<uint8_t>(literal.bytes.size());
    row.special = !literal.matchers.empty() || !literal.values.empty();
    for (size_t i = 0; i < uses.size(); ++i) {
      const Literal::Use& use = uses[i];
      use_rows_.push_back(flatten_use(literal, use));
      use_rows_.back().sets = labels_[use.phrase].sets;
      const unsigned group = use_group(use);
      (group < 32 ? row.present.before : row.present.after) |= 1U << (group & 31);
      if (i == 0 || group != use_group(uses[i - 1]))
        use_groups_.push_back(static_cast<uint16_t>(i));
    }
    use_groups_.push_back(row.n_uses);
    literal_rows_.push_back(row);
  }
}

/// All but UseRow::sets.
UseRow Registry::flatten_use(const Literal& literal, const Literal::Use& use) {
  const Phrase& phrase = phrases_[use.phrase];
  LAUTER_CHECK(phrase.sets.size() < 256 && phrase.words.size() < 256, "a phrase of sane size");
  UseRow row{};
  row.phrase = use.phrase;
  row.n_sets = static_cast<uint8_t>(phrase.sets.size());
  row.before = use.before;
  row.after = use.after;
  row.is_cue = !phrase.sets.empty() || phrase.is_veto;
  row.has_matchers = !phrase.matchers.empty();
  row.spoken = row.has_matchers && phrase.matchers.front() == spelled_digit_marker;
  row.kind = UseRow::kPhrase;
  if (!literal.word) return row;
  if (use.word == Literal::kWholePhrase) {
    row.kind = UseRow::kBounds;
    row.joined = true;
    return row;
  }
  const bool ascii =
      std::all_of(phrase.words.begin(), phrase.words.end(), [](std::string_view word) {
        return word.size() < 128 && std::all_of(word.begin(), word.end(), is_ascii);
      });
  const std::string_view own = phrase.words[use.word];
  if (use.tail > 0 && is_ascii(own[own.size() - use.tail])) row.next = own[own.size() - use.tail];
  if (!ascii || own != literal.bytes) return row;
  row.kind = phrase.words.size() == 1 ? UseRow::kBounds : UseRow::kWords;
  row.words = static_cast<uint32_t>(words_.size());
  row.n_before = static_cast<uint8_t>(use.word);
  row.n_after = static_cast<uint8_t>(phrase.words.size() - use.word - 1);
  const auto append = [&](std::string_view word) {
    words_.push_back(static_cast<char>(word.size()));
    words_ += word;
  };
  for (size_t w = use.word; w-- > 0;) append(phrase.words[w]);
  for (size_t w = use.word + size_t{1}; w < phrase.words.size(); ++w) append(phrase.words[w]);
  return row;
}

/// Which rules can begin where: for those that need no label by the first run of the value, for the
/// others by their labels.
void Registry::index_starts() {
  starts_.assign(kFirstAtomKeys * values_.size(), 0);
  const auto found_by_form = [&](uint16_t rule) {
    const ValueRule& row = *values_[rule].row;
    return row.anchor == nullptr && (row.flags & kLabelledOnly) == 0;
  };
  for (uint16_t rule = 0; rule < values_.size(); ++rule) {
    if (!found_by_form(rule)) continue;
    const Shape& shape = values_[rule].shape;
    for (size_t key = 0; key < kFirstAtomKeys; ++key)
      starts_[key * values_.size() + rule] = shape.may_follow(key);
    if (values_[rule].row->need == Need::kNone) unlabelled_.add(rule, shape);
  }
  unlabelled_.build();
  std::vector<uint8_t> set_reach(set_count_);
  const auto reaches = [&](SetId set, uint8_t far) {
    if (set != kNoSet) set_reach[set] = std::max(set_reach[set], far);
  };
  for (const CompiledValue& value : values_) {
    reaches(value.cues, value.row->reach_before);
    reaches(value.veto, kVetoReach);
  }
  for (size_t p = 0; p < phrases_.size(); ++p) {
    const Phrase& phrase = phrases_[p];
    LabelRow& label = labels_[p];
    label.owned = static_cast<uint32_t>(owned_.size());
    label.reach = phrase.is_veto ? uint8_t{kVetoReach} : uint8_t{0};
    for (const SetId set : phrase.sets) label.reach = std::max(label.reach, set_reach[set]);
    if (phrase.is_veto) label.roles |= kVetoes;
    if (!phrase.labelled.empty()) label.roles |= kAnnounces;
    for (const uint16_t rule : phrase.owned) {
      const ValueRule& row = *values_[rule].row;
      if (!found_by_form(rule) || row.need == Need::kNone) continue;
      const bool direct = row.need == Need::kDirect;
      const Shape& shape = values_[rule].shape;
      label.keys |= shape.first_atoms();
      owned_.push_back({rule, shape.longest(), row.reach_before,
                        direct ? uint8_t{0} : row.reach_after, direct, shape.breaks()});
      if (owned_.back().after != 0) label.roles |= kBacks;
    }
    label.n_owned = static_cast<uint16_t>(owned_.size() - label.owned);
  }
}

}  // namespace lauter::scan
