/// Pay and income of a person: an amount of money that stands near a word of pay.
///
/// The words are the anchors; the amount is read in the same clause after them, else right before
/// ("$84,500 salary", "41k EUR brutto"). Prices, budgets and statistics have other words.
#include <algorithm>
#include <array>

#include "scan/rule.h"
#include "scan/rules_ids.h"
#include "scan/text_runs.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"salary", Category::kSalary}};

constexpr auto kSymbols = std::to_array<std::string_view>(
    {"$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5", "\xE2\x82\xB9", "\xE2\x82\xA9", "\xE2\x82\xBA",
     "\xE2\x82\xBD", "\xE2\x82\xAA", "\xE2\x82\xA6", "\xE2\x82\xB4", "\xE2\x82\xB1", "\xE0\xB8\xBF",
     "\xEF\xBF\xA5"});
constexpr auto kPrefixes = std::to_array<std::string_view>(
    {"us$", "usd", "eur", "gbp", "chf", "cad", "aud", "nzd", "inr", "jpy",  "cny", "rmb", "sek",
     "nok", "dkk", "pln", "czk", "huf", "ron", "brl", "r$",  "rs.", "rs",   "zar", "sgd", "hkd",
     "mxn", "a$",  "c$",  "nz$", "s$",  "hk$", "kr",  "krw", "try", "ils",  "ngn", "aed", "sar",
     "idr", "rp",  "myr", "rm",  "php", "thb", "twd", "r",   "fr.", "sfr.", "ft",  "lei"});
constexpr auto kSuffixes =
    std::to_array<std::string_view>({"usd",
                                     "eur",
                                     "euros",
                                     "euro",
                                     "gbp",
                                     "pounds",
                                     "dollars",
                                     "chf",
                                     "cad",
                                     "aud",
                                     "nzd",
                                     "inr",
                                     "rupees",
                                     "lpa",
                                     "lakh",
                                     "lakhs",
                                     "lacs",
                                     "lac",
                                     "crore",
                                     "crores",
                                     "jpy",
                                     "yen",
                                     "cny",
                                     "rmb",
                                     "yuan",
                                     "sek",
                                     "nok",
                                     "dkk",
                                     "kronor",
                                     "kroner",
                                     "kr",
                                     "pln",
                                     "z\xC5\x82",
                                     "z\xC5\x82otych",
                                     "czk",
                                     "k\xC4\x8D",
                                     "huf",
                                     "ft",
                                     "ron",
                                     "lei",
                                     "brl",
                                     "reais",
                                     "zar",
                                     "rand",
                                     "sgd",
                                     "hkd",
                                     "mxn",
                                     "pesos",
                                     "krw",
                                     "won",
                                     "try",
                                     "tl",
                                     "lira",
                                     "\xE5\x85\x83",
                                     "\xE4\xB8\x87",
                                     "\xE4\xB8\x87\xE5\x86\x86",
                                     "\xE5\x86\x86",
                                     "\xE4\xB8\x87\xE5\x85\x83",
                                     "\xEB\xA7\x8C\xEC\x9B\x90",
                                     "\xEC\x9B\x90",
                                     "\xE2\x82\xAC",
                                     "$",
                                     "\xC2\xA3",
                                     "\xE2\x82\xBD",
                                     "\xD1\x80\xD1\x83\xD0\xB1\xD0\xBB\xD0\xB5\xD0\xB9",
                                     "\xD1\x80\xD1\x83\xD0\xB1",
                                     "naira",
                                     "dirhams",
                                     "bucks",
                                     "francs",
                                     "baht"});

template <size_t N>
size_t starts_with_any(std::string_view text, size_t at,
                       const std::array<std::string_view, N>& words) {
  size_t best = 0;
  for (const std::string_view word : words) {
    if (at + word.size() > text.size() || lower(text[at]) != word[0] || word.size() <= best)
      continue;
    bool same = true;
    for (size_t i = 1; same && i < word.size(); ++i) same = lower(text[at + i]) == word[i];
    if (!same) continue;
    const size_t end = at + word.size();
    if (is_alpha(word.back()) && end < text.size() && is_alpha(text[end])) continue;
    best = word.size();
  }
  return best;
}

struct Amount {
  size_t begin = 0;
  size_t end = 0;
  bool currency = false;   ///< a symbol, a code or a unit of money stands with it
  bool thousands = false;  ///< k, or at least four digits
  bool found() const { return end > begin; }
};

