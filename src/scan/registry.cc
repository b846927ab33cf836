#include "scan/registry.h"

#include <algorithm>

#include "base/check.h"
#include "known/registry.h"
#include "scan/engine.h"
#include "scan/index/word_index.h"
#include "scan/views/regions.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

template <typename Visit>
void for_each_part(std::string_view joined, Visit visit) {
  while (!joined.empty()) {
    const size_t bar = joined.find('|');
    const std::string_view part = joined.substr(0, bar);
    if (!part.empty()) visit(part);
    if (bar == std::string_view::npos) return;
    joined.remove_prefix(bar + 1);
  }
}

}  // namespace

size_t Phrase::length() const {
  size_t n = 0;
  for (const std::string_view word : words) n += word.size() + 1;
  return n;
}

size_t CompiledValue::match(std::string_view text, size_t pos) const {
  const size_t length = shape.match(text, pos);
  if (!any_case || length == Shape::npos) return length;
  for (const char c : text.substr(pos, length)) {
    if (c >= '0' && c <= '9') return length;
  }
  return cased.match(text, pos) == length ? length : Shape::npos;
}

std::span<const CompiledValue> Registry::values_of(std::span<const ValueRule> table) const {
  for (const auto& [first, at] : tables_) {
    if (first == table.data()) return values().subspan(at, table.size());
  }
  return {};
}

Result<Registry> Registry::make(std::span<const RuleTable> tables) {
  Registry registry;
  registry.reserve();
  for (const RuleTable& table : tables) {
    LAUTER_TRY(registry.add(table));
    ++registry.lap_;
  }
  registry.link_phrases();
  registry.flatten();
  registry.index_starts();
  return registry;
}

