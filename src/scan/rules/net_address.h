/// Internet and hardware addresses: parsing, and which of them can belong to somebody.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lauter::scan {

/// Dotted quad without leading zeros, each part 0 to 255.
std::optional<std::array<uint8_t, 4>> parse_ipv4(std::string_view text);

/// RFC 4291 text form (with "::", with an IPv4 tail), no zone, no prefix length.
std::optional<std::array<uint8_t, 16>> parse_ipv6(std::string_view text);

/// Global unicast and not one of: private (RFC 1918, RFC 6598), loopback, link-local, multicast,
/// reserved, documentation (RFC 5737), benchmark nets (RFC 2544), well-known public resolvers.
bool is_personal_ipv4(const std::array<uint8_t, 4>& address);

/// 2000::/3 without documentation (RFC 3849), 6to4 relays, Teredo and well-known resolvers.
bool is_personal_ipv6(const std::array<uint8_t, 16>& address);

/// Unicast, not all zero, not broadcast, not documentation (RFC 9542), not a counting pattern
/// such as 00:11:22:33:44:55 or aa:bb:cc:dd:ee:ff.
bool is_personal_mac(std::string_view text);

}  // namespace lauter::scan
