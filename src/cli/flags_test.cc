// The tables keep the promises of help, parser and completions; the parser keeps those of the
// tables.
#include "cli/flags.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "cli/config.h"
#include "cli/help.h"
#include "cli/low_args.h"

namespace lauter {
namespace {

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

TEST(Commands, TheTableIsInTheOrderOfTheEnum) {
  size_t i = 0;
  for (const CommandSpec& spec : command_specs()) {
    EXPECT_EQ(static_cast<size_t>(spec.id), i++) << spec.name;
    EXPECT_EQ(command_from_name(spec.name), spec.id);
    EXPECT_FALSE(spec.summary.empty() || spec.details.empty() || spec.example.empty()) << spec.name;
    EXPECT_NE(spec.example.find("lauter " + std::string(spec.name)), std::string_view::npos);
    EXPECT_TRUE(is_ascii(spec.details) && is_ascii(spec.summary) && is_ascii(spec.example));
  }
  EXPECT_EQ(command_from_name("frobnicate"), std::nullopt);
}

TEST(Flags, NamesAreUniqueAndTextsAreThere) {
  std::set<std::string_view> names;
  std::set<char> letters;
  for (const FlagSpec& flag : flag_specs()) {
    EXPECT_TRUE(names.insert(flag.name).second) << flag.name;
    EXPECT_TRUE(flag.letter == 0 || letters.insert(flag.letter).second) << flag.name;
    EXPECT_FALSE(flag.help.empty() || flag.details.empty() || flag.group.empty()) << flag.name;
    EXPECT_TRUE(is_ascii(flag.help) && is_ascii(flag.details)) << flag.name;
    EXPECT_NE(flag.commands, 0U) << flag.name;
    EXPECT_FALSE(flag.help.ends_with('.')) << flag.name;
    EXPECT_TRUE(flag.choices.empty() || !flag.value.empty()) << flag.name;
    for (const char c : flag.name) {
      EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') << flag.name;
    }
  }
}

TEST(Flags, AppearInEveryTextMadeOfThem) {
  const std::string man = man_text("1.0.0");
  const std::string guide = guide_flags_text();
  for (const FlagSpec& flag : flag_specs()) {
    std::string roff_name;
    for (const char c : flag.name) roff_name += c == '-' ? "\\-" : std::string(1, c);
    EXPECT_NE(man.find("\\-\\-" + roff_name), std::string::npos) << flag.name;
    EXPECT_NE(guide.find("--" + std::string(flag.name)), std::string::npos) << flag.name;
    for (const CommandSpec& spec : command_specs()) {
      if (!spec.available || !takes(spec.id, flag)) continue;
      for (const bool brief : {false, true}) {
        EXPECT_NE(command_help_text(spec.id, brief).find("--" + std::string(flag.name)),
                  std::string::npos)
            << spec.name << " " << flag.name;
      }
    }
  }
}

TEST(Flags, EveryFlagOfEveryCommandParses) {
  for (const CommandSpec& spec : command_specs()) {
    if (!spec.available) continue;
    for (const FlagSpec& flag : flag_specs()) {
      if (!takes(spec.id, flag) || flag.name == "help") continue;
      const std::string value(flag.choices.substr(0, flag.choices.find('|')));
      const std::string name = "--" + std::string(flag.name);
      std::vector<std::string> args = {std::string(spec.name), "first", name};
      if (!flag.value.empty()) args.push_back(value.empty() ? "7" : value);
      args.push_back("second");
      const auto low = parse_low_args(args);
      ASSERT_TRUE(low.ok()) << spec.name << " " << name << ": " << low.error().message;
      EXPECT_TRUE(low->has(flag.name));
      EXPECT_EQ(low->positional, (std::vector<std::string>{"first", "second"}));
      if (!flag.value.empty()) {
        EXPECT_EQ(low->value(flag.name), value.empty() ? "7" : value);
        const auto joined = parse_low_args({std::string(spec.name), name + "=" + args[3]});
        ASSERT_TRUE(joined.ok());
        EXPECT_EQ(joined->value(flag.name), args[3]);
        EXPECT_FALSE(parse_low_args({std::string(spec.name), name}).ok()) << name;
        const auto twice = parse_low_args({std::string(spec.name), name, args[3], name, args[3]});
        EXPECT_EQ(twice.ok(), flag.repeated) << name;
      }
    }
  }
}

TEST(LowArgs, DashAndDoubleDash) {
  const auto dash = parse_low_args({"refine", "-", "-o", "-"});
  ASSERT_TRUE(dash.ok());
  EXPECT_EQ(dash->positional, std::vector<std::string>{"-"});
  EXPECT_EQ(dash->value("output"), "-");
  const auto after = parse_low_args({"find", "--", "--odd-name.jsonl"});
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(after->positional, std::vector<std::string>{"--odd-name.jsonl"});
}

TEST(LowArgs, HelpAndVersionAnywhereTheyMakeSense) {
  EXPECT_TRUE(parse_low_args({"--help"})->help);
  EXPECT_TRUE(parse_low_args({"help", "find"})->command == Command::kFind);
  EXPECT_TRUE(parse_low_args({"find", "x", "--help"})->help);
  EXPECT_TRUE(parse_low_args({"find", "-h"})->short_help);
  EXPECT_TRUE(parse_low_args({"score", "--help"})->help);
  EXPECT_TRUE(parse_low_args({"-V"})->version);
  EXPECT_FALSE(parse_low_args({}).ok());
}

TEST(Config, ChecksValues) {
  const auto config = [](std::vector<std::string> args) {
    const auto low = parse_low_args(args);
    EXPECT_TRUE(low.ok()) << low.error().message;
    return make_config(*low);
  };
  const auto good = config({"refine", "x", "-o", "out", "-j", "3", "-n", "5", "--reversible",
                            "--text-field", "a.b", "--set", "verify.rounds=1", "-q"});
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good->threads, 3);
  EXPECT_EQ(good->limit_rows, 5U);
  EXPECT_EQ(good->fields.text.names, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(good->overrides,
            (std::vector<std::string>{"verify.rounds=1", "output.reversible=true"}));
  EXPECT_TRUE(good->quiet);
  for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
           {"find", "x", "-j", "0"},
           {"find", "x", "-j", "1025"},
           {"find", "x", "-j", "2x"},
           {"find", "x", "-n", "0"},
           {"find", "x", "--seed", "18446744073709551616"},
           {"find", "x", "--format", "docx"},
           {"find", "x", "--text-field", "a..b"},
           {"refine", "x", "-o", "-", "--resume"},
           {"refine", "x", "-o", "y", "--resume", "--overwrite"}}) {
    EXPECT_FALSE(config(args).ok()) << args.back();
  }
}

}  // namespace
}  // namespace lauter
