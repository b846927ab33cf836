/// Names of persons, part by part.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "surrogate/maker.h"

namespace lauter::surrogate {

enum class NameRole : uint8_t { kGiven, kFamily, kInitial, kKeep };

/// A part of a name as written; bytes of the value.
struct NamePart {
  size_t begin = 0;
  size_t end = 0;
  NameRole role = NameRole::kGiven;
};

/// Given and family names among `parts` of `value` by what the pools know, by order and by commas;
/// particles and suffixes become kKeep, single letters kInitial. `expected` is kKeep where either
/// kind may come.
void assign_roles(std::string_view value, std::vector<NamePart>& parts, NameRole expected);

/// The words of a name with their roles, as its stand-in takes them.
std::vector<NamePart> parts_of_name(std::string_view name);

/// The stand-in of one part (one word), in its letter case and script. It begins with pi of its
/// initial. Depends on the word and its role alone.
std::string mapped_part(const Request& request, std::string_view word, NameRole role);

/// The same for a part that is taken apart already; empty if there are no names of its script.
std::string drawn_part(const Request& request, const NamedPart& part);

/// A made-up word of the same shape: vowels stay vowels; begins with pi of the initial.
std::string pseudo_word(const Request& request, std::string_view word);

/// Where `word` (folded, ASCII) splits into parts of a name: janedoe -> jane|doe, jdoe -> j|doe,
/// doej -> doe|j. Roles are set. A word that is one known name is one part.
std::vector<NamePart> split_run_together(std::string_view word);

}  // namespace lauter::surrogate
