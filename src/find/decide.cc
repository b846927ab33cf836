#include "find/decide.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "find/coreference.h"
#include "find/repeats.h"
#include "scan/rules/email_text.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// A pattern's find on access or contact is public only if the judge is this sure. Keys and tokens
/// of a vendor's form carry their proof in themselves.
constexpr float kLeastAccess = 0.002F;
constexpr float kLeastSecret = 0.0005F;

/// What the judge's odds are worth where `least` of them decide: at `least` even.
float weighed_odds(float odds, float least) {
  const float against = (1 - odds) * least / (1 - least);
  return odds / (odds + against);
}

float least_odds(Category category) {
  return category_group(category) == CategoryGroup::kSecret ? kLeastSecret : kLeastAccess;
}

/// Whether the form of a pattern's find says what it is: access and contact, and log-ins, which stand in paths, prompts and
/// TODO(name). Other names and ties are the judge's alone.
bool stands_by_form(Category category) {
  return privacy_class(category) == PrivacyClass::kAccess || category == Category::kUsername;
}

bool is_custom(const Hit& hit) {
  return static_cast<size_t>(hit.category) >= kCategoryCount;
}

/// Mean odds of the tokens under `span`, as read there.
float odds_under(const JudgeScratch& read, ByteSpan span) {
  const std::vector<Token>& tokens = read.model.tokens;
  float sum = 0;
  size_t n = 0;
  for (size_t t = token_at(tokens, span.begin); t < tokens.size() && tokens[t].begin < span.end; ++t) {
    sum += read.tokens[t].odds;
    ++n;
  }
  return n == 0 ? 1.0F : sum / static_cast<float>(n);
}

bool holds_word(std::string_view value) {
  for (size_t at = 0; at < value.size();) {
    if (is_word_character(decode_utf8(value, at))) return true;
  }
  return false;
}

/// A mailbox of manuals ("john@example.com"), which the patterns pass over, too.
bool is_nobodys(std::string_view text, const ValueCandidate& candidate) {
  if (candidate.category != Category::kEmailAddress) return false;
  const std::string_view value = candidate.span.of(text);
  const size_t at = value.rfind('@');
  return at != value.npos && scan::nobodys_mailbox(value.substr(0, at), value.substr(at + 1));
}

std::string_view rule_of(Category category) {
  switch (privacy_class(category)) {
    case PrivacyClass::kAccess:
      return "tag/access";
    case PrivacyClass::kName:
      return "tag/name";
    case PrivacyClass::kTie:
      break;
  }
  return "tag/tie";
}

/// A mark of punctuation: not signs that are said with a number ("$", "%", "\u00B0", "+", "#").
bool is_punctuation(char32_t c) {
  if (c < 0x80) return std::string_view("!\"'()*,-./:;<=>?@[\\]_`{|}~").find(static_cast<char>(c)) != std::string_view::npos;
  return c == 0xAB || c == 0xBB || (c >= 0x2010 && c <= 0x2027) || (c >= 0x2039 && c <= 0x203A) ||
         (c >= 0x3001 && c <= 0x301F) || (c >= 0xFF01 && c <= 0xFF0F && c != 0xFF04) ||
         (c >= 0xFF1A && c <= 0xFF1F);
}

/// Marks that close a sentence, a quotation or a bracket, and any mark that stands alone, are beside
/// values and not in them.
bool is_beside(std::string_view text, const Token& token, Gap between) {
  size_t at = token.begin;
  const char32_t c = decode_utf8(text, at);
  if (!is_punctuation(c)) return false;
  if (between != Gap::kNone || c >= 0x80) return true;
  return std::string_view(".,;:!?\"'`()[]{}<>").find(static_cast<char>(c)) != std::string_view::npos;
}

/// What a run covers, without the marks at its ends; of one that gives access, without the words
/// behind the value that the judge only thinks possible. A pair of parentheses stays.
ByteSpan extent(std::string_view text, const JudgeScratch& read, const JudgedRun& run, float threshold) {
  const std::vector<Token>& tokens = read.model.tokens;
  const auto cover = [&](size_t first, size_t last) {
    return ByteSpan{tokens[first].begin, tokens[last - 1].end};
  };
  size_t first = run.first;
  size_t last = run.last;
  if (category_group(run.category) == CategoryGroup::kSecret) return cover(first, last);
  const bool is_access = privacy_class(run.category) == PrivacyClass::kAccess;
  constexpr size_t kFarthestPartner = 4096;  // a run of brackets is as long as the text
  const auto is_pair = [&](char at_end, char partner) {
    const std::string_view value = cover(first, last).of(text);
    const size_t far = value.size() - std::min(value.size(), kFarthestPartner);
    return (value.front() == at_end && value.substr(0, kFarthestPartner).find(partner) != value.npos) ||
           (value.back() == at_end && value.find(partner, far) != value.npos);
  };
  for (; last - first > 1; --last) {
    const Token& end = tokens[last - 1];
    const bool is_doubtful =
        is_access && end.gap != Gap::kNone && read.tokens[last - 1].private_odds < threshold;
    if (!is_doubtful && (!is_beside(text, end, end.gap) || is_pair(')', '('))) break;
  }
  for (; last - first > 1; ++first) {
    if (!is_beside(text, tokens[first], tokens[first + 1].gap) || is_pair('(', ')')) break;
  }
  return cover(first, last);
}

