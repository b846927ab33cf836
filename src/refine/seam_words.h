/// Lists of English words for seams.cc: what stands before and behind words that are gone.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

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
inline constexpr std::array<std::string_view, 30> kBeforeFirstHalf = {
    "a",     "an",  "the", "is",    "are",  "was",  "were", "am",      "be",   "been",
    "being", "my",  "as",  "so",    "very", "too",  "more", "equally", "your", "his",
    "her",   "its", "our", "their", "of",   "with", "such", "some",    "like", "these"};
/// An article before these has lost its noun.
inline constexpr std::array<std::string_view, 28> kNoNoun = {
    "is",   "are",     "was", "were", "who", "that", "which", "and",   "or", "but",
    "of",   "in",      "on",  "for",  "to",  "with", "from",  "at",    "by", "if",
    "when", "because", "has", "have", "had", "will", "would", "should"};
/// Words for people that, gone, leave an article or adjective without its noun; with their plurals.
inline constexpr auto kInsults = std::to_array<std::string_view>(
    {"asshat",    "asshole", "bastard",  "bimbo",     "bitch",    "bozo",         "clown",
     "cretin",    "cunt",    "dick",     "dickhead",  "dimwit",   "dipshit",      "douche",
     "douchebag", "dumbass", "dunce",    "fool",      "halfwit",  "hoe",          "idiot",
     "imbecile",  "jackass", "jerk",     "loser",     "moron",    "motherfucker", "nitwit",
     "numbskull", "pig",     "prick",    "retard",    "scumbag",  "shithead",     "slut",
     "twat",      "wanker",  "whore",    "simpleton", "coward",   "hater",        "creep",
     "freak",     "pervert", "parasite", "troll",     "punk",     "nigga",        "faggot",
     "fag",       "redneck", "libtard",  "thug",      "dumbfuck", "liar"});
/// These, perhaps with adjectives behind them, call for a noun. ("his" does not: it may stand for
/// him.)
inline constexpr auto kDeterminers = std::to_array<std::string_view>(
    {"a", "an", "the", "this", "that", "these", "those", "such", "some", "any", "every", "another",
     "no", "what", "which", "many", "two"});
inline constexpr auto kReflexives = std::to_array<std::string_view>(
    {"yourself", "yourselves", "himself", "herself", "themselves", "itself"});
/// What may stand between them and the noun.
inline constexpr auto kDegrees = std::to_array<std::string_view>(
    {"complete", "total", "utter", "real",  "absolute", "big",   "huge",    "little",
     "old",      "fat",   "lazy",  "whole", "such",     "right", "true",    "proper",
     "massive",  "bunch", "of",    "lot",   "certain",  "poor",  "perfect", "first"});
/// No noun follows, or one with a phrase of its own.
inline constexpr auto kNoNounNext = std::to_array<std::string_view>(
    {"like",      "as",       "so",     "i",      "you",   "he",      "she",   "they",  "we",
     "it",        "can",      "do",     "does",   "did",   "not",     "just",  "than",  "then",
     "while",     "until",    "here",   "there",  "about", "into",    "up",    "out",   "off",
     "down",      "together", "around", "over",   "now",   "today",   "again", "going", "getting",
     "happening", "lol",      "lmao",   "haha",   "u",     "already", "right", "im",    "tho",
     "though",    "too",      "ever",   "anymore"});
/// Behind a conjunction these begin a clause or predicate of their own, which needs the
/// conjunction.
inline constexpr auto kClauseBegins = std::to_array<std::string_view>(
    {"i",         "you",      "he",      "she",      "it",     "we",     "they",      "nobody",
     "everybody", "everyone", "then",    "that",     "this",   "if",     "people",    "who",
     "there",     "now",      "no",      "please",   "should", "will",   "would",     "can",
     "could",     "must",     "may",     "might",    "have",   "has",    "had",       "do",
     "does",      "did",      "don't",   "doesn't",  "can't",  "won't",  "shouldn't", "need",
     "needs",     "want",     "deserve", "deserves", "never",  "always", "my",        "your",
     "their",     "his",      "her",     "our"});
/// These need something behind them: "the devs are [morons]."
inline constexpr auto kCopulas = std::to_array<std::string_view>(
    {"is",     "are",     "was",    "were",    "am",   "be",     "been",  "being",
     "isn't",  "aren't",  "wasn't", "weren't", "seem", "seems",  "looks", "sounds",
     "became", "becomes", "he's",   "she's",   "it's", "that's", "who's", "what's"});
inline constexpr auto kDegreeAdverbs = std::to_array<std::string_view>(
    {"not",        "so",   "too",    "very",  "really", "just",  "such",
     "all",        "both", "always", "still", "pretty", "quite", "totally",
     "absolutely", "as",   "more",   "also",  "only",   "that",  "how"});
