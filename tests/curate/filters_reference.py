"""datatrove's baseline filters and spaCy's English words, written again from their rules.

Slow and plain on purpose: regular expressions and lists, nothing shared with src/curate. The rules
are those of datatrove (pipeline/filters, utils/text) and of spaCy 3 (tokenizer.pyx, lang/punctuation,
lang/char_classes, lang/tokenizer_exceptions, lang/en, pipeline/sentencizer); docs/design/0008-filters.md
says which versions.
"""
import functools
import importlib.util
import pathlib
import re
import unicodedata
from collections import Counter

ROOT = pathlib.Path(__file__).resolve().parents[2]


def _load_ranges():
    path = ROOT / "scripts" / "make-unicode-classes.py"
    spec = importlib.util.spec_from_file_location("make_unicode_classes", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The numeric ranges of spaCy's classes are data; everything that is done with them is written anew.
_RANGES = _load_ranges()


def _klass(points):
    """The inside of a character class of these code points."""
    out, points = [], sorted(points)
    i = 0
    while i < len(points):
        j = i
        while j + 1 < len(points) and points[j + 1] == points[j] + 1:
            j += 1
        out.append(f"\\U{points[i]:08x}-\\U{points[j]:08x}")
        i = j + 1
    return "".join(out)


LOWER = _klass(_RANGES.LATIN_LOWER | _RANGES.OTHER_LOWER | _RANGES.UNCASED)
UPPER = _klass(_RANGES.LATIN_UPPER | _RANGES.OTHER_UPPER | _RANGES.UNCASED)
ALPHA = _klass(_RANGES.LATIN | _RANGES.OTHER_LOWER | _RANGES.OTHER_UPPER | _RANGES.UNCASED)
ICON = "[" + _klass(_RANGES.ICONS) + "]"

PUNCT = "… …… , : ; ! ? ¿ ؟ ¡ ( ) [ ] { } < > _ # * & 。 ？ ！ ， 、 ； ： ～ · । ، ۔ ؛ ٪".split()
QUOTES = "' \" ” “ ` ‘ ´ ’ ‚ , „ » « 「 」 『 』 （ ） 〔 〕 【 】 《 》 〈 〉".split()
CURRENCY = "$ £ € ¥ ฿ US$ C$ A$ ₽ ﷼ ₴".split()
UNITS = ("km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz m/s km/h "
         "kmh mph hPa Pa mbar mb MB kb KB gb GB tb TB T G M K % км км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² "
         "мм³ нм кг г мг м/с км/ч кПа Па мбар Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم كم² كم³ م م² م³ سم سم² سم³ مم "
         "مم² مم³ كم غرام جرام جم كغ ملغ كوب اكواب").split()
HYPHENS = "- – — -- --- —— ~".split()
ELLIPSES = [r"\.\.+", "…"]


def _esc(strings):
    return [re.escape(s) for s in strings]


_QUOTE_CLASS = "".join(_esc(QUOTES))
_PREFIX = re.compile("|".join("^" + p for p in (
    _esc(["§", "%", "=", "—", "–"]) + [r"\+(?![0-9])"] + _esc(PUNCT) + ELLIPSES + _esc(QUOTES)
    + _esc(CURRENCY) + [ICON])))
_SUFFIX = re.compile("|".join("(?:" + p + ")$" for p in (
    _esc(PUNCT) + ELLIPSES + _esc(QUOTES) + [ICON] + ["'s", "'S", "’s", "’S", "—", "–"]
    + [r"(?<=[0-9])\+", r"(?<=°[FfCcKk])\.",
       "(?<=[0-9])(?:" + "|".join(_esc(CURRENCY)) + ")",
       "(?<=[0-9])(?:" + "|".join(_esc(UNITS)) + ")",
       "(?<=[0-9" + LOWER + r"%²\-\+|()?:" + "".join(_esc(PUNCT)) + _QUOTE_CLASS + r"])\.",
       "(?<=[" + UPPER + "][" + UPPER + r"])\."])))
_INFIX = re.compile("|".join(
    ELLIPSES + [ICON, r"(?<=[0-9])[+\-*^](?=[0-9-])",
                f"(?<=[{LOWER}{_QUOTE_CLASS}])\\.(?=[{UPPER}{_QUOTE_CLASS}])",
                f"(?<=[{ALPHA}]),(?=[{ALPHA}])",
                f"(?<=[{ALPHA}0-9])(?:" + "|".join(_esc(HYPHENS)) + f")(?=[{ALPHA}])",
                f"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])"]))
_HOST = "A-Za-z0-9\u00a1-\uffff"
_URL = re.compile(
    r"^(?:[\w+\-.]{2,}://)?(?:\S+(?::\S*)?@)?(?:"
    r"(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})"
    r"(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})"
    r"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}"
    r"(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))"
    f"|(?:(?:[{_HOST}][{_HOST}_-]{{0,62}})?[{_HOST}]\\.)+(?:[{LOWER}]{{2,63}})"
    r")(?::\d{2,5})?(?:[/?#]\S*)?$")

EMOTICONS = r"""
:) :-) :)) :-)) :))) :-))) (: (-: =) (= ") :] :-] [: [-: :o) (o: :} :-} 8) 8-) (-8 ;) ;-) (; (-; :( :-( :((
:-(( :((( :-((( ): )-: =( >:( :') :'-) :'( :'-( :/ :-/ =/ =| :| :-| :1 :P :-P :p :-p :O :-O :o :-o :0 :-0 :()
>:o :* :-* :3 :-3 =3 :> :-> :X :-X :x :-x :D :-D ;D ;-D =D xD XD xDD XDD 8D 8-D ^_^ ^__^ ^___^ >.< >.> <.< ._.
;_; -_- -__- v.v V.V v_v V_V o_o o_O O_o O_O 0_o o_0 0_0 o.O O.o O.O o.o 0.0 o.0 0.o @_@ <3 <33 <333 </3 (^_^)
(-_-) (._.) (>_<) (*_*) (¬_¬) ಠ_ಠ ಠ︵ಠ (ಠ_ಠ) ¯\(ツ)/¯ (╯°□°）╯︵┻━┻ ><(((*>""".split()


def _special_cases():
    cases = {}

    def add(*pieces):
        cases["".join(pieces)] = list(pieces)

    def both(stem, *endings):
        for form in (stem, stem.title()):
            add(form, *endings)
            add(form, *(e.replace("'", "") for e in endings))

    for single in [" ", "\t", "\\t", "\n", "\\n", "—", "\u00a0", "'", '\\")', "<space>", "''", "C++", "ä.", "ö.", "ü."]:
        add(single)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        add(letter + ".")
    for emoticon in EMOTICONS:
        add(emoticon)
    both("i", "'m"), both("i", "'m", "a")
    for pronoun in ["i", "you", "he", "she", "it", "we", "they"]:
        both(pronoun, "'ll"), both(pronoun, "'ll", "'ve"), both(pronoun, "'d"), both(pronoun, "'d", "'ve")
        if pronoun in ("i", "you", "we", "they"):
            both(pronoun, "'ve")
        if pronoun in ("you", "we", "they"):
            both(pronoun, "'re")
        if pronoun in ("he", "she", "it"):
            both(pronoun, "'s")
    for word in ["who", "what", "when", "where", "why", "how", "there", "that", "this", "these", "those"]:
        if word not in ("these", "those"):
            both(word, "'s")
        both(word, "'ll"), both(word, "'ll", "'ve"), both(word, "'d"), both(word, "'d", "'ve")
        if word not in ("that", "this"):
            both(word, "'re"), both(word, "'ve")
    for verb in ["ca", "could", "do", "does", "did", "had", "may", "might", "must", "need", "ought", "sha", "should",
                 "wo", "would"]:
        both(verb, "n't"), both(verb, "n't", "'ve")
    for verb in ["could", "might", "must", "should", "would"]:
        both(verb, "'ve")
    for verb in ["ai", "are", "is", "was", "were", "have", "has", "dare"]:
        both(verb, "n't")
    for word in ["doin", "goin", "nothin", "nuthin", "ol", "somethin", "lovin", "havin"]:
        for form in (word, word.title()):
            add(form), add(form + "'")
    for word in ["em", "ll", "nuff"]:
        add(word), add("'" + word)
    for hour in range(1, 13):
        for half in ["a.m.", "am", "p.m.", "pm"]:
            add(str(hour), half)
    for pieces in ["y' all", "y all", "how 'd 'y", "How 'd 'y", "not 've", "not ve", "Not 've", "Not ve", "can not",
                   "Can not", "gon na", "Gon na", "got ta", "Got ta", "let 's", "Let 's", "c'm on", "C'm on"]:
        add(*pieces.split())
    for single in """'S 's ‘S ‘s and/or w/o 're 'Cause 'cause 'cos 'Cos 'coz 'Coz 'cuz 'Cuz 'bout ma'am Ma'am o'clock
            O'clock Mt. Ak. Ala. Apr. Ariz. Ark. Aug. Calif. Colo. Conn. Dec. Del. Feb. Fla. Ga. Ia. Id. Ill. Ind. Jan.
            Jul. Jun. Kan. Kans. Ky. La. Mar. Mass. Mich. Minn. Miss. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. Nebr. Nev.
            Nov. Oct. Okla. Ore. Pa. S.C. Sep. Sept. Tenn. Va. Wash. Wis. 'd a.m. Adm. Bros. co. Co. Corp. D.C. Dr.
            e.g. E.g. E.G. Gen. Gov. i.e. I.e. I.E. Inc. Jr. Ltd. Md. Messrs. Mo. Mont. Mr. Mrs. Ms. p.m. Ph.D. Prof.
            Rep. Rev. Sen. St. vs. v.s.""".split():
        add(single)
    for word in "Ill ill Its its Hell hell Shell shell Shed shed were Were Well well Whore whore".split():
        cases.pop(word, None)
    for text, pieces in list(cases.items()):
        if "'" in text:
            cases[text.replace("'", "’")] = [p.replace("'", "’") for p in pieces]
    return cases


SPECIAL = _special_cases()


@functools.lru_cache(maxsize=1 << 18)
def _chunk(text, special=True):
    """Words of a chunk by affixes; a tuple."""
    if special and text in SPECIAL:
        return tuple(SPECIAL[text])
    before, after, size = [], [], None
    while text and len(text) != size:
        if special and text in SPECIAL:
            break
        size = len(text)
        match = _PREFIX.search(text)
        n_pre = match.end() - match.start() if match else 0
        if n_pre and special and text[n_pre:] in SPECIAL:
            before.append(text[:n_pre])
            text = text[n_pre:]
            break
        match = _SUFFIX.search(text[n_pre:])
        n_suf = match.end() - match.start() if match else 0
        if n_suf and special and text[:-n_suf] in SPECIAL:
            after.append(text[-n_suf:])
            text = text[:-n_suf]
            break
        if n_pre:
            before.append(text[:n_pre])
        if n_suf:
            after.append(text[-n_suf:])
        text = text[n_pre:len(text) - n_suf]
    core = []
    if text:
        if special and text in SPECIAL:
            core = SPECIAL[text]
        elif _URL.match(text):
            core = [text]
        else:
            start = 0
            for match in _INFIX.finditer(text):
                if match.start() == 0:
                    continue
                if match.start() != start:
                    core.append(text[start:match.start()])
                core.append(match.group())
                start = match.end()
            if text[start:]:
                core.append(text[start:])
    return tuple(before + core + after[::-1])


def _patterns():
    patterns = set()
    for text in SPECIAL:
        if _PREFIX.search(text) or _SUFFIX.search(text) or _INFIX.search(text) or " " in text:
            words = _chunk(text, False) if not text.isspace() else (text,)
            if len(words) > 1:
                patterns.add(words)
    return patterns


PATTERNS = _patterns()
_LONGEST = max(map(len, PATTERNS))
_STARTS = {p[:2] for p in PATTERNS}


def tokens(text):
    """(word, whether one blank follows it) of all words, white space included."""
    out = []
    for space, chunk in re.findall(r"([\s\x1c-\x1f\x85]+)|([^\s\x1c-\x1f\x85]+)", text):
        if chunk:
            out.extend([w, False] for w in _chunk(chunk))
        else:
            if space.startswith(" ") and out:
                out[-1][1] = True
                space = space[1:]
            elif space.startswith(" ") and not out:
                pass
            if space:
                out.append([space, False])
    matches = []
    words = [w for w, _ in out]
    for i in range(len(words) - 1):
        if (words[i], words[i + 1]) not in _STARTS:
            continue
        for n in range(2, _LONGEST + 1):
            if i + n <= len(words) and tuple(words[i:i + n]) in PATTERNS:
                matches.append((i, n))
    if not matches:
        return out
    seen, chosen = set(), {}
    for i, n in sorted(matches, key=lambda m: (-m[1], m[0])):
        if i not in seen and i + n - 1 not in seen:
            chosen[i] = n
        seen.update(range(i, i + n))
    result, i = [], 0
    while i < len(out):
        n = chosen.get(i)
        if n:
            text_of = "".join(w + (" " if blank else "") for w, blank in out[i:i + n - 1]) + out[i + n - 1][0]
            if text_of in SPECIAL:
                result.extend([p, False] for p in SPECIAL[text_of])
                result[-1][1] = out[i + n - 1][1]
            else:
                result.extend(out[i:i + n])
            i += n
        else:
            result.append(out[i])
            i += 1
    return result


def words_of(text):
    return [w.strip() for w, _ in tokens(text) if w.strip()]


TERMINAL = set("""! . ? ։ ؟ ۔ ܀ ܁ ܂ ߹ । ॥ ၊ ။ ። ፧ ፨ ᙮ ᜵ ᜶ ᠃ ᠉ ᥄ ᥅ ᪨ ᪩ ᪪ ᪫ ᭚ ᭛ ᭞ ᭟ ᰻ ᰼ ᱾ ᱿ ‼ ‽ ⁇ ⁈ ⁉ ⸮ ⸼ ꓿ ꘎ ꘏ ꛳ ꛷ ꡶ ꡷ ꣎
    ꣏ ꤯ ꧈ ꧉ ꩝ ꩞ ꩟ ꫰ ꫱ ꯫ ﹒ ﹖ ﹗ ！ ． ？ 𐩖 𐩗 𑁇 𑁈 𑂾 𑂿 𑃀 𑃁 𑅁 𑅂 𑅃 𑇅 𑇆 𑇍 𑇞 𑇟 𑈸 𑈹 𑈻 𑈼 𑊩 𑑋 𑑌 𑗂 𑗃 𑗉 𑗊 𑗋 𑗌 𑗍 𑗎 𑗏 𑗐 𑗑 𑗒 𑗓 𑗔
    𑗕 𑗖 𑗗 𑙁 𑙂 𑜼 𑜽 𑜾 𑩂 𑩃 𑪛 𑪜 𑱁 𑱂 𖩮 𖩯 𖫵 𖬷 𖬸 𖭄 𛲟 𝪈 ｡ 。""".split())


def sentences_of(text):
    sentences, seen = [], False
    for i, (word, blank) in enumerate(tokens(text)):
        terminal = word in TERMINAL
        punct = all(unicodedata.category(c).startswith("P") for c in word)
        if i == 0:
            sentences.append("")
        if seen and not punct and not terminal:
            sentences.append("")
            seen = False
        elif terminal:
            seen = True
        sentences[-1] += word + (" " if blank else "")
    return [s.strip() for s in sentences if s.strip()]


SYMBOLS = set(_RANGES.SYMBOLS)


def lines_of(text, rule):
    if rule == "python":
        return text.splitlines()
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


class _Safe:
    """Division by zero, which stops datatrove, is 0 here."""

    @staticmethod
    def div(a, b):
        return a / b if b else 0.0


div = _Safe.div


def gopher_quality(text, rule="lf", min_doc_words=50, max_doc_words=100000, min_avg_word_length=3,
                   max_avg_word_length=10, max_symbol_word_ratio=0.1, max_bullet_lines_ratio=0.9,
                   max_ellipsis_lines_ratio=0.3, max_non_alpha_words_ratio=0.8, min_stop_words=2,
                   stop_words=("the", "be", "to", "of", "and", "that", "have", "with")):
    words = words_of(text)
    real = [w for w in words if any(c not in SYMBOLS for c in w)]
    if min_doc_words and len(real) < min_doc_words:
        return "gopher_short_doc"
    if max_doc_words and len(real) > max_doc_words:
        return "gopher_long_doc"
    mean = sum(map(len, real)) / len(real) if real else None
    if mean is not None and min_avg_word_length and mean < min_avg_word_length:
        return "gopher_below_avg_threshold"
    if mean is not None and max_avg_word_length and mean > max_avg_word_length:
        return "gopher_above_avg_threshold"
    if max_symbol_word_ratio and div(text.count("#"), len(words)) > max_symbol_word_ratio:
        return "gopher_too_many_hashes"
    if max_symbol_word_ratio and div(text.count("...") + text.count("…"), len(words)) > max_symbol_word_ratio:
        return "gopher_too_many_ellipsis"
    lines = lines_of(text, rule)
    bullets = sum(line.lstrip().startswith(("•", "-")) for line in lines)
    if max_bullet_lines_ratio and div(bullets, len(lines)) > max_bullet_lines_ratio:
        return "gopher_too_many_bullets"
    ends = sum(line.rstrip().endswith(("...", "…")) for line in lines)
    if max_ellipsis_lines_ratio and div(ends, len(lines)) > max_ellipsis_lines_ratio:
        return "gopher_too_many_end_ellipsis"
    if max_non_alpha_words_ratio and words:
        if sum(any(c.isalpha() for c in w) for w in words) / len(words) < max_non_alpha_words_ratio:
            return "gopher_below_alpha_threshold"
    if min_stop_words and sum(w in stop_words for w in words) < min_stop_words:
        return "gopher_enough_stop_words"
    return ""


def _duplicates(elements):
    seen, n, chars = set(), 0, 0
    for element in elements:
        if element in seen:
            n, chars = n + 1, chars + len(element)
        seen.add(element)
    return n, chars


def gopher_repetition(text, dup_line_frac=0.3, dup_para_frac=0.3, dup_line_char_frac=0.2, dup_para_char_frac=0.2,
                      top_n_grams=((2, 0.2), (3, 0.18), (4, 0.16)),
                      dup_n_grams=((5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.10))):
    for name, parts in (("para", re.split(r"\n{2,}", text.strip())), ("line", re.split("\n+", text))):
        n, chars = _duplicates(parts)
        of_parts = dup_para_frac if name == "para" else dup_line_frac
        of_chars = dup_para_char_frac if name == "para" else dup_line_char_frac
        if of_parts and n / len(parts) > of_parts:
            return f"dup_{name}_frac"
        if of_chars and div(chars, len(text)) > of_chars:
            return f"dup_{name}_char_frac"
    words = words_of(text)
    for n, share in top_n_grams:
        grams = [" ".join(words[i:i + n]) for i in range(len(words) - n + 1)]
        if grams:
            gram, count = Counter(grams).most_common(1)[0]
            if div(len(gram) * count, len(text)) > share:
                return f"top_{n}_gram"
    for n, share in dup_n_grams:
        seen, chars, i = set(), 0, 0
        while i < len(words) - n + 1:
            gram = "".join(words[i:i + n])
            if gram in seen:
                chars += len(gram)
                i += n
            else:
                seen.add(gram)
                i += 1
        if div(chars, len(text)) > share:
            return f"duplicated_{n}_n_grams"
    return ""


def c4(text, rule="lf", remove_citations=True, filter_no_terminal_punct=True, min_num_sentences=5,
       min_words_per_line=3, max_word_length=1000, filter_lorem_ipsum=True, filter_javascript=True,
       filter_curly_bracket=True, filter_policy=True):
    """(reason, text)"""
    n_sentences, kept = 0, []
    for line in lines_of(text, rule):
        line = line.strip()
        words = line.split()
        if max_word_length != -1 and any(len(w) > max_word_length for w in words):
            continue
        if remove_citations:
            line = re.sub(r"\[\d*]|\[edit]|\[citation needed]", "", line)
        if filter_no_terminal_punct and (not line.endswith((".", "?", "!", '"', "'")) or line.endswith("...")):
            continue
        if len(words) < min_words_per_line:
            continue
        low = line.lower()
        if filter_lorem_ipsum and "lorem ipsum" in low:
            return "lorem_ipsum", None
        if filter_javascript and "javascript" in low:
            continue
        if filter_curly_bracket and "{" in line:
            return "curly_bracket", None
        if filter_policy and any(p in low for p in ("terms of use", "privacy policy", "cookie policy", "uses cookies",
                                                    "use of cookies", "use cookies")):
            continue
        n_sentences += len(sentences_of(line))
        kept.append(line)
    if n_sentences < min_num_sentences:
        return "too_few_sentences", None
    return "", "\n".join(kept).strip()


def fineweb(text, line_punct_thr=0.12, line_punct_exclude_zero=False, short_line_thr=0.67, short_line_length=30,
            char_duplicates_ratio=0.01, new_line_ratio=0.3):
    lines = text.split("\n")
    ratio = sum(line.endswith((".", "'", '"', "!", "?")) for line in lines) / len(lines)
    if ratio <= line_punct_thr and not (ratio == 0 and line_punct_exclude_zero):
        return "line_punct_ratio"
    if sum(len(line) <= short_line_length for line in lines) / len(lines) >= short_line_thr:
        return "short_line_ratio"
    duplicates = _duplicates([line for line in lines if line.strip()])[1]
    if div(duplicates, len(text.replace("\n", ""))) >= char_duplicates_ratio:
        return "char_dup_ratio"
    if div(text.count("\n"), len(words_of(text))) > new_line_ratio:
        return "list_ratio"
    return ""
