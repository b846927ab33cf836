#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "surrogate/surrogate.h"

namespace lauter {
namespace {

/// A letter with one mention of each common kind.
struct Letter {
  std::string text;
  std::vector<Mention> mentions;
  void add(Category category, std::string_view value) {
    text += "and then ";
    mentions.push_back({{text.size(), text.size() + value.size()}, category});
    text += value;
    text += " was written down in the file, as always. ";
  }
};

Letter letter() {
  Letter l;
  l.add(Category::kPerson, "Margaret Holloway");
  l.add(Category::kFirstName, "Margaret");
  l.add(Category::kEmailAddress, "m.holloway@fairmail.org");
  l.add(Category::kPhoneNumber, "(312) 642-1187");
  l.add(Category::kDateOfBirth, "March 3rd, 1986");
  l.add(Category::kStreetAddress, "42 Maple Street, Apt 4B");
  l.add(Category::kCity, "San Francisco");
  l.add(Category::kState, "CA");
  l.add(Category::kPostalCode, "94107");
  l.add(Category::kUsSsn, "512-34-8821");
  l.add(Category::kCreditCard, "4539 1488 0343 6467");
  l.add(Category::kIbanCode, "DE12 5001 0517 0648 4898 90");
  l.add(Category::kIpAddress, "81.2.69.142");
  l.add(Category::kGithubToken, "ghp_16C7e42F292c6912E7710c838347Ae178B4a");
  l.add(Category::kAge, "34");
  l.add(Category::kMedicalCondition, "asthma");
  return l;
}

void make_stand_ins(benchmark::State& state) {
  const Letter l = letter();
  const SurrogateMaker maker(SecretKey{std::string(32, 'k')});
  for (auto _ : state) benchmark::DoNotOptimize(maker.make(l.text, "letter", l.mentions));
  state.counters["us_per_mention"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * static_cast<double>(l.mentions.size()) / 1e6,
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(make_stand_ins);

void make_one(benchmark::State& state) {
  const Letter l = letter();
  const auto i = static_cast<size_t>(state.range(0));
  const SurrogateMaker maker(SecretKey{std::string(32, 'k')});
  const std::vector<Mention> one = {l.mentions[i]};
  state.SetLabel(std::string(category_name(one[0].category)));
  for (auto _ : state) benchmark::DoNotOptimize(maker.make(l.text, "letter", one));
}
BENCHMARK(make_one)->DenseRange(0, 15);

}  // namespace
}  // namespace lauter
