/// A tokenizer.json of Hugging Face's library `tokenizers`.
#pragma once

#include <string_view>

#include "base/result.h"
#include "curate/tokens/token_counter.h"

namespace lauter {

/// Reads what token_counter.h can do: BPE of bytes (GPT-2, Llama 3, Qwen) and of characters (Llama 2, Mistral),
/// WordPiece (BERT). Errors: kDataLoss for what is no such file; kUnimplemented, naming the part, for what it cannot:
/// a file is counted exactly or not at all.
Result<TokenCounter> read_tokenizer(std::string_view json);

}  // namespace lauter
