#include "text/mojibake/mojibake.h"

#include <algorithm>
#include <optional>

#include "text/ascii.h"
#include "text/mojibake/mojibake_characters.h"
#include "text/utf8.h"

namespace lauter {
namespace {

using Piece = internal::MojibakePiece;
using namespace mojibake;  // NOLINT: its other half
using enum CharKind;
using Pieces = std::vector<Piece>;

constexpr size_t kWindows1252 = 1;
constexpr size_t kWindows1251 = 2;
constexpr size_t kWindows1250 = 3;
constexpr size_t kIso8859_2 = 7;
constexpr size_t kLastWithBlank = 7;  ///< in those behind it A0 is no blank
constexpr uint32_t kC1 = kCharsets + 1;  ///< in Piece::how, where a charset is its number + 1
constexpr size_t kNoAccident = 4;        ///< so many sequences and no other such byte: UTF-8, whatever they look like
constexpr int kMostRepairs = 7;          ///< of one line, one after the other
constexpr size_t kLongestLine = size_t{1} << 16U;

CharKind kind_of(const Piece& piece) {
  if (piece.code >= 0x80) return kKnown[piece.known].kind;
  const char c = static_cast<char>(piece.code);
  if (!is_ascii_alpha(c)) return kOther;
  return c >= 'a' ? kLower : kUpper;
}

bool is_letter_kind(CharKind kind) { return kind == kLower || kind == kUpper; }

uint8_t script_of(const Piece& piece) {
  if (piece.code >= 0x80) return kKnown[piece.known].script;
  return is_ascii_alpha(static_cast<char>(piece.code)) ? 1 : 0;
}

/// A charset that decoders of the web fill up, and that may have lost bytes.
bool is_sloppy(size_t charset) { return charset >= 1 && charset <= 6; }

/// The byte of a piece; nothing if the charset has no such character.
std::optional<uint8_t> byte_in(const Piece& piece, size_t charset) {
  if (piece.code < 0x80) return static_cast<uint8_t>(piece.code);
  const uint8_t byte = kKnown[piece.known].bytes[charset];
  if (byte != 0) return byte;
  if (piece.code == 0xFFFD && is_sloppy(charset)) return 0x1A;
  return std::nullopt;
}

/// A UTF-8 sequence that the pieces from some place on are the bytes of.
struct Sequence {
  char32_t code = 0;
  size_t pieces = 0;  ///< 0: there is none
  bool has_blank = false;  ///< a blank stands for the no-break space that it was
  bool is_lossy = false;
};

/// Whether a blank in the place of a lost A0 may be taken for it, behind this first byte.
bool may_hold_blank(uint8_t lead, size_t length, size_t place) {
  if (length == 2) {
    return lead == 0xC2 || lead == 0xC3 || lead == 0xC5 || lead == 0xCE || lead == 0xD0 || lead == 0xD9;
  }
  if (length == 3) return place == 1 ? lead == 0xE2 || lead == 0xE3 : lead <= 0xE3;
  return lead == 0xF0;
}

bool starts_with_ascii(const Pieces& line, size_t at, std::string_view word) {
  if (at + word.size() > line.size()) return false;
  return std::equal(word.begin(), word.end(), line.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char c, const Piece& piece) { return piece.code == static_cast<char32_t>(c); });
}

/// `a` with a grave accent whose second byte became a blank, and the blank behind the word with it.
bool is_a_grave_word(const Pieces& line, size_t blank) {
  return !starts_with_ascii(line, blank + 1, " ") && !starts_with_ascii(line, blank + 1, "s ") &&
         !starts_with_ascii(line, blank + 1, "quel") && !starts_with_ascii(line, blank + 1, "quil");
}

/// `loose`: blanks and lost bytes count, too.
Sequence sequence_at(const Pieces& line, size_t at, size_t charset, bool loose) {
  const auto lead = byte_in(line[at], charset);
  if (!lead || *lead < 0xC2 || *lead > 0xF4) return {};
  Sequence found;
  const size_t length = *lead < 0xE0 ? 2 : *lead < 0xF0 ? 3 : 4;
  if (at + length > line.size()) return {};
  char32_t code = *lead & (0x7FU >> length);
  size_t questions = 0;
  bool has_byte = false;
  for (size_t i = 1; i < length; ++i) {
    const Piece& tail = line[at + i];
    const auto byte = byte_in(tail, charset);
    if (!byte) return {};
    if (tail.code >= 0x80 && tail.code != 0xFFFD && tail.how != line[at].how) return {};  // no one way back
    uint32_t value = *byte;
    if (loose && value == 0x20 && charset <= kLastWithBlank && !found.has_blank && may_hold_blank(*lead, length, i)) {
      value = 0xA0;
      found.has_blank = true;
    } else if (loose && is_sloppy(charset) && (value == 0x1A || value == '?')) {
      found.is_lossy = true;
      if (value == '?' && (++questions > 1 || (length == 2 && *lead > 0xC3))) return {};
      continue;
    } else {
      has_byte = true;
    }
    if (value < 0x80 || value > 0xBF) return {};
    code = (code << 6U) | (value & 0x3FU);
  }
  if (found.has_blank && length > 2 && !has_byte) return {};
  found.pieces = length;
  if (found.is_lossy) {
    found.code = 0xFFFD;
    return found;
  }
  const bool is_overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (is_overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  found.code = code;
  if (length == 2 && *lead == 0xC3 && found.has_blank && is_a_grave_word(line, at + 1)) {
    found.pieces = 1;
  }
  return found;
}

/// Whether a writer would not have put these characters together, so that they are bytes rather.
bool is_telling(const Pieces& line, size_t at, const Sequence& sequence, size_t charset, bool goes_on) {
  const Piece& lead = line[at];
  const CharKind of_lead = kind_of(lead);
  const size_t end = at + sequence.pieces;
  const CharKind before = at > 0 ? kind_of(line[at - 1]) : kOther;
  const CharKind behind = end < line.size() ? kind_of(line[end]) : kOther;
  const bool in_capitals = before == kUpper && at > 1 && kind_of(line[at - 2]) == kUpper;
  const uint8_t script = script_of(lead);
  const bool is_usual = sequence.code < 0x100;  // Western letters and signs, which are mixed up most
  size_t letters = 0;
  size_t ends = 0;
  bool is_mixed = false;
  bool has_rise = of_lead == kLower && sequence.pieces > 1 && kind_of(line[at + 1]) == kUpper;
  for (size_t i = at + 1; i < end; ++i) {
    const CharKind kind = kind_of(line[i]);
    if (kind == kControl) return true;
    letters += is_letter_kind(kind) ? 1 : 0;
    ends += kind == kEnd ? 1 : 0;
    is_mixed = is_mixed || (is_letter_kind(kind) && script_of(line[i]) != script);
  }
  const size_t tails = sequence.pieces - 1;
  if (of_lead == kBox) {
    const bool in_word = is_letter_kind(before) && is_letter_kind(behind);
    return tails > 0 && (kind_of(line[at + 1]) != kBox || (in_word && is_usual));
  }
  if (!is_letter_kind(of_lead)) {
    if (of_lead == kControl) return true;
    if (tails >= 2) return of_lead != kEnd;
    const bool is_root = of_lead == kSign && (letters > 0 || ends > 0 || tails > 0);
    const CharKind tail = tails > 0 ? kind_of(line[at + 1]) : kOther;
    if (tails > 0 && script_of(line[at + 1]) == 2) return is_root && is_letter_kind(before);  // √π
    // Of signs, those of mathematics may stand under a root: √±, √∞.
    const bool is_quantity = tail == kSign && (line[at + 1].code == 0xB1 || line[at + 1].code >= 0x2200);
    return is_root && (is_letter_kind(before) || is_letter_kind(behind) || goes_on ||
                       (is_usual && !is_quantity));
  }
  if (is_mixed && letters > 0 && script != 0) return true;
  if (charset == kWindows1251 || script == 3) {
    if (tails >= 2) return has_rise || letters + ends < tails;
    const bool has_blank = kind_of(line[end - 1]) == kBlank || sequence.has_blank;
    const bool in_latin = (at > 0 && script_of(line[at - 1]) == 1) ||
                          (end < line.size() && script_of(line[end]) == 1 && !has_blank);
    return in_latin || (letters == 0 && goes_on);
  }
  if (sequence.has_blank && sequence.pieces <= 2) return is_usual && lead.code == 0xC3 && !in_capitals;
  if (tails >= 2) return letters + ends < tails || has_rise;
  if (sequence.is_lossy) return is_usual && before == kLower;
  if (of_lead == kLower) return false;  // ß and a quotation mark
  const Piece& tail = line[at + 1];
  const CharKind of_tail = kind_of(tail);
  // Greek capitals are numbers, too: «B», B΄.
  if (script == 2 && before != kLower && !is_letter_kind(behind) && !goes_on) return false;
  switch (of_tail) {
    case kSign:
    case kBegin:
      if (tail.code == 0xB0 && script == 2 && !is_letter_kind(before)) return false;  // 28,5Β°Ε: degrees
      return before != kUpper || is_letter_kind(behind) || (lead.code == 0xC3 && !in_capitals);
    case kEnd:
      if (before == kLower) return true;
      if (is_letter_kind(behind) && tail.code != 0x2019 && tail.code != 0x2013 && tail.code != 0x2014) return true;
      return is_usual && (before != kUpper || (lead.code == 0xC3 && !in_capitals));
    case kBlank:
      return is_usual && (lead.code == 0xC2 || !in_capitals);
    case kLower:
    case kUpper:
      // Two capitals, of which the first is the Ã of another charset: RĂĽckbau.
      if (of_tail == kUpper && behind == kLower && is_usual && byte_in(lead, charset) == 0xC3) return true;
      return before == kLower || (lead.code == 0xC3 && (before != kUpper || of_tail == kLower));
    default:
      return false;
  }
}

uint32_t with_step(uint32_t how, uint32_t step) {
  for (uint32_t shift = 0; shift < 4 * kMostRepairs; shift += 4) {
    if ((how >> shift & 15U) == 0) return how | step << shift;
  }
  return how;
}

Piece joined(const Pieces& line, size_t at, const Sequence& sequence, size_t charset) {
  Piece piece = line[at];
  piece.code = sequence.code;
  piece.end = line[at + sequence.pieces - 1].end;
  piece.known = number_of(piece.code);
  piece.how = with_step(piece.how, static_cast<uint32_t>(charset) + 1);
  return piece;
}

/// All of the line, read in the charset: into `made`. False if it cannot be, or if nothing tells.
bool read_whole(const Pieces& line, size_t charset, Pieces& made) {
  made.clear();
  bool tells = false;
  size_t sequences = 0;
  for (size_t at = 0; at < line.size();) {
    const auto byte = byte_in(line[at], charset);
    if (!byte) return false;
    if (line[at].code < 0x80 || *byte == 0x1A) {
      made.push_back(line[at++]);
      continue;
    }
    const Sequence sequence = sequence_at(line, at, charset, /*loose=*/true);
    if (sequence.pieces == 0) return false;
    const size_t end = at + sequence.pieces;
    if (!tells) {
      const bool goes_on = end < line.size() && line[end].code >= 0x80 &&
                           sequence_at(line, end, charset, true).pieces > 0;
      tells = is_telling(line, at, sequence, charset, goes_on);
    }
    sequences += kind_of(line[at]) == kBox ? 0 : 1;
    made.push_back(joined(line, at, sequence, charset));
    at = end;
  }
  return tells || sequences >= kNoAccident;
}

/// Latin letters that were made and that no charset has: Ʊ. Who reads them has taken the wrong one.
size_t strangers_of(const Pieces& line) {
  return static_cast<size_t>(std::ranges::count_if(line, [](const Piece& piece) {
    return piece.how != 0 && piece.known == 0 && piece.code >= 0x80 && piece.code < 0x250;
  }));
}

/// What a reading in the wrong one of two charsets gives: capitals behind small letters, signs within
/// words, ß behind a consonant, ù within a word, and å, which no language of Windows-1250 has.
size_t oddities_of(const Pieces& line) {
  size_t oddities = 0;
  for (size_t i = 1; i < line.size(); ++i) {
    if (line[i].code < 0x80) continue;
    const Piece& before = line[i - 1];
    const CharKind kind = kind_of(line[i]);
    const bool goes_on = i + 1 < line.size() && is_letter_kind(kind_of(line[i + 1]));
    const bool is_behind_vowel =
        before.code >= 0x80 || std::string_view("aeiouy").find(static_cast<char>(before.code)) != std::string_view::npos;
    const bool is_odd = kind_of(before) == kLower && (kind == kUpper || (kind == kSign && goes_on));
    if (is_odd || line[i].code == 0xE5 || (line[i].code == 0xF9 && goes_on) || (line[i].code == 0xDF && !is_behind_vowel)) ++oddities;
  }
  return oddities;
}

/// Runs of sequences, each in the charset in which it is longest. False if nothing was repaired.
bool read_runs(const Pieces& line, Pieces& made) {
  made.clear();
  bool repaired = false;
  const KnownIndex& index = known_index();
  for (size_t at = 0; at < line.size();) {
    size_t best = kCharsets;
    size_t best_end = at;
    for (size_t charset = 0; charset < kCharsets && index.leads[line[at].known] != 0; ++charset) {
      if (charset == kIso8859_2) continue;  // one of its runs may be one of Windows-1250, and nothing tells which
      size_t end = at;
      bool tells = false;
      size_t sequences = 0;
      for (Sequence sequence; end < line.size(); end += sequence.pieces) {
        sequence = sequence_at(line, end, charset, /*loose=*/false);
        if (sequence.pieces == 0) break;
        const size_t next = end + sequence.pieces;
        const bool goes_on = next < line.size() && sequence_at(line, next, charset, false).pieces > 0;
        sequences += kind_of(line[end]) == kBox ? 0 : 1;
        tells = tells || sequences >= kNoAccident || is_telling(line, end, sequence, charset, goes_on);
      }
      if (tells && end > best_end) {
        best = charset;
        best_end = end;
      }
    }
    if (best == kCharsets) {
      made.push_back(line[at++]);
      continue;
    }
    repaired = true;
    while (at < best_end) {
      const Sequence sequence = sequence_at(line, at, best, false);
      made.push_back(joined(line, at, sequence, best));
      at += sequence.pieces;
    }
  }
  return repaired;
}

bool read_controls(Pieces& line) {
  bool repaired = false;
  const KnownIndex& index = known_index();
  for (Piece& piece : line) {
    if (piece.code < 0x80 || piece.code > 0x9F) continue;
    const char32_t code = index.characters[kWindows1252][piece.code - 0x80];
    if (code == piece.code) continue;
    piece.code = code;
    piece.known = number_of(code);
    piece.how = with_step(piece.how, kC1);
    repaired = true;
  }
  return repaired;
}

/// Whether some charset may have a sequence in the line, or the line a control character.
bool may_be_broken(std::string_view line) {
  const KnownIndex& index = known_index();
  uint32_t open = 0;
  for (size_t i = 0; i < line.size();) {
    const auto byte = static_cast<uint8_t>(line[i]);
    if (byte < 0x80) {
      if (open != 0 && (byte == ' ' || byte == '?')) return true;
      open = 0;
      ++i;
      continue;
    }
    const char32_t code = decode_utf8(line, i);
    const uint32_t known = number_of(code);
    if (code < 0xA0 || (code == 0xFFFD && open != 0) || (open & index.tails[known]) != 0) return true;
    open = index.leads[known];
  }
  return false;
}

void append_how(uint32_t how, std::string& out) {
  for (int shift = 4 * kMostRepairs; shift >= 0; shift -= 4) {
    const uint32_t step = how >> static_cast<uint32_t>(shift) & 15U;
    if (step == 0) continue;
    if (!out.empty()) out += ' ';
    out += step == kC1 ? "c1" : kCharsetNames[step - 1];
  }
}

void repair_line(std::string_view text, size_t begin, size_t end, MojibakeScratch& scratch) {
  Pieces& line = scratch.line;
  line.clear();
  for (size_t i = begin; i < end;) {
    const size_t first = i;
    const char32_t code = decode_utf8(text, i);
    line.push_back({code, static_cast<uint32_t>(first - begin), static_cast<uint32_t>(i - begin),
                    number_of(code), 0});
  }
  bool is_changed = false;
  for (int round = 0; round < kMostRepairs; ++round) {
    bool repaired = false;
    for (size_t charset = 0; charset < kCharsets && !repaired; ++charset) {
      repaired = read_whole(line, charset, scratch.made);
      size_t strangers = repaired ? strangers_of(scratch.made) : 0;
      for (size_t other = charset + 1; strangers > 0 && other < kCharsets; ++other) {
        if (!read_whole(line, other, scratch.other) || strangers_of(scratch.other) >= strangers) continue;
        strangers = strangers_of(scratch.other);
        scratch.made.swap(scratch.other);
        charset = other;
      }
      // The same letters in different places.
      if (repaired && charset == kWindows1250 && read_whole(line, kIso8859_2, scratch.other) &&
          oddities_of(scratch.other) < oddities_of(scratch.made)) {
        scratch.made.swap(scratch.other);
      }
    }
    if (!repaired) repaired = read_runs(line, scratch.made);
    if (repaired) {
      line.swap(scratch.made);
    } else {
      repaired = read_controls(line);
    }
    if (!repaired) break;
    is_changed = true;
  }
  if (!is_changed) return;
  uint32_t how = 0;
  for (const Piece& piece : line) {
    const ByteSpan span{begin + piece.begin, begin + piece.end};
    if (piece.how != 0 && piece.how == how && scratch.repairs.back().span.end == span.begin) {
      scratch.repairs.back().span.end = span.end;
    } else if (piece.how != 0) {
      scratch.repairs.push_back({span, "", ""});
      append_how(piece.how, scratch.repairs.back().how);
    }
    how = piece.how;
    if (how != 0) append_utf8(scratch.repairs.back().with, piece.code);
  }
}

/// Where a line that is too long is parted: behind a blank, else at a character.
size_t part_end(std::string_view text, size_t begin, size_t end) {
  if (end - begin <= kLongestLine) return end;
  constexpr size_t kHalf = kLongestLine / 2;
  const size_t blank = text.substr(begin + kHalf + 1, kHalf).rfind(' ');
  if (blank != std::string_view::npos) return begin + kHalf + 1 + blank + 1;
  size_t at = begin + kLongestLine;
  while (is_utf8_continuation(text[at])) --at;
  return at;
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const char32_t code = decode_utf8(text, i);
    if (code != ' ' && code != 0xA0) append_utf8(out, code);
  }
  return out;
}

}  // namespace

