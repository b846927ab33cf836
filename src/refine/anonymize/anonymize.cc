#include "refine/anonymize/anonymize.h"

#include <bitset>

#include "base/check.h"
#include "base/stop.h"
#include "find/spelled_text.h"
#include "find/value_lists.h"
#include "refine/anonymize/person_of.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// Whether `with` has a backslash escape that `was` lacks: in a string literal it could be none at
/// all, which breaks JSON.
bool has_new_escape(std::string_view was, std::string_view with) {
  std::bitset<256> known;
  const auto each_escape = [](std::string_view text, const auto& visit) {
    for (size_t i = text.find('\\'); i != text.npos; i = text.find('\\', i + 2)) {
      visit(static_cast<uint8_t>(i + 1 < text.size() ? text[i + 1] : '\0'));
    }
  };
  each_escape(was, [&](uint8_t c) { known.set(c); });
  bool is_new = false;
  each_escape(with, [&](uint8_t c) { is_new |= !known[c]; });
  return is_new;
}

/// With what stands for itself nowhere in a page.
std::string with_references(std::string_view text) {
  std::string out;
  for (const char c : text) c == '&' ? out += "&amp;" : out += c;
  return out;
}

/// Whether a model's wording decides: where else a stand-in would, and where there is none.
bool takes_wording(const Found& value, Operator op) {
  if (value.wording.empty() || value.no_stand_in) return false;
  const bool is_custom = static_cast<size_t>(value.category) >= kCategoryCount;
  return op == Operator::kSurrogate || (op == Operator::kPlaceholder && is_custom);
}

}  // namespace

Anonymizer::Anonymizer(const OperatorTable& operators, const SecretKey& key,
                       MakeStandIns make_stand_ins)
    : operators_(operators),
      hash_(key, "hash operator"),
      make_stand_ins_(std::move(make_stand_ins)) {}

Operator Anonymizer::operator_of(const Found& value) const {
  const Operator op = value.op.value_or(operators_.of(value.category, value.cause.label));
  const bool is_denied = value.cause.rule == kDenyRule;
  const bool is_refused = value.no_stand_in && (op == Operator::kMask || op == Operator::kHash);
  return is_refused || (is_denied && op == Operator::kKeep) ? Operator::kPlaceholder : op;
}

std::string Anonymizer::hash_of(const Document& document, std::string_view value) const {
  std::string message(value);
  if (operators_.scope == StandInScope::kDocument) message += '\0' + document.id;
  return hash_.hex(message).substr(0, 16);
}

EditProgram Anonymizer::program(const Document& document, std::span<const Found> found) const {
  // M&uuml;ller gets what Müller gets.
  const SpelledText spelled(document.text, SpelledText::Which::kOfNames);
  std::vector<Mention> mentions;
  for (const Found& value : found) {
    const Operator op = operator_of(value);
    if (op == Operator::kSurrogate && !value.no_stand_in && !takes_wording(value, op)) {
      mentions.push_back({spelled.from_original(value.span), value.category});
    }
  }
  std::vector<std::string> stand_ins;
  if (!mentions.empty()) stand_ins = make_stand_ins_(spelled.text(), document.id, mentions);
  if (GiveUpScope::is_over()) return {};
  LAUTER_CHECK(stand_ins.size() == mentions.size(), "one stand-in for every mention");

  EditProgram program;
  program.edits.reserve(found.size());
  Placeholders placeholders(operators_.placeholder);
  std::vector<size_t> owners;  // read for the first placeholder
  const auto placeholder_of = [&](const Found& value) {
    if (owners.empty()) owners = internal::persons_of(document.text, found);
    const Found& owner = found[owners[static_cast<size_t>(&value - found.data())]];
    return placeholders.of(owner.cause.label, owner.span.of(document.text));
  };
  size_t next_stand_in = 0;
  for (const Found& value : found) {
    const std::string_view was = value.span.of(document.text);
    Edit edit{value.span, {}, value.cause};
    const Operator op = operator_of(value);
    const bool is_worded = takes_wording(value, op);
    switch (is_worded ? Operator::kSurrogate : op) {
      case Operator::kKeep:
        continue;
      case Operator::kRemove:
        break;
      case Operator::kMask:
        edit.with = masked(was);
        if (edit.with == was) edit.with = placeholder_of(value);
        break;
      case Operator::kHash:
        edit.with = hash_of(document, was);
        break;
      case Operator::kPlaceholder:
        edit.with = placeholder_of(value);
        break;
      case Operator::kSurrogate:
        if (is_worded) {
          edit.with = value.wording;
        } else if (!value.no_stand_in) {
          edit.with = std::move(stand_ins[next_stand_in++]);
          if (was.find("&amp;") != was.npos) edit.with = with_references(edit.with);
        }
        if (edit.with.empty() || equal_ignoring_ascii_case(edit.with, was) || !is_utf8(edit.with) ||
            has_new_escape(was, edit.with)) {
          edit.with = placeholder_of(value);
        }
        break;
    }
    program.edits.push_back(std::move(edit));
  }
  return program;
}

std::string masked(std::string_view value) {
  std::string mask;
  for (size_t i = 0; i < value.size(); i += utf8_length(value[i])) {
    const char c = value[i];
    mask.push_back(!is_ascii(c) || is_ascii_alnum(c) ? '*' : c);
  }
  return mask;
}

}  // namespace lauter