ValueCandidate of_run(std::string_view text, const JudgeScratch& read, const JudgedRun& run, float threshold) {
  return {.span = extent(text, read, run, threshold),
          .category = run.category,
          .score = run.score,
          .rule = rule_of(run.category),
          .label = category_name(run.category),
          .reason = {}};
}

/// Adds `more` (sorted, apart) where no candidate is; of one that overlaps, what lies free of them
/// and holds a word. A candidate of access that one run holds whole takes the run's extent.
void join(std::string_view text, const std::vector<ValueCandidate>& more, std::vector<ValueCandidate>& out) {
  std::vector<ValueCandidate> joined;
  joined.reserve(out.size() + more.size());
  size_t next = 0;
  for (const ValueCandidate& candidate : more) {
    while (next < out.size() && out[next].span.end <= candidate.span.begin) joined.push_back(out[next++]);
    size_t last = next;
    while (last < out.size() && out[last].span.begin < candidate.span.end) ++last;
    const bool is_one_value =
        last == next + 1 && candidate.is_private && out[next].is_private &&
        candidate.category == out[next].category && candidate.span.contains(out[next].span);
    if (is_one_value) {
      out[next].span = candidate.span;
      continue;
    }
    uint64_t at = candidate.span.begin;
    const auto add = [&](uint64_t end) {
      if (at >= end || !holds_word(text.substr(at, end - at))) return;
      ValueCandidate rest = candidate;
      while (text[at] == ' ' || text[at] == '\n') ++at;
      while (text[end - 1] == ' ' || text[end - 1] == '\n') --end;
      rest.span = {at, end};
      joined.push_back(std::move(rest));
    };
    for (size_t i = next; i < last; ++i) {
      add(out[i].span.begin);
      at = std::max(at, out[i].span.end);
      if (i + 1 < last || out[i].span.end <= candidate.span.end) {
        joined.push_back(out[i]);
        next = i + 1;
      }
    }
    add(candidate.span.end);
  }
  std::move(out.begin() + static_cast<ptrdiff_t>(next), out.end(), std::back_inserter(joined));
  std::sort(joined.begin(), joined.end(),
            [](const ValueCandidate& a, const ValueCandidate& b) { return a.span < b.span; });
  out = std::move(joined);
}

/// Why, in words, and for what describes a person, whose it is: the private name before it, or the
/// next one.
void give_reasons(std::vector<ValueCandidate>& candidates) {
  size_t person = 0;
  const bool has_person = std::any_of(candidates.begin(), candidates.end(), [](const ValueCandidate& c) {
    return c.is_private && static_cast<size_t>(c.category) < kCategoryCount &&
           privacy_class(c.category) == PrivacyClass::kName;
  });
  for (ValueCandidate& candidate : candidates) {
    if (static_cast<size_t>(candidate.category) >= kCategoryCount) {
      candidate.reason = "private: a rule of the recipe";
      continue;
    }
    const PrivacyClass kind = privacy_class(candidate.category);
    if (!candidate.is_private) {
      candidate.reason = kind == PrivacyClass::kAccess ? "public: an example, or published for all"
                         : kind == PrivacyClass::kName ? "public: a person as the record knows them"
                                                       : "public: said of no private person";
    } else if (kind == PrivacyClass::kName) {
      candidate.reason = "private: PERSON " + std::to_string(++person);
    } else if (kind == PrivacyClass::kAccess) {
      candidate.reason = "private: gives access or contact";
    } else {
      candidate.reason = has_person ? "private: tie of PERSON " + std::to_string(std::max<size_t>(person, 1))
                                    : "private: of one's own life";
    }
  }
}

}  // namespace

std::vector<ValueCandidate> decide(std::string_view text, const Scanner& scanner,
                              std::span<const Hit> hits, const JudgeScratch& read,
                              const DecideOptions& options) {
  std::vector<ValueCandidate> out;
  for (const Hit& hit : hits) {
    const bool custom = is_custom(hit);
    if (!custom && !stands_by_form(hit.category)) continue;
    const float odds = odds_under(read, hit.span);
    const float least = custom ? 0 : least_odds(hit.category);
    const bool is_private = custom || odds >= least;
    out.push_back({.span = hit.span,
                   .category = hit.category,
                   .score = custom ? hit.score : is_private ? weighed_odds(odds, least) : odds,
                   .is_private = is_private,
                   .rule = scanner.rule_name(hit.rule),
                   .label = scanner.label(hit),
                   .reason = {}});
  }
  std::vector<ValueCandidate> judged;
  for (const JudgedRun& run : read.runs) judged.push_back(of_run(text, read, run, options.threshold));
  std::erase_if(judged, [text](const ValueCandidate& candidate) { return is_nobodys(text, candidate); });
  resolve_persons(text, read, options.threshold, judged);
  add_owners(text, read, out, judged);
  add_repeats(text, read, options.threshold, judged);
  join(text, judged, out);
  std::vector<ValueCandidate> named;
  for (const JudgedRun& name : read.names) {
    named.push_back(of_run(text, read, name, options.threshold));
    named.back().is_private = options.scope == Scope::kAll;
  }
  join(text, named, out);
  give_reasons(out);
  return out;
}

}  // namespace lauter
