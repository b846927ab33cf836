/// Prints the hostile rows as JSONL:
/// {"id","task","text","category","spans":[[begin,end]],"dictated"}.
#include <cstdio>

#include "hostile_rows.h"
#include "json/writer.h"

int main() {
  for (const lauter::llm::HostileRow& row : lauter::llm::hostile_rows()) {
    std::string line;
    lauter::JsonWriter json(line);
    json.begin_object().member("id", row.id).member("task", lauter::llm::task_name(row.task));
    json.member("text", row.text).member("category", row.category).key("spans").begin_array();
    for (const lauter::ByteSpan& span : row.spans) {
      json.begin_array().unsigned_integer(span.begin).unsigned_integer(span.end).end_array();
    }
    json.end_array().member("dictated", row.dictated).end_object();
    std::puts(line.c_str());
  }
}
