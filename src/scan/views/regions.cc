#include "scan/views/regions.h"

#include <algorithm>
#include <array>

#include "scan/index/byte_scan.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

constexpr size_t kGuessBytes = 32 * 1024;

bool starts_with_any(std::string_view line, std::initializer_list<std::string_view> heads) {
  return std::any_of(heads.begin(), heads.end(),
                     [&](std::string_view head) { return line.starts_with(head); });
}

/// `key: value`, `key = value`, `"key": ...` with a key that has no blanks.
bool is_setting(std::string_view line) {
  size_t i = 0;
  if (line.starts_with("- ")) i = 2;
  const size_t key = i;
  static constexpr std::array<bool, 256> kOfKey = [] {
    std::array<bool, 256> table{};
    for (size_t c = 0; c < 256; ++c) table[c] = is_wordish(static_cast<char>(c));
    for (const char c : {'-', '.', '"', '/'}) table[static_cast<uint8_t>(c)] = true;
    return table;
  }();
  while (i < line.size() && kOfKey[static_cast<uint8_t>(line[i])]) ++i;
  if (i == key) return false;
  while (i < line.size() && is_blank(line[i])) ++i;
  return i < line.size() && (line[i] == '=' || line[i] == ':') &&
         (i + 1 == line.size() || line[i + 1] != ':');
}

struct Votes {
  std::array<int, 8> of{};
  int& operator[](CodeFamily family) { return of[static_cast<size_t>(family)]; }
};

/// What the beginning of a line says about its language.
struct Head {
  std::string_view text;
  CodeFamily family;
  int votes;
};

/// Sorted by first byte; of a family's heads a line begins with one at most.
constexpr auto kHeads = [] {
  using enum CodeFamily;
  auto heads = std::to_array<Head>({
      {"//", kSlash, 2},
      {"/*", kSlash, 2},
      {"* ", kSlash, 2},
      {"*/", kSlash, 2},
      {"using ", kSlash, 2},
      {"package ", kSlash, 2},
      {"func ", kSlash, 2},
      {"public ", kSlash, 2},
      {"private ", kSlash, 2},
      {"namespace ", kSlash, 2},
      {"<?php", kSlash, 2},
      {"const ", kSlash, 2},
      {"fn ", kSlash, 2},
      {"export ", kSlash, 2},
      {"def ", kHash, 2},
      {"elif ", kHash, 2},
      {"from ", kHash, 2},
      {"import ", kHash, 2},
      {"echo ", kHash, 2},
      {"done", kHash, 2},
      {"fi", kHash, 2},
      {"esac", kHash, 2},
      {"sub ", kHash, 2},
      {"my $", kHash, 2},
      {"use strict", kHash, 2},
      {"=head", kHash, 2},
      {"=cut", kHash, 2},
      {"require ", kHash, 2},
      {"SELECT ", kDash, 3},
      {"INSERT INTO", kDash, 3},
      {"CREATE TABLE", kDash, 3},
      {"UPDATE ", kDash, 3},
      {"DELETE FROM", kDash, 3},
      {"select ", kDash, 3},
      {"insert into", kDash, 3},
      {"create table", kDash, 3},
      {"local ", kDash, 3},
      {"DROP TABLE", kDash, 3},
      {"ALTER TABLE", kDash, 3},
      {"module Main", kDash, 3},
      {"where ", kDash, 3},
      {"import Data.", kDash, 3},
      {"import qualified", kDash, 3},
      {"data ", kDash, 3},
      {"(def", kLisp, 3},
      {";", kLisp, 2},
      {"%", kPercent, 2},
      {"\\documentclass", kPercent, 4},
      {"\\begin{", kPercent, 4},
      {"-module(", kPercent, 4},
      {"\\section", kPercent, 4},
      {"<?xml", kMarkup, 8},
      {"<!DOCTYPE", kMarkup, 8},
      {"<!doctype", kMarkup, 8},
      {"<html", kMarkup, 8},
  });
  std::sort(heads.begin(), heads.end(),
            [](const Head& a, const Head& b) { return a.text[0] < b.text[0]; });
  return heads;
}();

/// By byte: the first of kHeads that begins with it or a greater one.
constexpr auto kFirstHead = [] {
  std::array<uint8_t, 129> first{};
  for (size_t c = 0, i = 0; c < first.size(); ++c) {
    while (i < kHeads.size() && static_cast<size_t>(kHeads[i].text[0]) < c) ++i;
    first[c] = static_cast<uint8_t>(i);
  }
  return first;
}();

