/// Values as XML and HTML write them: `Zx&quot;9&amp;m`, `&#106;ane`.
///
/// A stand-in is made of what such a value means and written in the same way, so that the document
/// stays well-formed: letters of `&amp;` drawn anew would be an entity that nobody declared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lauter::surrogate {

/// What `value` means; none where it has no entity but those of mail addresses (`&#64;`), whose
/// makers keep them. Known are the five of XML and numbers of ASCII.
std::optional<std::string> without_entities(std::string_view value);

/// `plain` with the marks of XML as entities; quotes only where `like`, the original, has them so.
std::string with_entities(std::string_view plain, std::string_view like);

}  // namespace lauter::surrogate