/// Room for about what the built-in rules need; growing would move every phrase several times.
void Registry::reserve() {
  constexpr size_t kPhrases = 20'000;
  phrases_.reserve(kPhrases);
  phrase_ids_.reserve(kPhrases);
  literals_.reserve(kPhrases);
  literal_ids_[static_cast<size_t>(Where::kWord)].reserve(kPhrases);
  use_rows_.reserve(2 * kPhrases);
  values_.reserve(1'000);
}

namespace {

bool may_report_in_code(const RuleInfo& rule) {
  return least_score(rule.category, Region::kCode) <= 1.0F;
}

bool may_report_in_code(const RuleTable& table) {
  return std::any_of(table.values.begin(), table.values.end(),
                     [](const ValueRule& row) { return may_report_in_code(row.info); }) ||
         std::any_of(table.infos.begin(), table.infos.end(),
                     [](const RuleInfo& info) { return may_report_in_code(info); });
}

}  // namespace

Result<void> Registry::add(const RuleTable& table) {
  const bool in_code = may_report_in_code(table);
  tables_.emplace_back(table.values.data(), values_.size());
  for (const AnchorRule& row : table.anchors) matcher_laps_.emplace(row.match, lap_);
  for (const NumberHook& hook : table.hooks) matcher_laps_.emplace(hook.match, lap_);
  for (const ValueRule& row : table.values) LAUTER_TRY(add_value(row));
  for (const RuleInfo& info : table.infos) LAUTER_TRY(add_rule(info));
  for (const AnchorRule& row : table.anchors) {
    for_each_part(row.anchors, [&](std::string_view anchor) {
      if (row.kind == AnchorKind::kPhrase) {
        const uint16_t id = intern_phrase(anchor);
        matchers_of_phrases_.add(id, row.match);
        phrases_[id].in_code = phrases_[id].in_code || in_code;
      } else {
        const Where where =
            row.kind == AnchorKind::kCaselessLiteral ? Where::kAnywhereCaseless : Where::kAnywhere;
        Literal& literal = literals_[intern_literal(anchor, where)];
        literal.matchers.push_back(row.match);
        literal.in_code = literal.in_code || in_code;
      }
    });
  }
  for (const NumberHook& hook : table.hooks) {
    hooks_.push_back({hook.match, hook.min_digits, hook.own});
    if (in_code) hooks_in_code_.push_back(hooks_.back());
  }
  if (table.veto_cues != nullptr) {
    intern_set(table.veto_cues);
    for_each_part(table.veto_cues,
                  [&](std::string_view part) { phrases_[intern_phrase(part)].is_veto = true; });
  }
  return {};
}

Result<void> Registry::add_rule(const RuleInfo& rule) {
  const auto id = static_cast<RuleId>(rules_.size());
  if (rule_names_.find(rule.name)) {
    return invalid_argument(std::string("two rules are named ") + rule.name);
  }
  rule_names_.add(rule.name, id);
  LAUTER_CHECK(rule_ids_.add(&rule) == id, "each rule once");
  rules_.push_back(&rule);
  rule_laps_.push_back(lap_);
  return {};
}

Result<void> Registry::add_value(const ValueRule& row) {
  LAUTER_TRY(add_rule(row.info));
  bool any_case = (row.flags & kCaseless) == 0 && row.anchor == nullptr &&
                  (row.need != Need::kNone || row.check != nullptr);
  Result<Shape> shape =
      Shape::compile(row.shape, any_case || (row.flags & kCaseless) != 0, byte_sets_);
  if (!shape.ok()) return std::move(shape.error()).context(row.info.name);
  any_case = any_case && shape->folds();
  Shape cased;
  if (any_case) {
    LAUTER_ASSIGN(cased, Shape::compile(row.shape, false, byte_sets_));
  }
  if (row.need != Need::kNone && row.cues == nullptr) {
    return invalid_argument(std::string(row.info.name) + ": needs a cue but names none");
  }
  const auto index = static_cast<uint16_t>(values_.size());
  CompiledValue value{&row, std::move(*shape), std::move(cased), any_case, lap_};
  if (row.cues != nullptr) {
    value.cues = intern_set(row.cues);
    for_each_part(row.cues, [&](std::string_view part) {
      const uint16_t phrase = intern_phrase(part);
      owned_of_phrases_.add(phrase, index);
      if ((row.flags & (kLabelled | kLabelledOnly)) != 0) labelled_of_phrases_.add(phrase, index);
    });
  }
  if (row.veto != nullptr) value.veto = intern_set(row.veto);
  if (row.anchor != nullptr) {
    anchor_value(row.anchor, index);
  }
  values_.push_back(std::move(value));
  return {};
}

SetId Registry::intern_set(const char* cues) {
  const std::optional<SetId> known = set_ids_.find(cues);
  const SetId set = known.value_or(static_cast<SetId>(set_count_));
  if (!known) {
    ++set_count_;
    set_ids_.add(cues, set);
    for_each_part(cues,
                  [&](std::string_view part) { sets_of_phrases_.add(intern_phrase(part), set); });
  }
  if (set_pointers_.add(cues) == pointer_sets_.size()) pointer_sets_.push_back(set);
  return set;
}

SetId Registry::set_of(const char* cues) const {
  const size_t by_pointer = set_pointers_.find(cues);
  if (by_pointer != PointerIndex::npos) return pointer_sets_[by_pointer];
  return set_ids_.find(cues).value_or(kNoSet);
}

uint16_t Registry::intern_phrase(std::string_view text) {
  if (const auto known = phrase_ids_.find(text)) return *known;
  const auto id = static_cast<uint16_t>(phrases_.size());
  phrase_ids_.add(text, id);
  const size_t first = phrase_words_.size();
  first_words_.push_back(static_cast<uint32_t>(first));
  for (std::string_view rest = text; !rest.empty();) {
    const size_t blank = rest.find(' ');
    if (blank != 0) phrase_words_.push_back(rest.substr(0, blank));
    if (blank == std::string_view::npos) break;
    rest.remove_prefix(blank + 1);
  }
  LAUTER_CHECK(phrase_words_.size() > first, "empty phrase");
  phrases_.emplace_back().bounded = !is_without_blanks(phrase_words_[first]);
  return id;
}

/// `bytes` must outlive the registry.
uint16_t Registry::intern_literal(std::string_view bytes, Where where) {
  TextIndex& ids = literal_ids_[static_cast<size_t>(where)];
  if (const auto known = ids.find(bytes)) return *known;
  const auto id = static_cast<uint16_t>(literals_.size());
  ids.add(bytes, id);
  Literal& literal = literals_.emplace_back();
  literal.bytes = bytes;
  literal.caseless = where != Where::kAnywhere;
  literal.word = where == Where::kWord;
  return id;
}

/// Keeps `bytes`.
uint16_t Registry::intern_made_literal(std::string_view bytes, Where where) {
  if (const auto known = literal_ids_[static_cast<size_t>(where)].find(bytes)) return *known;
  return intern_literal(made_.emplace_back(bytes), where);
}

/// A vendor prefix like "ghp_" is looked for by its letters where other characters close them on
/// both sides (values never begin inside a word); one like "AKIA", whose letters may go on, as it
/// is.
void Registry::anchor_value(std::string_view bytes, uint16_t value) {
  std::string_view best;
  for (size_t i = 0; i < bytes.size();) {
    size_t end = i;
    while (end < bytes.size() && is_ascii_alpha(bytes[end])) ++end;
    const std::string_view run = bytes.substr(i, end - i);
    const bool one_case = std::all_of(run.begin(), run.end(), [](char c) { return c >= 'a'; }) ||
                          std::all_of(run.begin(), run.end(), [](char c) { return c < 'a'; });
    if (end < bytes.size() && one_case && run.size() > best.size()) best = run;
    i = std::max(end, i + 1);
  }
  if (best.size() < 2) {
    literals_[intern_literal(bytes, Where::kAnywhere)].values.push_back({bytes, 0, value});
    return;
  }
  std::string small(best);
  for (char& c : small) c = static_cast<char>(c | 0x20);
  literals_[intern_made_literal(small, Where::kWord)].values.push_back(
      {bytes, static_cast<uint16_t>(best.data() - bytes.data()), value});
}

std::optional<RuleId> Registry::find_rule(std::string_view name) const {
  return rule_names_.find(name);
}

RuleId Registry::id_of(const RuleInfo* rule) const {
  const size_t found = rule_ids_.find(rule);
  LAUTER_CHECK(found != PointerIndex::npos, rule->name);
  return static_cast<RuleId>(found);
}

}  // namespace lauter::scan