void vote_by_head(std::string_view line, Votes& votes) {
  using enum CodeFamily;
  const auto lead = static_cast<unsigned char>(line[0]);
  if (lead >= 128) return;
  for (size_t i = kFirstHead[lead]; i < kFirstHead[lead + 1]; ++i) {
    const std::string_view head = kHeads[i].text;
    // The second byte tells most heads apart, for less than a comparison.
    if (head.size() > 1 && (line.size() < 2 || line[1] != head[1])) continue;
    if (line.starts_with(head)) votes[kHeads[i].family] += kHeads[i].votes;
  }
  if (lead == '#') {
    if (starts_with_any(line, {"#include", "#define", "#if", "#endif", "#pragma"})) {
      votes[kSlash] += 3;
    } else if (line.starts_with("#!")) {
      votes[kHash] += 6;
    } else {
      votes[kHash] += 1;
      votes[kConfig] += 1;
    }
  }
  // A list begins with a word or a list; what begins otherwise is a row of values.
  if (lead == '(' && line.size() > 1 && (is_alpha(line[1]) || line[1] == '(')) votes[kLisp] += 1;
  if (lead == '-' && line.starts_with("--") && !line.starts_with("---")) votes[kDash] += 2;
  if (lead == '<' && line.size() > 1 && (is_alpha(line[1]) || line[1] == '/' || line[1] == '!'))
    votes[kMarkup] += 2;
}

