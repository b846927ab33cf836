/// Words as the measures of lexical richness count them: those of the Python package
/// lexicalrichness, on which published values rest.
///
///   Well-known since 1998: it's "new".   ->   wellknown since it s new
///
/// Lower case; digits, hyphens, en and em dashes leave without a trace; every other ASCII
/// punctuation mark parts words, as white space does. Marks beyond ASCII (curly quotes) stay part
/// of their word, as there. Differs from Python only for the few letters whose lower case is two.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lauter {

/// Replaces `hashes` by the words' 64-bit hashes, in order: equal words, equal hashes. Texts are
/// valid UTF-8. Linear; allocates only to grow `hashes`.
void lexical_words(std::string_view text, std::vector<uint64_t>& hashes);

}  // namespace lauter
