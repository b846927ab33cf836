/// What the learned tagger finds, as private values beside those of the patterns.
///
/// Patterns know more of form and extent (check digits, field labels), the tagger more of names and
/// of the sentence around them. docs/design/0010-tag.md has the rules by which their finds become
/// one list.
#pragma once

#include <bitset>
#include <string_view>
#include <vector>

#include "catalog/category.h"
#include "refine/anonymize.h"
#include "tag/span_tagger.h"

namespace lauter::internal {

/// Whether the text has capital letters at all, more than one in 60.
bool uses_case(std::string_view text);

/// Whether spans of this type can be values at all; dates are left to the patterns.
bool is_type_of_values(std::string_view type);

/// A tagged span as a value: category by type and words, cause of stage `tag`, rule `tag/person`.
/// Nothing if its type is of no use here, its words are never private (John Doe), or its form is
/// that of something else: a person with digits, a place inside a path, a field's caption, a name
/// in lower case in a text that uses capitals (`has_case`) unless the tagger is sure.
std::optional<Found> value_of(std::string_view text, const TaggedSpan& tagged,
                              std::string_view type, bool has_case);

/// Removes the people of history books, and what else of the list is a word of their names where
/// these stand in the text: "Wilson" behind "Woodrow Wilson".
void drop_historic_people(std::string_view text, std::vector<Found>& learned);

/// Adds the postal codes right beside towns that the tagger found: "Otley LS21 1AA.", ", 04109
/// Leipzig". `found` is sorted and apart, and stays so.
void add_codes_beside_towns(std::string_view text, std::vector<Found>& found);

/// Removes the learned house numbers and postal codes (addresses without a letter) that do not
/// stand beside another part of an address.
void drop_lone_numbers(std::string_view text, std::vector<Found>& found);

/// Adds `learned` to `found`; both sorted and apart, and so is the result.
///   - What overlaps nothing joins.
///   - A name, organisation or job around pattern finds of its own kind takes their place: "Maria"
///     found by a greeting is part of "Maria Keller". What lies inside such a find is dropped.
///   - Of anything else the parts outside of pattern finds remain: the town of an address that the
///     patterns know stays a CITY, the street before it becomes a STREET_ADDRESS.
void merge_learned(std::string_view text, std::vector<Found> learned, std::vector<Found>& found);

}  // namespace lauter::internal
