#include "curate/tokens/word_cutter.h"

#include <algorithm>

#include "curate/tokens/token_normalizer.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

struct Part {
  ByteSpan span;
  bool is_match = false;
};

/// All of `text`, in order.
class Parts {
 public:
  Parts(std::string_view text, bool invert) : text_(text), invert_(invert) {}
  void add_match(ByteSpan match) {
    if (at_ < match.begin) add({at_, match.begin}, false);
    add(match, true);
    at_ = match.end;
  }
  std::vector<Part> finish() {
    if (at_ < text_.size()) add({at_, text_.size()}, false);
    return std::move(parts_);
  }

 private:
  void add(ByteSpan span, bool is_match) { parts_.push_back({span, is_match != invert_}); }
  std::string_view text_;
  bool invert_;
  uint64_t at_ = 0;
  std::vector<Part> parts_;
};

/// $ + < = > ^ ` | ~ are no punctuation to Unicode.
bool is_punctuation(std::string_view character, uint8_t kind) {
  const char c = character[0];
  return (kind & kUnicodePunct) != 0 || (c > ' ' && c < 0x7F && !is_ascii_alnum(c));
}

Result<std::vector<Part>> parts_of(const WordStep& step, std::string_view text) {
  using Kind = WordStep::Kind;
  Parts parts(text, step.invert);
  if (step.kind == Kind::kRegex) {
    std::vector<ByteSpan> matches;
    LAUTER_TRY(step.regex->find(text, matches));
    for (const ByteSpan& match : matches) parts.add_match(match);
    return parts.finish();
  }
  if (step.kind == Kind::kText || step.kind == Kind::kMetaspace) {
    for (size_t at = 0; (at = text.find(step.text, at)) != text.npos; at += step.text.size()) {
      parts.add_match({at, at + step.text.size()});
    }
    return parts.finish();
  }
  const ClassReader reader(text);
  for (size_t at = 0, size = 0; at < text.size(); at += size) {
    const uint8_t kind = reader.at(at, size);
    const bool is_match = step.kind == Kind::kNumber  ? is_number_class(kind)
                          : step.kind == Kind::kSpace ? is_space_class(kind)
                                                      : is_punctuation(text.substr(at, size), kind);
    if (is_match) parts.add_match({at, at + size});
  }
  return parts.finish();
}

/// As `tokenizers` merges them.
void merge_parts(std::vector<Part>& parts, SplitBehavior behavior) {
  const auto merge = [&parts](auto joins) {
    std::vector<Part> merged;
    bool previous = false;
    for (const Part& part : parts) {
      if (!merged.empty() && joins(part.is_match, previous)) {
        ByteSpan& span = merged.back().span;
        span = {std::min(span.begin, part.span.begin), std::max(span.end, part.span.end)};
      } else {
        merged.push_back(part);
      }
      previous = part.is_match;
    }
    parts = std::move(merged);
  };
  const auto ends_a_run = [](bool is_match, bool previous) { return is_match && !previous; };
  switch (behavior) {
    case SplitBehavior::kRemoved:
      std::erase_if(parts, &Part::is_match);
      return;
    case SplitBehavior::kIsolated:
      return;
    case SplitBehavior::kMergedWithPrevious:
      return merge(ends_a_run);
    case SplitBehavior::kMergedWithNext:
      std::ranges::reverse(parts);
      merge(ends_a_run);
      std::ranges::reverse(parts);
      return;
    case SplitBehavior::kContiguous:
      return merge([](bool is_match, bool previous) { return is_match == previous; });
  }
}

class Cutter {
 public:
  Cutter(const std::vector<WordStep>& steps, const WordSink& use) : steps_(steps), use_(use) {}

  Result<void> cut(size_t n, std::string_view text, bool is_first) const {
    if (text.empty()) return {};
    if (n == steps_.size()) {
      use_(text);
      return {};
    }
    const WordStep& step = steps_[n];
    switch (step.kind) {
      case WordStep::Kind::kPattern:
        return by_pattern(step.pattern, n + 1, text, is_first);
      case WordStep::Kind::kLength:
        return by_length(step.length, n + 1, text, is_first);
      case WordStep::Kind::kMetaspace: {
        const std::string made = prefixed(step, step.text, blanks_of(step, text), is_first);
        return step.cuts ? by_parts(step, n + 1, made, is_first) : cut(n + 1, made, is_first);
      }
      case WordStep::Kind::kByteLevel:
        return byte_level(step, n + 1, text, is_first);
      default:
        return by_parts(step, n + 1, text, is_first);
    }
  }

 private:
  static std::string blanks_of(const WordStep& step, std::string_view text) {
    std::string made;
    for (const char c : text) c == ' ' ? made += step.text : made += c;
    return made;
  }

  static std::string prefixed(const WordStep& step, std::string_view blank, std::string text, bool is_first) {
    const bool is_wanted = step.prefix == WordStep::Prefix::kAlways || (step.prefix == WordStep::Prefix::kFirst && is_first);
    if (is_wanted && !text.starts_with(blank)) text.insert(0, blank);
    return text;
  }

  Result<void> by_pattern(WordPattern pattern, size_t next, std::string_view text, bool is_first) const {
    const ClassReader reader(text);
    for (size_t at = 0; at < text.size();) {
      const size_t end = word_end(pattern, text, reader, at);
      LAUTER_TRY(cut(next, text.substr(at, end - at), is_first && at == 0));
      at = end;
    }
    return {};
  }

  Result<void> by_length(uint32_t length, size_t next, std::string_view text, bool is_first) const {
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      for (uint32_t i = 0; i < length && end < text.size(); ++i) end += utf8_length(text[end]);
      LAUTER_TRY(cut(next, text.substr(at, end - at), is_first && at == 0));
      at = end;
    }
    return {};
  }

  Result<void> by_parts(const WordStep& step, size_t next, std::string_view text, bool is_first) const {
    LAUTER_ASSIGN(std::vector<Part> parts, parts_of(step, text));
    merge_parts(parts, step.kind == WordStep::Kind::kMetaspace ? SplitBehavior::kMergedWithNext : step.behavior);
    for (const Part& part : parts) LAUTER_TRY(cut(next, part.span.of(text), is_first && part.span.begin == 0));
    return {};
  }

  Result<void> byte_level(const WordStep& step, size_t next, std::string_view text, bool is_first) const {
    std::string made;
    if (step.prefix != WordStep::Prefix::kNever) {
      made = prefixed(step, " ", std::string(text), is_first);
      text = made;
    }
    const auto go_on = [&](std::string_view word, bool first) {
      return step.stays_bytes ? cut(next, word, first) : cut(next, level_characters(word), first);
    };
    if (!step.cuts) return go_on(text, is_first);
    const ClassReader reader(text);
    for (size_t at = 0; at < text.size();) {
      const size_t end = word_end(WordPattern::kGpt2, text, reader, at);
      LAUTER_TRY(go_on(text.substr(at, end - at), is_first && at == 0));
      at = end;
    }
    return {};
  }

  const std::vector<WordStep>& steps_;
  const WordSink& use_;
};

}  // namespace

Result<void> cut_words(const std::vector<WordStep>& steps, std::string_view text, bool is_first, const WordSink& use) {
  return Cutter(steps, use).cut(0, text, is_first);
}

}  // namespace lauter
