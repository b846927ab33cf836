#include "curate/filters/char_classes.h"

#include <array>

namespace lauter {
namespace {

struct ClassRange {
  uint8_t bit;
  char32_t first, last;
};
constexpr ClassRange kRanges[] = {
#include "curate/filters/unicode_classes.inc"
};

// spaCy's lang/char_classes.py and lang/punctuation.py, character by character.
constexpr std::string_view kPunct = "…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪";
constexpr std::string_view kQuotes = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉";
constexpr std::string_view kCurrency = "$£€¥฿₽﷼₴";
// pipeline/sentencizer: default_punct_chars.
constexpr std::string_view kTerminal =
    "!.?։؟۔܀܁܂߹।॥၊။።፧፨᙮᜵᜶᠃᠉᥄᥅᪨᪩᪪᪫᭚᭛᭞᭟᰻᰼᱾᱿‼‽⁇⁈⁉⸮⸼꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫﹒﹖﹗！．？𐩖𐩗𑁇𑁈𑂾𑂿𑃀𑃁𑅁𑅂𑅃"
    "𑇅𑇆𑇍𑇞𑇟𑈸𑈹𑈻𑈼𑊩𑑋𑑌𑗂𑗃𑗉𑗊𑗋𑗌𑗍𑗎𑗏𑗐𑗑𑗒𑗓𑗔𑗕𑗖𑗗𑙁𑙂𑜼𑜽𑜾𑩂𑩃𑪛𑪜𑱁𑱂𖩮𖩯𖫵𖬷𖬸𖭄𛲟𝪈｡。";

}  // namespace

CharClasses::CharClasses() : bmp_(0x10000) {
  for (const ClassRange& range : kRanges) {
    add(range.first, range.last, static_cast<uint16_t>(1U << range.bit));
  }
  add_each(kPunct, kCharPrefix | kCharSuffix | kCharStop);
  add_each(kQuotes, kCharPrefix | kCharSuffix | kCharQuote | kCharStop);
  add_each(kCurrency, kCharPrefix);
  add_each("§%=—–", kCharPrefix);
  add_each("—–", kCharSuffix);
  add_each("0123456789%²-+|", kCharStop);
  add_each(kTerminal, kCharTerminal);
  for (uint16_t& bits : bmp_) {
    if ((bits & kCharIcon) != 0) bits |= kCharPrefix | kCharSuffix;
    if ((bits & kCharLower) != 0) bits |= kCharStop;
  }
  for (Range& range : rare_) {
    if ((range.bits & kCharIcon) != 0) range.bits |= kCharPrefix | kCharSuffix;
    if ((range.bits & kCharLower) != 0) range.bits |= kCharStop;
  }
}

void CharClasses::add(char32_t first, char32_t last, uint16_t bits) {
  for (char32_t c = first; c <= last && c < bmp_.size(); ++c) bmp_[c] |= bits;
  if (last >= bmp_.size()) rare_.push_back({first, last, bits});
}

void CharClasses::add_each(std::string_view characters, uint16_t bits) {
  for (size_t at = 0; at < characters.size();) {
    const char32_t c = decode_utf8(characters, at);
    add(c, c, bits);
  }
}

uint16_t CharClasses::of_rare(char32_t code_point) const {
  uint16_t bits = 0;
  for (const Range& range : rare_) {
    if (range.first <= code_point && code_point <= range.last) bits |= range.bits;
  }
  return bits;
}

std::string_view strip_spaces(const CharClasses& classes, std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    size_t next = begin;
    if ((classes.next(text, next) & kCharSpace) == 0) break;
    begin = next;
  }
  size_t end = text.size();
  while (end > begin && (classes.before(text, end) & kCharSpace) != 0) {
    end = previous_utf8(text, end);
  }
  return text.substr(begin, end - begin);
}

LineCut cut_line(std::string_view text, size_t begin, LineRule rule) {
  if (rule == LineRule::kLf) {
    const size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return {text.size(), text.size()};
    return {end, end + 1};
  }
  for (size_t i = begin; i < text.size(); ++i) {
    const auto c = static_cast<uint8_t>(text[i]);
    if (c == '\r') return {i, i + 1 < text.size() && text[i + 1] == '\n' ? i + 2 : i + 1};
    if ((c >= 0x0A && c <= 0x0C) || (c >= 0x1C && c <= 0x1E)) return {i, i + 1};
    if (c == 0xC2 && static_cast<uint8_t>(text[i + 1]) == 0x85) return {i, i + 2};
    if (c == 0xE2 && static_cast<uint8_t>(text[i + 1]) == 0x80 &&
        (static_cast<uint8_t>(text[i + 2]) == 0xA8 || static_cast<uint8_t>(text[i + 2]) == 0xA9)) {
      return {i, i + 3};
    }
  }
  return {text.size(), text.size()};
}

}  // namespace lauter
