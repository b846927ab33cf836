/// Lists of English words for seams.cc: what stands before and behind words that are gone.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "known/seam_words.h"
#include "text/ascii.h"

namespace lauter::seam_words {

template <size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
/// Part of a word: letters beyond ASCII too.
inline bool is_wordlike(char c) {
  return is_ascii_alnum(c) || !is_ascii(c) || c == '\'' || c == '&';
}

inline bool ends_sentence(char c) { return c == '.' || c == '!' || c == '?'; }
inline bool parts_clauses(char c) { return c == ',' || c == ';' || c == ':'; }
inline bool opens(char c) { return c == '(' || c == '[' || c == '{'; }
inline bool closes(char c) {
  return ends_sentence(c) || parts_clauses(c) || c == ')' || c == ']' || c == '}';
}

inline constexpr std::array<std::string_view, 4> kConjunctions = {"and", "or", "nor", "&"};
inline constexpr std::array<std::string_view, 10> kIntensifiers = {
    "very", "so", "such", "really", "totally", "absolutely", "utterly", "pretty", "damn", "quite"};
/// After these a conjunction has lost its first half: "are [stupid] and wrong".
inline constexpr auto kBeforeFirstHalf = std::to_array(known::kSeamWordsBeforeFirstHalf);
/// An article before these has lost its noun.
inline constexpr auto kNoNoun = std::to_array(known::kSeamWordsNoNoun);
/// Words for people that, gone, leave an article or adjective without its noun; with their plurals.
inline constexpr auto kInsults = std::to_array(known::kSeamWordsInsults);
/// These, perhaps with adjectives behind them, call for a noun. ("his" does not: it may stand for
/// him.)
inline constexpr auto kDeterminers = std::to_array(known::kSeamWordsDeterminers);
inline constexpr auto kReflexives = std::to_array<std::string_view>(
    {"yourself", "yourselves", "himself", "herself", "themselves", "itself"});
/// What may stand between them and the noun.
inline constexpr auto kDegrees = std::to_array(known::kSeamWordsDegrees);
/// No noun follows, or one with a phrase of its own.
inline constexpr auto kNoNounNext = std::to_array(known::kSeamWordsNoNounNext);
/// Behind a conjunction these begin a clause or predicate of their own, which needs the
/// conjunction.
inline constexpr auto kClauseBegins = std::to_array(known::kSeamWordsClauseBegins);
/// These need something behind them: "the devs are [morons]."
inline constexpr auto kCopulas = std::to_array(known::kSeamWordsCopulas);
inline constexpr auto kDegreeAdverbs = std::to_array(known::kSeamWordsDegreeAdverbs);
/// Behind a predicate that is gone.
inline constexpr auto kBehindPredicates = std::to_array(known::kSeamWordsBehindPredicates);
/// Verbs of abuse that take "up" or "off" with them.
inline constexpr auto kPhrasalVerbs =
    std::to_array<std::string_view>({"shut", "piss", "fuck", "screw", "sod", "bugger", "eff"});
/// "a piece of [garbage]": measures of what is gone.
inline constexpr auto kMeasures = std::to_array<std::string_view>(
    {"piece", "pieces", "pile", "load", "loads", "sack", "bag", "pack", "heap", "crock", "lump"});
/// "what the [hell] is".
inline constexpr auto kExpletives = std::to_array<std::string_view>(
    {"hell", "fuck", "heck", "fck", "fuk", "f*ck", "f**k", "f***", "h*ll"});
/// Between "you" and an insult: "you worthless little [shit],".
inline constexpr auto kPejoratives = std::to_array(known::kSeamWordsPejoratives);
/// Before "you [idiot]," where nothing is said of you: "listen here you".
inline constexpr auto kBeforeAddress = std::to_array(known::kSeamWordsBeforeAddress);
/// "dumb as [hell]": what likens nothing without its adjective.
inline constexpr auto kLikened = std::to_array(known::kSeamWordsLikened);
/// Degrees of an insult: "a complete and utter [moron]".
inline constexpr auto kUtter =
    std::to_array<std::string_view>({"complete", "utter", "total", "absolute", "real", "huge",
                                     "massive", "big", "right", "proper"});
/// "sucked [balls]".
inline constexpr auto kSucked =
    std::to_array<std::string_view>({"balls", "ass", "dick", "cock", "eggs", "arse"});
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kPairs = {{
    {"\"", "\""},
    {"'", "'"},
    {"(", ")"},
    {"[", "]"},
    {"{", "}"},
    {"*", "*"},
    {"\u201c", "\u201d"},
    {"\u2018", "\u2019"},
    {"\u00ab", "\u00bb"},
}};
/// Nouns for things that, gone, leave an adjective or verb without its noun.
inline constexpr auto kThings = std::to_array<std::string_view>(
    {"shit", "crap", "bullshit", "shite", "sh1t", "sh*t", "s***", "bs"});
inline constexpr auto kNegations = std::to_array<std::string_view>(
    {"not", "never", "dont", "dnt", "doesnt", "didnt", "cant", "wont", "aint", "nobody"});
inline constexpr auto kAddresses =
    std::to_array<std::string_view>({"you", "u", "ya", "yo", "y'all"});
/// These need a noun behind them; behind an adjective it may be missed, but is not put.
inline constexpr auto kNeedNoun = std::to_array(known::kSeamWordsNeedNoun);
/// Possessives, and the pronouns for "your [ass]" as object and subject.
struct Possessive {
  std::string_view word, object, subject;
};
inline constexpr Possessive kPossessives[] = {
    {"my", "me", "I"},     {"your", "you", "you"},    {"ur", "u", "u"},    {"his", "him", "he"},
    {"her", "her", "she"}, {"their", "them", "they"}, {"our", "us", "we"}, {"its", "it", "it"}};
/// Verbs that follow a subject.
inline constexpr auto kFiniteVerbs = std::to_array(known::kSeamWordsFiniteVerbs);
inline constexpr auto kThirdPerson = std::to_array(known::kSeamWordsThirdPerson);
/// Copulas of chats, with the pronoun in them: "ur so [dumb]".
inline constexpr auto kShortCopulas = std::to_array<std::string_view>(
    {"ur", "youre", "your", "hes", "shes", "theyre", "im", "thats", "its", "u", "r"});
inline constexpr auto kAdjectives = std::to_array(known::kSeamWordsAdjectives);
inline constexpr auto kObjects = std::to_array<std::string_view>(
    {"me", "us", "him", "them", "it", "up", "off", "out", "into", "all", "people", "everyone"});
inline constexpr auto kSubjects =
    std::to_array<std::string_view>({"you", "u", "he", "she", "it", "they", "we"});
/// "[fuck] the rules": a verb with its object; not before these.
inline constexpr auto kNoObjects = std::to_array(known::kSeamWordsNoObjects);
inline constexpr auto kFuck =
    std::to_array<std::string_view>({"fuck", "fck", "fuk", "f*ck", "f**k", "f***"});
/// Adjectives that the tagger puts, which need a noun behind an article.
inline constexpr auto kPutAdjectives = std::to_array<std::string_view>(
    {"bad", "wrong", "mean", "not good", "naive", "mad", "unintelligent", "not smart"});

}  // namespace lauter::seam_words
