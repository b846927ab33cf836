/// Genotypes: variants, repeats, karyotypes.
#include <algorithm>

#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"genetic_data.hgvs", Category::kGeneticData},
    {"genetic_data.repeat", Category::kGeneticData},
};

constexpr std::string_view kGenetics =
    "gene|genes|genetic|genotype|genotyped|dna|variant|mutation|carrier|allele|alleles|snp|"
    "heterozygous|homozygous|"
    "sequencing|sequenced|23andme|ancestry|brca1|brca2|brca|pathogenic|hla|karyotype|exome|genome|"
    "chromosome|patient|her|his|"
    "my|hereditary|inherited|test|tested|result|results|mutated|polymorphism|genetik|génétique|"
    "genética|mother|father|"
    "tumor|biopsy|oncology|clinic|proband|sister|brother|son|daughter|i|she|he|compound|wildtype|"
    "wild-type";

bool about_genes(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end, kGenetics, 200, 160);
}

constexpr ValueRule kValues[] = {
    {.info = {"genetic_data.snp", Category::kGeneticData},
     .shape = "rs\\d{3,10}[ \\n]?(\\(?[ACGTDI-][;,\\/|:]? ?[ACGTDI-]\\)?|[:=] ?\\(?[ACGTDI-][;,\\/|]? "
              "?[ACGTDI-]\\)?|genotype [ACGT][\\/;]?[ACGT]|[A-Z][>\\/][A-Z]( \\([a-z]+\\))?|-? "
              "?[ACGT]{2})",
     .need = Need::kNone,
     .cues = "snp|genotype|23andme|ancestrydna|variant|allele|genotyped|dna|rsid",
     .score = 0.9F,
     .flags = kNoRelax | kGlueRight},
    {.info = {"genetic_data.rsid", Category::kGeneticData},
     .shape = "rs\\d{3,10}",
     .cues = "snp|genotype|23andme|ancestrydna|variant|allele|genotyped|dna|rsid|carrier|"
             "heterozygous|homozygous|mutation",
     .score = 0.75F,
     .flags = kNoRelax},
    {.info = {"genetic_data.hla", Category::kGeneticData},
     .shape =
         "HLA-D[QRP][0-9]{1,2}\\.[0-9]|HLA-[A-Z]{1,3}[0-9]?\\*?\\d{1,3}(:\\d{2,3}){0,3}([,\\/] "
         "?(HLA-)?[A-Z]{0,3}[0-9]?\\*?\\d{2,3}(:\\d{2,3}){1,3}){0,3}",
     .need = Need::kNone,
     .cues = nullptr,
     .anchor = "HLA-",
     .score = 0.86F,
     .flags = kNoRelax,
     .accept = about_genes},
    {.info = {"genetic_data.karyotype", Category::kGeneticData},
     .shape = "4[4-9],[ ]?(X{1,4}Y{0,2}|XO|X)(\\[\\d{1,2}\\]\\/4[4-9],[ "
              "]?X{1,3}Y?\\[\\d{1,2}\\]|\\/4[4-9],[ ]?X{1,3}Y?)?(,[ "
              "]?([-+]\\d{1,2}|(t|del|dup|inv|der|i|ins|add|rob|r)\\([0-9;XYpq.]+\\)(\\([0-9pq.;]+"
              "\\))?|mar)){0,5}",
     .need = Need::kNone,
     .cues = nullptr,
     .score = 0.9F,
     .flags = kNoRelax | kGlueRight},
    {.info = {"genetic_data.star_allele", Category::kGeneticData},
     .shape = "(CYP[0-9][A-Z][0-9]{1,2}|UGT1A1|TPMT|DPYD|NUDT15|SLCO1B1|VKORC1)[ "
              "]?\\*\\d{1,2}[A-Z]?[ ]?\\/[ ]?\\*\\d{1,2}[A-Z]?",
     .need = Need::kNone,
     .cues = nullptr,
     .score = 0.9F,
     .flags = kNoRelax},
    {.info = {"genetic_data.apoe", Category::kGeneticData},
     .shape = "(APOE|ApoE|Apo E)[ -]?(ε|e|E|epsilon ?)?[234]([ ]?[\\/-][ ]?(ε|e|E|APOE)?[234])?",
     .need = Need::kNone,
     .cues = nullptr,
     .anchor = nullptr,
     .score = 0.84F,
     .flags = kNoRelax | kLabelled,
     .accept = about_genes},
    {.info = {"genetic_data.protein", Category::kGeneticData},
     .shape = "([A-Z][A-Z0-9]{2,6} "
              ")?(p\\.\\(?)?([A-Z]\\d{2,4}[A-Z]|[A-Z][a-z]{2}\\d{2,4}([A-Z][a-z]{2}|\\*|fs))\\)?|("
              "delta|Delta|Δ|d)?F508(del)?",
     .cues = "mutation|variant|gene|carrier|heterozygous|homozygous|genotype|mutations|positive "
             "for|cftr|braf|egfr|kras|jak2|"
             "factor v|hfe|genetic|genetic test|sickle|pathogenic|hemochromatosis|cystic fibrosis",
     .score = 0.78F,
     .flags = kNoRelax},
};

bool gene_symbol(std::string_view word) {
  if (word.size() < 2 || word.size() > 8 || !is_upper(word[0])) return false;
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return is_upper(c) || is_digit(c) || c == '-'; });
}

