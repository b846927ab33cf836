#include "refine/listed_insults.h"

#include "scan/word_set.h"

namespace lauter {
namespace {

#define X(list, words) constexpr char list[] = words;
#include "refine/data/listed_insults.inc"
#undef X

}  // namespace

bool is_swearword(std::string_view word) { return scan::set_of<kSwearwords>().has(word); }

bool is_listed_insult(std::string_view word) { return scan::set_of<kListedInsults>().has(word); }

}  // namespace lauter
