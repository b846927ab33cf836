#include "surrogate/names/native_names.h"

#include <algorithm>
#include <vector>

#include "surrogate/names/name_pool.h"
#include "surrogate/names/unicode.h"

namespace lauter::surrogate {
namespace {

std::vector<std::string_view> letters_of(std::string_view word) {
  std::vector<std::string_view> letters;
  for (size_t i = 0; i < word.size();) {
    const CodePoint c = decode(word, i);
    letters.push_back(word.substr(i, c.size));
    i += c.size;
  }
  return letters;
}

std::string drawn_name(const Request& request, std::string_view word, NameKind kind, Script script,
                       Cultures home) {
  NamedPart part;
  part.key = folded(word);
  part.kind = kind;
  part.script = script;
  const KnownName known = NamePool::get().find(part.key);
  part.cultures = kind == NameKind::kFamily ? known.family : known.given();
  if (part.cultures == 0) part.cultures = home;
  const std::span<const Name> names = NamePool::get().of_script(kind, script);
  if (part.cultures == 0 && !names.empty()) part.cultures = names[0].cultures;
  std::string name = drawn_part(request, part);
  return name.empty() ? std::string(word) : name;
}

NameKind given_kind(std::string_view word) {
  const KnownName known = NamePool::get().find(folded(word));
  if (known.female != 0 && known.male == 0) return NameKind::kFemale;
  if (known.male != 0) return NameKind::kMale;
  // Unknown: even and odd first letters, so that one name has one gender everywhere.
  return decode(word, 0).value % 2 == 0 ? NameKind::kFemale : NameKind::kMale;
}

char32_t shifted_kana(char32_t c, bool to_hiragana) {
  if (to_hiragana && c >= 0x30A1 && c <= 0x30F6) return c - 0x60;
  if (!to_hiragana && c >= 0x3041 && c <= 0x3096) return c + 0x60;
  return c;
}

std::string kana_as(std::string_view word, bool hiragana) {
  std::string out;
  for (size_t i = 0; i < word.size();) {
    const CodePoint c = decode(word, i);
    append_utf8(out, shifted_kana(c.value, hiragana));
    i += c.size;
  }
  return out;
}

/// How many letters of a name in one piece are the family name.
size_t family_size(const std::vector<std::string_view>& letters, std::string_view word,
                   Script script) {
  const size_t n = letters.size();
  const auto prefix = [&](size_t k) {
    size_t bytes = 0;
    for (size_t i = 0; i < k; ++i) bytes += letters[i].size();
    return folded(word.substr(0, bytes));
  };
  const NamePool& pool = NamePool::get();
  if (script == Script::kHangul) return n >= 4 && pool.find(prefix(2)).family != 0 ? 2 : 1;
  for (size_t k = std::min<size_t>(n - 1, 3); k >= 2; --k) {
    if (pool.find(prefix(k)).family != 0) return k;
  }
  if (pool.find(prefix(1)).family != 0 && n <= 3) return 1;
  return n >= 4 ? 2 : 1;
}

std::string mapped_word(const Request& request, std::string_view word, NameRole role,
                        Cultures home) {
  const Script script = script_of(word);
  if (script == Script::kKana) {
    const bool hiragana = decode(word, 0).value < 0x30A0;
    const std::string katakana = kana_as(word, false);
    const NameKind kind = role == NameRole::kFamily ? NameKind::kFamily : given_kind(katakana);
    return kana_as(drawn_name(request, katakana, kind, Script::kKana, home), hiragana);
  }
  return drawn_name(request, word, role == NameRole::kFamily ? NameKind::kFamily : given_kind(word),
                    script, home);
}

}  // namespace

std::string native_name(const Request& request, NameRole expected) {
  const std::string_view value = request.value;
  const Script script = script_of(value);
  if (script != Script::kHan && script != Script::kKana && script != Script::kHangul) return "";
  // Runs of letters; what stands between them stays.
  std::vector<NamePart> words;
  for (size_t i = 0; i < value.size() && words.size() < 16;) {
    const CodePoint c = decode(value, i);
    const Script s = script_of(c.value);
    if (s != Script::kHan && s != Script::kKana && s != Script::kHangul) {
      i += c.size;
      continue;
    }
    NamePart part{i, i, NameRole::kGiven};
    while (i < value.size()) {
      const CodePoint d = decode(value, i);
      const Script t = script_of(d.value);
      if (t != Script::kHan && t != Script::kKana && t != Script::kHangul) break;
      i += d.size;
    }
    part.end = i;
    words.push_back(part);
  }
  std::string out;
  size_t at = 0;
  // The family name tells Chinese from Japanese for a given name that no list has.
  Cultures home =
      words.empty() ? 0
                    : NamePool::get()
                          .find(folded(value.substr(words[0].begin, words[0].end - words[0].begin)))
                          .family;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = value.substr(words[i].begin, words[i].end - words[i].begin);
    out.append(value.substr(at, words[i].begin - at));
    at = words[i].end;
    const std::vector<std::string_view> letters = letters_of(word);
    if (words.size() > 1 || expected != NameRole::kKeep || letters.size() == 1) {
      // East Asian names begin with the family; foreign ones in Katakana (with a middle dot) end
      // so.
      const bool dotted = value.find("\u30FB") != std::string_view::npos;
      const bool family = expected == NameRole::kKeep ? (dotted ? i + 1 == words.size() : i == 0)
                                                      : expected == NameRole::kFamily;
      out += mapped_word(request, word, family ? NameRole::kFamily : NameRole::kGiven, home);
      continue;
    }
    if (script == Script::kKana) {
      out += mapped_word(request, word, NameRole::kGiven, home);
      continue;
    }
    const size_t k = family_size(letters, word, script);
    size_t bytes = 0;
    for (size_t l = 0; l < k; ++l) bytes += letters[l].size();
    home = NamePool::get().find(folded(word.substr(0, bytes))).family;
    out += mapped_word(request, word.substr(0, bytes), NameRole::kFamily, home);
    out += mapped_word(request, word.substr(bytes), NameRole::kGiven, home);
  }
  out.append(value.substr(at));
  return out;
}

}  // namespace lauter::surrogate
