#include "curate/tokens/added_tokens.h"

#include "curate/tokens/class_reader.h"

namespace lauter {

void AddedTokens::add(AddedToken token) {
  if (token.content.empty()) return;
  firsts_[static_cast<uint8_t>(token.content[0])] = true;
  tokens_.push_back(std::move(token));
}

const AddedToken* AddedTokens::find(std::string_view text) const {
  const AddedToken* best = nullptr;
  for (const AddedToken& token : tokens_) {
    if (text.starts_with(token.content) && (best == nullptr || token.content.size() > best->content.size())) best = &token;
  }
  return best;
}

Result<uint64_t> AddedTokens::cut(std::string_view text,
                                  const std::function<Result<void>(std::string_view, size_t)>& plain) const {
  uint64_t count = 0;
  size_t begin = 0;
  const ClassReader reader(text);
  for (size_t at = 0; at < text.size() && !tokens_.empty();) {
    const AddedToken* token = firsts_[static_cast<uint8_t>(text[at])] ? find(text.substr(at)) : nullptr;
    if (token == nullptr) {
      ++at;
      continue;
    }
    size_t stop = at;
    at += token->content.size();
    if (token->single_word && (is_word_class(reader.before(stop)) || is_word_class(reader.at(at)))) continue;
    while (token->lstrip && stop > begin && is_space_class(reader.before(stop))) stop = previous_utf8(text, stop);
    if (stop > begin) LAUTER_TRY(plain(text.substr(begin, stop - begin), begin));
    if (token->rstrip) at = reader.run(at, is_space_class);
    begin = at;
    ++count;
  }
  if (begin < text.size()) LAUTER_TRY(plain(text.substr(begin), begin));
  return count;
}

}  // namespace lauter
