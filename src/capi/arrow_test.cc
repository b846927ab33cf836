// Arrow arrays that go into lauter.h and come out of it.
#include <gtest/gtest.h>

#include <limits>

#include "capi/capi_test_support.h"

namespace capi_test {
namespace {

TEST(Capi, WhereLooksAtFields) {
  const EnginePtr engine = open_engine(R"({"recipe":"anonymize","model":"none","set":["steps.0.where=lang == en and n > 1"]})");
  const char* const langs = "endeen";
  const int32_t offsets[] = {0, 2, 4, 6};
  const int64_t numbers[] = {2, 2, 1};
  const void* lang_buffers[] = {nullptr, offsets, langs};
  const void* number_buffers[] = {nullptr, numbers};
  ArrowSchema lang{.format = "u", .name = "lang"};
  ArrowSchema number{.format = "l", .name = "n"};
  ArrowSchema* schemas[] = {&lang, &number};
  ArrowSchema schema{.format = "+s", .name = "", .n_children = 2, .children = schemas};
  ArrowArray lang_array{.length = 3, .n_buffers = 3, .buffers = lang_buffers};
  ArrowArray number_array{.length = 3, .n_buffers = 2, .buffers = number_buffers};
  ArrowArray* arrays[] = {&lang_array, &number_array};
  const void* no_buffer[] = {nullptr};
  ArrowArray array{.length = 3, .n_buffers = 1, .n_children = 2, .buffers = no_buffer, .children = arrays};
  lauter_call call = make_call();
  call.fields_schema = &schema;
  call.fields = &array;
  const BatchPtr batch = refine(engine.get(), views_of({"a.bc@corp.com", "a.bc@corp.com", "a.bc@corp.com"}), call);
  EXPECT_EQ(row_of(batch, 0).state, LAUTER_EDITED);
  EXPECT_EQ(row_of(batch, 1).state, LAUTER_KEPT);
  EXPECT_EQ(row_of(batch, 2).state, LAUTER_KEPT);
}

TEST(Capi, ReadsArrowStringsOfEveryLayout) {
  const int32_t offsets[] = {9, 11, 11, 14};
  const void* buffers[] = {"\x05", offsets, "000000000abcde"};  // valid, null, valid
  const ArrowSchema schema{.format = "u"};
  ArrowArray array{.length = 3, .null_count = 1, .n_buffers = 3, .buffers = buffers};
  std::vector<lauter_view> views(3);
  ASSERT_EQ(lauter_arrow_views(&schema, &array, 1, views.data(), nullptr), LAUTER_OK);
  EXPECT_EQ(text_of(views[0]), "ab");
  EXPECT_EQ(views[1].data, nullptr);
  EXPECT_EQ(text_of(views[2]), "cde");
  array.offset = 1;
  array.length = 2;
  ASSERT_EQ(lauter_arrow_views(&schema, &array, 1, views.data(), nullptr), LAUTER_OK);
  EXPECT_EQ(views[0].data, nullptr);
  EXPECT_EQ(text_of(views[1]), "cde");

  const int32_t indices[] = {2, 0};
  const void* index_buffers[] = {nullptr, indices};
  ArrowArray words{.length = 3, .null_count = 0, .n_buffers = 3, .buffers = buffers};
  ArrowSchema word_schema{.format = "u"};
  const ArrowSchema dictionary_schema{.format = "i", .dictionary = &word_schema};
  ArrowArray dictionary{.length = 2, .n_buffers = 2, .buffers = index_buffers, .dictionary = &words};
  ASSERT_EQ(lauter_arrow_views(&dictionary_schema, &dictionary, 1, views.data(), nullptr), LAUTER_OK);
  EXPECT_EQ(text_of(views[0]), "cde");
  EXPECT_EQ(text_of(views[1]), "ab");

  struct {
    int32_t size;
    char bytes[12];
  } const entries[] = {{5, "short"}, {20, {'l', 'o', 'n', 'g', 0, 0, 0, 0, 2, 0, 0, 0}}};
  const int64_t sizes[] = {30};
  const void* view_buffers[] = {nullptr, entries, "__long text of twenty bytes___", sizes};
  const ArrowSchema view_schema{.format = "vu"};
  ArrowArray view_array{.length = 2, .n_buffers = 4, .buffers = view_buffers};
  ASSERT_EQ(lauter_arrow_views(&view_schema, &view_array, 1, views.data(), nullptr), LAUTER_OK);
  EXPECT_EQ(text_of(views[0]), "short");
  EXPECT_EQ(text_of(views[1]), "long text of twenty ");
}

TEST(Capi, RefusesBrokenArrow) {
  const ArrowSchema schema{.format = "u"};
  const ArrowSchema large{.format = "U"};
  const ArrowSchema numbers{.format = "l"};
  std::vector<lauter_view> views(2);
  const auto refused = [&](const ArrowSchema& of, const ArrowArray& array) {
    return failure([&](lauter_error** error) { return lauter_arrow_views(&of, &array, 1, views.data(), error); });
  };
  const int32_t backwards[] = {0, 5, 2};
  const void* buffers[] = {nullptr, backwards, "abcde"};
  EXPECT_EQ(refused(schema, {.length = 2, .n_buffers = 3, .buffers = buffers}).first, LAUTER_BAD_FIELD);
  const int64_t negative[] = {-1, 5, 5};
  const void* large_buffers[] = {nullptr, negative, "abcde"};
  EXPECT_EQ(refused(large, {.length = 2, .n_buffers = 3, .buffers = large_buffers}).first, LAUTER_BAD_FIELD);
  EXPECT_NE(refused(numbers, {.length = 2, .n_buffers = 2, .buffers = buffers}).second.find("format \"l\""), std::string::npos);
  EXPECT_EQ(refused(schema, {.length = 2, .n_buffers = 2, .buffers = buffers}).first, LAUTER_BAD_FIELD);
  EXPECT_EQ(refused(schema, {.length = 2, .offset = std::numeric_limits<int64_t>::max(), .n_buffers = 3, .buffers = buffers}).first,
            LAUTER_BAD_FIELD);
}

TEST(Capi, ExportsTextsAndEdits) {
  const EnginePtr engine = open_engine();
  const auto texts = views_of({"short", nullptr, "Mail bob.smith@corp.com", "\xFF"});
  const BatchPtr batch = refine(engine.get(), texts);
  for (const int type : {LAUTER_UTF8, LAUTER_LARGE_UTF8, LAUTER_UTF8_VIEW}) {
    SCOPED_TRACE(type);
    ArrowSchema schema;
    ArrowArray array;
    ASSERT_EQ(lauter_batch_text_array(batch.get(), type, &schema, &array, nullptr), LAUTER_OK);
    EXPECT_EQ(array.null_count, 2);
    std::vector<lauter_view> views(4);
    ASSERT_EQ(lauter_arrow_views(&schema, &array, 1, views.data(), nullptr), LAUTER_OK);
    for (size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(views[i].data == nullptr, lauter_batch_text(batch.get(), i).data == nullptr);
      EXPECT_EQ(text_of(views[i]), refined_of(batch, i));
    }
    array.release(&array);
    schema.release(&schema);
    EXPECT_EQ(array.release, nullptr);
  }
  ArrowSchema schema;
  ArrowArray array;
  ASSERT_EQ(lauter_batch_table(batch.get(), &schema, &array, nullptr), LAUTER_OK);
  ASSERT_EQ(array.n_children, 3);
  EXPECT_EQ(array.length, 4);
  std::vector<lauter_view> states(4);
  ASSERT_EQ(lauter_arrow_views(schema.children[0], array.children[0], 1, states.data(), nullptr), LAUTER_OK);
  EXPECT_EQ(text_of(states[0]), "kept");
  EXPECT_EQ(text_of(states[1]), "null");
  EXPECT_EQ(text_of(states[2]), "edited");
  EXPECT_EQ(text_of(states[3]), "rejected");
  const ArrowArray& edits = *array.children[2]->children[0];
  EXPECT_EQ(edits.length, 1);
  EXPECT_EQ(static_cast<const int64_t*>(edits.children[0]->buffers[1])[0], 5);
  array.release(&array);
  schema.release(&schema);
}

}  // namespace
}  // namespace capi_test
