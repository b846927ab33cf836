#include "io/input.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>

#include "io/files/glob.h"
#include "io/test_support.h"

namespace lauter {
namespace {

using test::TempDir;

/// `relative:format:compression` of every input, or the error.
std::vector<std::string> expanded(const std::vector<std::string>& args,
                                  std::string_view forced = "") {
  std::optional<ForcedFormat> format;
  if (!forced.empty()) format = *parse_format(forced);
  auto inputs = expand_inputs(args, format);
  if (!inputs.ok()) return {"error: " + inputs.error().message};
  std::vector<std::string> out;
  for (const InputFile& file : inputs->files) {
    out.push_back(file.relative + ":" + std::string(format_name(file.format)) +
                  std::string(compression_suffix(file.compression)));
    EXPECT_TRUE(file.is_stdin() || path_exists(file.path)) << file.path;
  }
  return out;
}

using Names = std::vector<std::string>;

TEST(Input, FormatsBySuffix) {
  const TempDir dir;
  Names args;
  for (const char* name :
       {"a.jsonl", "b.ndjson.gz", "c.jsonl.zst", "d.txt", "e.warc.wet.gz", "f.py", "Makefile",
        ".env.production", "g.csv.xz", "h.tsv.bz2", "i.md", "j.html", "k.rst"}) {
    args.push_back(dir.put(name, "x"));
  }
  EXPECT_EQ(expanded(args),
            (Names{"a.jsonl:jsonl", "b.ndjson.gz:jsonl.gz", "c.jsonl.zst:jsonl.zst", "d.txt:text",
                   "e.warc.wet.gz:wet.gz", "f.py:code", "Makefile:code",
                   ".env.production:code", "g.csv.xz:csv.xz", "h.tsv.bz2:tsv.bz2", "i.md:text",
                   "j.html:text", "k.rst:text"}));
  EXPECT_EQ(expanded({dir.put("data.bin", "x")}, "jsonl"), Names{"data.bin:jsonl"});
  EXPECT_EQ(expanded({dir.put("data.gz", "x")}, "jsonl"), Names{"data.gz:jsonl.gz"});
  EXPECT_EQ(expanded({dir.put("data.gz", "x")}, "jsonl.zst"), Names{"data.gz:jsonl.zst"});
}

TEST(Input, Errors) {
  const TempDir dir;
  const auto error = [&](const Names& args) { return expanded(args).at(0); };
  EXPECT_EQ(error({dir / "none.jsonl"}),
            "error: " + (dir / "none.jsonl") + ": no such file or folder");
  EXPECT_NE(error({dir.put("x.bin", "x")}).find("unknown suffix"), std::string::npos);
  EXPECT_NE(error({dir.put("x.parquet.gz", "x")}).find("Parquet is compressed inside"),
            std::string::npos);
  EXPECT_NE(expanded({"-"}, "parquet").at(0).find("cannot be read from standard input"),
            std::string::npos);
  EXPECT_NE(error({dir / "*.jsonl"}).find("no file matches"), std::string::npos);
  ASSERT_TRUE(make_dirs(dir / "empty").ok());
  EXPECT_NE(error({dir / "empty"}).find("no file with a known suffix"), std::string::npos);
  EXPECT_EQ(error({"-", "-"}), "error: -: is given twice");
  EXPECT_NE(error({""}).find("INPUT is empty"), std::string::npos);
  const std::string page = dir.put("a/x.warc", "");
  EXPECT_EQ(error({page, dir / "a/../a/x.warc"}), "error: " + (dir / "a/../a/x.warc") + ": is given twice");
  const std::string text = dir.put("a/x.warc.wet", "");
  EXPECT_EQ(error({page, text}), "error: two inputs would be written to the same name x.warc.wet: " +
                                     page + " and " + text);
  dir.put("a/x.jsonl", "");
  EXPECT_NE(error({dir / "*/../a/*.jsonl"}).find("behind a wildcard"), std::string::npos);
  EXPECT_EQ(parse_format("xls").error().code, ErrorCode::kInvalidArgument);
}

TEST(Input, EqualNamesAreToldApartByTheirFolders) {
  const TempDir dir;
  const std::string a = dir.put("a/x.jsonl", "");
  const std::string b = dir.put("b/c/x.jsonl", "");
  const std::string other = dir.put("b/y.jsonl", "");
  EXPECT_EQ(expanded({a, b}), (Names{"a/x.jsonl:jsonl", "b/c/x.jsonl:jsonl"}));
  EXPECT_EQ(expanded({b, dir / "a/../a/x.jsonl", other}),
            (Names{"b/c/x.jsonl:jsonl", "a/x.jsonl:jsonl", "b/y.jsonl:jsonl"}));
  EXPECT_EQ(expanded({dir / "a", dir / "b/c"}), (Names{"a/x.jsonl:jsonl", "b/c/x.jsonl:jsonl"}));
  EXPECT_EQ(expanded({b, other}), (Names{"x.jsonl:jsonl", "y.jsonl:jsonl"}));
}

TEST(Input, DirectoriesAreRecursiveAndSorted) {
  const TempDir dir;
  for (const char* name : {"z.jsonl", "b/a.txt", "b/c/x.jsonl.gz", "a.jsonl", "B.jsonl", "b.jsonl",
                           "skip.bin", ".hidden.jsonl", ".git/x.jsonl", "b/.x/y.jsonl"}) {
    dir.put(name, "x");
  }
  EXPECT_EQ(expanded({dir.path()}),
            (Names{"B.jsonl:jsonl", "a.jsonl:jsonl", "b.jsonl:jsonl", "b/a.txt:text",
                   "b/c/x.jsonl.gz:jsonl.gz", "z.jsonl:jsonl"}));
  EXPECT_EQ(expand_inputs({dir.path()})->passed_over, (std::map<std::string, uint64_t>{{".bin", 1}, {"hidden", 3}}));
  EXPECT_EQ(expanded({dir.path() + "/", "-"}, "txt"), (Names{"b/a.txt:text", "stdin.txt:text"}));
}

TEST(Input, SourceTreesSkipWhatIsBinaryOrUnknown) {
  const TempDir dir;
  dir.put("src/main.cc", "int main() {}\n");
  dir.put("src/data.h", std::string("ab\0c", 4));
  dir.put("logo.png", "x");
  dir.put("Dockerfile", "FROM x\n");
  dir.put(".gitignore", "build\n");
  dir.put(".git/config.py", "x");
  dir.put("A.PY", "x");
  dir.put("Containerfile", "FROM x\n");
  dir.put("Dockerfile.dev", "FROM x\n");
  dir.put(".flaskenv", "A=b\n");
  dir.put("app.log.1", "x\n");
  EXPECT_EQ(expanded({dir.path()}, "code"),
            (Names{".flaskenv:code", ".gitignore:code", "A.PY:code", "Containerfile:code", "Dockerfile:code",
                   "Dockerfile.dev:code", "src/main.cc:code"}));
  const auto inputs = expand_inputs({dir.path()}, parse_format("code").value());
  EXPECT_EQ(inputs->passed_over, (std::map<std::string, uint64_t>{{".1", 1}, {".h", 1}, {".png", 1}, {"hidden", 1}}));
}

TEST(Input, JsonIsWhatItHolds) {
  const TempDir dir;
  const auto format_of = [&dir](std::string_view content, const char* forced = "") {
    return expanded({dir.put("x.json", content)}, forced).at(0);
  };
  const std::pair<const char*, const char*> cases[] = {
      {"{\"a\":1}\n{\"a\":2}\n", "x.json:jsonl"},
      {"{\"a\":1}\n\n  {\"a\":2}", "x.json:jsonl"},
      {"{\"a\":\n{\"a\":2}\n", "x.json:jsonl"},  // its first line is broken
      {"{\"a\":1} {\"a\":2}\n", "x.json:json"},
      {"{\n\"a\":1\n}\n{\n\"a\":2}\n", "x.json:json"},
      {"\xEF\xBB\xBF [\n {\"a\":1}]", "x.json:json"},
      {"[]", "x.json:json"},
      {"[1]", "x.json:code"},
      {"{\"a\":1}", "x.json:code"},
      {"{\n\"a\":1}\n", "x.json:code"},
      {"", "x.json:code"},
      {"x", "x.json:code"},
  };
  for (const auto& [content, format] : cases) {
    EXPECT_EQ(format_of(content), format) << content;
    EXPECT_EQ(format_of(content, "code"), "x.json:code");
  }
  EXPECT_EQ(format_of("{\n\"a\":1}\n", "jsonl"), "x.json:json");
  EXPECT_EQ(format_of("[1]", "jsonl"), "x.json:jsonl");
  EXPECT_EQ(format_of("[1]", "json"), "x.json:json");
}

TEST(Input, GlobsKeepThePathBelowTheFixedPart) {
  const TempDir dir;
  for (const char* name :
       {"d/1/p.jsonl", "d/2/p.jsonl", "d/2/q/r.jsonl", "d/x.jsonl", "d/.h.jsonl"}) {
    dir.put(name, "x");
  }
  EXPECT_EQ(expanded({dir / "d/*/p.jsonl"}), (Names{"1/p.jsonl:jsonl", "2/p.jsonl:jsonl"}));
  EXPECT_EQ(expanded({dir / "d/**/*.jsonl"}),
            (Names{"1/p.jsonl:jsonl", "2/p.jsonl:jsonl", "2/q/r.jsonl:jsonl", "x.jsonl:jsonl"}));
  EXPECT_EQ(expanded({dir / "d/[!1]/?.jsonl"}).at(0).substr(0, 5), "2/p.j");
  EXPECT_EQ(expanded({dir / "d/*"}), Names{"x.jsonl:jsonl"});
}

/// The meaning of a pattern, without a thought of speed.
bool matches_slowly(const std::vector<std::string>& path, size_t i,
                    const std::vector<std::string>& pattern, size_t k) {
  if (k == pattern.size()) return i == path.size();
  if (i == path.size()) return false;
  const bool is_last = k + 1 == pattern.size();
  if (pattern[k] == "**") {
    const bool passes = path[i][0] != '.';
    if (is_last) return passes && (i + 1 == path.size() || matches_slowly(path, i + 1, pattern, k));
    return matches_slowly(path, i, pattern, k + 1) ||
           (passes && matches_slowly(path, i + 1, pattern, k));
  }
  return internal::matches_wildcard(path[i], pattern[k]) && matches_slowly(path, i + 1, pattern, k + 1);
}

TEST(GlobTest, WholePathsAsTheirMeaningSays) {
  const std::vector<std::string> names = {"a", "b", ".h", "ab"};
  const std::vector<std::string> parts = {"a", "*", "**", ".*"};
  const auto join = [](const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& one : list) out += (out.empty() ? "" : "/") + one;
    return out;
  };
  size_t matched = 0;
  for (size_t n = 0; n < 256 * 4; ++n) {
    std::vector<std::string> path;
    for (size_t i = 0, rest = n; i < n / 256 + 1; ++i, rest /= 4) path.push_back(names[rest % 4]);
    for (size_t m = 0; m < 256 * 4; m += 3) {
      std::vector<std::string> pattern;
      for (size_t i = 0, rest = m; i < m / 256 + 1; ++i, rest /= 4) pattern.push_back(parts[rest % 4]);
      const bool expected = matches_slowly(path, 0, pattern, 0);
      matched += expected ? 1 : 0;
      ASSERT_EQ(internal::matches_path(join(path), join(pattern)), expected)
          << join(path) << " " << join(pattern);
    }
  }
  EXPECT_GT(matched, 1000U);
}

TEST(Input, WildcardsMatch) {
  using internal::matches_wildcard;
  EXPECT_TRUE(matches_wildcard("abc", "a*c"));
  EXPECT_TRUE(matches_wildcard("ac", "a*c"));
  EXPECT_TRUE(matches_wildcard("aXcYc", "a*c"));
  EXPECT_FALSE(matches_wildcard("abd", "a*c"));
  EXPECT_TRUE(matches_wildcard("a-b", "a[a-]b"));
  EXPECT_TRUE(matches_wildcard("a]b", "a[]]b"));
  EXPECT_TRUE(matches_wildcard("a5b", "a[0-9]b"));
  EXPECT_FALSE(matches_wildcard("a5b", "a[^0-9]b"));
  EXPECT_TRUE(matches_wildcard("a[b", "a[b"));
  EXPECT_FALSE(matches_wildcard(".x", "*"));
  EXPECT_TRUE(matches_wildcard(".x", ".*"));
  EXPECT_TRUE(matches_wildcard("", "**"));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(matches_wildcard(std::string(5000, 'a'), "*a*a*a*a*a*a*a*a*a*b"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(Input, LinksToFilesCountLinksToFoldersDoNot) {
  const TempDir dir;
  const std::string target = dir.put("d/x.jsonl", "x");
  ASSERT_EQ(::symlink(target.c_str(), (dir / "d/link.jsonl").c_str()), 0);
  ASSERT_EQ(::symlink(".", (dir / "d/loop").c_str()), 0);
  EXPECT_EQ(expanded({dir / "d"}), (Names{"link.jsonl:jsonl", "x.jsonl:jsonl"}));
}

TEST(Input, ManySmallFiles) {
  const TempDir dir;
  const int n = std::getenv("LAUTER_SLOW") != nullptr ? 100000 : 2000;
  for (int folder = 0; folder < n / 1000; ++folder) {
    for (int i = 0; i < 1000; ++i) {
      dir.put("f" + std::to_string(folder) + "/" + std::to_string(i) + ".py", "x = 1\n");
    }
  }
  const auto start = std::chrono::steady_clock::now();
  const auto inputs = expand_inputs({dir.path()}, parse_format("code").value());
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(inputs.ok());
  EXPECT_EQ(inputs->files.size(), static_cast<size_t>(n));
  RecordProperty("us_per_file", static_cast<int>(spent.count() * 1e6 / n));
}

}  // namespace
}  // namespace lauter