/// The amount whose first digit is at `at`, with what belongs to it on both sides.
Amount amount_at(std::string_view text, size_t at) {
  Amount amount{at, at};
  size_t digits = 0;
  size_t i = at;
  while (i < text.size() && i - at < 16) {
    if (is_digit(text[i])) {
      ++digits;
      ++i;
    } else if ((text[i] == ',' || text[i] == '.' || text[i] == '\'' || text[i] == ' ') &&
               i + 1 < text.size() && is_digit(text[i + 1])) {
      // A blank groups thousands only: exactly three digits follow.
      if (text[i] == ' ' &&
          !(i + 3 < text.size() && is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
            (i + 4 >= text.size() || !is_digit(text[i + 4])))) {
        break;
      }
      ++i;
    } else {
      break;
    }
  }
  if (digits == 0 || digits > 9) return {};
  amount.thousands = digits >= 4;
  // k, m, /hr, currency after.
  if (i < text.size() && lower(text[i]) == 'k' &&
      (i + 1 >= text.size() || !is_alpha(text[i + 1]))) {
    amount.thousands = true;
    ++i;
  } else if (i + 1 < text.size() && text[i] == ' ' && lower(text[i + 1]) == 'k' &&
             (i + 2 >= text.size() || !is_alpha(text[i + 2]))) {
    amount.thousands = true;
    i += 2;
  } else if (i + 1 < text.size() && text[i] == ',' && text[i + 1] == '-') {
    i += 2;
  }
  for (int k = 0; k < 2; ++k) {
    const size_t gap = i < text.size() && text[i] == ' ' ? 1 : 0;
    if (i + gap >= text.size() || !(is_letterish(text[i + gap]) || text[i + gap] == '$')) break;
    const size_t n = starts_with_any(text, i + gap, kSuffixes);
    if (n == 0) break;
    amount.currency = true;
    i += gap + n;
  }
  for (const std::string_view unit :
       {"/hr",   "/hour", "/h",    "/yr", "/year",    "/mo",      "/month",
        "/wk",   "/week", "/day",  "/pa", "/p.a.",    "/annum",   "/Monat",
        "/Jahr", "/mes",  "/mois", "/an", " an hour", " per hour"}) {
    if (i >= text.size() || text[i] != unit[0]) continue;
    if (text.compare(i, unit.size(), unit) == 0 &&
        (i + unit.size() >= text.size() || !is_alpha(text[i + unit.size()]))) {
      if (unit[0] == '/') i += unit.size();
      amount.currency = amount.currency || unit[0] == '/';
      break;
    }
  }
  amount.end = i;
  // Symbol or code before.
  size_t from = at;
  if (from > 0 && text[from - 1] == ' ') --from;
  for (const std::string_view symbol : kSymbols) {
    if (from == 0 || text[from - 1] != symbol.back()) continue;
    if (from >= symbol.size() && text.compare(from - symbol.size(), symbol.size(), symbol) == 0) {
      amount.begin = from - symbol.size();
      amount.currency = true;
      // US$, A$, R$.
      size_t letters = 0;
      while (letters < 2 && amount.begin > letters && is_upper(text[amount.begin - letters - 1]))
        ++letters;
      if (letters > 0 && (amount.begin == letters || !is_alpha(text[amount.begin - letters - 1]))) {
        amount.begin -= letters;
      }
      return amount;
    }
  }
  size_t word = from;
  while (word > 0 && from - word < 4 && (is_alpha(text[word - 1]) || text[word - 1] == '.')) --word;
  if (word < from && (word == 0 || !is_letterish(text[word - 1])) &&
      starts_with_any(text, word, kPrefixes) == from - word) {
    amount.begin = word;
    amount.currency = true;
  }
  return amount;
}

bool clause_end(std::string_view text, size_t i) {
  const char c = text[i];
  if (c == '\n') return i + 1 < text.size() && text[i + 1] == '\n';
  if (c == '?' || c == '!') return true;
  return c == '.' && i + 1 < text.size() && is_space(text[i + 1]) &&
         !(i > 0 && (is_upper(text[i - 1]) || text.compare(i - 1, 2, "a.") == 0));
}

