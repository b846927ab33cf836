/// Closed vocabularies: lists of words of one kind, and finding the list that knows a word.
///
/// Different listed words of one category have different stand-ins: each word stands for others in
/// one list alone, and there a keyed ring says which follows which.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "surrogate/maker.h"

namespace lauter::surrogate {

/// Another entry of the list that knows the value, or a phrase in it; with the value's letter case.
/// Empty if the category's lists know nothing in the value.
std::string listed_stand_in(const Request& request);

/// For a value that no list knows: an entry of the list of which nearly all entries are that end
/// with its last word (`night manager` is a manager). Empty if there is none.
std::string kindred_stand_in(const Request& request);

/// An entry of the category's first list, in the value's case: for values without kin.
std::string default_stand_in(const Request& request);

/// `chosen` in the letter case of `value`; where `value` was written as `listed`, as it is.
std::string in_case_of(std::string_view value, std::string_view listed, std::string_view chosen);

/// The pieces of "a|b|c".
std::vector<std::string_view> split_bars(std::string_view list);

}  // namespace lauter::surrogate