void vote_by_shape(std::string_view line, Votes& votes) {
  using enum CodeFamily;
  const char last = line.back();
  if (last == ';' || last == '{' || line == "}") votes[kSlash] += 1;
  if (last == ':' && starts_with_any(line, {"if ", "for ", "def ", "class ", "while ", "with ",
                                            "try:", "else:", "elif ", "except"}))
    votes[kHash] += 3;
  if (line.front() == '[' && last == ']' && line.size() < 80) votes[kConfig] += 2;
  if (last == ';' || last == '{' || last == ')' || last == '(') return;
  if (is_setting(line) && line.find("==") == std::string_view::npos)
    votes[kConfig] += line.front() == '"' ? 3 : 1;
  if (!is_letterish(line.front())) return;
  const auto blanks = static_cast<size_t>(std::count(line.begin(), line.end(), ' '));
  if (blanks >= 5 && blanks * 12 > line.size() && line.find('=') == std::string_view::npos)
    votes[kProse] += 2;
}

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<std::pair<uint32_t, Region>>& out)
      : text_(text), out_(out) {}

  void run(CodeFamily family) {
    out_.clear();
    family_ = family;
    switch (family) {
      case CodeFamily::kProse:
        mark(0, Region::kText);
        break;
      case CodeFamily::kConfig:
        config();
        break;
      case CodeFamily::kMarkup:
        markup();
        break;
      default:
        program(0, text_.size());
    }
    if (out_.empty()) mark(0, Region::kCode);
  }

 private:
  void mark(size_t at, Region region) {
    if (!out_.empty() && out_.back().second == region) return;
    if (!out_.empty() && out_.back().first == at) {
      out_.pop_back();
      mark(at, region);
      return;
    }
    out_.emplace_back(static_cast<uint32_t>(at), region);
  }

  size_t line_end(size_t at) const {
    const size_t end = text_.find('\n', at);
    return end == std::string_view::npos ? text_.size() : end;
  }
  bool here(size_t at, std::string_view what) const {
    return text_.compare(at, what.size(), what) == 0;
  }
  char before(size_t at) const { return at > 0 ? text_[at - 1] : '\n'; }

  /// Marks [begin, end of `close`) and returns its end; an open block runs to the end of the text.
  size_t block(size_t begin, size_t body, std::string_view close, Region region, size_t limit) {
    mark(begin, region);
    const size_t found = text_.substr(0, limit).find(close, body);
    const size_t end = found == std::string_view::npos ? limit : found + close.size();
    mark(end, Region::kCode);
    return end;
  }

  size_t comment_line(size_t begin) {
    mark(begin, Region::kComment);
    const size_t end = line_end(begin);
    mark(end, Region::kCode);
    return end;
  }

  /// A string from the quote at `begin` if it closes before `limit`; else the quote is code.
  size_t string(size_t begin, char quote, size_t limit) {
    const size_t i = string_end(begin + 1, quote, limit);
    if (i >= limit) return begin;
    mark(begin + 1, Region::kString);
    mark(i, Region::kCode);
    return i + 1;
  }

  /// The quote that closes a string, or something from `limit` on.
  size_t string_end(size_t i, char quote, size_t limit) const {
    if (quote == '`') return find_byte<'`'>(text_, i, limit);
    while (i < limit) {
      i = quote == '"' ? find_byte<'"', '\\'>(text_, i, limit)
                       : find_byte<'\'', '\\'>(text_, i, limit);
      if (i >= limit || text_[i] == quote) break;
      i += 2;
    }
    return i;
  }

  bool opens_single(size_t at) const {
    const char c = before(at);
    if (!is_wordish(c)) return true;
    static constexpr std::string_view kPrefixes = "rbufRBUFLN";
    return kPrefixes.find(c) != std::string_view::npos && (at < 2 || !is_wordish(text_[at - 2]));
  }

  size_t line_comment_or_block(size_t i, size_t limit) {
    const char c = text_[i];
    const char next = i + 1 < text_.size() ? text_[i + 1] : '\0';
    switch (family_) {
      case CodeFamily::kSlash:
      case CodeFamily::kMarkup:
        if (c == '/' && next == '*') return block(i, i + 2, "*/", Region::kComment, limit);
        if (c == '/' && next == '/' && before(i) != ':') return comment_line(i);
        break;
      case CodeFamily::kHash:
        if (c == '#' && (before(i) == '\n' || is_blank(before(i)))) return comment_line(i);
        if (c == '=' && before(i) == '\n' && is_lower(next))
          return block(i, i, "\n=cut", Region::kComment, limit);
        break;
      case CodeFamily::kDash:
        if (c == '-' && next == '-')
          return here(i, "--[[") ? block(i, i + 4, "]]", Region::kComment, limit) : comment_line(i);
        if (c == '{' && next == '-') return block(i, i + 2, "-}", Region::kComment, limit);
        if (c == '/' && next == '*') return block(i, i + 2, "*/", Region::kComment, limit);
        break;
      case CodeFamily::kLisp:
        if (c == ';') return comment_line(i);
        if (c == '#' && next == '|') return block(i, i + 2, "|#", Region::kComment, limit);
        if (c == '/' && next == '*') return block(i, i + 2, "*/", Region::kComment, limit);
        break;
      case CodeFamily::kPercent:
        if (c == '%' && before(i) != '\\') return comment_line(i);
        break;
      default:
        break;
    }
    return i;
  }

  /// First byte of text[from, end) that could begin a comment, a literal or an escape.
  size_t next_mark(size_t from, size_t end) const {
    switch (family_) {
      case CodeFamily::kHash:
        return find_byte<'\\', '"', '\'', '#', '='>(text_, from, end);
      case CodeFamily::kDash:
        return find_byte<'\\', '"', '\'', '-', '{', '/'>(text_, from, end);
      case CodeFamily::kLisp:
        return find_byte<'\\', '"', ';', '#', '/'>(text_, from, end);
      case CodeFamily::kPercent:
        return find_byte<'\\', '"', '\'', '%'>(text_, from, end);
      default:
        return find_byte<'\\', '"', '\'', '`', '/'>(text_, from, end);
    }
  }

  void program(size_t begin, size_t end) {
    mark(begin, Region::kCode);
    line_end_ = line_end(begin);
    size_t i = begin;
    while ((i = next_mark(i, end)) < end) {
      const char c = text_[i];
      if (c == '\\') {
        i += 2;
        continue;
      }
      size_t next = line_comment_or_block(i, end);
      if (next == i && (c == '"' || c == '\'')) next = literal(i, end);
      if (next == i && c == '`' && family_ == CodeFamily::kSlash && !no_more_backticks_) {
        next = string(i, '`', end);
        no_more_backticks_ = next == i;
      }
      i = std::max(next, i + 1);
    }
  }

  /// The literal that the quote at `i` opens; `i` if it opens none.
  size_t literal(size_t i, size_t end) {
    const bool is_double = text_[i] == '"';
    if (family_ == CodeFamily::kHash && here(i + 1, is_double ? "\"\"" : "''"))
      return block(i, i + 3, is_double ? "\"\"\"" : "'''", Region::kString, end);
    if (family_ == CodeFamily::kLisp)
      return is_double ? string(i, '"', std::min(end, i + 8192)) : i;
    if (!is_double && !opens_single(i)) return i;
    if (i > line_end_) line_end_ = line_end(i);
    return string(i, text_[i], line_end_);
  }

  void config() {
    size_t i = 0;
    while (i < text_.size()) {
      const size_t eol = line_end(i);
      size_t word = i;
      while (word < eol && is_blank(text_[word])) ++word;
      const char c = word < eol ? text_[word] : '\n';
      if (c == '#' || c == ';' || c == '!' || (c == '/' && here(word, "//"))) {
        mark(i, Region::kComment);
      } else {
        mark(i, Region::kCode);
        size_t value = word;
        while (value < eol && text_[value] != '=' && text_[value] != ':') ++value;
        mark(value < eol ? value + 1 : word, Region::kString);
      }
      i = eol + 1;
    }
  }

  void markup() {
    mark(0, Region::kText);
    size_t i = 0;
    while (i < text_.size()) {
      const size_t open = text_.find('<', i);
      if (open == std::string_view::npos) return;
      if (here(open, "<!--")) {
        i = block(open, open + 4, "-->", Region::kComment, text_.size());
        mark(i, Region::kText);
        continue;
      }
      const char next = open + 1 < text_.size() ? text_[open + 1] : '\0';
      if (!is_alpha(next) && next != '/' && next != '!' && next != '?') {
        i = open + 1;
        continue;
      }
      i = tag(open);
      if (is_script(open)) i = script(i, lower(text_[open + 2]) == 'c' ? "</script" : "</style");
    }
  }

  bool is_script(size_t open) const {
    return here(open, "<script") || here(open, "<style") || here(open, "<SCRIPT");
  }

  /// <name attr="value">: the values are literals. Ends at '>' or after 4 KiB.
  size_t tag(size_t open) {
    const size_t limit = std::min(text_.size(), open + 4096);
    mark(open, Region::kCode);
    size_t i = open + 1;
    while (i < limit && text_[i] != '>') {
      const char c = text_[i];
      const size_t next = c == '"' || c == '\'' ? string(i, c, limit) : i;
      i = next == i ? i + 1 : next;
    }
    i = std::min(limit, i + 1);
    mark(i, Region::kText);
    return i;
  }

  size_t script(size_t begin, std::string_view close) {
    size_t end = text_.find(close, begin);
    if (end == std::string_view::npos) end = text_.size();
    program(begin, end);
    mark(end, Region::kText);
    return end;
  }

  std::string_view text_;
  std::vector<std::pair<uint32_t, Region>>& out_;
  CodeFamily family_ = CodeFamily::kProse;
  bool no_more_backticks_ = false;
  size_t line_end_ = 0;  // of a line that program() met; none ends between its place and here
};

