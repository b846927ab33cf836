// Scans arbitrary text in both modes: hits are sorted, apart, inside the text and on UTF-8
// boundaries, and a second scan with the same scratch says the same. The first byte picks the mode;
// what is no UTF-8 is made so first, because that is the scanner's contract.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "scan/scanner.h"

namespace {

/// Replaces every byte that is no part of a valid sequence by '?'.
std::string make_valid(const uint8_t* data, size_t size) {
  std::string out;
  for (size_t i = 0; i < size;) {
    const uint8_t c = data[i];
    const size_t length = c < 0x80                ? 1
                          : c >= 0xC2 && c < 0xE0 ? 2
                          : c >= 0xE0 && c < 0xF0 ? 3
                          : c >= 0xF0 && c < 0xF5 ? 4
                                                  : 0;
    bool ok = length != 0 && i + length <= size;
    for (size_t k = 1; ok && k < length; ++k) ok = (data[i + k] & 0xC0) == 0x80;
    if (ok && length == 3) {
      ok = !(c == 0xE0 && data[i + 1] < 0xA0) && !(c == 0xED && data[i + 1] >= 0xA0);
    }
    if (ok && length == 4) {
      ok = !(c == 0xF0 && data[i + 1] < 0x90) && !(c == 0xF4 && data[i + 1] >= 0x90);
    }
    if (!ok) {
      out += '?';
      ++i;
      continue;
    }
    out.append(reinterpret_cast<const char*>(data + i), length);
    i += length;
  }
  return out;
}

void require(bool condition) {
  if (!condition) std::abort();
}

lauter::Scanner make(lauter::ScanMode mode) {
  lauter::ScanOptions options;
  options.mode = mode;
  auto made = lauter::Scanner::make(std::move(options));
  require(made.ok());
  return std::move(*made);
}

bool starts_character(const std::string& text, uint64_t at) {
  return at == text.size() || (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const lauter::Scanner scanners[] = {make(lauter::ScanMode::kText),
                                             make(lauter::ScanMode::kCode)};
  if (size == 0) return 0;
  // One for all inputs, as a thread has one for all documents: what one leaves must not reach the next.
  static const std::unique_ptr<lauter::ScanScratch> scratches[] = {scanners[0].make_scratch(),
                                                                   scanners[1].make_scratch()};
  const lauter::Scanner& scanner = scanners[data[0] & 1];
  const auto& scratch = scratches[data[0] & 1];
  const std::string text = make_valid(data + 1, size - 1);
  std::vector<lauter::Hit> hits, again;
  scanner.scan(text, *scratch, hits);
  uint64_t end = 0;
  for (const lauter::Hit& hit : hits) {
    require(hit.span.begin >= end && hit.span.begin < hit.span.end && hit.span.end <= text.size());
    require(starts_character(text, hit.span.begin) && starts_character(text, hit.span.end));
    require(hit.score > 0 && hit.score <= 1);
    require(!scanner.rule_name(hit.rule).empty());
    end = hit.span.end;
  }
  scanner.scan(text, *scratch, again);
  require(again.size() == hits.size());
  for (size_t i = 0; i < hits.size(); ++i) require(again[i].span == hits[i].span);
  return 0;
}
