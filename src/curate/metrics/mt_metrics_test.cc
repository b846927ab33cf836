// Questions: are BLEU, chrF and TER what sacreBLEU's README and tests say (Apache-2.0; values and
// examples only), and do BLEU's sums equal counting n-grams as strings?
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "curate/metrics/bleu.h"
#include "curate/metrics/chrf.h"
#include "curate/metrics/mt_tokens.h"
#include "curate/metrics/ter.h"

namespace lauter {
namespace {

std::string tokens_13a(std::string_view text) {
  MtTokens tokens;
  tokenize_13a(text, tokens);
  std::string joined;
  for (const std::string_view token : tokens.list) {
    joined += (joined.empty() ? "" : " ") + std::string(token);
  }
  return joined;
}

TEST(MtTokens, CutsAsMteval) {
  EXPECT_EQ(tokens_13a("Hello, world! It's 1,234.5 (or 3-4)."),
            "Hello , world ! It's 1,234.5 ( or 3 - 4 ) .");
  EXPECT_EQ(tokens_13a("&quot;a&amp;b&quot; &lt;skipped> <skipped>x"), "\" a & b \" < skipped > x");
  EXPECT_EQ(tokens_13a("..."), ". . .");
  EXPECT_EQ(tokens_13a("end-\nless line\nnext\n"), "endless line next");
  EXPECT_EQ(tokens_13a("caf\u00E9. \u201Cno\u201D,5"), "caf\u00E9 . \u201Cno\u201D , 5");
  EXPECT_EQ(tokens_13a(""), "");
}

struct Pair {
  std::string text;
  std::vector<std::string_view> references;
};

const Pair kDogs[] = {
    {"The dog bit the man.", {"The dog bit the man.", "The dog had bit the man."}},
    {"It wasn't surprising.", {"It was not unexpected.", "No one was surprised."}},
    {"The man had just bitten him.", {"The man bit him first.", "The man had bitten the dog."}},
};

TEST(Bleu, EqualsSacrebleusExamples) {
  Bleu bleu;
  for (const Pair& pair : kDogs) bleu.add(pair.text, pair.references);
  EXPECT_NEAR(bleu.score(), 48.530827, 1e-6);

  Bleu empty;
  for (const Pair& pair : kDogs) empty.add("", pair.references);
  EXPECT_EQ(empty.score(), 0);

  Bleu sentence;
  const std::string_view reference =
      "produc\u0163ia de zah\u0103r brut se exprim\u0103 \u00EEn zah\u0103r alb;";
  sentence.add(
      "Produc\u021Bia de zah\u0103r prim\u0103 va fi exprimat\u0103 \u00EEn ceea ce prive\u0219te "
      "zah\u0103rul alb;",
      {&reference, 1});
  EXPECT_NEAR(sentence.score(BleuOrder::kEffective), 8.493, 1e-3);

  Bleu none;
  const std::string_view thanks = "okay thanks";
  none.add("this is a cat", {&thanks, 1});
  EXPECT_EQ(none.score(BleuOrder::kEffective), 0);
}

TEST(Bleu, ShortTextsNeedTheEffectiveOrder) {
  const std::string_view reference = "a test";
  Bleu bleu;
  bleu.add("a test", {&reference, 1});
  EXPECT_EQ(bleu.score(), 0);
  EXPECT_NEAR(bleu.score(BleuOrder::kEffective), 100, 1e-9);
}

TEST(Bleu, EqualsCountingStrings) {
  std::mt19937 random(3);
  const auto text = [&random] {
    std::string line;
    for (size_t n = random() % 20; n > 0; --n) line += std::string(1, "abcde"[random() % 5]) + " ";
    return line;
  };
  const auto grams = [](const std::string& line, size_t n) {
    std::map<std::string, uint64_t> counts;

    // Every token is a letter and a blank.
    for (size_t i = 0; i + 2 * n <= line.size(); i += 2) ++counts[line.substr(i, 2 * n)];
    return counts;
  };
  for (int round = 0; round < 200; ++round) {
    const std::string hypothesis = text();
    const std::string first = text();
    const std::string second = text();
    Bleu bleu;
    const std::string_view references[] = {first, second};
    bleu.add(hypothesis, references);
    for (size_t n = 1; n <= 4; ++n) {
      uint64_t correct = 0;
      uint64_t total = 0;
      auto a = grams(first, n);
      auto b = grams(second, n);
      for (const auto& [gram, times] : grams(hypothesis, n)) {
        correct += std::min(times, std::max(a[gram], b[gram]));
        total += times;
      }
      EXPECT_EQ(bleu.counts().correct[n - 1], correct);
      EXPECT_EQ(bleu.counts().total[n - 1], total);
    }
  }
}

TEST(Chrf, EqualsSacrebleusExamples) {
  const auto score = [](std::string_view text, std::string_view reference, double beta) {
    Chrf chrf;
    chrf.add(text, reference);
    return chrf.score(beta);
  };
  EXPECT_NEAR(
      score("Co n\u00E1s nejv\u00EDc tr\u00E1p\u00ED, proto\u017Ee l\u00E9ka\u0159i si "
            "vyb\u00EDraj\u00ED, kdo bude \u017E\u00EDt a kdo zem\u0159e.",
            "Nejv\u00EDce smutn\u00ED jsme z toho, \u017Ee mus\u00EDme rozhodovat o tom, kdo "
            "bude \u017E\u00EDt a kdo zem\u0159e.",
            2),
      39.14078509, 1e-4);  // published with another smoothing
  EXPECT_NEAR(score(" risk assessment must be made of those who are qualified and expertise in the "
                    "sector - these are the scientists .",
                    "risk assessment has to be undertaken by those who are qualified and expert in "
                    "that area - that is the scientists .",
                    3),
              63.361730, 1e-5);
  EXPECT_NEAR(
      score(" Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ",
            "Das Verh\u00E4ltnis zwischen Obama und Netanyahu ist nicht gerade "
            "freundschaftlich.",
            3),
      64.1302698, 1e-5);
  EXPECT_EQ(score("", "reference", 3), 0);
  EXPECT_NEAR(score("a b c", "abc", 3), 100, 1e-9);
  EXPECT_NEAR(score("aa", "ab", 3), 25, 1e-9);
}

double ter(const std::vector<std::pair<std::string_view, std::string_view>>& pairs) {
  Ter sum;
  for (const auto& [text, reference] : pairs) sum.add(text, {&reference, 1});
  return sum.score();
}

TEST(Ter, EqualsSacrebleusExamples) {
  EXPECT_EQ(ter({{"aaaa bbbb cccc dddd", "aaaa bbbb cccc dddd"}}), 0);
  EXPECT_EQ(ter({{"dddd eeee ffff", "aaaa bbbb cccc"}}), 100);
  EXPECT_EQ(ter({{"", "a"}}), 100);
  EXPECT_EQ(ter({{"a", ""}}), 100);
  EXPECT_EQ(ter({{"", ""}}), 0);
  EXPECT_NEAR(ter({{"d e f g h a b c", "a b c d e f g h"}}), 12.5, 1e-9);
  const std::vector<std::pair<std::string_view, std::string_view>> german = {
      {"w\u00E4hlen Sie \" Bild neu berechnen , \" um beim \u00C4ndern der Bildgr\u00F6\u00DFe "
       "Pixel "
       "hinzuzuf\u00FCgen oder zu entfernen , damit das Bild ungef\u00E4hr dieselbe "
       "Gr\u00F6\u00DFe "
       "aufweist wie die andere Gr\u00F6\u00DFe .",
       "w\u00E4hlen Sie \" Bild neu berechnen , \" um beim \u00C4ndern der Bildgr\u00F6\u00DFe "
       "Pixel "
       "hinzuzuf\u00FCgen oder zu entfernen , damit die Darstellung des Bildes in einer anderen "
       "Gr\u00F6\u00DFe beibehalten wird ."},
      {"wenn Sie alle Aufgaben im aktuellen Dokument aktualisieren m\u00F6chten , w\u00E4hlen Sie "
       "im "
       "Men\u00FC des Aufgabenbedienfelds die Option \" Alle Aufgaben aktualisieren . \"",
       "wenn Sie alle Aufgaben im aktuellen Dokument aktualisieren m\u00F6chten , w\u00E4hlen Sie "
       "im "
       "Men\u00FC des Aufgabenbedienfelds die Option \" Alle Aufgaben aktualisieren . \""},
      {"klicken Sie auf der Registerkarte \" Optionen \" auf die Schaltfl\u00E4che \" "
       "Benutzerdefiniert \" und geben Sie Werte f\u00FCr \" Fehlerkorrektur-Level \" und \" Y / "
       "X-Verh\u00E4ltnis \" ein .",
       "klicken Sie auf der Registerkarte \" Optionen \" auf die Schaltfl\u00E4che \" "
       "Benutzerdefiniert \" und geben Sie f\u00FCr \" Fehlerkorrektur-Level \" und \" Y / "
       "X-Verh\u00E4ltnis \" niedrigere Werte ein ."},
      {"Sie k\u00F6nnen beispielsweise ein Dokument erstellen , das ein Auto \u00FCber die "
       "B\u00FChne "
       "enth\u00E4lt .",
       "Sie k\u00F6nnen beispielsweise ein Dokument erstellen , das ein Auto enthalt , das sich "
       "\u00FCber die B\u00FChne bewegt ."},
      {"w\u00E4hlen Sie im Dialogfeld \" Neu aus Vorlage \" eine Vorlage aus und klicken Sie auf "
       "\" "
       "Neu . \"",
       "w\u00E4hlen Sie im Dialogfeld \" Neu aus Vorlage \" eine Vorlage aus und klicken Sie auf "
       "\" "
       "Neu . \""},
  };
  EXPECT_NEAR(ter(german), 13.6, 0.05);
}

TEST(Ter, TheNearestReferenceCountsOverTheMeanLength) {
  Ter sum;
  const std::string_view references[] = {"a b c d", "a b"};
  sum.add("A B", references);
  EXPECT_EQ(sum.score(), 0);
  Ter other;
  other.add("a b x", references);
  EXPECT_NEAR(other.score(), 100.0 / 3, 1e-9);
}

}  // namespace
}  // namespace lauter