/// Prices, budgets, statistics in the same line have nothing to do with a person's pay.
constexpr std::string_view kPersonal =
    "my|i|i'm|i'd|i'll|her|his|she|he|mr|mrs|ms|dr|employee|candidate|applicant|offer "
    "letter|payslip|name|mine|ich|mein|"
    "meine|meinem|sie|er|je|j'ai|mon|ma|elle|sa|mi|su|ella|gano|cobro|mio|mia|lei|lui|guadagno|meu|"
    "minha|ganho|ela|ele|"
    "ik|mijn|haar|zijn|jag|min|hon|han|jeg|hun|mam|moja|moje|ona|on|m\xC5\xAFj|m\xC3\xA1m|"
    "\xD0\xBC\xD0\xBE\xD0\xB9|"
    "\xD0\xBC\xD0\xBE\xD1\x8F|\xD1\x8F|\xD0\xBE\xD0\xBD|\xD0\xBE\xD0\xBD\xD0\xB0|\xE6\x88\x91|"
    "\xE7\xA7\x81|"
    "\xEC\xA0\x80|\xEB\x82\xB4|maa\xC5\x9F\xC4\xB1m|benim|husband|wife|partner|daughter|son|sister|"
    "brother|mother|father|tenant|"
    "borrower|spouse|ctc|hired|we earn|earns";

/// Said of somebody, not of a trade or a market.
bool personal(const Page& page, size_t begin, size_t end) {
  return line_mentions(page, begin, end, kPersonal, 90, 60);
}

bool about_something_else(const Page& page, size_t begin, size_t end) {
  return line_mentions(
      page, begin, end,
      "median|average|averages|mean salary|budget|revenue|per capita|price|rent|cost|costs|"
      "invoice|funding|raised|valuation|typical|statistics|salary range|minimum wage|"
      "poverty line|tuition|fine|market cap|sales|gdp|donated|donation|bill|loan",
      70, 50);
}

void try_amounts(const Page& page, size_t from, size_t to, bool strong, Found& found) {
  const std::string_view text = page.text;
  const size_t direct = skip_connector(text, from).value_begin;
  for (size_t i = from; i < to && i < text.size(); ++i) {
    if (clause_end(text, i)) return;
    if (!is_digit(text[i]) ||
        (i > 0 && (is_alnum(text[i - 1]) || text[i - 1] == '.' || text[i - 1] == ',')))
      continue;
    const Amount amount = amount_at(text, i);
    if (!amount.found()) return;
    const bool bare = amount.thousands && strong && !amount.currency && i == direct &&
                      !(amount.end - amount.begin == 4 &&
                        (text.compare(i, 2, "19") == 0 || text.compare(i, 2, "20") == 0));
    if ((amount.currency || bare) && page.at(amount.end) != '%' &&
        !is_letterish(page.at(amount.end))) {
      if (!about_something_else(page, amount.begin, amount.end)) {
        found.add(kInfos[0], amount.begin, amount.end, amount.currency ? 0.86F : 0.7F);
      }
      return;
    }
    i = std::max(i, amount.end);
  }
}

bool plain_number(const Page& page, size_t begin, size_t end) {
  return !about_something_else(page, begin, end) && page.at(end) != '-' && page.at(end) != '%';
}

/// Whether an amount stands where after_pay_word() looks: most numbers near words of pay are years
/// and counts, and prose speaks of income without any most of the time.
bool amount_near(const Page& page, size_t begin, size_t end, bool strong) {
  const std::string_view text = page.text;
  const size_t from = begin > 28 ? begin - 28 : 0;
  if (!holds_digit(text.substr(from, end + 72 - from))) return false;
  const size_t to = std::min(text.size(), end + 72);
  for (size_t i = from; i < to; ++i) {
    if (!is_digit(text[i])) continue;
    const Amount amount = amount_at(text, i);
    if (amount.currency || (strong && amount.thousands && i >= end)) return true;
    while (i + 1 < to && is_digit(text[i + 1])) ++i;
  }
  return false;
}

void after_pay_word(const Page& page, size_t begin, size_t end, bool strong, Found& found) {
  const size_t before = found.findings().size();
  try_amounts(page, end, end + 72, strong, found);
  if (found.findings().size() > before) return;
  // "$84,500 salary", "62k a year before tax": the amount right before.
  const std::string_view text = page.text;
  const size_t floor = begin > 28 ? begin - 28 : 0;
  for (size_t i = begin; i > floor; --i) {
    if (clause_end(text, i - 1)) return;
    if (is_digit(text[i - 1]) &&
        (i - 1 == 0 || !(is_digit(text[i - 2]) || text[i - 2] == ',' || text[i - 2] == '.'))) {
      const Amount amount = amount_at(text, i - 1);
      if (amount.found() && amount.currency && amount.end <= begin &&
          !about_something_else(page, amount.begin, amount.end)) {
        found.add(kInfos[0], amount.begin, amount.end, 0.82F);
        return;
      }
    }
  }
}

