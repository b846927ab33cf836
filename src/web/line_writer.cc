#include "web/line_writer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "text/utf8.h"
#include "text/white_space.h"
#include "web/char_refs.h"

namespace lauter::internal {
namespace {

enum Kind : uint8_t { kPlain, kSpace, kControl, kMaybe };

/// By first byte. kMaybe: the character has to be looked at.
constexpr std::array<uint8_t, 256> make_kinds() {
  std::array<uint8_t, 256> kinds{};
  for (size_t c = 0; c < 0x20; ++c) kinds[c] = kControl;
  kinds[0x7F] = kControl;
  for (const char c : {' ', '\t', '\n', '\f', '\r'}) kinds[static_cast<size_t>(c)] = kSpace;
  for (const size_t c : {size_t{0xC2}, size_t{0xE1}, size_t{0xE2}, size_t{0xE3}}) kinds[c] = kMaybe;
  return kinds;
}
constexpr std::array<uint8_t, 256> kKinds = make_kinds();

/// The character at `at`, which is moved behind it.
Kind kind_at(std::string_view text, size_t& at) {
  const auto by_byte = static_cast<Kind>(kKinds[static_cast<uint8_t>(text[at])]);
  if (by_byte != kMaybe) {
    at += utf8_length(text[at]);
    return by_byte;
  }
  const char32_t c = decode_utf8(text, at);
  if (is_white_space(c)) return kSpace;
  return c < 0xA0 ? kControl : kPlain;
}

}  // namespace

void LineWriter::text(std::string_view text, bool has_references) {
  size_t sign = has_references ? text.find('&') : std::string_view::npos;
  if (sign != std::string_view::npos) {
    decoded_.clear();
    size_t at = 0;
    for (; sign != std::string_view::npos; sign = text.find('&', at)) {
      decoded_ += text.substr(at, sign - at);
      size_t taken = read_char_ref(text.substr(sign), decoded_);
      if (taken == 0) {
        decoded_ += '&';
        taken = 1;
      }
      at = sign + taken;
    }
    decoded_ += text.substr(at);
    text = decoded_;
  }
  pre_depth_ > 0 ? pre_text(text) : plain_text(text);
}

void LineWriter::plain_text(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    size_t end = at;
    while (end < text.size() && kKinds[static_cast<uint8_t>(text[end])] == kPlain) ++end;
    if (end > at) {
      put(text.substr(at, end - at));
      at = end;
      continue;
    }
    const Kind kind = kind_at(text, end);
    if (kind == kPlain) put(text.substr(at, end - at));
    if (kind == kSpace && pending_ == '\0') pending_ = ' ';
    at = end;
  }
}

void LineWriter::put(std::string_view piece) {
  if (pending_ != '\0' && !at_line_begin()) out_ += pending_;
  pending_ = '\0';
  out_ += piece;
}

void LineWriter::pre_text(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char c = text[at];
    const Kind kind = kind_at(text, at);
    if (c == '\n' || c == '\r') {
      if (c == '\r' && at < text.size() && text[at] == '\n') ++at;
      end_pre_line();
    } else if ((c == ' ' || c == '\t') && at_line_begin()) {
      indent_ += c;
    } else if (kind != kControl && c != '\f') {
      if (at_line_begin()) {
        out_.append(std::exchange(blank_lines_, 0), '\n');
        out_ += indent_;
        indent_.clear();
      }
      out_ += text.substr(begin, at - begin);
    }
  }
}

void LineWriter::end_pre_line() {
  indent_.clear();
  if (at_line_begin()) {
    if (pre_has_lines_) ++blank_lines_;  // they stand between lines only
    return;
  }
  break_line();
  pre_has_lines_ = true;
}

void LineWriter::break_line() {
  pending_ = '\0';
  indent_.clear();
  if (at_line_begin()) return;
  if (pre_depth_ > 0) {
    while (out_.back() == ' ' || out_.back() == '\t') out_.pop_back();
  }
  out_ += '\n';
}

void LineWriter::end_line() {
  if (has_rows() && rows_.back().is_open && rows_.back().is_line) {
    Row& row = rows_.back();
    row.is_line = false;
    std::replace(out_.begin() + static_cast<ptrdiff_t>(row.begin), out_.end(), '\t', '\n');
  }
  break_line();
}

void LineWriter::title(std::string_view text) {
  if (!title_.empty()) return;
  LineWriter line;
  line.text(text, /*has_references=*/true);
  title_ = line.take();
}

void LineWriter::begin_pre() {
  end_line();
  ++pre_depth_;
  blank_lines_ = 0;
  pre_has_lines_ = false;
}

void LineWriter::end_pre() {
  end_line();
  if (pre_depth_ > 0) --pre_depth_;
  blank_lines_ = 0;
}

void LineWriter::begin_table() {
  end_line();
  if (rows_.size() < kMaxTables) {
    rows_.emplace_back();
  } else {
    ++tables_beyond_;
  }
}

void LineWriter::end_table() {
  end_row();
  if (tables_beyond_ > 0) {
    --tables_beyond_;
  } else if (!rows_.empty()) {
    rows_.pop_back();
  }
}

void LineWriter::begin_row() {
  end_row();
  if (has_rows()) rows_.back() = {out_.size(), /*is_open=*/true, /*is_line=*/true};
}

void LineWriter::end_row() {
  if (!has_rows()) return end_line();
  break_line();
  rows_.back().is_open = false;
}

void LineWriter::begin_cell() {
  if (has_rows() && !rows_.back().is_open) begin_row();
  if (!has_rows() || !rows_.back().is_line) return end_line();
  pending_ = '\t';
}

std::string LineWriter::take() {
  break_line();
  if (!out_.empty()) out_.pop_back();
  if (title_.empty()) return std::move(out_);
  return out_.empty() ? std::move(title_) : title_ + '\n' + out_;
}

}  // namespace lauter::internal
