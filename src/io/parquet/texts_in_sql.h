/// Staged texts as functions of SQL: what joins the new texts with the other columns. Internal to
/// src/io/parquet.
#pragma once

#include <string>

#include "base/result.h"
#include "io/parquet/duck_session.h"
#include "io/staged_rows.h"

namespace lauter::internal {

/// Makes three functions known to all connections of `store`, of which `session` is one:
///   lauter_kept(TEXTS, row)        whether the row stays
///   lauter_text(TEXTS, row, text)  its text, which is `text` or a new one
///   lauter_field(TEXTS, row, name, text)  the same of the text of this name, which is no null
/// TEXTS is texts_handle() of an object that lives as long as the query and that no other query
/// uses at the same time.
Result<void> add_text_functions(DuckStore& store, DuckSession& session);

/// The object's address as a number of SQL. Only queries that we write ourselves are ever run.
std::string texts_handle(StagedTexts& texts);

}  // namespace lauter::internal
