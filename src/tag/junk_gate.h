/// The cheap gate before the encoder: documents that nothing was put around need no model.
#pragma once

#include <string_view>

namespace lauter {

/// Whether two lines of the text look like parts of a page: short, without the end of a sentence
/// and without marks of code, half of their words those of menus, accounts, shares, law, shops or
/// bylines. False for prose, manuals and most code. docs/design/0013-clean.md has the share of
/// bytes that pass and the junk that is lost. Linear; stops at the second such line.
bool may_hold_junk(std::string_view text);

}  // namespace lauter
