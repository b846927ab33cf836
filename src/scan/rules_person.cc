/// Names of persons where the sentence itself says that a name follows: introductions, titles,
/// "spoke with", "née", "aka". Letters are in rules_greetings.cc, kin in rules_kin.cc, forms in
/// rules_name_fields.cc.
///
/// A cue decides how much the name must prove by itself: after "Dear" or "Patient name:" any word
/// of the right shape will do; after "this is" or "spoke with" it must be a listed name.
#include "scan/name_shape.h"
#include "scan/page.h"
#include "scan/person_cues.h"
#include "scan/person_report.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

/// Where the words after a cue begin: blanks, one comma or colon, quotes, a line break after marks.
size_t after_cue(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i < text.size() && i - pos < 6 &&
         (is_blank(text[i]) || text[i] == ':' || text[i] == ',' || text[i] == '"' ||
          text[i] == '*' || text[i] == '\''))
    ++i;
  return i;
}

// ---- Introductions
// --------------------------------------------------------------------------------

/// "my name is Jane Doe", "je m'appelle": nothing else can follow.
void match_name_is(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  // "zone name is", "a file named": things have names too.
  const bool weak = lower(text[begin]) == 'n' || lower(text[begin]) == 't';
  size_t at = after_cue(text, end);
  NameSpan name = read_name(text, at);
  const bool titled = title_length(text, at) > 0;
  if (weak && !name.known_given && !titled) return;
  if (name.empty()) {
    // "my name is jane doe": lower case needs a listed name.
    name = read_name(text, at, {.any_case = true, .most_words = 3});
    if (!name.known_given) return;
    // Only as far as words are names.
    size_t stop = name.begin + word_at(text, name.begin).size();
    const size_t next = stop + 1;
    const std::string_view second =
        next < text.size() && text[stop] == ' ' ? word_at(text, next) : std::string_view();
    if (!second.empty() && (is_family_name(second) || is_given_name(second))) {
      stop = next + second.size();
      name.words = 2;
    } else {
      name.words = 1;
    }
    name.end = stop;
  }
  report_name(page, name, titled, 0.9F, found);
}

/// "this is Jane from", "I'm Jane,": only listed names, or a full name before "from", "here", "at".
void match_i_am(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (end >= text.size() || text[end] != ' ') return;
  const size_t at = end + 1;
  if (!upper_at(text, at) && !caseless_at(text, at)) return;
  const NameSpan name = read_name(text, at);
  if (name.empty()) return;
  if (title_length(text, at) == 0 && !name.known) {
    const std::string_view tail = line_after(text, name.end, 12);
    if (!begins_with(tail, " from ") && !begins_with(tail, " here") &&
        !begins_with(tail, " speaking") && !begins_with(tail, " calling"))
      return;
  }
  (void)begin;
  report_name(page, name, title_length(text, at) > 0, name.known ? 0.82F : 0.65F, found);
}

// ---- Titles, verbs
// ---------------------------------------------------------------------------

/// Behind titles there and in books, nobody's name.
constexpr char kFamous[] =
    "strange|robot|bean|who|watson|jekyll|hyde|house|evil|dre|seuss|freud|darwin|einstein|newton|"
    "president|speaker|chairman|spock|potato|right|big|darcy|holmes|hudson|dolittle|frankenstein|"
    "oz|claus|pepper|t|x|no|god|jesus|christ|mary|king|queen|luther|shakespeare|gates|clean|softee|"
    "miss|wrong|bond|moneypenny";

/// "mr. freeman", "dr. chad farmer": title and dot in lower case, then a word that may be a name,
/// and one more if it is a listed family name behind a given one.
void match_lower_title(const Page& page, size_t begin, Found& found) {
  const std::string_view text = page.text;
  const size_t title = title_length(text, begin);
  const NameSpan name = read_name(text, begin, {.any_case = true, .most_words = 1});
  if (title == 0 || name.empty() || name.begin == begin || upper_at(text, name.begin)) return;
  const std::string_view first = text.substr(name.begin, name.end - name.begin);
  static const WordSet kNoNames(
      "and|or|the|a|an|is|was|in|on|at|of|to|for|with|if|it|as|by|from|mr|mrs|ms|dr|prof|said|"
      "says");
  if (first.size() < 3 || kNoNames.has(first) || set_of<kFamous>().has(first)) return;
  NameSpan whole = name;
  if (page.at(name.end) == ' ' && is_given_name(first)) {
    const std::string_view family = word_at(text, name.end + 1);
    if (family.size() >= 4 && is_family_name(family)) {
      whole.end = name.end + 1 + family.size();
      whole.words = 2;
    }
  }
  report_name(page, whole, true, name.known ? 0.78F : 0.66F, found);
}

