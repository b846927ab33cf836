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
constexpr std::string_view kPurpose = "allow";

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

/// Calls visit(value, where) for every value of the entry until one gives an error. `where` names it
/// in messages: those of files are never written there.
template <typename Visit>
Result<void> each_value(const ValueListEntry& entry, Visit visit) {
  for (const std::string& value : entry.values) LAUTER_TRY(visit(value, "\"" + value + "\""));
  for (const ValueFile& file : entry.files) {
    for (size_t i = 0; i < file.values.size(); ++i) {
      LAUTER_TRY(visit(file.values[i], file.path + ": value " + std::to_string(i + 1)));
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

}  // namespace

bool has_keyed_values(const ValueListOptions& options) {
  return std::any_of(options.allow.begin(), options.allow.end(), [](const ValueListEntry& entry) {
    return !each_value(entry, [](std::string_view value, const std::string&) -> Result<void> {
              if (is_keyed(value)) return invalid_argument("");
              return {};
            }).ok();
  });
}

std::string keyed_value(std::string_view value, const SecretKey& key) {
  return std::string(kKeyed) + KeyedHash(key, kPurpose).hex(plain_value(value).folded);
}

Result<void> ValueLists::add_value(std::string_view value, const ValueListEntry& entry,
                                   uint32_t number, bool allow) {
  if (is_keyed(value)) {
    if (!allow) {
      return invalid_argument("keyed hashes are for `allow`; what is denied is found by its words");
    }
    const auto hex = hex_of(value);
    if (!hex) return invalid_argument("a keyed hash is hmac: and 32 hex digits");
    keyed_[*hex].push_back(number);
    return {};
  }
  if (!is_utf8(value)) return invalid_argument("not valid UTF-8");
  const PlainValue plain = plain_value(value);
  if (!has_word(plain.exact)) return invalid_argument("a value has a letter or digit");
  if (plain.exact.size() > kMaxListedValueBytes) {
    return invalid_argument("longer than " + std::to_string(kMaxListedValueBytes) + " bytes");
  }
  (allow ? allow_words_ : deny_words_)
      .add(entry.fold ? plain.folded : plain.exact, entry.fold, number);
  return {};
}

Result<void> ValueLists::add_entry(const ValueListEntry& entry, uint32_t number, bool allow) {
  const std::string key = allow ? "allow: " : "deny: ";
  LAUTER_TRY(each_value(entry, [&](std::string_view value, const std::string& where) -> Result<void> {
    auto added = add_value(value, entry, number, allow);
    if (!added.ok()) return std::move(added.error()).context(key + where);
    return {};
  }));
  for (const std::string& source : entry.patterns) {
    auto pattern = UserPattern::make(source);
    if (!pattern.ok()) return std::move(pattern.error()).context(key + "pattern '" + source + "'");
    (allow ? allow_patterns_ : deny_patterns_).push_back({std::move(*pattern), number});
  }
  if (allow) {
    allow_labels_.push_back(entry.labels);
  } else {
    deny_labels_.push_back(entry.labels.empty() ? std::string(kDeniedLabel) : entry.labels.front());
  }
  return {};
}

/// No value is both.
Result<void> ValueLists::check_apart(const ValueListOptions& options) const {
  struct Forms {
    bool any_case = false;  ///< an entry takes it in any case
    std::vector<std::string> exact;
  };
  std::map<std::string, Forms, std::less<>> allowed;
  for (const ValueListEntry& entry : options.allow) {
    LAUTER_TRY(each_value(entry, [&](std::string_view value, const std::string&) -> Result<void> {
      if (is_keyed(value)) return {};
      PlainValue plain = plain_value(value);
      Forms& forms = allowed[plain.folded];
      forms.any_case |= entry.fold;
      forms.exact.push_back(std::move(plain.exact));
      return {};
    }));
  }
  for (const ValueListEntry& entry : options.deny) {
    LAUTER_TRY(
        each_value(entry, [&](std::string_view value, const std::string& where) -> Result<void> {
          const PlainValue plain = plain_value(value);
          const auto at = allowed.find(plain.folded);
          const bool is_listed =
              at != allowed.end() &&
              (entry.fold || at->second.any_case ||
               std::find(at->second.exact.begin(), at->second.exact.end(), plain.exact) !=
                   at->second.exact.end());
          const bool is_keyed_too =
              hash_ && !keyed_.empty() && keyed_.contains(hash_->hex(plain.folded));
          if (!is_listed && !is_keyed_too) return {};
          return invalid_argument("deny: " + where + ": is in `allow` too");
        }));
  }
  return {};
}

Result<std::shared_ptr<const ValueLists>> ValueLists::make(const ValueListOptions& options,
                                                           const SecretKey* key) {
  if (options.allow.size() > kMaxEntries || options.deny.size() > kMaxEntries) {
    return invalid_argument("allow, deny: more than " + std::to_string(kMaxEntries) + " entries");
  }
  const std::shared_ptr<ValueLists> lists(new ValueLists);
  if (key != nullptr && !key->bytes.empty()) lists->hash_.emplace(*key, kPurpose);
  for (size_t i = 0; i < options.allow.size(); ++i) {
    LAUTER_TRY(lists->add_entry(options.allow[i], static_cast<uint32_t>(i), /*allow=*/true));
  }
  for (size_t i = 0; i < options.deny.size(); ++i) {
    LAUTER_TRY(lists->add_entry(options.deny[i], static_cast<uint32_t>(i), /*allow=*/false));
  }
  if (lists->allows() && lists->denies()) LAUTER_TRY(lists->check_apart(options));
  lists->allow_words_.build();
  lists->deny_words_.build();
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
    for (const ValuePlace& place : scratch.places_) {
      denied.push_back({scratch.plain_.to_text(place.span), deny_labels_[place.entry], true});
    }
  }
  for (const Pattern& pattern : deny_patterns_) {
    scratch.spans_.clear();
    pattern.pattern.find(text, scratch.spans_);
    for (const ByteSpan& span : scratch.spans_) {
      denied.push_back({span, deny_labels_[pattern.entry], false});
    }
  }
  std::stable_sort(denied.begin(), denied.end(), [](const DeniedPlace& a, const DeniedPlace& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
  });
  size_t n = 0;
  for (const DeniedPlace& place : denied) {
    if (n > 0 && place.span.begin < denied[n - 1].span.end) {
      denied[n - 1].span.end = std::max(denied[n - 1].span.end, place.span.end);
      denied[n - 1].by_value |= place.by_value;
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
    for (const ValuePlace& place : scratch.places_) {
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
                            ValueListScratch& scratch) const {
  for (uint32_t entry = 0; entry < scratch.allowed_.size(); ++entry) {
    const std::vector<ByteSpan>& spans = scratch.allowed_[entry];
    // Begins and ends rise together: the last that begins before the find reaches farthest.
    const auto after = std::partition_point(spans.begin(), spans.end(), [&](const ByteSpan& s) {
      return s.begin <= span.begin;
    });
    if (after != spans.begin() && std::prev(after)->contains(span) && is_for(entry, label)) return true;
  }
  if (keyed_.empty() || !hash_ || span.size() > 4 * kMaxListedValueBytes) return false;
  const auto at = keyed_.find(hash_->hex(plain_value(span.of(text)).folded));
  return at != keyed_.end() && std::any_of(at->second.begin(), at->second.end(),
                                           [&](uint32_t entry) { return is_for(entry, label); });
}

}  // namespace lauter
