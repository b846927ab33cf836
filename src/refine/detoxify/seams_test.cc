#include "refine/detoxify/seams.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace lauter {
namespace {

/// `marked` holds edits as [old] (delete) or [old|new].
struct MarkedEdits {
  explicit MarkedEdits(std::string_view marked) {
    for (size_t i = 0; i < marked.size(); ++i) {
      if (marked[i] != '{') {
        text += marked[i];
        continue;
      }
      const size_t close = marked.find('}', i);
      const std::string_view body = marked.substr(i + 1, close - i - 1);
      const size_t bar = body.find('|');
      Edit edit;
      edit.span = {text.size(), text.size() + std::min(bar, body.size())};
      if (bar != std::string_view::npos) edit.with = body.substr(bar + 1);
      edit.cause = {"detoxify", "span", "TOXIC", 0.9F};
      edits.push_back(edit);
      text += body.substr(0, bar);
      i = close;
    }
  }
  std::string text;
  std::vector<Edit> edits;
};

std::string mended(std::string_view marked) {
  const MarkedEdits m(marked);
  EditProgram program;
  program.edits = repair_seams(m.text, m.edits);
  const auto out = apply_program(program, m.text);
  return out.ok() ? *out : "invalid: " + out.error().message;
}

TEST(Seams, LeavesGrammaticalText) {
  const struct {
    const char* marked;
    const char* want;
  } rows[] = {
      // a predicate that is gone
      {"The devs are {morons}.", "The devs are bad."},
      {"the devs are {morons}", "the devs are bad"},
      {"You're so {dumb}, go", "You're bad, go"},
      {"They are {scum} and should go.", "They are bad and should go."},
      {"They are {stupid} and wrong.", "They are wrong."},
      {"She is too {dumb} to drive.", "She is too bad to drive."},
      {"What is {damn} good", "What is good"},
      {"The movie {sucks ass} but the score is great.", "The movie is bad but the score is great."},
      {"They {suck}!", "They are bad!"},
      {"They {suck} each other off", "They each other off"},
      {"ur so {dumb} u cant spell", "ur so bad u cant spell"},
      {"he is a {pig} and she is a fool", "he is a person and she is a fool"},
      {"{wtf} is this", "what is this"},
      // a noun that is gone
      {"My ex is a cheating {whore} and I left", "My ex is a cheating person and I left"},
      {"What kind of {moron} designs a form", "What kind of person designs a form"},
      {"a complete and utter {fool}, really", "a bad person, really"},
      {"You absolute {moron}, did you read it?", "Did you read it?"},
      {"I am done, you worthless {piece of shit}. Also, no", "I am done. Also, no"},
      {"Listen here you little {shit}, one more", "Listen here, one more"},
      {"the end was {dumb} as hell.", "the end was bad."},
      {"That movie {sucked} balls.", "That movie was bad."},
      {"He is {a lying sack} of {crap} who should go", "He is bad who should go"},
      {"Lol what a {clown}. So", "Lol. So"},
      {"She is hot but {dumb} as a brick.", "She is hot."},
      {"That is some {bullshit} right there", "That is some stuff right there"},
      {"Some {asshole} keyed my car", "Some person keyed my car"},
      {"The {crap} they sell breaks", "The stuff they sell breaks"},
      {"{Fuck|Mess} off now", "Now"},
      {"tell them to {fuck|mess} off !", "tell them to leave !"},
      {"He is a complete and {utter fool}, and old.", "He is a bad person, and old."},
      {"that {bitch} deserves it", "that person deserves it"},
      {"She follows weird {shit}!", "She follows weird stuff!"},
      {"They don't know {shit}.", "They don't know anything."},
      {"It is taking orders from {fools}.", "It is taking orders from people."},
      {"paranoid little {bitches}.", "paranoid little people."},
      {"Oh {shit} you did", "Oh you did"},
      {"until then, that {shit} goes on", "until then, that goes on"},
      {"such a {shit} team", "such a team"},
      {"sorry {morons}, go on", "sorry, go on"},
      {"are the {clowns|bad}?", "are the bad people?"},
      // verbs and their owners
      {"{Fuck} the new rules.", "Forget the new rules."},
      {"{Fuck} you for that", "For that"},
      {"it is kicking my {ass}", "it is kicking me"},
      {"Her {ass} might go", "She might go"},
      {"why in the {fuck} do we", "why do we"},
      {"are you {a troll} or just {dumb}?", "are you bad?"},
      {"he is equally as {dumb} and determined", "he is equally as determined"},
      // measures, expletives, addresses
      {"what a piece of {shit} update", "what an update"},
      {"Go away, you {worthless} piece of {garbage}. Now.", "Go away. Now."},
      {"I hate you {fool}.", "I hate you."},
      {"What the {hell} is it?", "What is it?"},
      {"{Shut} the {hell} up, Ann. Next.", "Ann. Next."},
      {"{Piss} off, Ann", "Ann"},
      // blanks
      {"Read the {damn} page.", "Read the page."},
      {"Read the page {fool}.", "Read the page."},
      {"read the page {fool} .", "read the page ."},
      {"Read the page {fool}", "Read the page"},
      {"{fool} read the page", "read the page"},
      {"one {fool}\ntwo", "one\ntwo"},
      {"one\n{fool} two", "one\ntwo"},
      {"one\n{fool}\ntwo", "one\ntwo"},
      {"one\ttwo {fool}\tthree", "one\ttwo three"},
      {"(the {damn}) page", "(the) page"},
      {"({damn} page)", "(page)"},
      // marks
      {"Read the page, {fool}.", "Read the page."},
      {"Listen, {fool}, read it.", "Listen, read it."},
      {"{Idiot}! Read the page.", "Read the page."},
      {"Wrong. {Idiot}! Read it.", "Wrong. Read it."},
      {"Wrong! {You fool}.", "Wrong!"},
      {"He said: {fool}, read it", "He said: read it"},
      {"Note: {fool}\nread it", "Note:\nread it"},
      {"un-{damn}-likely", "un-likely"},
      // pairs
      {"The page ({damn}) is long.", "The page is long."},
      {"The \u201c{damn}\u201d page", "The page"},
      // conjunctions, intensifiers
      {"He is rude and {stupid}.", "He is rude."},
      {"He is {stupid} and rude.", "He is rude."},
      {"He is rude, and {stupid}!", "He is rude!"},
      {"I hate this {crap} and I leave.", "I hate this and I leave."},
      {"It is so {stupid}.", "It is bad."},
      {"dogs and {stupid} or cats", "dogs or cats"},
      {"{stupid} and {ugly} page", "page"},
      {"a {stupid}, {ugly} page", "a page"},
      {"They were {stupid} and you know it.", "They were bad and you know it."},
      // articles
      {"You are a {stupid} animal.", "You are an animal."},
      {"You are an {ugly} bird.", "You are a bird."},
      {"You are an {idiot|person}.", "You are a person."},
      {"You are a {moron|unwise person}.", "You are an unwise person."},
      {"YOU ARE A {MORON|unwise person}", "YOU ARE AN UNWISE PERSON"},
      {"an {ugly} university", "a university"},
      {"a {stupid} unintelligent remark", "an unintelligent remark"},
      {"a {stupid} hour", "an hour"},
      {"He is a {moron} and a liar.", "He is a liar."},
      {"You are a {moron}.", "You are a person."},
      {"YOU ARE A {MORON}.", "YOU ARE A PERSON."},
      {"You are a complete {moron}, but I am not.", "You are a bad person, but I am not."},
      {"what an {idiot} is he", "what a person is he"},
      {"to deal with these {idiots} .", "to deal with these people ."},
      {"these {bitches} then", "these people then"},
      {"an {idiot} neighbour", "a neighbour"},
      {"watch her {bitch}", "watch her person"},
      {"read the page {fool} .", "read the page ."},
      {"go {kill} yourself now", "go now"},
      {"the {moron|a person}", "the person"},
      // capitals
      {"{Stupid} people wrote it.", "People wrote it."},
      {"Well. {Stupid} people wrote it.", "Well. People wrote it."},
      {"{stupid} people wrote it.", "people wrote it."},
      {"{Morons|people} wrote it.", "People wrote it."},
      {"These {MORONS|people} wrote it.", "These PEOPLE wrote it."},
      {"{Bl\u00f6de} \u00e4pfel", "\u00c4pfel"},
      // replacements
      {"you {troll|you} wrote it", "you wrote it"},
      {"{stupid} {troll|person} wrote it", "person wrote it"},
      {"{Idiot}.", ""},
      {"", ""},
      {"nothing here", "nothing here"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(mended(row.marked), row.want) << row.marked;
  }
}

TEST(Seams, ProgramsStayMinimal) {
  const MarkedEdits m("You are a {stupid} animal, {fool}.");
  const std::vector<Edit> edits = repair_seams(m.text, m.edits);
  ASSERT_EQ(edits.size(), 3U);
  EXPECT_EQ(edits[0].span, (ByteSpan{9, 9}));
  EXPECT_EQ(edits[0].with, "n");
  EXPECT_EQ(edits[0].cause.rule, "seam.article");
  EXPECT_EQ(edits[1].span, (ByteSpan{10, 17}));
  EXPECT_EQ(m.text.substr(edits[2].span.begin, edits[2].span.size()), ", fool");
}

/// Any edits of any text: the result is a valid program that touches nothing but marks, blanks,
/// function words and case outside the given edits, and leaves no doubled blank at an edit.
TEST(Seams, AnyEditsStayValid) {
  const char* const pieces[] = {"a", "an",   "and",   " ",   " ",      " ",     ",", ".",
                                "!", "\n",   "\"",    "(",   ")",      "-",     ":", "so",
                                "I", "unit", "Apple", "x y", "\u00e9", "\u201c"};
  std::mt19937 random(11);
  for (int trial = 0; trial < 20000; ++trial) {
    std::string text;
    std::vector<Edit> edits;
    for (size_t n = random() % 14; n > 0; --n) {
      const uint64_t begin = text.size();
      text += pieces[random() % std::size(pieces)];
      if (random() % 4 != 0) continue;
      Edit edit;
      edit.span = {begin, text.size()};
      if (random() % 3 == 0) edit.with = "idea";
      edits.push_back(edit);
    }
    EditProgram program;
    program.edits = repair_seams(text, edits);
    const auto valid = validate(program, text);
    ASSERT_TRUE(valid.ok()) << text << ": " << valid.error().message;
    // Every given edit lies inside one of the result.
    for (const Edit& edit : edits) {
      bool covered = false;
      for (const Edit& grown : program.edits) {
        covered |= grown.span.begin <= edit.span.begin && edit.span.end <= grown.span.end;
      }
      ASSERT_TRUE(covered) << text;
    }
  }
}

}  // namespace
}  // namespace lauter
