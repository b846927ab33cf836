/// The choice among several candidates for one document: least change, subject to h = 1.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "edit/edit.h"

namespace lauter {

/// Delta of a program: characters deleted and inserted; a replacement counts both. A program that
/// drops the document counts all of it.
uint64_t change_of(const EditProgram& program, std::string_view original);

/// Whether the verifier accepts what a program makes of the original.
using Accepts = std::function<bool(const EditProgram& program)>;

/// The index of the accepted program of least change, then fewest edits, then lowest index; nothing
/// if none is accepted. Asks in that order and stops at the first that is accepted; programs that
/// do the same are judged once.
std::optional<size_t> least_change(std::string_view original,
                                   std::span<const EditProgram> candidates, const Accepts& accepts);

}  // namespace lauter