const std::vector<MojibakeRepair>& find_mojibake(std::string_view text, MojibakeScratch& scratch) {
  scratch.repairs.clear();
  if (is_all_ascii(text)) return scratch.repairs;
  size_t line_end = 0;
  for (size_t begin = 0; begin < text.size();) {
    if (begin >= line_end) line_end = std::min(text.find('\n', begin), text.size());
    const size_t end = part_end(text, begin, line_end);
    const std::string_view line = text.substr(begin, end - begin);
    if (!is_all_ascii(line) && may_be_broken(line)) repair_line(text, begin, end, scratch);
    begin = end + (end < text.size() && text[end] == '\n' ? 1 : 0);
  }
  return scratch.repairs;
}

bool breaks_to(std::string_view repaired, std::string_view how, std::string_view broken) {
  if (repaired.find("\xEF\xBF\xBD") != repaired.npos) return true;
  std::string text(repaired);
  for (std::string_view rest = how; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    std::string worse;
    const auto* const found = std::find(std::begin(kCharsetNames), std::end(kCharsetNames), name);
    if (found == std::end(kCharsetNames) && name != "c1") return false;
    if (name == "c1") {
      for (size_t i = 0; i < text.size();) {
        const char32_t code = decode_utf8(text, i);
        const uint32_t known = number_of(code);
        const uint8_t byte = kKnown[known].bytes[kWindows1252];
        append_utf8(worse, byte >= 0x80 && byte < 0xA0 ? byte : code);
      }
    } else {
      const auto& characters = known_index().characters[static_cast<size_t>(found - kCharsetNames)];
      for (const char c : text) {
        const auto byte = static_cast<uint8_t>(c);
        append_utf8(worse, byte < 0x80 ? byte : characters[byte - 0x80U]);
      }
    }
    text = std::move(worse);
  }
  return without_blanks(text) == without_blanks(broken);
}

}  // namespace lauter
