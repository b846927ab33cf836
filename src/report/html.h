/// Small pieces of HTML: escaping, numbers for people, histograms as inline SVG.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lauter {

/// Text for element content and double-quoted attributes; control characters become visible
/// symbols.
std::string html_escape(std::string_view text);

/// 1234567 -> "1 234 567" with narrow no-break spaces.
std::string grouped(uint64_t n);
/// 1536 -> "1.5 kB" (powers of 1000).
std::string bytes_text(uint64_t bytes);
/// Part of whole in percent; "-" when the whole is 0.
std::string percent(uint64_t part, uint64_t whole);
std::string fixed(double value, int decimals);

/// A histogram as an SVG, sizes in pixels; the tallest column fills the height.
std::string histogram_svg(std::span<const uint64_t> bins, int width, int height);

}  // namespace lauter
