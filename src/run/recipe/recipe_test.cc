#include "run/recipe/recipe.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

Recipe good(std::string_view yaml, const std::vector<std::string>& overrides = {}) {
  auto recipe = parse_recipe(yaml, "r.yaml", overrides);
  EXPECT_TRUE(recipe.ok()) << recipe.error().message;
  return recipe.ok() ? *recipe : Recipe{};
}

std::string bad(std::string_view yaml, const std::vector<std::string>& overrides = {}) {
  const auto recipe = parse_recipe(yaml, "r.yaml", overrides);
  EXPECT_FALSE(recipe.ok()) << yaml;
  return recipe.ok() ? "" : recipe.error().message;
}

const AnonymizeOptions& options_of(const Recipe& recipe) {
  return std::get<AnonymizeOptions>(recipe.steps[0].options);
}

bool enabled(const Recipe& recipe, Category category) {
  return options_of(recipe).enabled.test(static_cast<size_t>(category));
}

TEST(Recipe, BuiltinsLoad) {
  for (const BuiltinRecipe& builtin : builtin_recipes()) {
    const auto recipe = load_builtin_recipe(builtin.name);
    ASSERT_TRUE(recipe.ok()) << builtin.name << ": " << recipe.error().message;
    EXPECT_EQ(recipe->name, builtin.name);
    EXPECT_FALSE(recipe->steps.empty());
  }
  const auto missing = load_recipe("anonymise-code");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().message.find("\"anonymize-code\""), std::string::npos);
}

TEST(Recipe, DefaultsAreFilledIn) {
  const Recipe recipe = good("steps:\n  - use: anonymize\n");
  EXPECT_EQ(recipe.name, "r.yaml");
  EXPECT_EQ(options_of(recipe).mode, RecipeMode::kAuto);
  EXPECT_TRUE(options_of(recipe).enabled.all());
  EXPECT_EQ(recipe.surrogates.of(Category::kEmailAddress), Operator::kSurrogate);
  EXPECT_TRUE(recipe.verify.enabled);
  EXPECT_EQ(options_of(good("steps: [{use: anonymize-code}]")).mode, RecipeMode::kCode);
}

TEST(Recipe, CategoriesByNameGroupAndAll) {
  const Recipe only = good("steps: [{use: anonymize, categories: {enable: [contact, US_SSN]}}]");
  EXPECT_TRUE(enabled(only, Category::kEmailAddress));
  EXPECT_TRUE(enabled(only, Category::kUsSsn));
  EXPECT_FALSE(enabled(only, Category::kPassword));
  const Recipe without = good("steps: [{use: anonymize, categories: {disable: URL}}]");
  EXPECT_FALSE(enabled(without, Category::kUrl));
  EXPECT_TRUE(enabled(without, Category::kEmailAddress));
}

TEST(Recipe, SingleOperatorsWinOverGroupsInAnyOrder) {
  for (const char* lines :
       {"contact: mask\n    EMAIL_ADDRESS: keep", "EMAIL_ADDRESS: keep\n    contact: mask"}) {
    const Recipe recipe =
        good("steps: [{use: anonymize}]\nsurrogates:\n  default: hash\n  operators:\n    " +
             std::string(lines) + "\n");
    EXPECT_EQ(recipe.surrogates.of(Category::kEmailAddress), Operator::kKeep);
    EXPECT_EQ(recipe.surrogates.of(Category::kPhoneNumber), Operator::kMask);
    EXPECT_EQ(recipe.surrogates.of(Category::kPassword), Operator::kHash);
  }
}

TEST(Recipe, PrintedRecipesAreTheSameRecipe) {
  const std::vector<std::vector<std::string>> settings = {
      {},
      {"surrogates.default=mask", "surrogates.operators.secret=remove"},
      {"steps.0.categories.enable=[date, EMAIL_ADDRESS]", "steps.anonymize.min_score=0.7"},
      {"steps.0.where='source.kind == \"x y\"'", "verify.rounds=0", "verify.enabled=false"},
      {"steps.0.custom_rules=[{name: a, label: B, pattern: 'x\\d+\"\\\\', score: 0.33}]"},
      {"steps.0.min_score={PERSON: 0.8, default: 0.4, contact: 0.7}", "surrogates.placeholder='<{label} {n}>'"},
      {"allow=[Ada, 'true', {pattern: 'a\\d', labels: [contact, 'B C']}, {words: [x y], fold: false}]",
       "deny=[Bluebird, {label: NAME, words: ['hmac'], whole_words: false}]", "steps.0.deny=[{label: P, words: Q}]",
       "steps.0.custom_rules=[{name: a, label: 'B C', pattern: x}]", "surrogates.operators={'B C': hash, P: mask}"},
      {"limits.max_record_bytes=1MiB", "output.reversible=true", "description='a: \"b\" #\\n'"},
  };
  for (const auto& overrides : settings) {
    const Recipe recipe = good("name: 'true'\nsteps: [{use: anonymize}]", overrides);
    const std::string printed = print_recipe(recipe);
    const Recipe again = good(printed);
    EXPECT_EQ(print_recipe(again), printed);
    EXPECT_EQ(recipe_json(again), recipe_json(recipe));
    EXPECT_EQ(recipe_hash(again), recipe_hash(recipe));
  }
}

