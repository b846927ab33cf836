#include "refine/eponyms.h"

#include "scan/word_set.h"

namespace lauter::internal {
namespace {

constexpr char kThingsOfPeople[] =
    "algorithm|anaemia|anemia|area|axiom|chart|chain|chains|clock|code|coefficient|comet|"
    "conjecture|constant|criterion|curve|cycle|diagram|disease|distance|distribution|effect|"
    "equation|equations|field|filter|formula|function|fund|graph|index|inequality|integral|"
    "kernel|law|laws|lemma|manoeuvre|matrix|method|model|number|numbers|paradox|polynomial|"
    "postulate|principle|prize|problem|process|proof|reaction|razor|rule|scale|sequence|series|"
    "space|sum|syndrome|telescope|test|theorem|theory|thesis|transform|triangle|tumour|tumor";

}  // namespace

bool is_eponym(std::string_view text, size_t end) {
  for (const std::string_view owner : {"'s", "\u2019s", "'", "\u2019"}) {
    if (!text.substr(end).starts_with(owner)) continue;
    end += owner.size();
    break;
  }
  if (end >= text.size() || text[end] != ' ') return false;
  return scan::set_of<kThingsOfPeople>().has(scan::word_at(text, end + 1));
}

}  // namespace lauter::internal
