/// The built-in categories, for people and programs.
#pragma once

#include <string>

#include "json/value.h"

namespace lauter {

/// A list of {"name","group","description","example","aliases":[{"name","of"}]}: of the aliases those
/// that mean this category, alone or among others.
JsonValue categories_json();

/// A heading for each group, and a line for each of its categories.
std::string categories_text();

}  // namespace lauter
