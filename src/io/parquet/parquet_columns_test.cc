#include "io/parquet/parquet_columns.h"

#include <gtest/gtest.h>

namespace lauter::internal {
namespace {

const std::vector<DuckColumn> kColumns = {
    {.name = "id", .type = kDuckBigint},
    {.name = "text", .type = kDuckVarchar},
    {.name = "meta",
     .type = kDuckStruct,
     .children = {{.name = "n", .type = kDuckBigint}, {.name = "te\"xt", .type = kDuckVarchar}}},
    {.name = "js", .type = kDuckVarchar, .alias = "JSON"},
    {.name = "li", .type = kDuckList},
};

FieldPath path(const std::string& dotted) { return *FieldPath::parse(dotted); }

TEST(ParquetColumns, SaysWhatIsWrongWithTheTextColumn) {
  const std::pair<const char*, const char*> rows[] = {
      {"body", "there is id, text, meta, js, li"},
      {"id", "column \"id\" holds no text"},
      {"js", "holds no text but JSON"},
      {"meta", "a struct: name the field, as in \"meta.n\""},
      {"li", "holds no text but a list"},
      {"li.text", "lists of structs are not read"},
      {"meta.body", "\"meta\" has n, te\"xt"},
  };
  for (const auto& [field, words] : rows) {
    const auto checked = check_columns(kColumns, path(field));
    ASSERT_FALSE(checked.ok()) << field;
    EXPECT_NE(checked.error().message.find(words), std::string::npos) << checked.error().message;
  }
  EXPECT_TRUE(check_columns(kColumns, path("text")).ok());
  EXPECT_TRUE(check_columns(kColumns, path("meta.te\"xt")).ok());
  EXPECT_FALSE(
      check_columns({{.name = "text", .type = kDuckVarchar}, {.name = kRowNumber}}, path("text"))
          .ok());
}

TEST(ParquetColumns, OnlyWantedColumnsAreRead) {
  const auto sql = [](const ParquetOptions& wanted) { return RowForm(kColumns, wanted).sql(); };
  ParquetOptions options;
  EXPECT_EQ(sql(options), "CAST(\"text\" AS VARCHAR), CAST(\"id\" AS VARCHAR)");
  options.fields.text = path("meta.te\"xt");
  options.fields.id = path("none");
  options.more_fields = {path("meta.n"), path("absent")};
  EXPECT_EQ(sql(options),
            "CAST(to_json(struct_extract(\"meta\", 'n')) AS VARCHAR), "
            "CAST(struct_extract(\"meta\", 'te\"xt') AS VARCHAR)");
  options.more_fields = {path("meta")};
  EXPECT_EQ(sql(options), "CAST(to_json(\"meta\") AS VARCHAR)");
}

TEST(ParquetColumns, OneFieldIsReplaced) {
  const auto replace = [](const std::string& sql) { return "f(" + sql + ")"; };
  EXPECT_EQ(columns_with_text({kColumns[0], kColumns[1], kColumns[2]}, path("meta.te\"xt"), {}, {"id"},
                              replace),
            "CAST(\"id\" AS TIMESTAMP_MS) AS \"id\", \"text\" AS \"text\", struct_pack(\"n\" := "
            "struct_extract(\"meta\", 'n'), \"te\"\"xt\" := f(struct_extract(\"meta\", 'te\"xt'))) "
            "AS \"meta\"");
}

TEST(ParquetColumns, NumbersThatJsonCannotSay) {
  std::string out;
  append_without_nan(out, R"({"a":NaN,"b":[-Infinity,Infinity,1],"NaN":"NaN \" NaN","c":"\\"})");
  EXPECT_EQ(out, R"({"a":null,"b":[null,null,1],"NaN":"NaN \" NaN","c":"\\"})");
}

}  // namespace
}  // namespace lauter::internal
