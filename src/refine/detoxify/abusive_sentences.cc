#include "refine/detoxify/abusive_sentences.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>

#include "base/check.h"
#include "known/abusive_sentences.h"
#include "refine/detoxify/mentions.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr auto& kGroups = known::kAbusiveSentencesGroups;
constexpr auto& kDespised = known::kAbusiveSentencesDespised;
constexpr auto& kViolence = known::kAbusiveSentencesViolence;

std::string pattern() {
  const std::string groups = kGroups, despised = kDespised, violence = kViolence;
  const std::string rules[] = {
      // threats
      "\\b(?:i|we)(?:'ll| will|'m going to| am going to|'m gonna| am gonna| gonna| wanna|'d love "
      "to|"
      " want to)(?: \\w+){0,4} (?:kill|murder|rape|stab|strangle|shoot|behead|lynch|hang|gas) "
      "(?:you|u|your (?:whole |entire )?(?:family|kids|children|wife|mother|mom))\\b",
      "\\b(?:i|we)(?:'ll| will|'m going to| am going to|'m gonna| am gonna| gonna)(?: \\w+){0,2} "
      "(?:break|"
      "smash|cut|slit|bash|snap|kick|cave|beat|rip) (?:off |out |in )?(?:your|ur) (?:\\w+ "
      ")?(?:legs?|arms?|"
      "neck|face|head|skull|throat|teeth|kneecaps|bones|brains|tongue|heart)\\b",
      "\\b(?:i|we)(?:'ll| will|'m going to| am going to|'m gonna| am gonna| gonna|) (?:find "
      "out|know) where "
      "(?:you|u) live\\b",
      // what takes somebody for nobody
      "\\b(?:die in a (?:fire|hole|ditch)|drop dead)\\b",
      "\\b(?:you|u) (?:\\w+ ){0,2}(?:excuse for a (?:human|man|woman|person)|waste of "
      "(?:space|oxygen|air|skin))\\b",
      // nobody wants you
      "\\b(?:nobody|no one|noone) (?:likes|loves|wants|would miss|will miss|cares about) "
      "(?:you|u)\\b",
      "\\b(?:everybody|everyone) (?:hates|despises) (?:you|u)\\b",
      "\\bdo (?:the world|everyone|everybody|us all|us|humanity) a favou?r and "
      "(?:die|disappear|leave|quit|"
      "jump|never|stop breathing)\\b",
      "\\bworld (?:would|will) be (?:a )?(?:better|happier)(?: place)?(?: off)? without "
      "(?:you|u)\\b",
      // wishes of death
      "\\b(?:kill|hang|neck|shoot) (?:yourself|urself|yourselves)\\b",
      "\\bkys\\b",
      "\\bgo (?:die|drink bleach)\\b",
      "\\boff and die\\b",
      "\\bhope (?:you|u|they|he|she)(?: all| both| just)? (?:die|rot|burn|"
      "gets? (?:cancer|raped|shot|killed|aids|run over|hit by))\\b",
      "\\b(?:rot|burn) in hell\\b",
      // calls to leave
      "\\bgo back to (?:your|ur|their) (?:own )?(?:\\w+ "
      ")?(?:country|countries|homeland|shithole)\\b",
      "\\bgo back (?:to )?where (?:you|u)(?: all)? (?:came|come) from\\b",
      // calls to violence
      "\\b(?:" + groups +
          "|you people|these people|those people|all of (?:you|them))(?:,? \\w+){0,3} "
          "(?:should|must|need to|deserve to)(?: all| just)? be " +
          violence + "\\b",
      "\\b(?:kill|gas|hang|shoot|burn|exterminate|lynch|deport) (?:all |all the )(?:the )?" +
          groups + "\\b",
      // what a group is to be denied or is said to do
      "\\b" + groups +
          "(?:,? \\w+){0,2} (?:should|must)(?: not|n't|n\u2019t| never) (?:be "
          "(?:allowed|permitted)|"
          "have (?:the right|rights)|vote|breed|reproduce|exist|drive|work)\\b",
      "\\b(?:all |most |these |those |the )?" + groups +
          " (?:all )?(?:breed like|control (?:the |all the )?(?:banks|media|"
          "world|money|government|press|hollywood)|are (?:taking over|ruining|destroying|invading|"
          "too (?:emotional|stupid|dumb|lazy|weak|irrational|primitive)))\\b",
      // of a whole group
      "\\b(?:all |most |these |those )?" + groups +
          " (?:are|r)(?: all| just| nothing but| such| a bunch of|,?(?: \\w+){0,2}) " + despised +
          "\\b",
  };
  std::string whole = "(?i)(";
  for (const std::string& rule : rules) {
    if (whole.back() != '(') whole += '|';
    whole += rule;
  }
  return whole + ")";
}

