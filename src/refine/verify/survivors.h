/// Values that were replaced at one place and stand at another still. Internal to `refine`.
#pragma once

#include <string_view>
#include <vector>

#include "edit/edit.h"

namespace lauter::internal {

struct Survivor {
  ByteSpan span;  ///< of the refined text
  size_t edit;    ///< index of the edit that was to remove the value
};

/// Whether a replaced value must be gone from the whole document, and not only from its place.
/// Exempt are denied values, of which the recipe says where they must go, and, because their text
/// also occurs without meaning the person:
///   - values of fewer than 6 letters and digits;
///   - demographics, dates and places smaller than a street address (age, gender, city, birth
///   date),
///     work, health and body words, amounts: everything that is a word or a quantity, not an
///     identifier;
///   - letters without any digit, unless they are a mail address, a link, a street or a name of
///   more
///     than one word: "mark", "sunshine", "opt-in", "e.g." are words wherever they were found;
///   - lower-case words with one digit behind them: "python3", "register1";
///   - numbers of fewer than 7 digits (pins, codes, years).
bool must_vanish(const Edit& edit, std::string_view was);

/// Where replaced values of `program` are left in `refined`: as they were, ignoring ASCII case and
/// the amount of white space, or (7 digits and more, at most a few letters) digit for digit with
/// other separators. Whole words only, unless they are long. One word with fewer than 7 digits
/// ("jdoe85", but "x86_64" too) is meant by whole tokens alone, not by parts of longer names
/// ("linux-x86_64"), so that one wrong find does not spread. At most `limit`; time linear in text
/// and program.
std::vector<Survivor> find_survivors(const EditProgram& program, std::string_view original,
                                     std::string_view refined, size_t limit);

}  // namespace lauter::internal
