#include "web/html_text.h"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>

#include "text/utf8.h"
#include "web/char_refs.h"
#include "web/test_support.h"

namespace lauter {
namespace {

struct HtmlCase {
  const char* name;
  std::string_view html;
  std::string_view text;
};

void expect_all(std::initializer_list<HtmlCase> cases) {
  for (const HtmlCase& c : cases) EXPECT_EQ(html_text(c.html), c.text) << c.name;
}

TEST(HtmlText, BlocksAreLines) {
  expect_all({
      {"nothing", "", ""},
      {"text alone", "a  \n b", "a b"},
      {"blocks", "<div>a<p>b</p>c<h1>d</h1></div>", "a\nb\nc\nd"},
      {"empty blocks", "<div> <p></p>\n<p>a</p><div><br></div></div>", "a"},
      {"inline", "a<b>b</b> <i> c</i>\n<span>d</span>", "ab c d"},
      {"end tags left out", "<ul><li>a<li>b</ul><dl><dt>c<dd>d</dl>", "a\nb\nc\nd"},
      {"breaks", "a<br>b<BR/>c<hr>d</br>e", "a\nb\nc\nd\ne"},
      {"title first", "<p>a</p><title> t &lt;b&gt;\n u</title><title>v</title>", "t <b> u\na"},
      {"title in svg is none", "<svg><title>x</title></svg><p>a", "a"},
      {"all white space is one blank", "a&nbsp;&#12288;\xE2\x80\xA8\t\r\n b", "a b"},
      {"form feeds in pre go", "<pre>a\fb</pre>", "ab"},
      {"controls go", std::string_view("a\0b\x01\x7F\xC2\x9F\x63", 8), "abc"},
      {"unknown elements are inline", "a<x-y z>b</x-y>c", "abc"},
  });
}

TEST(HtmlText, PreKeepsItsWhiteSpace) {
  expect_all({
      {"indents and blank lines", "<pre>\n\n  a  b\t\n\n\tc</pre>", "  a  b\n\n\tc"},
      {"line ends", "<pre>a\r\nb\rc</pre>d", "a\nb\nc\nd"},
      {"inline within", "<pre>  <b>x</b>  y\n <i> z</i></pre>", "  x  y\n  z"},
      {"no blank lines at the ends", "a<pre>\n\n\nx\n\n</pre>b", "a\nx\nb"},
      {"xmp is raw", "<xmp> <b> </xmp>", " <b>"},
      {"an end too many", "</pre>a  b<pre>c  d", "a b\nc  d"},
  });
}

TEST(HtmlText, Tables) {
  expect_all({
      {"rows", "<table><tr><td>a<td>b<tr><th>c</th><td> d e </td></table>", "a\tb\nc\td e"},
      {"empty cells", "<table><tr><td></td><td>a</td><td> </td><td>b</td><td></td></tr></table>",
       "a\tb"},
      {"a block in a cell", "<table><tr><td>a</td><td>b<p>c</p></td><td>d</td></tr></table>",
       "a\nb\nc\nd"},
      {"a break in a cell", "<table><tr><td>a<td>b<br>c<tr><td>d<td>e</table>", "a\nb\nc\nd\te"},
      {"groups", "<table><caption>x</caption><thead><tr><th>a<th>b<tbody><tr><td>c</table>y",
       "x\na\tb\nc\ny"},
      {"a table in a cell", "<table><tr><td>a<td><table><tr><td>b<td>c</table><td>d</table>",
       "a\nb\tc\nd"},
      {"cells without a row", "<table><td>a<td>b</table>", "a\tb"},
      {"cells without a table", "x<td>a</td>y", "x\nay"},
  });
}

TEST(HtmlText, WhatIsNoText) {
  expect_all({
      {"raw", "a<script>if (1 < 2) '</p>'</script>b<style>p > a {}</style>c", "abc"},
      {"script with an escape", "<script><!-- <script> </script> --></script>a", "a"},
      {"script, escape closed at once", "<script><!--></script>a", "a"},
      {"comments", "a<!-- x -- > <p> -->b<!-->c<!--->d<!--x--!>e<!bogus>f<?php x?>g</ x>h",
       "abcdefgh"},
      {"doctype", "<!DOCTYPE html PUBLIC \"-//W3C//DTD\">a", "a"},
      {"cut off", "a<!-- b", "a"},
      {"a tag cut off", "a<p title='b", "a"},
      {"attributes", "a<p title=\"x > y\" b='>' c=d/>e", "a\ne"},
      {"template, iframe, object",
       "a<template><p>x</template><iframe>y</iframe><object>z</object>b", "ab"},
      {"nested ones", "<noscript></noscript><template><template>x</template>y</template>a", "a"},
      {"left open in a block", "<div><video>x</div>a", "a"},
      {"svg", "<svg><g/><style>x</style><![CDATA[ <p> ]]><text>y</text></svg>a", "a"},
      {"svg, self-closing", "<svg/>a", "a"},
      {"svg, left by a block", "<svg><g><p>a</svg>b", "ab"},
      {"signs", "1 < 2 <3 a<>b & c </>d <", "1 < 2 <3 a<>b & c d <"},
  });
}

TEST(HtmlText, NoscriptCountsOnPagesThatAreMadeByScripts) {
  const std::string with = "<p>a</p><noscript><p>b</p></noscript>";
  EXPECT_EQ(html_text(with), "a\nb");
  const std::string long_text = times("word ", 100);
  EXPECT_EQ(html_text(with + "<p>" + long_text).find('b'), std::string::npos);
}

TEST(HtmlText, CharacterReferences) {
  const auto read = [](std::string_view text) {
    std::string out;
    const size_t taken = read_char_ref(text, out);
    return out + "|" + std::to_string(taken);
  };
  EXPECT_EQ(read("&amp;x"), "&|5");
  EXPECT_EQ(read("&ampx"), "&|4");  // old names need no semicolon
  EXPECT_EQ(read("&notit;"), "\xC2\xAC|4");
  EXPECT_EQ(read("&notin;"), "\xE2\x88\x89|7");
  EXPECT_EQ(read("&hellip;"), "\xE2\x80\xA6|8");
  EXPECT_EQ(read("&hellip"), "|0");
  EXPECT_EQ(read("&commat;"), "@|8");
  EXPECT_EQ(read("&NotEqualTilde;"), "\xE2\x89\x82\xCC\xB8|15");
  EXPECT_EQ(read("&CounterClockwiseContourIntegral;"), "\xE2\x88\xB3|33");
  EXPECT_EQ(read("&#65;"), "A|5");
  EXPECT_EQ(read("&#x20aCz"), "\xE2\x82\xAC|7");
  EXPECT_EQ(read("&#150;"), "\xE2\x80\x93|6");  // Windows-1252
  for (const char* bad : {"&#0;", "&#xD800;", "&#x110000;", "&#99999999999999999999;"}) {
    EXPECT_EQ(read(bad), "\xEF\xBF\xBD|" + std::to_string(std::string_view(bad).size())) << bad;
  }
  for (const char* none : {"&", "&;", "& a", "&#;", "&#x;", "&#xg", "&zz;"})
    EXPECT_EQ(read(none), "|0") << none;
}

/// Twice the input takes about twice the time: measured against itself, since machines differ. The
/// pieces are those that make tree builders and careless scanners slow.
TEST(HtmlText, IsLinearWhateverComes) {
  for (const std::string_view piece : {"<div>",
                                       "<b>",
                                       "</x>",
                                       "<",
                                       "<a ",
                                       "&",
                                       "&#",
                                       "&CounterClockwise",
                                       "<!--",
                                       "<!-- -- ",
                                       "<script>",
                                       "<script><!--<script></script>",
                                       "<table><tr><td>",
                                       "<td>x",
                                       "<table><tr><td>x<td>y<div>",
                                       "<pre>\n",
                                       "<svg>",
                                       "<noscript><p>x",
                                       "<a b='",
                                       "<template><i>",
                                       "<title>x",
                                       "<textarea></textare>",
                                       "<svg><![CDATA[",
                                       "<table><tr><td>a<td>",
                                       "-->",
                                       "<p/"}) {
    const auto seconds = [&](size_t bytes) {
      const std::string html = times(piece, bytes / piece.size());
      const std::clock_t begin = std::clock();
      const std::string text = html_text(html);
      EXPECT_TRUE(is_utf8(text));
      return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    };
    const double once = seconds(100'000);
    // Quadratic would be 64 times; the constant covers a clock that ticks coarsely.
    EXPECT_LT(seconds(800'000), 24 * once + 0.2) << piece;
  }
}

TEST(HtmlText, TenThousandNestedBlocks) {
  EXPECT_EQ(html_text(times("<div>", 10'000) + "a" + times("</div>", 10'000) + "b"), "a\nb");
  EXPECT_EQ(html_text(times("<table><tr><td>", 10'000) + "a" + times("</table>", 10'000) + "b"),
            "a\nb");
}

}  // namespace
}  // namespace lauter
