// A page of 5 MB, made of paragraphs, links, lists and scripts, to UTF-8 and to lines.
#include <benchmark/benchmark.h>

#include <string>

#include "web/charset.h"
#include "web/html_text.h"

namespace {

std::string make_page(std::string_view letter) {
  std::string page = "<!doctype html><title>t</title>";
  for (int i = 0; page.size() < 5'000'000; ++i) {
    const std::string n = std::to_string(i * 7919 % 1000);
    page += "<div class=\"c-" + n + " item\" id=\"x" + n + "\"><p style=\"margin:0\">";
    for (int k = 0; k < 60; ++k)
      page += std::string("the plain words of it ").substr(0, 3 + (i + k * 5) % 15) + ' ';
    page += " <a href=\"https://example.org/" + n + "?q=1\" class=\"link\">more</a> &amp; &nbsp; t";
    page += letter;
    page += "xt.</p>\n   <ul>";
    for (int k = 0; k < 5; ++k) page += "<li><a href=\"/menu/" + n + "\">Item " + n + "</a></li>\n";
    page += "</ul></div>\n<script>var a = \"<p>" + std::string(400, 'x') + "\";</script>";
  }
  return page;
}

void BM_HtmlText(benchmark::State& state) {
  const std::string page = make_page("e");
  for (auto _ : state) benchmark::DoNotOptimize(lauter::html_text(page));
  state.SetBytesProcessed(static_cast<int64_t>(page.size()) * state.iterations());
}
BENCHMARK(BM_HtmlText);

void BM_DecodeUtf8(benchmark::State& state) {
  const std::string page = make_page("\xC3\xA9");
  for (auto _ : state) benchmark::DoNotOptimize(lauter::decode_page(page, ""));
  state.SetBytesProcessed(static_cast<int64_t>(page.size()) * state.iterations());
}
BENCHMARK(BM_DecodeUtf8);

void BM_DecodeWindows1252(benchmark::State& state) {
  const std::string page = make_page("\xE9");
  for (auto _ : state) benchmark::DoNotOptimize(lauter::decode_page(page, "iso-8859-1"));
  state.SetBytesProcessed(static_cast<int64_t>(page.size()) * state.iterations());
}
BENCHMARK(BM_DecodeWindows1252);

}  // namespace
