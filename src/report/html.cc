#include "report/html.h"
#include "text/printable.h"

#include <algorithm>
#include <cstdio>

namespace lauter {

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : printable(text, /*keep_lines=*/true)) {
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
        out += "&#x240D;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
          out += "&#xFFFD;";
        } else {
          out.push_back(c);
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
