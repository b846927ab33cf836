// find_ablation MODEL.safetensors [CATEGORY,...]: finds what is private without the patterns of some
// categories, so that studies/pii/ablation can say what they are worth. stdin: records of u32 size,
// text (UTF-8). stdout: for each a line of JSON, {"spans":[{"start","end","label"}]}.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "refine/anonymize/value_finder.h"

int main(int argc, char** argv) {
  using namespace lauter;
  if (argc != 2 && argc != 3) {
    std::fputs("usage: find_ablation MODEL.safetensors [CATEGORY,...] < records\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string weights((std::istreambuf_iterator<char>(file)), {});
  auto model = TagModel::load(weights);
  if (!model.ok()) return std::fprintf(stderr, "%s\n", model.error().message.c_str()), 2;
  FindOptions options;
  options.judge = std::make_shared<const TagModel>(std::move(*model));
  for (std::string_view names = argc == 3 ? argv[2] : ""; !names.empty();) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    const auto category = category_from_name(name);
    if (!category) return std::fprintf(stderr, "no category %s\n", std::string(name).c_str()), 2;
    options.without_patterns.set(static_cast<size_t>(*category));
  }
  const auto finder = ValueFinder::make(std::move(options));
  if (!finder.ok()) return std::fprintf(stderr, "%s\n", finder.error().message.c_str()), 2;
  FindScratch scratch = finder->make_scratch();
  std::string text;
  std::vector<Found> found;
  for (uint32_t size = 0; std::fread(&size, sizeof size, 1, stdin) == 1;) {
    text.resize(size);
    if (std::fread(text.data(), 1, size, stdin) != size) return 2;
    finder->find(text, scratch, found);
    std::fputs("{\"spans\":[", stdout);
    for (const Found& value : found) {
      std::printf("%s{\"start\":%llu,\"end\":%llu,\"label\":\"%s\"}", &value == found.data() ? "" : ",",
                  static_cast<unsigned long long>(value.span.begin),
                  static_cast<unsigned long long>(value.span.end),
                  std::string(category_name(value.category)).c_str());
    }
    std::fputs("]}\n", stdout);
  }
  return 0;
}
