#include "text/language.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

TEST(Language, EnglishIsNotForeign) {
  for (const std::string_view text : {
           "", "Maria Keller", "user=mkeller status=200", "12 Rue de la Paix, Paris",
           "The kitchen was closed when they came back from the lake.",
           "Please write to Herr Schmidt, Hauptstrasse 4, and tell him that the parcel is here.",
           "We met Íñigo de la Cruz and his friends at the Café Über in Köln.",
           "Her name is \u738B\u5C0F\u660E and she would like to see you."}) {
    EXPECT_FALSE(is_foreign(text)) << text;
  }
}

TEST(Language, OtherLanguagesAre) {
  for (const std::string_view text : {
           "Die Küche war geschlossen, als sie vom See zurückkamen und nicht mehr essen wollten.",
           "La cuisine est fermée et nous n'avons pas mangé avec les enfants.",
           "La cocina está cerrada y no hay nada que comer hasta mañana.",
           "A cozinha já não está aberta quando eles chegam com fome.",
           "La cucina è chiusa e non sono rimasti che gli avanzi della cena.",
           "De keuken is niet open, maar er is nog brood voor iedereen.",
           "Köket är stängt och det finns inte mat för alla.",
           "Kuchnia jest zamknięta i nie ma już nic do jedzenia oraz picia.",
           "\u041A\u0443\u0445\u043D\u044F \u0437\u0430\u043A\u0440\u044B\u0442\u0430.",
           "\u53F0\u6240\u306F\u9589\u307E\u3063\u3066\u3044\u307E\u3059\u3002",
           "\uBD80\uC5CC\uC740 \uB2EB\uD614\uC2B5\uB2C8\uB2E4."}) {
    EXPECT_TRUE(is_foreign(text)) << text;
  }
}

TEST(Language, DoubtIsLessThanCertainty) {
  for (const std::string_view text :
       {"Jakob und Anna", "kitchen closed lake came back parcel lost again today somewhere",
        "k\u00f6nnen kl\u00e4ren m\u00f6gen sp\u00e4ter"}) {
    EXPECT_FALSE(is_foreign(text)) << text;
  }
}

TEST(Language, ScriptsCountByTheirLetters) {
  const LanguageSigns signs = language_signs("ab\u00E9 \u0416\u0417 \u4E00, \u2014 \U0001F600 7");
  EXPECT_EQ(signs.latin, 3U);
  EXPECT_EQ(signs.other, 4U);  // two of one, one that is worth two
}

TEST(Language, PassagesOfALongTextAreJudgedApart) {
  std::string text;
  while (text.size() < 4000) text += "It was what they had been told when she came. ";
  const size_t begin = text.size();
  while (text.size() < 8000) text += "Das ist nicht die Küche, und wir sind auch nicht hier. ";
  PassageLanguage language(text);
  for (size_t at = 0; at < text.size(); at += 100) {
    if (at + 1600 > begin && at < begin + 1600) continue;
    EXPECT_EQ(language.is_foreign_at(at), at > begin) << at;
  }
  EXPECT_FALSE(language.is_foreign_at(0));  // and back again
}

}  // namespace
}  // namespace lauter
