#include "report/html.h"

#include <algorithm>
#include <cstdio>

#include "json/utf8.h"
#include "text/utf8.h"

namespace lauter {

namespace {

/// As the review's page, python/lauter/review/static/review.js.
bool is_unseen(char32_t c) {
  const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  return c < 0x20 || in(0x7F, 0x9F) || c == 0xAD || c == 0x34F || c == 0x61C || in(0x115F, 0x1160) ||
         in(0x17B4, 0x17B5) || c == 0x180E || c == 0x200B || in(0x200E, 0x200F) ||
         in(0x2028, 0x202E) || in(0x2060, 0x206F) || c == 0x3164 || in(0xFE00, 0xFE0E) ||
         c == 0xFEFF || c == 0xFFA0 || in(0xFFF9, 0xFFFB) || in(0xE0000, 0xE01FF);
}

void append_sign(std::string& out, char32_t c) {
  char code[24];
  std::snprintf(code, sizeof code, "\u27E8U+%04X\u27E9", static_cast<unsigned>(c));
  out += code;
}

}  // namespace

std::string html_escape(std::string_view text) {
  if (!is_valid_utf8(text)) return html_escape(replace_invalid_utf8(text));
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = decode_utf8(text, at);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "\u240D";
        break;
      default:
        if (is_unseen(c) && c != '\n' && c != '\t') {
          append_sign(out, c);
        } else {
          out += text.substr(begin, at - begin);
        }
    }
  }
  return out;
}

std::string grouped(uint64_t n) {
  const std::string digits = std::to_string(n);
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += "\xE2\x80\xAF";
    out.push_back(digits[i]);
  }
  return out;
}

std::string fixed(double value, int decimals) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
  return buffer;
}

std::string bytes_text(uint64_t bytes) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  while (value >= 1000 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  return fixed(value, unit == 0 || value >= 100 ? 0 : 1) + " " + kUnits[unit];
}

std::string percent(uint64_t part, uint64_t whole) {
  if (whole == 0) return "-";
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return fixed(share, share >= 10 || part == 0 ? 1 : 2) + " %";
}

void append_tile(std::string& out, const std::string& value, std::string_view name) {
  out += "<div class=\"tile\"><b>" + value + "</b><span>" + std::string(name) + "</span></div>";
}

std::string histogram_svg(std::span<const uint64_t> bins, int width, int height) {
  const std::string size = std::to_string(width) + " " + std::to_string(height);
  std::string svg = "<svg class=\"hist\" width=\"" + std::to_string(width) + "\" height=\"" +
                    std::to_string(height) + "\" viewBox=\"0 0 " + size +
                    "\" role=\"img\" aria-label=\"score histogram\">";
  const uint64_t most = bins.empty() ? 0 : *std::max_element(bins.begin(), bins.end());
  const double column =
      static_cast<double>(width) / static_cast<double>(std::max<size_t>(bins.size(), 1));
  const double steps = static_cast<double>(bins.size());
  for (size_t i = 0; i < bins.size(); ++i) {
    if (bins[i] == 0) continue;
    const double tall =
        std::max(1.5, height * static_cast<double>(bins[i]) / static_cast<double>(most));
    svg += "<rect x=\"" + fixed(static_cast<double>(i) * column, 1) + "\" y=\"" +
           fixed(height - tall, 1) + "\" width=\"" + fixed(column - 1, 1) + "\" height=\"" +
           fixed(tall, 1) + "\"><title>" + fixed(static_cast<double>(i) / steps, 2) + "-" +
           fixed(static_cast<double>(i + 1) / steps, 2) + ": " + grouped(bins[i]) +
           "</title></rect>";
  }
  return svg + "</svg>";
}

std::string line_chart_svg(std::span<const ChartLine> lines, std::string_view x_first,
                           std::string_view x_last, int decimals) {
  constexpr double kWidth = 640, kHeight = 240, kLeft = 64, kRight = 12, kTop = 10, kBottom = 28;
  double low = 0, high = 0;
  bool first = true;
  for (const ChartLine& line : lines) {
    for (const double value : line.values) {
      low = first ? value : std::min(low, value);
      high = first ? value : std::max(high, value);
      first = false;
    }
  }
  const double range = std::max(high - low, 1e-9);
  const auto y_of = [&](double value) {
    return kTop + (high - value) / range * (kHeight - kTop - kBottom);
  };
  const auto text = [](double x, double y, std::string_view anchor, std::string_view words) {
    return "<text x=\"" + fixed(x, 1) + "\" y=\"" + fixed(y, 1) + "\" text-anchor=\"" +
           std::string(anchor) + "\">" + html_escape(words) + "</text>";
  };
  std::string svg = "<svg class=\"chart\" viewBox=\"0 0 640 240\" role=\"img\" aria-label=\"";
  for (const ChartLine& line : lines) svg += html_escape(line.name) + " ";
  svg += "\">";
  for (const double value : {low, low + range / 2, high}) {
    const std::string y = fixed(y_of(value), 1);
    svg += "<line class=\"grid\" x1=\"64\" x2=\"628\" y1=\"" + y + "\" y2=\"" + y + "\"/>" +
           text(kLeft - 8, y_of(value) + 4, "end", fixed(value, decimals));
  }
  svg += text(kLeft, kHeight - 8, "start", x_first) +
         text(kWidth - kRight, kHeight - 8, "end", x_last);
  for (const ChartLine& line : lines) {
    const double step = line.values.size() > 1 ? (kWidth - kLeft - kRight) /
                                                     static_cast<double>(line.values.size() - 1)
                                               : 0;
    std::string points;
    std::string dots;
    for (size_t i = 0; i < line.values.size(); ++i) {
      const std::string x = fixed(kLeft + step * static_cast<double>(i), 1);
      const std::string y = fixed(y_of(line.values[i]), 1);
      points += x + "," + y + " ";
      dots += "<circle cx=\"" + x + "\" cy=\"" + y + "\" r=\"3\"><title>" +
              html_escape(line.name) + ": " + fixed(line.values[i], decimals) + "</title></circle>";
    }
    svg += "<g class=\"" + std::string(line.style) + "\"><polyline points=\"" + points + "\"/>" +
           dots + "</g>";
  }
  return svg + "</svg>";
}

}  // namespace lauter