/// Behind a predicate that is gone.
inline constexpr auto kBehindPredicates = std::to_array<std::string_view>(
    {"because", "when", "if", "to", "for", "than", "but", "who", "in", "on", "at", "with", "while",
     "since", "until", "though"});
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
inline constexpr auto kPejoratives = std::to_array<std::string_view>(
    {"worthless", "pathetic", "useless", "stupid",     "dumb",      "fucking",  "damn",
     "ugly",      "filthy",   "dirty",   "disgusting", "miserable", "ignorant", "arrogant",
     "sad",       "sick",     "nasty",   "bloody",     "silly",     "rotten",   "lying"});
/// Before "you [idiot]," where nothing is said of you: "listen here you".
inline constexpr auto kBeforeAddress =
    std::to_array<std::string_view>({"here", "up", "off", "it", "now", "hey", "yo", "oi", "listen",
                                     "again", "bye", "thanks", "no", "yes", "ok", "okay"});
/// "dumb as [hell]": what likens nothing without its adjective.
inline constexpr auto kLikened =
    std::to_array<std::string_view>({"hell", "fuck", "shit", "heck", "rocks", "rock", "brick",
                                     "post", "stump", "bricks", "dirt", "balls", "sin", "mud"});
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
inline constexpr auto kNeedNoun = std::to_array<std::string_view>(
    {"of",    "from",   "for",    "by",    "with",    "about",  "than",   "against",
     "all",   "some",   "any",    "same",  "more",    "most",   "enough", "such",
     "other", "my",     "your",   "ur",    "his",     "her",    "their",  "our",
     "its",   "and",    "do",     "does",  "did",     "doing",  "make",   "makes",
     "made",  "making", "say",    "says",  "said",    "saying", "post",   "posting",
     "weird", "nasty",  "stupid", "crazy", "ancient", "new",    "old",    "whole"});
/// Possessives, and the pronouns for "your [ass]" as object and subject.
struct Possessive {
  std::string_view word, object, subject;
};
inline constexpr Possessive kPossessives[] = {
    {"my", "me", "I"},     {"your", "you", "you"},    {"ur", "u", "u"},    {"his", "him", "he"},
    {"her", "her", "she"}, {"their", "them", "they"}, {"our", "us", "we"}, {"its", "it", "it"}};
/// Verbs that follow a subject.
inline constexpr auto kFiniteVerbs = std::to_array<std::string_view>(
    {"is",    "are",    "was",  "were",   "will",  "would",  "can",    "could",
     "might", "should", "must", "better", "ain't", "has",    "had",    "gonna",
     "needs", "need",   "got",  "can't",  "won't", "didn't", "doesn't"});
inline constexpr auto kThirdPerson = std::to_array<std::string_view>(
    {"deserves", "wants", "thinks", "says",     "said",  "keeps",  "makes",   "goes",
     "gets",     "gives", "takes",  "knows",    "does",  "did",    "went",    "came",
     "comes",    "made",  "took",   "gave",     "told",  "ruined", "started", "decided",
     "tried",    "tries", "cannot", "wouldn't", "isn't", "wasn't"});
/// Copulas of chats, with the pronoun in them: "ur so [dumb]".
inline constexpr auto kShortCopulas = std::to_array<std::string_view>(
    {"ur", "youre", "your", "hes", "shes", "theyre", "im", "thats", "its", "u", "r"});
inline constexpr auto kAdjectives = std::to_array<std::string_view>(
    {"young",  "rich",   "white", "black", "orange", "red",     "senile",  "ugly",
     "mean",   "sad",    "nasty", "dirty", "drunk",  "greedy",  "selfish", "rude",
     "crazy",  "insane", "weak",  "cheap", "loud",   "average", "single",  "local",
     "entire", "same",   "other", "new",   "good",   "bad",     "worse"});
inline constexpr auto kObjects = std::to_array<std::string_view>(
    {"me", "us", "him", "them", "it", "up", "off", "out", "into", "all", "people", "everyone"});
inline constexpr auto kSubjects =
    std::to_array<std::string_view>({"you", "u", "he", "she", "it", "they", "we"});
/// "[fuck] the rules": a verb with its object; not before these.
inline constexpr auto kNoObjects = std::to_array<std::string_view>(
    {"i",    "im",   "i'm",  "he",  "she", "we",   "they", "yeah", "yes",    "yea",  "yep", "no",
     "nah",  "what", "how",  "why", "who", "when", "if",   "up",   "around", "with", "my",  "me",
     "it's", "its",  "this", "is",  "are", "and",  "or",   "but",  "ing",    "in",   "all"});
inline constexpr auto kFuck =
    std::to_array<std::string_view>({"fuck", "fck", "fuk", "f*ck", "f**k", "f***"});
/// Adjectives that the tagger puts, which need a noun behind an article.
inline constexpr auto kPutAdjectives = std::to_array<std::string_view>(
    {"bad", "wrong", "mean", "not good", "naive", "mad", "unintelligent", "not smart"});

}  // namespace lauter::seam_words