const RE2& abuse() {
  static const RE2 re(pattern());
  LAUTER_CHECK(re.ok(), "a constant pattern");
  return re;
}

/// What is denied, reported or made up.
const RE2& framed() {
  static const RE2 re(known::kAbusiveSentencesFramed);
  LAUTER_CHECK(re.ok(), "a constant pattern");
  return re;
}

/// What only would be; a threat is one all the same: "if I see you, I will break your legs".
const RE2& conditional() {
  static const RE2 re("(?i)\\b(?:if|when)\\b");
  LAUTER_CHECK(re.ok(), "a constant pattern");
  return re;
}

/// Whether what stands around `words` in their sentence takes the abuse out of them.
bool is_framed(std::string_view text, ByteSpan sentence, ByteSpan words) {
  static const RE2 will("(?i)^(?:i|we)(?:'ll| will|'m go| am go|'m gon| am gon| gonna)");
  const bool is_threat = RE2::PartialMatch(words.of(text), will);
  for (const ByteSpan part :
       {ByteSpan{sentence.begin, words.begin}, ByteSpan{words.end, sentence.end}}) {
    if (RE2::PartialMatch(part.of(text), framed())) return true;
    if (!is_threat && RE2::PartialMatch(part.of(text), conditional())) return true;
  }
  return false;
}

bool ends_sentence(char c) { return c == '.' || c == '!' || c == '?'; }

/// The sentence around `words`, with its marks.
ByteSpan sentence_around(std::string_view text, ByteSpan words) {
  ByteSpan sentence = words;
  while (sentence.begin > 0) {
    const char c = text[sentence.begin - 1];
    if (c == '\n' || (ends_sentence(c) && is_ascii_space(text[sentence.begin]))) break;
    --sentence.begin;
  }
  while (sentence.begin < words.begin && is_ascii_space(text[sentence.begin])) ++sentence.begin;
  while (sentence.end < text.size() && text[sentence.end] != '\n') {
    const bool ends = ends_sentence(text[sentence.end]);
    ++sentence.end;
    if (ends && (sentence.end == text.size() || is_ascii_space(text[sentence.end]))) break;
  }
  return sentence;
}

ByteSpan with_blanks(std::string_view text, ByteSpan sentence) {
  const auto is_blank = [&](uint64_t at) { return text[at] == ' ' || text[at] == '\t'; };
  while (sentence.end < text.size() && is_blank(sentence.end)) ++sentence.end;
  const bool at_end = sentence.end == text.size() || text[sentence.end] == '\n';
  while (at_end && sentence.begin > 0 && is_blank(sentence.begin - 1)) --sentence.begin;
  return sentence;
}

}  // namespace

std::vector<AbusiveSentence> find_abusive_sentences(std::string_view text) {
  std::vector<AbusiveSentence> out;
  std::string_view rest = text;
  re2::StringPiece match;
  while (RE2::PartialMatch(rest, abuse(), &match)) {
    const auto begin = static_cast<uint64_t>(match.data() - text.data());
    const ByteSpan words{begin, begin + match.size()};
    const ByteSpan sentence = sentence_around(text, words);
    rest = text.substr(sentence.end);
    if (is_in_quotes(text, begin) || is_framed(text, sentence, words)) continue;
    out.push_back({with_blanks(text, sentence), words});
  }
  return out;
}

}  // namespace lauter