TEST(Recipe, StepsOfEveryKindPrintAndReadBack) {
  const Recipe recipe =
      good("steps: [{use: clean, min_score: 0.7}, {use: detoxify, where: 'a == b'}, {use: c4}]");
  EXPECT_EQ(std::get<CleanOptions>(recipe.steps[0].options).min_score, 0.7F);
  EXPECT_TRUE(std::holds_alternative<DetoxifyOptions>(recipe.steps[1].options));
  EXPECT_TRUE(recipe.steps[1].where.has_value());
  EXPECT_TRUE(std::holds_alternative<FilterOptions>(recipe.steps[2].options));
  EXPECT_EQ(recipe_json(good(print_recipe(recipe))), recipe_json(recipe));
}

TEST(Recipe, TheHashTellsRecipesApart) {
  const std::string plain = recipe_hash(*load_builtin_recipe("anonymize"));
  EXPECT_EQ(plain, recipe_hash(*load_builtin_recipe("anonymize", {"verify.rounds=3"})));
  EXPECT_NE(plain, recipe_hash(*load_builtin_recipe("anonymize", {"verify.rounds=2"})));
  EXPECT_NE(plain, recipe_hash(*load_builtin_recipe("anonymize-code")));
  // How a run is cut changes no text.
  EXPECT_EQ(plain, recipe_hash(*load_builtin_recipe("anonymize", {"limits.shard_bytes=1MiB"})));
}

TEST(Recipe, EveryErrorNamesThePlaceAndTheWayOut) {
  struct Case {
    const char* yaml;
    const char* place;
    const char* words;
  };
  const Case cases[] = {
      {"steps: [{use: anonymize}]\nlimts: {}", "r.yaml:2:1", "did you mean \"limits\"?"},
      {"steps:\n  - use: anonymize\n    mod: code", "r.yaml:3:5", "\"mode\""},
      {"steps:\n  - use: anonimize", "r.yaml:2:5", "\"anonymize\""},
      {"steps:\n  - use: clean\n    min_scor: 1", "r.yaml:3:5", "\"min_score\""},
      {"steps: [{use: detoxify, min_score: 2}]", "r.yaml:1:", "from 0 to 1"},
      {"steps: [{use: detoxify, mode: text}]", "r.yaml:1:", "unknown key"},
      {"steps:\n  - mode: code", "r.yaml:2:5", "needs `use`"},
      {"steps: []", "r.yaml:1:1", "at least one"},
      {"steps: anonymize", "r.yaml:1:1", "at least one"},
      {"name: x", "r.yaml:1:1", "at least one"},
      {"- a", "r.yaml", "a recipe is a map"},
      {"", "r.yaml", "a recipe is a map"},
      {"steps: [{use: anonymize, min_score: 1.5}]", "r.yaml:1:", "from 0 to 1"},
      {"steps: [{use: anonymize, min_score: nan}]", "r.yaml:1:", "from 0 to 1"},
      {"steps: [{use: anonymize, mode: prose}]", "r.yaml:1:", "auto, text or code"},
      {"steps: [{use: anonymize, categories: {enable: [E_MAIL]}}]",
       "r.yaml:1:", "unknown category"},
      {"steps: [{use: anonymize, where: lang}]", "r.yaml:1:", "field == value"},
      {"steps: [{use: anonymize, where: 'n < many'}]", "r.yaml:1:", "number"},
      {"steps: [{use: anonymize, custom_rules: [{name: a, label: b}]}]", "r.yaml:1:", "`pattern`"},
      {"steps: [{use: anonymize}]\nverify: {enabled: yes}", "r.yaml:2:", "true or false"},
      {"steps: [{use: anonymize}]\nverify: {rounds: 11}", "r.yaml:2:", "from 0 to 10"},
      {"steps: [{use: anonymize}]\nverify: 3", "r.yaml:2:", "a map"},
      {"steps: [{use: anonymize}]\nsurrogates: {default: masks}", "r.yaml:2:", "\"mask\""},
      {"steps: [{use: anonymize}]\nsurrogates: {custom: surrogate}", "r.yaml:2:", "custom"},
      {"steps: [{use: anonymize}]\nname: a\nname: b", "r.yaml:3:1", "twice"},
      {"a: &x 1\nb: *x", "r.yaml:1:", "anchors"},
      {"steps: [", "r.yaml:", "bad YAML"},
      {"steps: [{use: anonymize}]\n---\na: 1", "r.yaml", "more than one"},
  };
  for (const Case& c : cases) {
    const std::string message = bad(c.yaml);
    EXPECT_EQ(message.find(c.place), 0U) << message;
    EXPECT_NE(message.find(c.words), std::string::npos) << message;
  }
}