bool hgvs_char(char c) {
  return is_alnum(c) || c == '_' || c == '+' || c == '-' || c == '>' || c == '*' || c == '=' ||
         c == '(' || c == ')' || c == '?' || c == ';' || c == '[' || c == ']' || c == '.' ||
         c == ':';
}

/// At "c.", "p.", "g.", "m.": an HGVS change, with the gene or transcript before it and the protein
/// after.
void find_hgvs(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && (is_alnum(text[begin - 1]) || text[begin - 1] == '.')) return;
  size_t to = end;
  const bool bracket = page.at(to) == '(' || page.at(to) == '[';
  const char first = page.at(to + (bracket ? 1 : 0));
  const bool protein = text[begin] == 'p';
  if (protein ? !is_upper(first) : !(is_digit(first) || first == '*' || first == '-')) return;
  while (to < text.size() && hgvs_char(text[to]) && to - end < 60) ++to;
  while (to > end &&
         (text[to - 1] == '.' || text[to - 1] == ';' || text[to - 1] == ':' || text[to - 1] == '-'))
    --to;
  int open = 0;
  for (size_t i = end; i < to; ++i) open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
  while (open < 0 && to > end && text[to - 1] == ')') {
    --to;
    ++open;
  }
  const std::string_view change = text.substr(end, to - end);
  const bool dna =
      !protein &&
      (change.find('>') != std::string_view::npos || change.find("del") != std::string_view::npos ||
       change.find("dup") != std::string_view::npos ||
       change.find("ins") != std::string_view::npos ||
       change.find("inv") != std::string_view::npos || change.find('=') != std::string_view::npos);
  const bool amino =
      protein && change.size() >= 4 && count_digits(change) >= 1 && count_digits(change) <= 5;
  if (!dna && !amino) return;
  // "BRCA1 c.68_69delAG", "BRCA1:c.68_69delAG", "NM_007294.4(BRCA1):c.68_69delAG".
  size_t from = begin;
  if (from > 0 && (text[from - 1] == ' ' || text[from - 1] == ':' || text[from - 1] == '\n')) {
    size_t word_end = from - 1;
    size_t word = word_end;
    while (word > 0 && word_end - word < 24 &&
           (is_alnum(text[word - 1]) || text[word - 1] == '-' || text[word - 1] == '_' ||
            text[word - 1] == '.' || text[word - 1] == '(' || text[word - 1] == ')')) {
      --word;
    }
    const std::string_view gene = text.substr(word, word_end - word);
    if (gene_symbol(gene) || (gene.size() > 5 && gene.substr(0, 3) == "NM_")) from = word;
  }
  // "c.68_69delAG (p.Glu23Valfs*17)": the protein's change belongs to it.
  if (!protein && page.at(to) == ' ' &&
      (text.compare(to + 1, 3, "(p.") == 0 || text.compare(to + 1, 2, "p.") == 0)) {
    size_t k = to + 1;
    while (k < text.size() && hgvs_char(text[k]) && k - to < 40) ++k;
    while (k > to && (text[k - 1] == '.' || text[k - 1] == ',')) --k;
    to = k;
  }
  found.add(kInfos[0], from, to, from < begin ? 0.92F : 0.88F);
}

/// "44 CAG repeats", "CGG repeat count 210": at the word repeat.
void find_repeats(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan line = page.line(begin);
  const size_t from = std::max<size_t>(line.begin, begin > 24 ? begin - 24 : 0);
  size_t codon = std::string_view::npos;
  for (const std::string_view triplet : {"CAG", "CGG", "CTG", "GAA", "GGGGCC", "G4C2", "CCTG"}) {
    const size_t at = text.substr(from, begin - from).rfind(triplet);
    if (at != std::string_view::npos) codon = from + at;
  }
  if (codon == std::string_view::npos) return;
  // Number before the codon, else after the word.
  size_t k = codon;
  while (k > from && (text[k - 1] == ' ' || text[k - 1] == '-')) --k;
  size_t digits = k;
  while (digits > line.begin &&
         (is_digit(text[digits - 1]) || text[digits - 1] == '/' || text[digits - 1] == '>'))
    --digits;
  if (digits < k) {
    // "HTT 42 CAG repeats": the gene belongs to it.
    size_t gene_end = digits;
    if (gene_end > line.begin && (text[gene_end - 1] == ' ' || text[gene_end - 1] == ':'))
      --gene_end;
    size_t gene = gene_end;
    while (gene > line.begin && gene_end - gene < 8 && is_alnum(text[gene - 1])) --gene;
    if (gene_symbol(text.substr(gene, gene_end - gene)) &&
        (gene == 0 || !is_wordish(text[gene - 1])))
      digits = gene;
    found.add(kInfos[1], digits, end, 0.88F);
    return;
  }
  size_t i = end;
  while (i < line.end && i - end < 40 && !is_digit(text[i])) ++i;
  size_t stop = i;
  while (stop < line.end &&
         (is_digit(text[stop]) || (text[stop] == '/' && is_digit(page.at(stop + 1)))))
    ++stop;
  if (stop > i) found.add(kInfos[1], codon, stop, 0.84F);
}

constexpr AnchorRule kAnchors[] = {
    {"c.|p.|g.|m.", find_hgvs, AnchorKind::kLiteral},
    {"repeat|repeats|repeat expansion|repeat count", find_repeats},
};

}  // namespace

RuleTable genetic_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
