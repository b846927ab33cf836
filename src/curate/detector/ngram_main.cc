// lauter_ngram TEXTS [ORDER]: trains and asks many small n-gram models over one set of texts, for
// studies. TEXTS has one sentence a line (UTF-8). All models share a closed vocabulary, the tokens
// of TEXTS, so that their figures compare. Each line of stdin is a task, "0-99,120 : 200-300":
// train on the former lines (from 0, ends included; a line named twice counts twice), ask for the
// latter. Answer, one line for each task: "tokens:bits" of each line asked for, parted by blanks.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "curate/detector/ngram_lm.h"

namespace {

using Lines = std::vector<std::string>;

/// The number `text` begins with, which goes on behind it. Nothing if it is none or not below end.
std::optional<size_t> take_number(std::string_view& text, size_t end) {
  size_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value >= end) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(rest - text.data()));
  return value;
}

/// Calls use(line) for each of a list like "0-99,120". False if the list is malformed.
template <typename Use>
bool each_line(std::string_view list, const Lines& lines, Use use) {
  while (!list.empty() && list.front() == ' ') list.remove_prefix(1);
  while (!list.empty() && list.back() == ' ') list.remove_suffix(1);
  while (!list.empty()) {
    const std::optional<size_t> first = take_number(list, lines.size());
    std::optional<size_t> last = first;
    if (list.starts_with('-')) {
      list.remove_prefix(1);
      last = take_number(list, lines.size());
    }
    if (!first || !last) return false;
    for (size_t i = *first; i <= *last; ++i) {
      if (!use(lines[i])) return false;
    }
    if (list.empty()) return true;
    if (list.front() != ',') return false;
    list.remove_prefix(1);
    if (list.empty()) return false;
  }
  return true;
}

std::optional<lauter::NgramLm> train(std::string_view list, const Lines& lines,
                                     const lauter::NgramLmOptions& options) {
  auto trainer = lauter::NgramLmTrainer::make(options);
  if (!trainer.ok()) return std::nullopt;
  const auto add = [&trainer](const std::string& line) { return trainer->add(line).ok(); };
  if (!each_line(list, lines, add)) return std::nullopt;
  return std::move(*trainer).finish();
}

/// Of one task. Nothing if it is malformed.
std::optional<std::string> answer(std::string_view task, const Lines& lines,
                                  const lauter::NgramLmOptions& options) {
  const size_t colon = task.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto model = train(task.substr(0, colon), lines, options);
  if (!model) return std::nullopt;
  std::string answers;
  lauter::LmScratch scratch;
  const auto ask = [&](const std::string& line) {
    const lauter::LmSurprise surprise = model->score(line, scratch);
    char bits[32];
    std::snprintf(bits, sizeof bits, ":%.3f ", surprise.bits);
    answers += std::to_string(surprise.tokens) + bits;
    return true;
  };
  if (!each_line(task.substr(colon + 1), lines, ask)) return std::nullopt;
  if (!answers.empty()) answers.pop_back();
  return answers;
}

int fail(const std::string& why) {
  std::fprintf(stderr, "lauter_ngram: %s\n", why.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  lauter::NgramLmOptions options;
  if (argc == 3) options.order = static_cast<uint32_t>(argv[2][0] - '0');
  if (argc < 2 || argc > 3 || options.order < 1 || options.order > lauter::kMaxLmOrder) {
    return fail("usage: lauter_ngram TEXTS [ORDER, 1 to 5] < tasks > answers");
  }
  Lines lines;
  std::ifstream file(argv[1]);
  if (!file) return fail(std::string("cannot read ") + argv[1]);
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));

  const auto words =
      train(lines.empty() ? "" : "0-" + std::to_string(lines.size() - 1), lines, {.order = 1});
  if (!words) return fail("too many texts");
  options.vocabulary = words->ngrams(1) - 1;  // without the begin of a sentence
  for (std::string task; std::getline(std::cin, task);) {
    const auto done = answer(task, lines, options);
    if (!done) return fail("not a task: " + task.substr(0, 80));
    std::printf("%s\n", done->c_str());
    std::fflush(stdout);
  }
  return 0;
}
