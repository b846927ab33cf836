/// Small pieces of HTML: escaping, numbers for people, histograms as inline SVG.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lauter {

/// Text for element content and double-quoted attributes, of any bytes. What cannot be seen or turns
/// the order of other text around (control characters, bidi marks, zero-width characters, tags)
/// becomes a visible sign; ill-formed UTF-8 becomes U+FFFD. Joiners and emoji styles stay.
std::string html_escape(std::string_view text);

/// 1234567 -> "1 234 567" with narrow no-break spaces.
std::string grouped(uint64_t n);
/// 1536 -> "1.5 kB" (powers of 1000).
std::string bytes_text(uint64_t bytes);
/// Part of whole in percent; "-" when the whole is 0.
std::string percent(uint64_t part, uint64_t whole);
std::string fixed(double value, int decimals);

/// Appends items 0 to n - 1 by append(i): the first ones, and the rest folded. `begin` and `end` go
/// around each of the two parts.
template <typename Append>
void append_folded(std::string& out, size_t n, Append append, std::string_view begin = "",
                   std::string_view end = "") {
  constexpr size_t kTop = 15;
  if (n == 0) return;
  const size_t top = n <= kTop + 1 ? n : kTop;  // nobody unfolds a single one
  out += begin;
  for (size_t i = 0; i < top; ++i) append(i);
  out += end;
  if (top == n) return;
  out += "<details class=\"more\"><summary>" + grouped(n - top) + " more</summary>";
  out += begin;
  for (size_t i = top; i < n; ++i) append(i);
  out += end;
  out += "</details>";
}

/// Appends a box with one figure and what it is.
void append_tile(std::string& out, const std::string& value, std::string_view name);

/// A histogram as an SVG, sizes in pixels; the tallest column fills the height.
std::string histogram_svg(std::span<const uint64_t> bins, int width, int height);

/// One line of a line chart; `style` is its CSS class.
struct ChartLine {
  std::string_view name;
  std::string_view style;
  std::span<const double> values;
};

/// Lines over the same points of x, evenly spaced; the scale of y is that of the values, with its
/// ends written at the left, and `x_labels` under the first and the last point.
std::string line_chart_svg(std::span<const ChartLine> lines, std::string_view x_first,
                           std::string_view x_last, int decimals);

}  // namespace lauter