/// "Mr Smith", "Frau Dr. Huber": title, then a name.
void match_title(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  const size_t title = title_length(text, begin);
  const bool is_before_capital = title > 0 && upper_at(text, begin + title);
  if (!upper_at(text, begin) && !is_before_capital) return match_lower_title(page, begin, found);
  // Long prose full of "Mr. X" is a novel; a letter or a record is short or has fields. A name
  // reaches less far than kLongestName behind its title.
  constexpr size_t kLongestName = 256;
  const bool novel = text.size() > 6000 && !page.cue_before(kFormCues, begin, 160);
  if (novel && !page.cue_after(kFormCues, begin, kLongestName + 160)) return;
  if (!is_before_capital) return;
  // "MS Shell Dlg"
  if (text.substr(begin, 3) == "MS ") return;
  // "Don't Miss Out": a verb
  static const Endings kBeforeVerb("don't|don\u2019t|never|to|can't|won't|not|will|you'll");
  if (reads(text.substr(begin, 5), "miss ") && kBeforeVerb.match(said_before(text, begin, 12)))
    return;
  const NameSpan name = read_name(text, begin + title, {.most_words = 4});
  if (name.empty()) return;
  if (alone(name) && set_of<kFamous>().has(text.substr(name.begin, name.end - name.begin))) return;
  if (name.has_initial && name.words == 0) return;
  if (novel && !page.cue_after(kFormCues, name.end, 160)) return;
  report_name(page, name, true, name.known ? 0.78F : 0.66F, found);
}

void match_verb(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  if (at < text.size() && text[at] == ':') ++at;
  if (at >= text.size() || text[at] != ' ') return;
  ++at;
  if (!upper_at(text, at)) return;
  const size_t title = title_length(text, at);
  const NameSpan name = read_name(text, at, {.most_words = 4});
  if (name.empty() || (!name.known_given && title == 0)) return;
  report_name(page, name, title > 0, 0.7F, found);
  for (const std::string_view joint : {" and ", " & ", ", "}) {
    if (text.compare(name.end, joint.size(), joint) != 0) continue;
    const NameSpan other = read_name(text, name.end + joint.size(), {.most_words = 3});
    if (!other.empty() && other.known_given) report_name(page, other, false, 0.65F, found);
    break;
  }
}

// ---- Birth names, nicknames
// -----------------------------------------------------------------------

void match_maiden(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const Connector link = skip_connector(text, end);
  size_t at = link.strength == Announce::kNone ? end : link.value_begin;
  const bool short_cue = end - begin <= 6;  // n\u00E9e, geb.
  if (short_cue) {
    at = end;
    if (at < text.size() && text[at] == '.') ++at;
    if (at >= text.size() || text[at] != ' ') return;
    ++at;
    if (!upper_at(text, at)) return;
    // A name or a bracket stands before it: "Jane Smith (n\u00E9e Miller)", "Anna Huber, geb.
    // Maier".
    size_t i = begin;
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '(' || text[i - 1] == ',')) --i;
    const std::string_view before = word_before(text, i);
    const bool opens = before.empty() && !is_alpha(text[begin + 1]);  // "n\u00E9e" alone
    if (!opens && (before.empty() || !upper_at(before, 0))) return;
  }
  if (lower(text[begin]) == 'f') {  // "formerly known as": a person's name stands before it
    size_t i = begin;
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '(' || text[i - 1] == ',')) --i;
    const std::string_view before = word_before(text, i);
    if (!is_given_name(before) && !is_family_name(before)) return;
  }
  while (at < text.size() && (text[at] == '"' || text[at] == ' ')) ++at;
  const bool marked = link.strength == Announce::kMark;
  const NameSpan name = read_name(text, at, {.any_case = marked && !short_cue, .most_words = 3});
  if (name.empty() || (!upper_at(text, at) && !caseless_at(text, at) && !marked)) return;
  found.add(kPersonInfos[kMaidenName], name.begin, name.end, short_cue ? 0.85F : 0.92F);
}

