#include "scan/thing_nouns.h"

#include "scan/word_set.h"

namespace lauter::scan {

bool thing_noun(std::string_view word) {
  static const WordSet kThings(
      "accent|accents|airline|airlines|album|alphabet|answer|anthem|approach|architecture|army|"
      "art|band|bank|banks|bar|bars|beer|border|borders|box|brand|brands|bread|breakfast|"
      "bulldog|business|businesses|byte|calendar|capital|car|cars|cathedral|championship|"
      "character|charity|cheese|church|class|classes|click|club|coast|coffee|comedy|"
      "communities|community|companies|company|constitution|consulate|cooking|couple|course|"
      "cricket|cuisine|culture|cup|currency|design|dictionary|digit|diner|dish|dishes|doctrine|"
      "dollar|dollars|drama|dub|eatery|economy|edge|edges|edition|editions|election|elections|"
      "embassy|empire|estimate|estimates|exports|fashion|festival|file|film|films|firm|firms|"
      "flag|food|football|forces|franc|friday|furniture|gas|government|graffiti|grammar|grand|"
      "history|hole|holiday|horse|hospital|house|households|imports|industry|investment|"
      "investments|joint|keyboard|kitchen|language|law|laws|league|lesson|lessons|letter|"
      "letters|line|lines|literature|locale|market|markets|marriage|mastiff|meal|meals|media|"
      "method|military|minister|mode|model|movement|movie|muffin|multinational|music|navy|"
      "newspaper|node|noise|novel|novels|oil|open|opera|orchestra|page|painting|paintings|"
      "paper|parliament|parties|party|passport|peso|philosophy|phrase|phrases|place|places|"
      "player|poetry|police|policies|policy|politics|pound|president|press|pride|quote|quoted|"
      "quotes|radio|recipe|recipes|restaurant|revolution|rice|rights|roulette|rugby|salad|"
      "sauce|school|schools|script|scripture|sea|series|setter|shepherd|show|sign-on|soil|song|"
      "songs|space|spaces|speakers|spelling|spot|steel|studies|subtitles|swan|syntax|takeaway|"
      "tea|team|television|temple|terrier|territory|text|texts|theology|theory|thread|threaded|"
      "toast|translation|troops|tv|university|user|value|values|version|votes|war|waters|wine|"
      "word|words|yoghurt|yogurt");
  return kThings.has(word);
}

bool said_of_thing(std::string_view text, size_t end) {
  static const WordSet kEnds(
      "and|or|but|who|whose|that|which|is|was|are|were|has|had|have|in|on|at|of|to|with|from|for|"
      "by|as|man|woman|men|women|boy|girl|guy|lady|people|person|friend|citizen|citizens|national|"
      "nationals|husband|wife|parents|family|father|mother|user|couple|households|speakers");
  static const WordSet kPeople(
      "actor|actress|agent|artist|chef|coach|critic|dealer|designer|director|driver|editor|"
      "engineer|"
      "fan|guard|lawyer|lover|maker|manager|minister|model|musician|officer|official|owner|painter|"
      "player|players|president|producer|singer|soldier|star|student|students|teacher|trader|"
      "veteran|worker|workers|writer");
  bool is_thing = false;
  for (int n = 0; n < 4; ++n) {
    const bool is_joined = end < text.size() && (text[end] == ' ' || text[end] == '-');
    const std::string_view word = is_joined ? word_at(text, end + 1) : std::string_view();
    if (kPeople.has(word)) return false;
    if (word.empty() || kEnds.has(word)) break;
    is_thing |= thing_noun(word);
    end += 1 + word.size();
  }
  return is_thing;
}

}  // namespace lauter::scan
