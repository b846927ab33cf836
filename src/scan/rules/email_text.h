/// Reading mailboxes out of text: where the local part and the domain around an at sign begin and
/// end, and which addresses nobody owns.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/byte_span.h"

namespace lauter::scan {

/// Begin of the local part that ends at `end` (RFC 5322 dot-atom, practical alphabet, non-ASCII
/// letters of RFC 6531); `end` when there is none. At most 64 bytes.
size_t local_part_begin(std::string_view text, size_t end);

/// End of the host name that begins at `begin`: labels of letters, digits, '-' and non-ASCII
/// letters joined by single dots, at least two labels. `begin` when there is none.
size_t host_end(std::string_view text, size_t begin);

/// Whether `host` ends in letters that can be a top-level domain and not a file's ending.
bool plausible_tld(std::string_view host);
/// Stricter: one of the country codes or the frequent generic domains.
bool known_tld(std::string_view host);
bool known_tld_label(std::string_view label);

/// Documentation hosts of RFC 2606 and 6761 and the placeholders people write ("yourdomain.com").
bool reserved_host(std::string_view host);

/// Local parts that stand for a machine, not a person ("noreply", "mailer-daemon", "git").
bool machine_mailbox(std::string_view local);

/// "your.name@company.com": address forms that manuals show.
bool sample_mailbox(std::string_view local, std::string_view host);

/// One of the three.
bool nobodys_mailbox(std::string_view local, std::string_view host);

}  // namespace lauter::scan
