#include "refine/world_names.h"

#include "scan/place_text.h"
#include "scan/word_set.h"

namespace lauter::internal {
namespace {

#define X(list, names) constexpr char list[] = names;
#include "refine/data/world_names.inc"
#undef X

/// Names that are words, months, places or things as well.
constexpr char kCommonWords[] =
    "will|mark|rose|april|may|june|august|grace|hope|faith|joy|bill|rob|art|frank|jack|pat|sue|"
    "dale|"
    "glen|heath|ivy|jade|lily|olive|pearl|ruby|violet|daisy|summer|autumn|dawn|eve|rich|dick|drew|"
    "grant|lance|miles|norm|ray|rusty|sandy|chase|chance|destiny|trinity|angel|christian|dean|earl|"
    "duke|king|max|penny|basil|ginger|sage|paris|florence|sydney|austin|dallas|chelsea|israel|"
    "jordan|"
    "china|india|asia|brooklyn|madison|georgia|virginia|carolina|victoria|baker|butcher|cook|"
    "carter|"
    "mason|smith|taylor|fisher|hunter|archer|potter|bishop|pope|prince|knight|young|long|short|"
    "small|"
    "little|brown|black|white|green|gray|grey|rivers|brooks|lake|field|woods|forest|stone|hill|"
    "banks|"
    "bridges|church|temple|house|hall|page|reader|price|cash|savage|wise|moody|love|best|day|"
    "winter|"
    "frost|snow|rain|wolf|fox|crow|finch|bird|lamb|bull|berry|flower|marsh|ford|street|lane|park|"
    "york|london|england|french|german|holland|west|north|south|east|state|states|bank|company|the|"
    "and|van|von|der|den|bin|ibn|mrs|miss|sir|lady|lord|dame|herr|frau|mme|dr|prof|jr|sr|phd|esq|"
    "father|sister|brother|uncle|aunt|grandma|grandpa|coach|manager|master|teacher|director|doctor|"
    "president|engineer|professor|captain|general|major|judge|senator|new|old|great|good|big|great|"
    "saint|san|santa|mount|power|powers|trust|case|cases|law|laws|read|reed|ward|wood|bell|ball|"
    "bush|cross|gold|silver|steel|english|irish|scott|welsh|rice|bean|salmon|pike|bass|wall|walls|"
    "gates|post|marks|noble|swift|sharp|strong|stern|spring|light|low|rush|bond|barber|chambers";

/// Words that companies' names end in, and no person's.
constexpr char kCompanyEnds[] =
    "ltd|ltd.|limited|inc|inc.|incorporated|llc|llp|lp|plc|gmbh|ag|kg|corp|corp.|corporation|"
    "company|co.|group|holdings|"
    "holding|partners|associates|mutual|insurance|assurance|bank|bancorp|capital|ventures|"
    "investments|financial|finance|"
    "securities|advisors|consulting|consultants|solutions|systems|technologies|technology|software|"
    "labs|laboratories|"
    "pharmaceuticals|pharma|biotech|therapeutics|energy|electric|petroleum|oil|gas|utilities|"
    "airlines|airways|railway|"
    "railways|logistics|shipping|motors|industries|manufacturing|foods|brewery|brewing|bakery|"
    "restaurant|grill|cafe|hotel|"
    "hotels|resorts|realty|properties|construction|builders|engineering|enterprises|entertainment|"
    "studios|records|"
    "productions|pictures|media|publishing|publishers|press|news|times|herald|tribune|gazette|post-"
    "gazette|journal|"
    "foundation|trust|institute|association|society|federation|union|council|committee|commission|"
    "ministry|agency|bureau|"
    "university|college|academy|hospital|clinic|museum|orchestra|fc|f.c.|united fc";

}  // namespace

bool ends_like_company(std::string_view value) {
  const size_t blank = value.rfind(' ');
  return blank != value.npos && scan::set_of<kCompanyEnds>().has(value.substr(blank + 1));
}

bool is_common_word(std::string_view word) { return scan::set_of<kCommonWords>().has(word); }

WorldName world_name(std::string_view value) {
  if (value.starts_with("the ") || value.starts_with("The ")) value.remove_prefix(4);
  if (scan::is_country(value) || scan::is_state(value) || scan::set_of<kWorldPlaces>().has(value)) {
    return WorldName::kPlace;
  }
  if (scan::set_of<kWorldOrganizations>().has(value)) return WorldName::kOrganization;
  return scan::set_of<kPeoples>().has(value) || scan::set_of<kCreeds>().has(value)
             ? WorldName::kPeople
             : WorldName::kUnknown;
}

}  // namespace lauter::internal
