#include <benchmark/benchmark.h>

#include <string>

#include "refine/verify/survivors.h"
#include "refine/verify/verifier.h"
#include "refine/verify/verify_gate.h"
#include "refine/verify/verify_view.h"

namespace lauter {
namespace {

const char kProse[] =
    "The harbour town of Velmar was founded in 1642, when a group of 37 fishermen built their "
    "first "
    "huts along the northern bay. For two centuries it lived on herring; then, in the summer of "
    "1893, "
    "the railway came, and with it came painters, students and people with time to spare. A "
    "visitor "
    "wrote that \xE2\x80\x9Cno street is straight and no roof is level\xE2\x80\x9D, which is still "
    "mostly true. Today around 12,400 people live there \xE2\x80\x94 about half of them work in "
    "the "
    "yards, the others in small shops, schools and the hospital. The ferry leaves at 7:30 and "
    "18:15, "
    "except on Sundays. Caf\xC3\xA9s open early; well-known bakeries open earlier.\n\n";

const char kCode[] =
    "static int load_table(struct reader *r, const char *path, size_t max_entries)\n{\n"
    "\tstruct entry *entries = calloc(max_entries, sizeof(*entries));\n\tif (entries == NULL)\n"
    "\t\treturn -ENOMEM;\n\tfor (size_t i = 0; i < r->header.n_entries && i < max_entries; i++) {\n"
    "\t\tentries[i].offset = read_u32(r, 0x1000 + 4 * i);\n\t\tentries[i].key = token_of(path);\n"
    "\t\t/* version 2 of the format has 64-bit offsets */\n\t}\n\treturn 0;\n}\n\n";

const char kLog[] =
    "2024-05-17T12:34:56.789Z INFO [worker-12] request 550e8400-e29b-41d4-a716-446655440000 took "
    "123 ms, status=200 bytes=48213 path=/api/v2/items/88213\n";

const char kDense[] =
    "Name: Jane Roe, mail jane.roe@corp.de, tel. +49 561 1234567, card 4539 1488 0343 6467, from "
    "93.184.216.34 on 2024-05-17.\n";

std::string repeat(std::string_view piece, size_t size) {
  std::string text;
  while (text.size() < size) text += piece;
  return text;
}

const std::string& sample(int64_t kind) {
  static const std::string kTexts[] = {repeat(kProse, 1 << 18), repeat(kCode, 1 << 18),
                                       repeat(kLog, 1 << 18), repeat(kDense, 1 << 16)};
  return kTexts[kind];
}

const PatternVerifier& verifier() {
  static const PatternVerifier kVerifier({});
  return kVerifier;
}

/// 0 prose, 1 code, 2 logs, 3 a text full of findings.
void judge_unedited(benchmark::State& state) {
  const Document document{"id", sample(state.range(0))};
  VerifyScratch scratch;
  for (auto _ : state) {
    benchmark::DoNotOptimize(verifier().judge(document, {}, document.text, {}, scratch));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(document.text.size()));
}
BENCHMARK(judge_unedited)->DenseRange(0, 3);

/// The same with an edit (a stand-in for a mail address) every 1,000 bytes.
void judge_edited(benchmark::State& state) {
  Document document{"id", {}};
  EditProgram program;
  std::string_view rest = sample(state.range(0));
  while (rest.size() > 1000) {
    const size_t piece = rest.find(' ', 980) + 1;
    document.text += rest.substr(0, piece);
    rest.remove_prefix(piece);
    const uint64_t at = document.text.size();
    document.text += "jim.kassel77@corp.de ";
    program.edits.push_back(
        {{at, at + 20}, "max.lorenz34@firm.de", {"scan", "mail", "EMAIL_ADDRESS", 1.0F}});
  }
  const std::string refined = *apply_program(program, document.text);
  VerifyScratch scratch;
  for (auto _ : state) {
    benchmark::DoNotOptimize(verifier().judge(document, program, refined, {}, scratch));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(document.text.size()));
}
BENCHMARK(judge_edited)->DenseRange(0, 2);

void view_alone(benchmark::State& state) {
  internal::VerifyView view;
  for (auto _ : state) view.build(sample(state.range(0)));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample(state.range(0)).size()));
}
BENCHMARK(view_alone)->DenseRange(0, 1);

void gate_alone(benchmark::State& state) {
  internal::GateWindows windows;
  for (auto _ : state) internal::find_gate_windows(sample(state.range(0)), windows);
  uint64_t inside = 0;
  for (const auto* list : {&windows.mail, &windows.digits, &windows.tokens, &windows.labels}) {
    for (const ByteSpan& window : *list) inside += window.size();
  }
  state.counters["share"] =
      static_cast<double>(inside) / static_cast<double>(sample(state.range(0)).size());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(sample(state.range(0)).size()));
}
BENCHMARK(gate_alone)->DenseRange(0, 3);

}  // namespace
}  // namespace lauter
