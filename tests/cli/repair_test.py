"""The step `repair`: broken encodings against PyPI's ftfy (left out where it is not installed), clean text, edits, inversion.

Texts are made of the sentences of language_test.py, broken with Python's codecs."""

import json
import random
import unittest

from language_test import SENTENCES
from support import CliTest

try:
    import ftfy
except ImportError:
    ftfy = None

WORDS = [word for sentence in SENTENCES.values() for word in sentence.split()]
MORE = ["„Straße“", "«déjà vu»", "5 °C", "10 €", "naïve…", "It’s", "—", "señor", "Ångström", "¿Qué?", "№ 5", "½ l", "æble", "ærø", "ΑΒΓ", "ЁЛКА", "ŁÓDŹ",
        "É…", "SOCIÉTÉ®", "‘so’", "100 ₽", "café", "über", "año", "çà", "🙂", "x²", "±3", "™", "Ж"]
CHARSETS = {"latin-1": "latin-1", "windows-1252": "cp1252", "windows-1251": "cp1251", "windows-1250": "cp1250", "windows-1253": "cp1253",
            "windows-1254": "cp1254", "windows-1257": "cp1257", "iso-8859-2": "iso8859-2", "macroman": "mac-roman", "cp437": "cp437"}
FTFY_OFF = dict.fromkeys(("unescape_html", "remove_terminal_escapes", "fix_latin_ligatures", "fix_character_width", "uncurl_quotes", "fix_line_breaks",
                          "remove_control_chars"), False)


def broken(text, charset):
    """As decoders of the web read: a byte without a character is the control character of its number."""
    def character(byte):
        try:
            return bytes([byte]).decode(CHARSETS[charset])
        except UnicodeDecodeError:
            return chr(byte)
    return "".join(map(character, text.encode()))


def clean_texts(rng, n):
    texts = []
    for _ in range(n):
        language = rng.choice(list(SENTENCES))
        words = SENTENCES[language].split() + rng.sample(MORE, 3)
        rng.shuffle(words)
        texts.append(" ".join(words[:rng.randrange(3, len(words) + 1)]))
    return texts


