/// Small measures of strings: does this look like a secret, a word, an identifier, a dummy?
/// All are pure, allocation-free and linear in the value (which callers keep under 4 KiB).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lauter::scan {

/// Which kinds of characters a value has.
struct CharClasses {
  size_t lower = 0, upper = 0, digits = 0, symbols = 0, other = 0;  ///< other: non-ASCII bytes
  size_t kinds() const {
    return size_t{lower > 0} + size_t{upper > 0} + size_t{digits > 0} + size_t{symbols > 0} +
           size_t{other > 0};
  }
  size_t letters() const { return lower + upper; }
};
CharClasses char_classes(std::string_view value);

/// Shannon entropy of the bytes, bits per byte, 0 for the empty string.
/// Random hex of 32 digits has about 3.6, random base64 of 40 about 4.8, English words 2.5 to 3.5.
double shannon_entropy(std::string_view value);

/// Share of neighbouring letter pairs that are common in words of European languages, 0 to 1
/// (1 for values without letter pairs). Words and identifiers have 0.6 and more, random strings
/// below 0.4.
double wordness(std::string_view value);

/// A string that a generator made: enough length, digits among letters or mixed case without
/// words, and the entropy that its alphabet and length let expect.
bool looks_random(std::string_view value);

/// Only hex digits of one letter case, `sizes` 0 for any length.
bool is_hex(std::string_view value);
bool is_uuid(std::string_view value);

/// `password`, `api_key`, `getToken`, `config.db.password`, `SECRET_KEY`, `Foo::Bar`: a name of
/// something rather than a value: words of letters joined by camelCase, '_', '.', '::', '->'.
bool looks_like_identifier(std::string_view value);

/// References and code: `${X}`, `$X`, `%X%`, `{{ x }}`, `<x>`, `os.environ[...]`, `f(x)`, `a[b]`,
/// `env.X`, `&x`, `*x`, `@x@`, `#{x}`, `!Ref x`, `vault:...`, `file:...`.
bool looks_like_reference(std::string_view value);

/// Dummies whatever the kind of secret: changeme, your-..., <...>, xxxx, ****, ..., EXAMPLE,
/// placeholder, redacted, hidden, todo, none, null, true, one character repeated, words that only
/// say what should stand there ("api key", "secret-token", "my password").
bool is_dummy_secret(std::string_view value);

/// Nothing but words that name fields and digits: "test-token-123", "my_secret_key".
bool only_field_words(std::string_view value);

}  // namespace lauter::scan
