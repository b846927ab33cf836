#include "refine/repair.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "text/ascii.h"
#include "text/mojibake/mojibake.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr const char* kEncoding = "ENCODING";
constexpr const char* kCharacter = "CHARACTER";

struct RepairScratch : RefinerScratch {
  MojibakeScratch mojibake;
};

struct Ligature {
  char32_t code;
  std::string_view letters;
};
constexpr Ligature kLigatures[] = {
    {0x132, "IJ"}, {0x133, "ij"}, {0x149, "\u02BCn"}, {0x1C4, "D\u017D"}, {0x1C5, "D\u017E"},
    {0x1C6, "d\u017E"}, {0x1C7, "LJ"}, {0x1C8, "Lj"}, {0x1C9, "lj"}, {0x1CA, "NJ"}, {0x1CB, "Nj"},
    {0x1CC, "nj"}, {0x1F1, "DZ"}, {0x1F2, "Dz"}, {0x1F3, "dz"}, {0xFB00, "ff"}, {0xFB01, "fi"},
    {0xFB02, "fl"}, {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFB05, "\u017Ft"}, {0xFB06, "st"}};

bool is_needless_control(char32_t c) {
  return c <= 8 || c == 0xB || (c >= 0xE && c < 0x20) || c == 0x7F || (c >= 0x206A && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFC);
}

/// Bytes of the terminal escape at `at`, 0 if there is none.
size_t escape_length(std::string_view text, size_t at) {
  if (!text.substr(at).starts_with("\x1B[")) return 0;
  size_t end = at + 2;
  while (end < text.size() && (is_ascii_digit(text[end]) || text[end] == ';')) ++end;
  return end < text.size() && is_ascii_alpha(text[end]) ? end + 1 - at : 0;
}

/// What an option puts in the place of the character at `at`; `size`: in and out, its bytes.
std::optional<std::pair<std::string_view, const char*>> replacement(const RepairOptions& options,
                                                                    std::string_view text, size_t at,
                                                                    char32_t code, size_t& size) {
  using Found = std::pair<std::string_view, const char*>;
  if (options.fix_latin_ligatures && code >= 0x132) {
    const auto* const ligature = std::ranges::find(kLigatures, code, &Ligature::code);
    if (ligature != std::end(kLigatures)) return Found(ligature->letters, "fix_latin_ligatures");
  }
  if (options.uncurl_quotes) {
    if (code == 0x2BC || (code >= 0x2018 && code <= 0x201B)) return Found("'", "uncurl_quotes");
    if (code >= 0x201C && code <= 0x201F) return Found("\"", "uncurl_quotes");
  }
  if (options.fix_line_breaks && (code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029)) {
    if (code == '\r' && at + 1 < text.size() && text[at + 1] == '\n') size = 2;
    return Found("\n", "fix_line_breaks");
  }
  if (options.remove_terminal_escapes && code == 0x1B) {
    if (const size_t length = escape_length(text, at); length > 0) {
      size = length;
      return Found("", "remove_terminal_escapes");
    }
  }
  if (options.remove_control_chars && is_needless_control(code)) {
    return Found("", "remove_control_chars");
  }
  return std::nullopt;
}

bool changes_characters(const RepairOptions& o) {
  return o.fix_latin_ligatures || o.uncurl_quotes || o.fix_line_breaks || o.remove_terminal_escapes ||
         o.remove_control_chars;
}

EditProgram character_edits(const RepairOptions& options, std::string_view text) {
  EditProgram program;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    const char32_t code = decode_utf8(text, end);
    size_t size = end - at;
    const auto found = replacement(options, text, at, code, size);
    if (found) {
      program.edits.push_back({{at, at + size}, std::string(found->first),
                               {"repair", found->second, kCharacter, 1.0F}});
    }
    at += size;
  }
  return program;
}

}  // namespace

std::unique_ptr<RefinerScratch> RepairRefiner::make_scratch() const {
  return std::make_unique<RepairScratch>();
}

Result<void> RepairRefiner::propose(std::span<const Document> documents, RefinerScratch& base,
                                    std::span<Proposal> proposals) const {
  auto& scratch = static_cast<RepairScratch&>(base);
  for (size_t i = 0; i < documents.size(); ++i) {
    EditProgram program;
    if (options_.fix_encoding) {
      for (const MojibakeRepair& r : find_mojibake(documents[i].text, scratch.mojibake)) {
        program.edits.push_back({r.span, r.with, {"repair", r.how, kEncoding, 1.0F}});
      }
    }
    if (changes_characters(options_)) {
      LAUTER_ASSIGN(const std::string mended, apply_program(program, documents[i].text));
      EditProgram more = character_edits(options_, mended);
      LAUTER_ASSIGN(program, compose(program, more, documents[i].text));
    }
    proposals[i].edits = std::move(program.edits);
  }
  return {};
}

Verdict RepairVerifier::judge(const Document& original, const EditProgram& program,
                              std::string_view) const {
  Verdict verdict;
  int64_t moved = 0;
  for (const Edit& edit : program.edits) {
    const auto begin = static_cast<uint64_t>(static_cast<int64_t>(edit.span.begin) + moved);
    moved += static_cast<int64_t>(edit.with.size()) - static_cast<int64_t>(edit.span.size());
    if (edit.cause.label != kEncoding) continue;
    const std::string_view was = std::string_view(original.text).substr(edit.span.begin, edit.span.size());
    if (!breaks_to(edit.with, edit.cause.rule, was)) {
      verdict.failures.push_back({"repair", {begin, begin + edit.with.size()}, kEncoding});
    }
  }
  return verdict;
}

}  // namespace lauter
