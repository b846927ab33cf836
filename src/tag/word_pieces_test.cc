#include "tag/word_pieces.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

/// The pieces of a text as the vocabulary has them, each with the bytes it covers.
std::string pieces_of(std::string_view text, std::string_view vocabulary) {
  const auto reader = WordPieces::make(vocabulary);
  EXPECT_TRUE(reader.ok());
  std::vector<std::string_view> names;
  for (size_t begin = 0; begin <= vocabulary.size();) {
    const size_t end = std::min(vocabulary.size(), vocabulary.find('\n', begin));
    names.push_back(vocabulary.substr(begin, end - begin));
    begin = end + 1;
  }
  TextPieces pieces;
  reader->cut(text, pieces);
  EXPECT_EQ(pieces.ids.size(), pieces.spans.size());
  EXPECT_EQ(pieces.ids.size(), pieces.shapes.size());
  std::string out;
  for (size_t i = 0; i < pieces.size(); ++i) {
    const auto [begin, end] = pieces.spans[i];
    if (i != 0) out += ' ';
    out += std::string(names[pieces.ids[i]]) + "=" + std::to_string(begin) + "-" + std::to_string(end);
  }
  return out;
}

constexpr std::string_view kVocabulary =
    "[UNK]\nhello\nworld\n,\n!\ncaf\n##e\ncafe\n漢\nka\n##n\n##na\na\n##b\nx\n##x\ni\n;\n\u1112\n##\u1161\n##\u11ab\nab\n##abc";

/// From PyPI's tokenizers 0.23.3 with the same vocabulary, spans in bytes.
TEST(WordPiecesTest, PiecesAreThoseOfTokenizers) {
  EXPECT_EQ(pieces_of("Hello, WORLD!", kVocabulary), "hello=0-5 ,=5-6 world=7-12 !=12-13");
  EXPECT_EQ(pieces_of("Caf\u00e9 cafe\u0301", kVocabulary), "cafe=0-5 cafe=6-10");
  EXPECT_EQ(pieces_of("\u6f22kana\u6f22", kVocabulary), "漢=0-3 ka=3-5 ##na=5-7 漢=7-10");
  EXPECT_EQ(pieces_of(std::string_view("a\0b\ta\u200bb", 9), kVocabulary), "ab=0-3 ab=4-9");
  EXPECT_EQ(pieces_of("\ud55c", kVocabulary), "\u1112=0-3 ##\u1161=0-3 ##\u11ab=0-3");
  EXPECT_EQ(pieces_of("\u037e \u0130", kVocabulary), ";=0-2 i=3-5");
  EXPECT_EQ(pieces_of("hello\U0001f600 xx", kVocabulary), "[UNK]=0-9 x=10-11 ##x=11-12");
  EXPECT_EQ(pieces_of("\u0301 \u200b", kVocabulary), "");
  EXPECT_EQ(pieces_of("", kVocabulary), "");
}

TEST(WordPiecesTest, ALongWordIsUnknown) {
  EXPECT_TRUE(pieces_of(std::string(100, 'x'), kVocabulary).starts_with("x=0-1 ##x=1-2"));
  EXPECT_EQ(pieces_of(std::string(101, 'x') + " x", kVocabulary), "[UNK]=0-101 x=102-103");
  EXPECT_EQ(pieces_of(std::string(1 << 20, 'x'), kVocabulary), "[UNK]=0-1048576");
  std::string wide;
  for (int i = 0; i < 101; ++i) wide += "\U00010400";
  EXPECT_EQ(pieces_of(wide, kVocabulary), "[UNK]=0-404");
}

TEST(WordPiecesTest, VocabulariesThatAreNoneAreRefused) {
  for (const char* bad : {"", "a", "[UNK]\na\na", "[UNK]\n\na", "[UNK]\n"}) {
    EXPECT_FALSE(WordPieces::make(bad).ok()) << bad;
  }
}

/// From shape_of() of train/judge/teacher.py.
TEST(WordPiecesTest, ShapesAreThoseOfTheTeacher) {
  const auto shape = [](std::string_view before, std::string_view piece) {
    const std::string text = std::string(before) + std::string(piece);
    return int{shape_of(text, before.size(), text.size())};
  };
  EXPECT_EQ(shape("", "word"), 1);
  EXPECT_EQ(shape(" ", "word"), 0);
  EXPECT_EQ(shape("x", "word"), 3);
  EXPECT_EQ(shape("-", "Word"), 10);
  EXPECT_EQ(shape(" ", "WORD"), 16);
  EXPECT_EQ(shape(" ", "W"), 24);
  EXPECT_EQ(shape(" ", "12"), 32);
  EXPECT_EQ(shape(" ", "1B2b"), 40);
  EXPECT_EQ(shape(" ", "wOrD"), 48);
  EXPECT_EQ(shape(" ", "\u6f22\u5b57"), 48);
  EXPECT_EQ(shape(" ", "!"), 56);
  EXPECT_EQ(shape(" ", "a1"), 0);
  EXPECT_EQ(shape("\u00e9", "\u00c9t\u00e9"), 11);
  EXPECT_EQ(shape(" ", "\u01c5"), 48);
  EXPECT_EQ(shape("\u00bd", "x"), 3);
}

}  // namespace
}  // namespace lauter