void pay_noun(const Page& page, size_t begin, size_t end, Found& found) {
  if (!amount_near(page, begin, end, true)) return;
  const Connector link = skip_connector(page.text, end);
  if (link.strength != Announce::kMark && !personal(page, begin, end)) return;
  after_pay_word(page, begin, end, true, found);
}

/// "makes", "earns", "paid": verbs of many things; only with a sign of regular pay nearby.
void pay_verb(const Page& page, size_t begin, size_t end, Found& found) {
  if (!amount_near(page, begin, end, false)) return;
  constexpr std::string_view kSubjects =
      "i|he|she|we|my|her|his|ich|er|sie|je|elle|il|gano|cobro|guadagno|ganho|ik|zij|hij|jag|hon|"
      "han|jeg|hun|husband|wife|"
      "who|and|now|currently|partner|daughter|son";
  const std::string_view verb = page.text.substr(begin, end - begin);
  // Forms that name their subject: "gana 18.000 al mes".
  static const WordSet kPersonInVerb(
      "gano|gana|cobro|cobra|guadagno|guadagna|ganho|ganha|verdiene|zarabiam|zarabia|получаю|"
      "зарабатываю|kazanıyorum");
  const bool said = kPersonInVerb.has(verb) || line_mentions(page, begin, begin, kSubjects, 22, 0);
  const bool paying =
      !verb.empty() && (lower(verb[0]) == 'p' || lower(verb[0]) == 'o' || lower(verb[0]) == 'h');
  const bool regular = line_mentions(
      page, end, end,
      "year|yr|annually|annum|p.a.|hour|hourly|hr|month|monthly|week|weekly|salary|lpa|"
      "before tax|after tax|brutto|netto|gross|im jahr|im monat|par mois|par an|al mes|"
      "al a\xC3\xB1o|mensuales|bruts|lordi",
      0, 60);
  const bool taxed =
      regular && line_mentions(page, end, end, "before tax|after tax|brutto|netto", 0, 60);
  if (!said && !taxed && !personal(page, begin, end)) return;
  if (!regular && kPersonInVerb.has(verb) && !personal(page, begin, end)) return;
  if (paying ? !regular || !personal(page, begin, end) : !said && !regular) return;
  after_pay_word(page, begin, end, false, found);
}

// Cells of tables and values of fields; the same words as below.
#define PAY_NOUNS                                                                                                              \
  "salary|annual salary|base salary|base pay|salaries|annual income|gross income|net "                                         \
  "income|monthly income|"                                                                                                     \
  "hourly rate|hourly wage|wage|wages|annual pay|gross pay|net pay|compensation|current "                                      \
  "ctc|ctc|pay rate|"                                                                                                          \
  "remuneration|gehalt|jahresgehalt|monatsgehalt|bruttogehalt|lohn|stundenlohn|einkommen|salaire|"                             \
  "salaire "                                                                                                                   \
  "brut|rémunération|sueldo|salario|nómina|stipendio|retribuzione|reddito|salário|salaris|loon|"                           \
  "lön|"                                                                                                                      \
  "lønn|løn|palkka|wynagrodzenie|plat|mzda|зарплата|оклад|доход|maaş|年収|月給|年俸|月薪|工资|" \
  "薪资|年薪|연봉|월급|"                                                                                               \
  "वेतन|monthly salary|income|yearly salary|current salary"
#define CURRENCY                                                                                \
  "(US|A|C|R|S|NZ|HK|CA|AU)?\\$|€|£|¥|₹|₩|₺|₽|₪|₦|₴|₱|฿|￥|USD|EUR|GBP|" \
  "CHF|"                                                                                        \
  "CAD|"                                                                                        \
  "AUD|"                                                                                        \
  "NZD|"                                                                                        \
  "INR|"                                                                                        \
  "JPY|"                                                                                        \
  "CNY|SEK|"                                                                                    \
  "NOK|DKK|PLN|CZK|HUF|RON|BRL|ZAR|SGD|HKD|MXN|KRW|TRY|ILS|NGN|Rs\\.?|kr|R|RM|Rp"
#define AMOUNT "\\d{1,3}([., ']\\d{3}){1,3}([.,]\\d{1,2})?|\\d{1,7}([.,]\\d{1,2})?"
#define UNIT "( ?[kK])?( ?(LPA|lakhs?|lacs?|crores?|万円?|万元|만원))?"
#define PER "( ?\\/ ?(hr|hour|h|yr|year|mo|month|wk|week|day|annum|pa|Monat|Jahr|mes|mois|an|Std))?"
bool contains_mark(char c) {
  return c == ':' || c == '=' || c == '|' || c == '>' || c == ',' || c == ';' || c == '\t' ||
         c == '\n' || c == '(';
}

