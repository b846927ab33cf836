/// Machine readable zones of passports and identity cards, ICAO Doc 9303.
#include <algorithm>
#include <array>
#include <string>

#include "catalog/checks_travel.h"
#include "scan/rule.h"
#include "scan/views/page.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kMrz = {"passport_mrz", Category::kPassportMrz};

bool is_mrz(char c) { return is_upper(c) || is_digit(c) || c == '<'; }

struct MrzLine {
  size_t begin = 0;
  size_t end = 0;
  size_t size() const { return end - begin; }
};

MrzLine mrz_around(std::string_view text, size_t at) {
  MrzLine line{at, at};
  while (line.begin > 0 && at - line.begin < 100 && is_mrz(text[line.begin - 1])) --line.begin;
  while (line.end < text.size() && line.end - at < 100 && is_mrz(text[line.end])) ++line.end;
  if (line.end < text.size() && text[line.end] == '/' && line.end > at && text[line.end - 1] == '<')
    --line.end;  // "</mrz>"
  return line;
}

/// The run of MRZ characters that follows `end` after one line break, in text or as \n in a
/// literal, with quotation marks, blanks or prefixes between.
MrzLine next_line(std::string_view text, size_t end) {
  size_t i = end;
  bool broke = false;
  while (i < text.size() && i - end < 14) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
      broke = true;
      i += 2;
    } else if (c == '\n' || c == '|') {
      broke = true;
      ++i;
    } else if (is_space(c) || c == '"' || c == '\'' || c == ',' || c == '>' || c == '+' ||
               c == '#' || c == '*' || c == '/' || c == '`') {
      broke = broke || c == ' ';
      ++i;
    } else {
      break;
    }
  }
  if (!broke || i >= text.size() || !is_mrz(text[i])) return {i, i};
  return mrz_around(text, i);
}

bool specimen(std::string_view text, size_t begin, size_t end) {
  const std::string_view span = text.substr(begin, end - begin);
  return span.find("ERIKSSON<<ANNA") != std::string_view::npos ||
         span.find("L898902C3") != std::string_view::npos ||
         span.find("D231458907") != std::string_view::npos ||
         span.find("MUSTERMANN<<ERIKA") != std::string_view::npos;
}

/// Called at "<<": only its first occurrence in a line leads on.
void find_mrz(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  const MrzLine line = mrz_around(text, begin);
  if (line.size() < 30 ||
      text.substr(line.begin, begin - line.begin).find("<<") != std::string_view::npos) {
    return;
  }
  const auto report = [&](size_t from, size_t to, float score) {
    if (!specimen(text, from, to)) found.add(kMrz, from, to, score);
  };
  if (passport_mrz_ok(text.substr(line.begin, line.size()))) {
    report(line.begin, line.end, 0.99F);
    return;
  }
  std::array<char, 96> joined{};
  size_t size = 0;
  size_t end = line.begin;
  for (MrzLine part = line; part.size() >= 28 && part.size() <= 44 && size + part.size() <= 90;
       part = next_line(text, part.end)) {
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(part.begin), part.size(),
                joined.begin() + static_cast<std::ptrdiff_t>(size));
    size += part.size();
    end = part.end;
    if (passport_mrz_ok({joined.data(), size}) && size != line.size()) {
      report(line.begin, end, 0.99F);
      return;
    }
  }
  // A name line alone, or one whose second line is damaged.
  const std::string_view name = text.substr(line.begin, line.size());
  const bool passport = name.size() == 44 && (name[0] == 'P' || name[0] == 'V');
  const bool card = (name.size() == 36 || name.size() == 30) &&
                    (name[0] == 'I' || name[0] == 'A' || name[0] == 'C' || name[0] == 'V');
  if ((passport || card) && is_upper(name[2]) && is_upper(name[5] == '<' ? 'A' : name[5])) {
    report(line.begin, line.end, 0.9F);
  }
}

/// Called at "&lt;&lt;", which is "<<" in markup: reads the next lines without their escapes.
void find_escaped_mrz(const Page& page, size_t begin, size_t, Found& found) {
  constexpr std::string_view kEscape = "&lt;";
  constexpr size_t kMost = 640;  // three lines of it
  const std::string_view text = page.text;
  size_t from = begin;
  while (from > 0 && begin - from < 60 &&
         (is_mrz(text[from - 1]) || text[from - 1] == '&' || text[from - 1] == ';' ||
          is_lower(text[from - 1])))
    --from;
  // Only the first of a line leads on.
  if (text.substr(from, begin - from).find("&lt;&lt;") != std::string_view::npos) return;
  std::string plain;
  std::vector<uint32_t> source;
  size_t first = std::string::npos;
  for (size_t i = from; i < text.size() && i - from < kMost;) {
    const bool escape = text.compare(i, kEscape.size(), kEscape) == 0;
    if (i == begin) first = plain.size();
    plain += escape ? '<' : text[i] == '<' ? ' ' : text[i];  // a tag ends the zone
    source.push_back(static_cast<uint32_t>(i));
    i += escape ? kEscape.size() : 1;
  }
  if (first == std::string::npos) return;
  Page view = page;
  view.text = plain;
  Found local;
  find_mrz(view, first, first + 2, local);
  for (const Finding& f : local.findings()) {
    const size_t last = source[f.end - 1];
    const size_t end = last + (text[last] == '&' ? kEscape.size() : 1);
    found.add(*f.rule, source[f.begin], end, f.score);
  }
}

constexpr AnchorRule kAnchors[] = {{"<<", find_mrz, AnchorKind::kLiteral},
                                   {"&lt;&lt;", find_escaped_mrz, AnchorKind::kLiteral}};

}  // namespace

RuleTable mrz_rules() {
  return {.anchors = kAnchors, .infos = std::span<const RuleInfo>(&kMrz, 1)};
}

}  // namespace lauter::scan
