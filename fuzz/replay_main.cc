// Runs a fuzz target without libFuzzer: over every file of the folders named, then over seeded
// random inputs made of those files' pieces and of bytes that parsers dislike.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kRandomInputs = 3000;
constexpr size_t kMaxBytes = 512;

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

std::string random_input(std::mt19937& random, const std::vector<std::string>& seeds) {
  static const std::string kNasty = std::string("\0\xFF\xC3\xE2\x80\"\\{}[]:,\n 09aZ@-", 22);
  std::string input;
  while (input.size() < random() % kMaxBytes) {
    if (!seeds.empty() && random() % 2 == 0) {
      const std::string& seed = seeds[random() % seeds.size()];
      if (!seed.empty()) input += seed.substr(random() % seed.size(), random() % kMaxBytes);
    } else {
      input +=
          random() % 3 == 0 ? static_cast<char>(random() % 256) : kNasty[random() % kNasty.size()];
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> seeds;
  for (int i = 1; i < argc; ++i) {
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i], missing)) {
      std::ifstream file(entry.path(), std::ios::binary);
      seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  for (const std::string& seed : seeds) run(seed);
  std::mt19937 random(20240517);
  for (int i = 0; i < kRandomInputs; ++i) run(random_input(random, seeds));
  std::printf("%zu seeds, %d random inputs\n", seeds.size(), kRandomInputs);
  return 0;
}