/// Weak kinds: personal only in context that source code rarely gives.
float least_score_in_words(Category category) {
  using enum Category;
  switch (category) {
    case kEmailAddress:
    case kIpAddress:
    case kIpv6Address:
    case kMacAddress:
    case kUsername:
    case kSocialProfileUrl:
      return 0.5F;
    case kPhoneNumber:
    case kFaxNumber:
    case kPerson:
      return 0.7F;
    case kCrypto:
    case kEthereumAddress:
    case kCryptoPrivateKey:
    case kCryptoSeedPhrase:
    case kIbanCode:
      return 0.8F;
    case kDateTime:
    case kMedicalDate:
    case kEmploymentDate:
    case kAge:
    case kGender:
    case kCity:
    case kCountry:
    case kLocation:
    case kNationality:
    case kOrganization:
    case kJobTitle:
    case kBodyMeasurement:
    case kPhysicalTrait:
      return 2.0F;
    default:
      return 0.85F;
  }
}

}  // namespace

CodeFamily guess_family(std::string_view text, bool is_code) {
  Votes votes;
  std::string_view rest = text.substr(0, kGuessBytes);
  if (rest.starts_with("{") || rest.starts_with("[{")) votes[CodeFamily::kConfig] += 2;
  while (!rest.empty()) {
    const size_t eol = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trim_ascii(rest.substr(0, eol));
    rest.remove_prefix(std::min(eol + 1, rest.size()));
    if (line.empty()) continue;
    vote_by_head(line, votes);
    vote_by_shape(line, votes);
  }
  if (is_code) votes[CodeFamily::kProse] = 0;
  // First wins among equals: the order of the enumerators is from strict to lenient.
  const auto best = std::max_element(votes.of.begin(), votes.of.end());
  if (*best == 0) return CodeFamily::kSlash;
  return static_cast<CodeFamily>(best - votes.of.begin());
}

void find_regions(std::string_view text, std::vector<std::pair<uint32_t, Region>>& regions,
                  bool is_code) {
  Lexer(text, regions).run(guess_family(text, is_code));
}

float least_score(Category category, Region region) {
  using enum Category;
  if (category_group(category) == CategoryGroup::kSecret) return 0.0F;
  if (region != Region::kCode) return least_score_in_words(category);
  const bool bare = category == kEmailAddress || category == kSocialProfileUrl ||
                    category == kUsername || category == kIpAddress;
  return bare ? 0.8F : 2.0F;
}

bool allowed_in_code(const Page& page, const Finding& finding) {
  return finding.score >= least_score(finding.rule->category, page.region(finding.begin));
}

}  // namespace lauter::scan
