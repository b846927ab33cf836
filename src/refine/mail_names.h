/// Names that a mail address or user name of the same text spells: "leone mazzi ...
/// leonemazzi@rhyta.com", "user=lena.fischer ... (Lena Fischer)".
#pragma once

#include <string_view>
#include <vector>

#include "refine/anonymize.h"

namespace lauter::internal {

/// Adds to `found` (sorted, apart) two neighbouring words, with a middle initial or without, of
/// which a found mail address's local part is made, or a found user name of parts with marks
/// between, whatever their case: both whole, in either order (rule `person.mail`). So do full names
/// beside an address: "jd@x.org (Jane Doepke)", "Jane Doepke <jd@x.org>". Digits at its end do not
/// count. One pass over the words of a text that has such an address.
void add_mail_names(std::string_view text, std::vector<Found>& found);

}  // namespace lauter::internal
