#include "refine/detoxify/listed_insults.h"

#include "known/listed_insults.h"
#include "scan/index/word_set.h"

namespace lauter {
namespace {

constexpr auto& kListedInsults = known::kListedInsults;
constexpr auto& kSwearwords = known::kSwearwords;

}  // namespace

bool is_swearword(std::string_view word) { return scan::set_of<kSwearwords>().has(word); }

bool is_listed_insult(std::string_view word) { return scan::set_of<kListedInsults>().has(word); }

}  // namespace lauter
