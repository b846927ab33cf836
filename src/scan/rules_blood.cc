/// Blood groups: short letters, so they are read next to their words only.
#include <algorithm>

#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"blood_type", Category::kBloodType}};

size_t caseless_prefix(std::string_view text, size_t at, std::string_view word) {
  if (at + word.size() > text.size()) return 0;
  for (size_t i = 0; i < word.size(); ++i) {
    if (lower(text[at + i]) != word[i]) return 0;
  }
  return word.size();
}

/// End of the blood group that starts at `i`, 0 if there is none. `marked` says whether a Rhesus
/// sign or word is part of it.
size_t blood_type_at(std::string_view text, size_t i, bool& marked) {
  marked = false;
  if (i > 0 && is_wordish(text[i - 1])) return 0;
  size_t end = i;
  if (text.compare(i, 2, "AB") == 0 || text.compare(i, 2, "ab") == 0) {
    end = i + 2;
  } else if (text[i] == 'A' || text[i] == 'B' || text[i] == 'O' || text[i] == '0' ||
             text[i] == 'a' || text[i] == 'b' || text[i] == 'o') {
    end = i + 1;
  } else {
    return 0;
  }
  const bool low = is_lower(text[i]);
  if (end < text.size() && (is_alnum(text[end]) || text[end] == '\'')) {
    if (text[i] != 'A' || !is_digit(text[end])) return 0;  // A1, A2 subgroups
    ++end;
    if (end < text.size() && is_alnum(text[end])) return 0;
  }
  size_t k = end;
  while (k < text.size() && k - end < 2 && (text[k] == ' ' || text[k] == '-' || text[k] == ',')) {
    if (text[k] == '-' && (k + 1 >= text.size() || !is_letterish(text[k + 1]))) break;
    ++k;
  }
  const size_t rh = std::max({caseless_prefix(text, k, "rhesus"), caseless_prefix(text, k, "rh(d)"),
                              caseless_prefix(text, k, "rhd"), caseless_prefix(text, k, "rh")});
  size_t sign = k + rh;
  if (rh > 0) {
    while (sign < text.size() && sign - k - rh < 2 &&
           (text[sign] == ' ' ||
            (text[sign] == '-' && sign + 1 < text.size() && is_letterish(text[sign + 1])))) {
      ++sign;
    }
  }
  for (const std::string_view word : {"positive",
                                      "negative",
                                      "positiv",
                                      "negativ",
                                      "pozitif",
                                      "negatif",
                                      "positif",
                                      "positivo",
                                      "negativo",
                                      "négatif",
                                      "positief",
                                      "negatief",
                                      "pos",
                                      "neg",
                                      "+ve",
                                      "-ve",
                                      "plus",
                                      "minus",
                                      "factor positive",
                                      "factor negative",
                                      "dodatni",
                                      "ujemny",
                                      "\xE9\x98\xB3\xE6\x80\xA7",
                                      "\xE9\x98\xB4\xE6\x80\xA7",
                                      "+",
                                      "-",
                                      "(+)",
                                      "(-)"}) {
    if (sign >= text.size() || lower(text[sign]) != word[0]) continue;
    const size_t n = caseless_prefix(text, sign, word);
    if (n == 0) continue;
    const size_t to = sign + n;
    if (is_alpha(word.back()) && to < text.size() && is_letterish(text[to])) continue;
    if ((word == "+" || word == "-") && to < text.size() && is_alnum(text[to])) continue;
    marked = true;
    return to;
  }
  if (rh > 0) return k + rh;
  return low ? 0 : end;
}

void near_blood(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const size_t limit = std::min(text.size(), end + 48);
  const size_t direct = skip_connector(text, end).value_begin;
  for (size_t i = end; i < limit; ++i) {
    if (text[i] == '\n' && i > end && text[i - 1] == '\n') break;
    bool marked = false;
    const size_t to = blood_type_at(text, i, marked);
    if (to == 0) continue;
    // "blood type A" is one; "blood type: a rare one" and "the A team" are not.
    if (!marked && (i != direct || lower(text[end - 1]) == 's')) continue;  // "blood groups A, B"
    if (!marked && to < text.size() && text[to] == ' ' && to + 1 < text.size() &&
        is_lower(text[to + 1]) && text[i] == 'A' && to - i == 1) {
      continue;
    }
    found.add(kInfos[0], i, to, marked ? 0.92F : 0.8F);
    return;
  }
  const size_t floor = begin > 36 ? begin - 36 : 0;
  for (size_t i = begin; i-- > floor;) {
    if (text[i] == '\n') break;
    bool marked = false;
    const size_t to = blood_type_at(text, i, marked);
    if (to != 0 && marked && to <= begin) {
      found.add(kInfos[0], i, to, 0.9F);
      return;
    }
  }
}

constexpr ValueRule kValues[] = {
    {.info = {"blood_type.cell", Category::kBloodType},
     .shape = "(AB|A|B|O|0)[12]?([ \\n-]{0,2}Rh(esus)?(D|\\(D\\))?)?[ "
              "\\n-]{0,2}([+-]ve|[+-]|\\([+-]\\)|positive|negative|"
              "positivo|negativo|positif|négatif|positiv|negativ|pozitif|negatif|pos\\.?|neg\\.?)",
     .cues = "blood type|blood group|bloodtype|bloodgroup|blutgruppe|groupe sanguin|grupo "
             "sanguíneo|tipo de sangre|"
             "gruppo sanguigno|tipo sanguíneo|bloedgroep|blodgrupp|blodtype|grupa krwi|krevní "
             "skupina|группа крови|"
             "kan grubu|血型|血液型|혈액형|blood",
     .score = 0.93F,
     .flags = kLabelled | kLabelledOnly | kNoRelax},
};

constexpr AnchorRule kAnchors[] = {
    {"blood type|blood group|bloodtype|bloodgroup|blood grp|abo|blood|blutgruppe|groupe "
     "sanguin|groupe|"
     "grupo sanguíneo|grupo sanguineo|tipo de sangre|gruppo sanguigno|tipo "
     "sanguíneo|bloedgroep|blodgrupp|"
     "blodtype|veriryhmä|grupa krwi|krevní skupina|vércsoport|grupa sanguină|группа крови|кръвна "
     "група|"
     "kan grubu|血型|血液型|혈액형|فصيلة الدم|רקע דם|סוג דם|रक्त समूह|ब्लड ग्रुप|กรุ๊ปเลือด|golongan darah|"
     "nhóm máu|abo rh|abo group|transfusion|transfused|donor|donate "
     "blood|rhesus|crossmatch|crossmatched|type and screen|rh factor",
     near_blood},
};

}  // namespace

RuleTable blood_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
