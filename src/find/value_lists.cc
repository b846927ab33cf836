#include "find/value_lists.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr size_t kMaxEntries = 256;
constexpr std::string_view kKeyed = "hmac:";
constexpr size_t kKeyedHexDigits = 32;

/// The two forms in which a value is compared.
struct PlainValue {
  std::string exact;
  std::string folded;
};

PlainValue plain_value(std::string_view value) {
  PlainText plain;
  plain.build(value);
  return {std::string(trim_ascii(plain.exact())), std::string(trim_ascii(plain.folded()))};
}

bool is_keyed(std::string_view value) { return value.starts_with(kKeyed); }

/// The digits of a keyed hash in lower case; nothing if they are none.
std::optional<std::string> hex_of(std::string_view value) {
  std::string hex(value.substr(kKeyed.size()));
  if (hex.size() != kKeyedHexDigits) return std::nullopt;
  for (char& c : hex) {
    c = ascii_lower(c);
    if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) return std::nullopt;
  }
  return hex;
}

bool has_word(std::string_view value) {
  for (size_t at = 0; at < value.size();) {
    if (is_word_character(decode_utf8(value, at))) return true;
  }
  return false;
}

/// Calls visit(word) for every word of the entry until one gives an error, which is then told to be
/// of that place.
template <typename Visit>
Result<void> each_word(const ValueListEntry& entry, std::string_view key, Visit visit) {
  const std::string list = (entry.place.empty() ? "" : entry.place + ": ") + std::string(key);
  for (size_t i = 0; i < entry.words.size(); ++i) {
    auto visited = visit(std::string_view(entry.words[i]));
    if (!visited.ok()) {
      const std::string which = entry.words.size() > 1 ? " " + std::to_string(i + 1) : "";
      return std::move(visited.error()).context(list + ": word" + which);
    }
  }
  if (entry.file == nullptr) return {};
  for (size_t i = 0; i < entry.file->values.size(); ++i) {
    if (entry.file->values[i].empty()) continue;
    auto visited = visit(std::string_view(entry.file->values[i]));
    if (!visited.ok()) {
      return std::move(visited.error())
          .context(list + ": " + entry.file->path + ":" + std::to_string(i + 1));
    }
  }
  return {};
}