void match_nickname(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const Connector link = skip_connector(text, end);
  size_t at = link.strength == Announce::kNone ? end : link.value_begin;
  while (at < text.size() && at - end < 8 &&
         (text[at] == ' ' || text[at] == ':' || text[at] == ','))
    ++at;
  size_t quote = 0;
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
  if (text.compare(at, 3, "\xE2\x80\x9C") == 0 || text.compare(at, 3, "\xE2\x80\x98") == 0) at += 3;
  const bool quoted =
      at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'' || (text[at - 1] & 0x80) != 0);
  if (at >= text.size()) return;
  if (text.compare(at, 4, "the ") == 0 || page.at(end) == '.') return;
  if (begin > 0 && (text[begin - 1] == '_' || is_alnum(text[begin - 1]))) return;  // Cmnd_Alias
  if (page.region(begin) == Region::kCode) return;  // getattr(alias, 'ctx')
  // "known as Paris": places and things are known as something too; a person must be near.
  const FoldedText cue(text.substr(begin, end - begin));
  const bool strong = cue.holds("call") || cue.holds("nick") || cue.holds("goes by") ||
                      cue.holds("pet") || cue.holds("spitzname") || cue.holds("apodo") ||
                      cue.holds("surnom") || cue.holds("street name");
  if (!strong) {
    const std::string_view before = line_before(text, begin, 60);
    static const WordSet kPersons(
        "he|she|i|my|his|her|mr|mrs|ms|suspect|friend|brother|sister|son|daughter|man|woman|boy|"
        "girl|user|who|you|guy");
    bool person = false;
    size_t i = 0;
    while (i < before.size()) {
      const std::string_view word = word_at(before, i);
      if (!word.empty() && (kPersons.has(word) || is_given_name(word))) person = true;
      i += word.empty() ? 1 : word.size();
    }
    if (!person) return;
  }
  if (quoted) {
    const size_t close = text.substr(at, 32).find_first_of("\"'\xE2\n");
    if (close != std::string_view::npos && close >= 2 && text[at + close] != '\n') {
      const size_t stop = at + close - (text[at + close - 1] == ',' ? 1 : 0);
      found.add(kPersonInfos[kNickname], at, stop, 0.85F);
      return;
    }
  }
  if (!upper_at(text, at)) {
    // "nickname: sparky"; "call me sparky" only in a label
    if (link.strength != Announce::kMark) return;
    const std::string_view word = word_at(text, at);
    if (word.size() < 2 || word.size() > 20) return;
    const char after = page.at(at + word.size());
    if (after == '\n' || after == '\0' || after == ',' || after == '"' || after == '|')
      found.add(kPersonInfos[kNickname], at, at + word.size(), 0.75F);
    return;
  }
  size_t stop = at;
  size_t words = 0;
  for (; words < 3; ++words) {
    const size_t next = words == 0 ? at : stop + 1;
    if (words > 0 && (stop >= text.size() || text[stop] != ' ')) break;
    const std::string_view word = word_at(text, next);
    if (word.empty() || !upper_at(text, next) || word == "I" || word == "Please" || word == "The")
      break;
    stop = next + word.size();
  }
  (void)quote;
  if (words == 0) return;
  found.add(kPersonInfos[kNickname], at, stop, strong ? 0.8F : 0.68F);
}

constexpr AnchorRule kAnchors[] = {
    {kNameIsCues, match_name_is}, {kIAmCues, match_i_am},      {kTitles, match_title},
    {kVerbs, match_verb},         {kMaidenCues, match_maiden}, {kNicknameCues, match_nickname},
};

}  // namespace

RuleTable person_rules() { return {.anchors = kAnchors, .infos = kPersonInfos}; }

}  // namespace lauter::scan