TEST(Recipe, OverridesAreCheckedLikeTheFile) {
  const std::string yaml = "steps: [{use: anonymize}]";
  EXPECT_EQ(bad(yaml, {"limts.max_record_bytes=5"}).find("--set limts.max_record_bytes: "), 0U);
  EXPECT_EQ(bad(yaml, {"verify.rounds=many"}).find("--set verify.rounds: "), 0U);
  EXPECT_EQ(bad(yaml, {"steps.3.mode=code"}).find("--set steps.3.mode: "), 0U);
  EXPECT_NE(bad(yaml, {"verify.rounds"}).find("path.to.key=value"), std::string::npos);
  EXPECT_NE(bad(yaml, {"verify..rounds=1"}).find("empty name"), std::string::npos);
  EXPECT_NE(bad(yaml, {"=1"}).find("path.to.key=value"), std::string::npos);
}

TEST(Recipe, DeepAndLargeFilesAreRefused) {
  EXPECT_NE(bad(std::string(200, '[')).find("r.yaml"), std::string::npos);
  EXPECT_NE(bad(std::string(2 << 20, 'a')).find("larger"), std::string::npos);
}

TEST(RowCondition, ComparesTextAndNumbers) {
  const auto holds = [](const char* condition, std::optional<std::string> value) {
    const auto parsed = RowCondition::parse(condition);
    EXPECT_TRUE(parsed.ok()) << condition;
    return parsed.ok() && parsed->holds([&value](const FieldPath&) { return value; });
  };
  EXPECT_TRUE(holds("lang == en", "en"));
  EXPECT_TRUE(holds("lang=='en'", "en"));
  EXPECT_FALSE(holds("lang == en", "de"));
  EXPECT_FALSE(holds("lang == en", std::nullopt));
  EXPECT_TRUE(holds("lang != en", std::nullopt));
  EXPECT_TRUE(holds("n <= 10", "9.5"));
  EXPECT_FALSE(holds("n < 10", "10"));
  EXPECT_TRUE(holds("n >= -1", "-1"));
  EXPECT_FALSE(holds("n > 1", "many"));
  EXPECT_TRUE(holds("title == 'War and Peace'", "War and Peace"));
  EXPECT_TRUE(holds("title == \"a == 'b' or c\"", "a == 'b' or c"));
  EXPECT_TRUE(holds("title == hand in hand", "hand in hand"));
  EXPECT_TRUE(holds("andy==1 or orb==1", "1"));
  for (const char* wrong : {"", "lang", "== en", "lang = en", "lang === en", "lang ==", "n < x", "not lang == en",
                            "(lang == en)", "(lang == en or n > 1) and n < 2", "lang == en && n > 1",
                            "lang == en || n > 1", "lang == en and", "or lang == en", "lang == en and n",
                            "lang == en, n > 1", "title == 'War", "title == War and Peace", "a == 'b' c"}) {
    EXPECT_FALSE(RowCondition::parse(wrong).ok()) << wrong;
  }
}

TEST(RowCondition, AndBindsCloserThanOr) {
  const auto holds = [](std::string_view condition, std::string_view a, std::string_view b, std::string_view c) {
    const auto parsed = RowCondition::parse(condition);
    EXPECT_TRUE(parsed.ok()) << condition;
    return parsed.ok() && parsed->holds([&](const FieldPath& path) {
      return std::optional(std::string(path.names[0] == "a" ? a : path.names[0] == "b" ? b : c));
    });
  };
  for (const std::string_view a : {"0", "1"}) {
    for (const std::string_view b : {"0", "1"}) {
      for (const std::string_view c : {"0", "1"}) {
        EXPECT_EQ(holds("a == 1 and b > 0 or c == '1'", a, b, c), (a == "1" && b == "1") || c == "1");
        EXPECT_EQ(holds("a == 1 OR b > 0 AND c == 1", a, b, c), a == "1" || (b == "1" && c == "1"));
      }
    }
  }
}

}  // namespace
}  // namespace lauter