/// Sorts, and leaves out what lies inside of another.
void keep_widest(std::vector<ByteSpan>& spans) {
  std::sort(spans.begin(), spans.end(), [](const ByteSpan& a, const ByteSpan& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  uint64_t end = 0;
  std::erase_if(spans, [&end](const ByteSpan& span) {
    if (span.end <= end) return true;
    end = span.end;
    return false;
  });
}

/// Without the brackets, quotes and stops that a finder may have taken along.
ByteSpan without_marks(std::string_view text, ByteSpan span) {
  constexpr std::string_view kMarks = "()[]{}<>\"'`.,;:";
  while (span.size() > 1 && kMarks.find(text[span.begin]) != kMarks.npos) ++span.begin;
  while (span.size() > 1 && kMarks.find(text[span.end - 1]) != kMarks.npos) --span.end;
  return span;
}

bool is_one_match(const UserPattern& pattern, std::string_view value) {
  std::vector<ByteSpan> spans;
  pattern.find(value, spans);
  return spans.size() == 1 && spans.front() == ByteSpan{0, value.size()};
}

}  // namespace

bool has_keyed_values(const ValueListOptions& options) {
  return std::any_of(options.allow.begin(), options.allow.end(), [](const ValueListEntry& entry) {
    return std::any_of(entry.words.begin(), entry.words.end(), is_keyed) ||
           (entry.file != nullptr &&
            std::any_of(entry.file->values.begin(), entry.file->values.end(), is_keyed));
  });
}

Result<void> ValueLists::add_word(std::string_view word, const ValueListEntry& entry,
                                  uint32_t number, bool allow) {
  if (is_keyed(word)) {
    if (!allow) {
      return invalid_argument("keyed hashes are for `allow`; what is denied is found by its words");
    }
    const auto hex = hex_of(word);
    if (!hex) return invalid_argument("a keyed hash is hmac: and 32 hex digits");
    keyed_[*hex].push_back(number);
    return {};
  }
  if (!is_utf8(word)) return invalid_argument("not valid UTF-8");
  PlainValue plain = plain_value(word);
  if (!has_word(plain.exact)) return invalid_argument("has no letter or digit");
  if (plain.exact.size() > kMaxListedBytes) {
    return invalid_argument("longer than " + std::to_string(kMaxListedBytes) + " bytes");
  }
  (allow ? allow_words_ : deny_words_)
      .add({.bytes = std::move(entry.fold ? plain.folded : plain.exact),
            .fold = entry.fold,
            .whole_words = entry.whole_words,
            .entry = number});
  return {};
}

Result<void> ValueLists::add_entry(const ValueListEntry& entry, uint32_t number, bool allow) {
  const std::string_view key = allow ? "allow" : "deny";
  LAUTER_TRY(each_word(entry, key, [&](std::string_view word) {
    return add_word(word, entry, number, allow);
  }));
  for (const std::string& source : entry.patterns) {
    auto pattern = UserPattern::make(source);
    if (!pattern.ok()) {
      // RE2 quotes the pattern behind its reason.
      const std::string& why = pattern.error().message;
      return invalid_argument((entry.place.empty() ? "" : entry.place + ": ") + std::string(key) +
                              ": pattern: " + why.substr(0, why.find(": ")));
    }
    (allow ? allow_patterns_ : deny_patterns_).push_back({std::move(*pattern), number});
  }
  if (allow) {
    allow_labels_.push_back(entry.labels);
  } else {
    deny_labels_.push_back(entry.labels.empty() ? std::string(kDeniedLabel) : entry.labels.front());
  }
  return {};
}

/// No word is both. Of a pattern of `allow` a denied word is an exception.
Result<void> ValueLists::check_apart(const ValueListOptions& options) const {
  struct Forms {
    bool any_case = false;  ///< an entry takes it in any case
    std::vector<std::string> exact;
  };
  std::map<std::string, Forms, std::less<>> allowed;
  for (const ValueListEntry& entry : options.allow) {
    LAUTER_TRY(each_word(entry, "allow", [&](std::string_view word) -> Result<void> {
      if (is_keyed(word)) return {};
      for (const Pattern& pattern : deny_patterns_) {
        if (is_one_match(pattern.pattern, word)) {
          return invalid_argument("is denied, too, by a pattern of `deny`");
        }
      }
      PlainValue plain = plain_value(word);
      Forms& forms = allowed[plain.folded];
      forms.any_case |= entry.fold;
      forms.exact.push_back(std::move(plain.exact));
      return {};
    }));
  }
  for (const ValueListEntry& entry : options.deny) {
    LAUTER_TRY(each_word(entry, "deny", [&](std::string_view word) -> Result<void> {
      const PlainValue plain = plain_value(word);
      const auto at = allowed.find(plain.folded);
      const bool is_listed =
          at != allowed.end() &&
          (entry.fold || at->second.any_case ||
           std::find(at->second.exact.begin(), at->second.exact.end(), plain.exact) !=
               at->second.exact.end());
      const bool is_keyed_too = hash_ && !keyed_.empty() && keyed_.contains(hash_->hex(word));
      if (!is_listed && !is_keyed_too) return {};
      return invalid_argument("is in `allow`, too");
    }));
  }
  return {};
}

/// Placeholders show labels: one that is denied could stand nowhere.
Result<void> ValueLists::check_labels(const ValueListOptions& options) const {
  ValueListScratch scratch;
  std::vector<DeniedPlace> denied;
  for (size_t i = 0; i < deny_labels_.size(); ++i) {
    find_denied(deny_labels_[i], scratch, denied);
    if (denied.empty()) continue;
    const std::string& place = options.deny[i].place;
    return invalid_argument((place.empty() ? "" : place + ": ") +
                            "deny: the label is denied itself; choose another");
  }
  return {};
}

Result<std::shared_ptr<const ValueLists>> ValueLists::make(const ValueListOptions& options,
                                                           const SecretKey* key) {
  if (options.allow.size() > kMaxEntries || options.deny.size() > kMaxEntries) {
    return invalid_argument("allow, deny: more than " + std::to_string(kMaxEntries) +
                            " entries; put words into one entry, or a file");
  }
  const std::shared_ptr<ValueLists> lists(new ValueLists);
  if (key != nullptr && !key->bytes.empty()) lists->hash_.emplace(audit_hash(*key));
  for (size_t i = 0; i < options.allow.size(); ++i) {
    LAUTER_TRY(lists->add_entry(options.allow[i], static_cast<uint32_t>(i), /*allow=*/true));
  }
  for (size_t i = 0; i < options.deny.size(); ++i) {
    LAUTER_TRY(lists->add_entry(options.deny[i], static_cast<uint32_t>(i), /*allow=*/false));
  }
  lists->allow_words_.build();
  lists->deny_words_.build();
  if (lists->allows() && lists->denies()) LAUTER_TRY(lists->check_apart(options));
  LAUTER_TRY(lists->check_labels(options));
  return std::shared_ptr<const ValueLists>(lists);
}

void ValueLists::find_denied(std::string_view text, ValueListScratch& scratch,
                             std::vector<DeniedPlace>& denied) const {
  denied.clear();
  if (!deny_words_.empty()) {
    scratch.plain_.build(text);
    tokenize(scratch.plain_.folded(), scratch.tokens_);
    scratch.places_.clear();
    deny_words_.find(scratch.plain_, scratch.tokens_, scratch.places_);
    for (const PhrasePlace& place : scratch.places_) {
      denied.push_back({scratch.plain_.to_text(place.span), deny_labels_[place.entry]});
    }
  }
  for (const Pattern& pattern : deny_patterns_) {
    scratch.spans_.clear();
    pattern.pattern.find(text, scratch.spans_);
    for (const ByteSpan& span : scratch.spans_) {
      denied.push_back({span, deny_labels_[pattern.entry]});
    }
  }
  std::stable_sort(denied.begin(), denied.end(), [](const DeniedPlace& a, const DeniedPlace& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
  });
  size_t n = 0;
  for (const DeniedPlace& place : denied) {
    if (n > 0 && place.span.begin < denied[n - 1].span.end) {
      denied[n - 1].span.end = std::max(denied[n - 1].span.end, place.span.end);
    } else {
      denied[n++] = place;
    }
  }
  denied.resize(n);
}

void ValueLists::find_allowed(std::string_view text, ValueListScratch& scratch) const {
  scratch.allowed_.assign(allow_labels_.size(), {});
  if (!allow_words_.empty()) {
    scratch.plain_.build(text);
    tokenize(scratch.plain_.folded(), scratch.tokens_);
    scratch.places_.clear();
    allow_words_.find(scratch.plain_, scratch.tokens_, scratch.places_);
    for (const PhrasePlace& place : scratch.places_) {
      scratch.allowed_[place.entry].push_back(scratch.plain_.to_text(place.span));
    }
  }
  for (const Pattern& pattern : allow_patterns_) {
    pattern.pattern.find(text, scratch.allowed_[pattern.entry]);
  }
  for (std::vector<ByteSpan>& spans : scratch.allowed_) keep_widest(spans);
}

bool ValueLists::is_for(uint32_t entry, std::string_view label) const {
  const std::vector<std::string>& labels = allow_labels_[entry];
  return labels.empty() || std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool ValueLists::is_allowed(std::string_view text, ByteSpan span, std::string_view label,
                            const ValueListScratch& scratch) const {
  const ByteSpan value = without_marks(text, span);
  for (uint32_t entry = 0; entry < scratch.allowed_.size(); ++entry) {
    const std::vector<ByteSpan>& spans = scratch.allowed_[entry];
    // Begins and ends rise together: the last that begins before the find reaches farthest.
    const auto after = std::partition_point(spans.begin(), spans.end(), [&](const ByteSpan& s) {
      return s.begin <= value.begin;
    });
    if (after != spans.begin() && std::prev(after)->contains(value) && is_for(entry, label)) {
      return true;
    }
  }
  if (keyed_.empty() || !hash_) return false;
  const auto at = keyed_.find(hash_->hex(span.of(text)));
  return at != keyed_.end() && std::any_of(at->second.begin(), at->second.end(),
                                           [&](uint32_t entry) { return is_for(entry, label); });
}

}  // namespace lauter