/// After a mark or in a column any amount, after "is" or a blank one that is said of somebody.
bool a_cell(const Page& page, size_t begin, size_t end) {
  if (about_something_else(page, begin, end)) return false;
  // A column of averages, of schools or of trades.
  if (const auto cue = page.cue_before(PAY_NOUNS, begin, 1500)) {
    if (line_mentions(page, cue->begin, cue->end,
                      "avg|average|median|mean|typical|school|program|degree|rank|range|state|"
                      "occupation|industry|estimated|expected",
                      60, 40)) {
      return false;
    }
  }
  size_t i = begin;
  while (i > 0 && begin - i < 6 &&
         (page.text[i - 1] == ' ' || page.text[i - 1] == '"' || page.text[i - 1] == '\''))
    --i;
  const char before = i > 0 ? page.text[i - 1] : '\n';
  return contains_mark(before) || personal(page, begin, end);
}

constexpr ValueRule kValues[] = {
    {.info = {"salary.cell", Category::kSalary},
     .shape = "(" CURRENCY ") ?(" AMOUNT ")" UNIT "(,-)?" PER,
     .cues = PAY_NOUNS,
     .score = 0.88F,
     .flags = kLabelledOnly | kNoRelax,
     .accept = a_cell},
    {.info = {"salary.cell_after", Category::kSalary},
     .shape = "(" AMOUNT ") ?(k "
              ")?(€|EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|zł|Kč|CZK|HUF|Ft|kr|INR|LPA|lakhs?|円|元|"
              "원|₽|руб\\.?|TL|R\\$|\\$|£|万円|万元|만원|k ?€|k)" PER,
     .cues = PAY_NOUNS,
     .score = 0.87F,
     .flags = kLabelledOnly | kNoRelax,
     .accept = a_cell},
    {.info = {"salary.cell_bare", Category::kSalary},
     .shape = "\\d{2,3}[., ']?\\d{3}([.,]\\d{2})?",
     .cues = PAY_NOUNS,
     .score = 0.72F,
     .flags = kLabelledOnly | kNoRelax | kStrongLabel,
     .accept = plain_number},
};

constexpr AnchorRule kAnchors[] = {
    {"salary|annual salary|base salary|base pay|salaries|annual income|household income|gross "
     "income|net income|"
     "monthly income|yearly income|take home pay|take home|hourly rate|hourly wage|hourly pay|day "
     "rate|wage|wages|"
     "annual pay|gross pay|net pay|compensation|total comp|current ctc|expected ctc|ctc|pay "
     "rate|pay grade|"
     "remuneration|gehalt|jahresgehalt|monatsgehalt|bruttogehalt|nettogehalt|bruttolohn|lohn|"
     "stundenlohn|"
     "einkommen|jahreseinkommen|verdienst|salaire|salaire brut|salaire "
     "net|rémunération|revenu|revenus|sueldo|"
     "salario|nómina|ingresos|stipendio|retribuzione|ral|reddito|salário|ordenado|vencimento "
     "base|renda|salaris|"
     "loon|inkomen|lön|månadslön|årslön|lønn|årslønn|løn|palkka|wynagrodzenie|pensja|zarobki|plat|"
     "mzda|"
     "зарплата|зарплату|оклад|доход|maaş|maaşı|maaşım|年収|月給|年俸|月薪|工资|薪资|薪水|年薪|연봉|"
     "월급|급여|वेतन|"
     "stipend|pay stub|paystub|payslip|pay slip|paycheck|gehaltsabrechnung|fiche de paie|bulletin "
     "de paie|busta paga|loonstrook|"
     "annual base|yearly salary|starting salary|adjusted gross|w2 wages|pension|monatlich "
     "brutto|bonus|"
     "gross monthly|monthly pay|monthly salary|income|package|my pay|her pay|his pay|their "
     "pay|your pay",
     pay_noun},
    {"earn|earns|earning|earned|makes|making|make|paid|bring home|brings "
     "home|verdient|"
     "verdiene|gagne|gagner|touche|gana|gano|cobra|cobro|guadagna|guadagno|ganha|ganho|verdien|"
     "tjänar|tjener|"
     "zarabia|zarabiam|получаю|зарабатывает|зарабатываю|kazanıyor|kazanıyorum|offered|offer|hired "
     "at",
     pay_verb},
};

}  // namespace

RuleTable salary_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