class RepairTest(CliTest):
    def repaired(self, texts, options=""):
        rows = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts))
        self.write("in.jsonl", rows)
        self.write("r.yaml", "steps:\n  - use: repair\n" + options)
        out, _ = self.run_lauter("refine", "in.jsonl", "-o", "-", "--recipe", "./r.yaml", "--key-file", "key", "-q")
        found = [json.loads(line)["text"] for line in out.splitlines()]
        self.assertEqual(len(found), len(texts))
        return found

    def test_known_pairs(self):
        pairs = {"cafÃ©": "café", "Itâ€™s": "It’s", "schÃ¶n Ö": "schön Ö", "РџСЂРёРІРµС‚": "Привет", "voilÃ  tout": "voilà tout", "Ã la": "à la",
                 "ÃƒÂ©tÃƒÂ©": "été", "a\x85b": "a…b", "Â«": "«", "5 â‚¬ â€” NIÃ‘O": "5 € — NIÑO", "√©t√©": "été", "donΓÇÖt": "don’t", "â€�": "�", "ein gesch├╝tzter Bau": "ein geschützter Bau", "der RĂĽckbau": "der Rückbau",
                 "Ein Schuss fĆ¤llt": "Ein Schuss fällt", "Dra. GoĂąi": "Dra. Goñi", "reste √† faire": "reste à faire"}
        self.assertEqual(self.repaired(list(pairs)), list(pairs.values()))

    def test_well_formed_text_stays(self):
        hard = ["É…", "«“Café”»", "“Élan vital", "Ăştia", "SOCIÉTÉ®", "√π", "√± 1", "√∞ ", "Вёл он", "НАТО”", "É\xa0la", "28,5Β°Ε", "Spaß«", "╔═╗ ║", "├─Name─┐", "a├╝", "├── src\n│   ├── a", "Ăştia", "CĂŢEL", "Ã", "IRMÃ ", "О\xa0MDN", "О MDN", "«Μοντέλου Γ»", "Β΄ μέρος", "у мястэчку «Таварыскае звязае зброі»", "μέρος Β\xa0 τέλος", ""]
        texts = hard + list(SENTENCES.values()) + clean_texts(random.Random(5), 1000)
        self.assertEqual([(was, now) for was, now in zip(texts, self.repaired(texts)) if was != now], [])

    def test_every_charset_is_read_back(self):
        rng = random.Random(7)
        for charset in CHARSETS:
            texts = [text for text in clean_texts(rng, 150) if sum(c > "\x7f" for c in text) > 3]
            mended = self.repaired([broken(text, charset) for text in texts])
            right = sum(now == text for text, now in zip(texts, mended))
            # What cannot be told: in 8859-2 and 1250 the same letters are other bytes.
            self.assertGreaterEqual(right / len(texts), 0.8 if charset == "iso-8859-2" else 0.95, charset)

    @unittest.skipUnless(ftfy, "ftfy is not installed")
    def test_agrees_with_ftfy(self):
        rng = random.Random(11)
        texts = clean_texts(rng, 1500)
        cases = texts[:500]
        for text in texts[500:]:
            charset = rng.choice(("latin-1", "windows-1252", "windows-1252", "windows-1254"))
            cases.append(broken(text, charset))
            if rng.random() < 0.3:
                cases[-1] = broken(cases[-1], rng.choice(("latin-1", "windows-1252")))
        wanted = [ftfy.fix_text(text, normalization=None, explain=False, **FTFY_OFF) for text in cases]
        truth = texts
        mended = self.repaired(cases)
        differing = [(case, us, them, right) for case, us, them, right in zip(cases, mended, wanted, truth) if us != them]
        worse = [row for row in differing if row[1] != row[3] and row[2] == row[3]]
        self.assertLessEqual(len(worse), len(cases) // 100, worse[:5])
        self.assertLessEqual(len(differing), len(cases) // 100, [row for row in differing][:8])

    @unittest.skipUnless(ftfy, "ftfy is not installed")
    def test_restores_what_ftfy_restores(self):
        rng = random.Random(13)
        for charset in CHARSETS:
            texts = [text for text in clean_texts(rng, 400) if not text.isascii()]
            cases = [broken(text, charset) for text in texts]
            theirs = [ftfy.fix_text(case, normalization=None, explain=False, **FTFY_OFF) for case in cases]
            of_ftfy = [(case, now) for case, now, text, their in zip(cases, self.repaired(cases), texts, theirs) if their == text]
            missed = [(case, now) for (case, now), text in zip(of_ftfy, (t for t, their in zip(texts, theirs) if their == t)) if now != text]
            self.assertLessEqual(len(missed), len(of_ftfy) // 100, (charset, missed[:5]))

    def test_edits_are_small_and_leads_back(self):
        text = "A plain line.\nEin schÃ¶ner Tag, ein schÃ¶ner Weg; jane.doe@corp-mail.de\nThe end.\n"
        self.write("in.jsonl", json.dumps({"id": "a", "text": text}) + "\n")
        self.write("r.yaml", "steps:\n  - use: repair\n  - use: anonymize\n    model: none\noutput:\n  reversible: true\n")
        out, _ = self.run_lauter("program", "in.jsonl", "--recipe", "./r.yaml", "--key-file", "key", "-q")
        program = json.loads(out)["program"]
        begin = len("A plain line.\nEin sch".encode())
        self.assertEqual([(op["start"], op["end"], op["with"]) for op in program[:1]], [(begin, begin + 4, "ö")])
        self.assertEqual(program[0]["cause"], {"stage": "repair", "rule": "latin-1", "label": "ENCODING", "score": 1})
        self.assertEqual(len(program), 3)
        self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", "-q")
        self.assertIn("schöner Weg", json.loads((self.dir / "out/data/in.jsonl").read_text())["text"])
        self.run_lauter("apply", "--invert", "--programs", "out/edits", "out/data", "-o", "back", "--key-file", "key", "-q")
        self.assertEqual(json.loads((self.dir / "back/data/in.jsonl").read_text())["text"], text)

    def test_options(self):
        text = "ﬁne “q” ‘s’\r\nx\ry\x1b[31mred\x1b[0m\ufeff\x07 cafÃ©"
        options = ("fix_latin_ligatures", "uncurl_quotes", "fix_line_breaks", "remove_terminal_escapes", "remove_control_chars")
        all_on = "".join(f"    {name}: true\n" for name in options)
        self.assertEqual(self.repaired([text], all_on), ["fine \"q\" 's'\nx\nyred café"])
        self.assertEqual(self.repaired([text]), [text.replace("cafÃ©", "café")])
        self.assertEqual(self.repaired([text], "    fix_encoding: false\n"), [text])
        _, err = self.run_lauter("refine", "in.jsonl", "-o", "-", "--recipe", "./r.yaml", "--set", "steps.repair.fix_quotes=true", code=2)
        self.assert_one_line(err, "fix_quotes")
        if ftfy:
            one = ftfy.fix_text(text, normalization=None, unescape_html=False, fix_character_width=False, explain=False)
            self.assertEqual(self.repaired([text], all_on), [one])


if __name__ == "__main__":
    unittest.main()
