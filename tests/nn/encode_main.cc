// nn_encode MODEL: runs a weights file over texts of features, for tests/nn/torch_test.py.
// stdin, for each text: u32 T, u32 ids[T x ids], u8 shapes[T], u8 gaps[T], u32 L, u32
// line_begin[L + 1]; f32 features of lines for each line head. stdout: f32 states[T x width], then
// the scores of every head. Little-endian, no padding. Where the file is of a network of attention, ids
// are pieces, one a token, the gaps are not looked at, and its hints, u16[T], come last.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "nn/attention_encoder.h"
#include "nn/encoder.h"

namespace {

template <typename T>
std::vector<T> read(size_t n) {
  std::vector<T> values(n);
  if (std::fread(values.data(), sizeof(T), n, stdin) != n) {
    std::fputs("nn_encode: input is cut off\n", stderr);
    std::exit(2);
  }
  return values;
}

void write(const std::vector<float>& values) {
  std::fwrite(values.data(), sizeof(float), values.size(), stdout);
}

size_t rows_of(lauter::HeadKind kind, size_t tokens, size_t lines) {
  switch (kind) {
    case lauter::HeadKind::kToken:
    case lauter::HeadKind::kContext:
      return tokens;
    case lauter::HeadKind::kDocument:
      return 1;
    case lauter::HeadKind::kLine:
      break;
  }
  return lines;
}

/// Runs all texts of stdin. `run(ids, shapes, gaps, hints, requests, states)` is the network.
template <typename Config, typename Run>
void run_texts(const Config& config, size_t ids_per_token, bool has_hints, const Run& run) {
  for (uint32_t tokens = 0; std::fread(&tokens, sizeof tokens, 1, stdin) == 1;) {
    const auto ids = read<uint32_t>(tokens * ids_per_token);
    const auto shapes = read<uint8_t>(tokens);
    const auto gaps = read<uint8_t>(tokens);
    const uint32_t lines = read<uint32_t>(1)[0];
    const auto line_begin = read<uint32_t>(lines + 1);
    std::vector<std::vector<float>> features(config.heads.size());
    std::vector<std::vector<float>> scores(config.heads.size());
    std::vector<std::vector<uint16_t>> hints(config.heads.size());
    std::vector<lauter::HeadRequest> requests;
    for (size_t head = 0; head < config.heads.size(); ++head) {
      const lauter::HeadConfig& c = config.heads[head];
      scores[head].resize(rows_of(c.kind, tokens, lines) * c.outputs());
      requests.push_back({.head = head, .out = scores[head]});
      if (c.kind == lauter::HeadKind::kContext) {
        hints[head] = read<uint16_t>(tokens);
        requests.back().hints = hints[head];
      }
      if (c.kind != lauter::HeadKind::kLine) continue;
      features[head] = read<float>(size_t{lines} * c.features);
      requests.back().line_begin = line_begin;
      requests.back().features = features[head];
    }
    const auto own_hints = read<uint16_t>(has_hints ? tokens : 0);
    std::vector<float> states(size_t{tokens} * config.width);
    run(ids, shapes, gaps, own_hints, requests, std::span<float>(states));
    write(states);
    for (const auto& head : scores) write(head);
  }
}

int fail(const std::string& message) {
  std::fprintf(stderr, "nn_encode: %s\n", message.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: nn_encode MODEL < features > scores\n", stderr);
    return 2;
  }
  std::ifstream stream(argv[1], std::ios::binary);
  const std::string file(std::istreambuf_iterator<char>(stream), {});
  if (const auto encoder = lauter::AttentionEncoder::load(file)) {
    lauter::AttentionScratch scratch;
    run_texts(encoder->config(), 1, encoder->config().hints != 0,
              [&](const auto& ids, const auto& shapes, const auto&, const auto& hints, const auto& requests, auto states) {
      encoder->states({ids, shapes, hints}, scratch, states);
      encoder->run({ids, shapes, hints}, requests, scratch);
    });
    return 0;
  }
  const auto encoder = lauter::Encoder::load(file);
  if (!encoder) return fail(encoder.error().message);
  lauter::EncoderScratch scratch;
  run_texts(encoder->config(), encoder->config().ids, false,
            [&](const auto& ids, const auto& shapes, const auto& gaps, const auto&, const auto& requests, auto states) {
    encoder->states({ids, shapes, gaps}, scratch, states);
    encoder->run({ids, shapes, gaps}, requests, scratch);
  });
  return 0;
}
