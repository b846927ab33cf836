"""The book's compiler, its fillings, its scorer against a letter-by-letter reference, and the book itself."""
import collections
import gzip
import json
import lzma
import pathlib
import random
import re
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
BOOK = ROOT / "data" / "book"
sys.path.insert(0, str(BOOK))
from bookset import agreement, counts, damage, fill, markup, real, scoring, store  # noqa: E402
from bookset.categories import CATEGORIES  # noqa: E402

MAIL = """=== kind: mixed; register: mail; lang: de
Liebe [[FIRST_NAME#1:Änne]], die Nummer ist {{DE_TAX_ID#1=a}}, nochmals {{DE_TAX_ID#1=a}}.
<<PERSON:Karl Marx>> kam aus <<CITY:Trier>>. if (a << b) { x[[0]] = {{"{{ user }}"}}; }
[[PASSWORD:a]b]]
"""


def one(source):
    documents, faults = markup.read(source, CATEGORIES)
    assert not faults, faults
    return documents[0]


class Markup(unittest.TestCase):
    def test_spans_lie_on_the_values(self):
        row = fill.Filler(1).row("x-1", one(MAIL))
        data = row["text"].encode()
        got = [(data[s["start"]:s["end"]].decode(), s["label"], s["private"]) for s in row["spans"]]
        self.assertEqual(got[0], ("Änne", "FIRST_NAME", True))
        self.assertEqual(got[1][0], got[2][0], "a named value is the same wherever it stands")
        self.assertEqual(got[3:], [("Karl Marx", "PERSON", False), ("Trier", "CITY", False), ("a]b", "PASSWORD", True)])
        self.assertIn('if (a << b) { x[[0]] = {{"{{ user }}"}}; }', row["text"])

    def test_what_is_malformed_is_refused_with_its_line(self):
        head = "=== kind: private; register: mail\nHello\n"
        for body, where in (("[[NAME:Bo]]", "line 3: unknown label NAME"), ("[[PERSON:Bo", "line 3: unbalanced"), ("[[PERSON: Bo]]", "line 3: blank"),
                            ("[[PERSON:Bo <<CITY:Rom>> x]]", "line 3: a mark inside"), ("no mark", "nothing is marked private")):
            documents, faults = markup.read(head + body, CATEGORIES)
            self.assertEqual(documents, [], body)
            self.assertIn(where, faults[0])
        for header in ("kind: secret; register: mail", "kind: private; register: poem", "kind: private; register: mail; form: odd", "kind: private; colour: red"):
            self.assertTrue(markup.read(f"=== {header}\n[[CITY:Rom]]", CATEGORIES)[1], header)
        self.assertIn("kind is public", markup.read("=== kind: public; register: news\n[[CITY:Rom]]", CATEGORIES)[1][0])

    def test_documentation_values_and_repeated_sentences_are_seen(self):
        self.assertEqual([label for label, _ in counts.reserved(one("=== kind: private; register: mail\n[[EMAIL_ADDRESS:bo@example.com]] [[PHONE_NUMBER:+1 202 555 0142]] "
                                                                    "[[EMAIL_ADDRESS:bo@exampletown.se]]"))], ["EMAIL_ADDRESS", "PHONE_NUMBER"])
        a = one("=== kind: private; register: mail\nThe quick brown fox jumps over the lazy [[PERSON:Bo Ek]]. Then it slept.")
        b = one("=== kind: private; register: note\nYes. the quick brown fox, jumps over the lazy [[PERSON:Bo Ek]]!")
        self.assertEqual(len(list(counts.repeated_sentences([("a", None, a), ("b", None, b)]))), 1)
        self.assertEqual(list(counts.repeated_sentences([("a", "p1", a), ("b", "p1", b)])), [])

    def test_a_cue_is_a_word_that_names_the_category(self):
        with_, without = (one(f"=== kind: private; register: mail\n{text}") for text in ("My IBAN: {{IBAN_CODE}}", "Pay me here: {{IBAN_CODE}}"))
        self.assertEqual(list(counts.uncued(with_)), [])
        self.assertEqual(list(counts.uncued(without)), ["IBAN_CODE"])


class Fillings(unittest.TestCase):
    def test_a_seed_gives_the_same_bytes_and_another_other_values(self):
        document = one(MAIL)
        a, b, c = (fill.Filler(seed).row("x-1", document)["text"] for seed in (1, 1, 2))
        self.assertEqual(a, b)
        self.assertNotEqual(a, c)

    def test_check_digits_are_right_but_where_they_are_said_to_be_wrong(self):
        document = one("=== kind: private; register: mail\n" + "{{CREDIT_CARD}} {{IBAN_CODE}}\n" * 400)

        def luhn(number):
            digits = [int(c) for c in number if c.isdigit()][::-1]
            return sum(digits[0::2] + [sum(divmod(2 * d, 10)) for d in digits[1::2]]) % 10 == 0

        def mod97(iban):
            solid = iban.replace(" ", "").upper()
            return int("".join(str(int(c, 36)) for c in solid[4:] + solid[:4])) % 97 == 1

        row = fill.Filler(3).row("x-1", document)
        data, wrong = row["text"].encode(), 0
        for span in row["spans"]:
            value = data[span["start"]:span["end"]].decode()
            right = (luhn if span["label"] == "CREDIT_CARD" else mod97)(value)
            self.assertEqual(right, "check" not in span, value)
            wrong += not right
        self.assertTrue(0.02 < wrong / len(row["spans"]) < 0.09, wrong)

    def test_whole_damage_keeps_the_spans_on_their_values(self):
        document = one(MAIL)
        for form in damage.FORMS:
            row = fill.Filler(5).row("x-1", document, form)
            data = row["text"].encode()
            self.assertEqual(len(row["spans"]), 6)
            for span in row["spans"]:
                self.assertTrue(data[span["start"]:span["end"]].decode())
            if form == "lower":
                self.assertEqual(data[row["spans"][3]["start"]:row["spans"][3]["end"]], b"karl marx")
                self.assertEqual(data[row["spans"][5]["start"]:row["spans"][5]["end"]], b"a]b")

    def test_blocks_fit_their_place(self):
        row = fill.Filler(1).row("x-1", one('=== kind: private; register: json\n{"key": "{{PRIVATE_KEY}}"}'))
        self.assertEqual(list(json.loads(row["text"])), ["key"])
        row = fill.Filler(1).row("x-1", one("=== kind: private; register: yaml\nkey: |\n  {{PRIVATE_KEY}}"))
        self.assertTrue(all(line.startswith("  ") for line in row["text"].split("\n")[1:]))


class Scoring(unittest.TestCase):
    def brute(self, row, predicted):
        """The rule of scoring.py, letter by letter."""
        data, out = row["text"].encode(), collections.Counter()
        solid = lambda s, e: [i for i in range(s, e) if not chr(data[i]).isspace() or data[i] > 127]  # noqa: E731
        covered = {i for s, e, _ in predicted for i in range(s, e)}
        private = {i for g in row["spans"] if g["private"] for i in range(g["start"], g["end"])}
        for g in row["spans"]:
            at = solid(g["start"], g["end"])
            if g["private"]:
                out["private"] += 1
                out["gone"] += 10 * sum(i in covered for i in at) >= 9 * len(at)
                same = {i for s, e, label in predicted if label == g["label"] for i in range(s, e)}
                out["found"] += 10 * sum(i in same for i in at) >= 9 * len(at)
            else:
                out["public"] += 1
                out["kept"] += not any(i in covered for i in range(g["start"], g["end"]))
        for s, e, _ in predicted:
            at = solid(s, e)
            out["justified"] += bool(at) and 2 * sum(i in private for i in at) >= len(at)
        return out

    def test_against_the_reference(self):
        r = random.Random(4)
        score, want = scoring.Score(), collections.Counter()
        for n in range(300):
            text = "".join(r.choice("ab äö\n 12") for _ in range(60))
            size = len(text.encode())
            cut = lambda k: sorted(r.sample(range(size + 1), 2 * k))  # noqa: E731
            gold = cut(r.randrange(1, 5))
            row = {"id": str(n), "author": f"a{n % 7}", "text": text, "kind": "mixed", "register": "mail", "lang": "en", "spans": [
                {"start": s, "end": e, "label": r.choice(["PERSON", "CITY"]), "private": r.random() < 0.6} for s, e in zip(gold[::2], gold[1::2])]}
            row["spans"] = [g for g in row["spans"] if text.encode()[g["start"]:g["end"]].strip(b" \n")]
            spans = cut(r.randrange(0, 5))
            predicted = [(s, e, r.choice(["PERSON", "CITY"])) for s, e in zip(spans[::2], spans[1::2])]
            score.add(row, predicted)
            want.update(self.brute(row, predicted))
            want["predicted"] += len(predicted)
        score.finish()
        total = score._sum(score.by_author)
        self.assertEqual(total["gone", "all"], [want["gone"], want["private"]])
        self.assertEqual(total["kept", "all"], [want["kept"], want["public"]])
        self.assertEqual(total["justified", "all"], [want["justified"], want["predicted"]])
        self.assertEqual(sum(h for (n, _), (h, _) in total.items() if n == "found by category"), want["found"])

    def test_pairs_and_paraphrases(self):
        def row(key, number, text, *spans):
            return {"id": "1", "author": "a1", "text": text, "kind": "mixed", "register": "mail", "lang": "en", key: number,
                    "spans": [{"start": s, "end": e, "label": "CITY", "private": p} for s, e, p in spans]}
        score = scoring.Score()
        score.add(row("pair", "1", "Jordan", (0, 6, True)), [(0, 6, "CITY")])
        score.add(row("pair", "1", "In Jordan", (3, 9, False)), [])
        score.add(row("pair", "2", "Jordan", (0, 6, True)), [(0, 6, "CITY")])
        score.add(row("pair", "2", "In Jordan", (3, 9, False)), [(3, 9, "CITY")])
        for k in range(4):
            score.add(row("para", "1", "Rom Ulm", (0, 3, True), (4, 7, True)), [(0, 3, "CITY")] + [(4, 7, "CITY")] * (k == 2))
        score.finish()
        total = score._sum(score.by_author)
        self.assertEqual(total["pairs both right", "all"], [1, 2])
        self.assertEqual(total["same in all wordings", "all"], [1, 2])

    def test_code_points_become_bytes(self):
        self.assertEqual(scoring.byte_spans("äb€", [{"start": 1, "end": 3, "entity_type": "X"}], chars=True), [(2, 6, "X")])

    def test_kappa(self):
        # Cohen 1960's construction: 45 + 15 / 25 + 15 of 100 gives (.60 - .54) / .46.
        pairs = [("y", "y")] * 45 + [("y", "n")] * 15 + [("n", "y")] * 25 + [("n", "n")] * 15
        self.assertAlmostEqual(agreement.kappa(pairs), 0.06 / 0.46, places=6)

    def test_the_command_scores_files(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            rows, pred = pathlib.Path(folder, "rows"), pathlib.Path(folder, "pred")
            row = fill.Filler(1).row("x-1", one(MAIL)) | {"author": "x"}
            rows.write_text(json.dumps(row) + "\n")
            pred.write_text(json.dumps({"id": "x-1", "results": [{"entity_type": s["label"], "start": len(row["text"].encode()[:s["start"]].decode()),
                                                                 "end": len(row["text"].encode()[:s["end"]].decode()), "score": 1} for s in row["spans"] if s["private"]]}) + "\n")
            done = subprocess.run([sys.executable, BOOK / "score", "--rows", rows, "--pred", pred, "--chars"], capture_output=True, text=True, check=True)
            figures = json.loads(done.stdout)["figures"]
            self.assertEqual({k: figures[k]["value"] for k in ("gone", "kept", "justified")}, {"gone": 1, "kept": 1, "justified": 1})


    def test_authors_are_scored_alone(self):
        echo = f"{sys.executable} -c 'import sys,json; [print(json.dumps(dict(id=json.loads(l)[\"id\"],spans=[]))) for l in sys.stdin]'"
        done = subprocess.run([sys.executable, BOOK / "score", "--split", "train", "--authors", "r2,r5", "--command", echo], capture_output=True, text=True, check=True)
        result = json.loads(done.stdout)
        texts = sum(author in ("r2", "r5") for author, _, _ in store.documents())
        self.assertEqual(result["authors"], 2)
        self.assertTrue(texts <= result["rows"] < 1.5 * texts)
        for split, authors, words in (("blind", "r2", "--split train or dev"), ("train", "r2,nobody", "nobody is no author of split train")):
            refused = subprocess.run([sys.executable, BOOK / "score", "--split", split, "--authors", authors, "--command", echo], capture_output=True, text=True, check=False)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn(words, refused.stderr)

    def test_bad_input_gets_one_line_with_its_place(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder, "broken")
            broken.write_text('{"id":"1","spans":[]}\n{"id":\n')
            for arguments, words in ((["score", "--rows", broken, "--pred", broken], f"{broken}:2: not a JSON object"),
                                     (["score", "--rows", f"{folder}/none", "--pred", broken], "none: No such file"), (["compile", "-o", f"{folder}/none/x"], "none/x: No such file")):
                done = subprocess.run([sys.executable, BOOK / arguments[0], *arguments[1:]], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
                self.assertIn(words, done.stderr)


class Answers(unittest.TestCase):
    def test_real_passages_resolve_to_byte_spans(self):
        spans = real.spans_of("Größe: Ann met Ann in Annaberg.", ["- FIRST_NAME#2 Ann", "+ CITY Annaberg"])
        self.assertEqual([(s["start"], s["end"], s["label"], s["private"]) for s in spans],
                         [(9, 12, "FIRST_NAME", True), (17, 20, "FIRST_NAME", True), (24, 32, "CITY", False)])
        for bad in ("- NAME Ann", "Ann", "- CITY Rom"):
            with self.assertRaises(ValueError):
                real.spans_of("Ann", [bad])


    def test_a_settled_mark_changes_the_kind_of_its_text(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "text", "a01", "01.txt")
            page.parent.mkdir(parents=True)
            page.write_text("=== kind: mixed; register: mail\n[[PERSON#1:Bo Ek]] saw <<CITY:Rom>> with {{PHONE_NUMBER#1|hard}}.\n")
            here, store.HERE = store.HERE, pathlib.Path(folder)
            try:
                changed = store.rewrite({("a01-0001", 1): ("-", "CITY"), ("a01-0001", 0): ("-", "NICKNAME"), ("a01-0001", 2): ("-", "FAX_NUMBER")})
            finally:
                store.HERE = here
            self.assertEqual((changed, page.read_text()), (3, "=== kind: private; register: mail\n[[NICKNAME#1:Bo Ek]] saw [[CITY:Rom]] with {{FAX_NUMBER#1|hard}}.\n"))


class Book(unittest.TestCase):
    """What lies in data/book keeps its own rules."""

    def test_the_whole_book_compiles_without_faults(self):
        done = subprocess.run([sys.executable, BOOK / "compile", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, "\n".join(line for line in done.stdout.splitlines() if "fault" in line or "sentence" in line or "range" in line))

    def test_the_card_says_what_is_there(self):
        done = subprocess.run([sys.executable, BOOK / "compile", "--card"], capture_output=True, text=True, check=True)
        self.assertIn(done.stdout.strip(), (BOOK / "README.md").read_text())

    def test_authors_stand_in_one_split(self):
        who = store.authors()
        self.assertEqual({a for a, _, _ in store.documents()} & {a for a, row in who.items() if row["split"] == "blind"}, set())
        self.assertEqual({a for a, _, _ in store.documents(blind=True)} - {a for a, row in who.items() if row["split"] == "blind"}, set())

    def test_no_sentence_of_the_rules_own_texts(self):
        """Tests of the product, templates of training and of studies/pii: none of their sentences stands in the book."""
        own = []
        for pattern in ("src/**/*_test.cc", "src/**/*.inc", "knowledge/*/*", "train/builders/*.py", "studies/pii/piiset/*", "tests/cli/*.py", "examples/**/*"):
            for path in sorted(ROOT.glob(pattern)):
                if path.is_file():
                    opened = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")
                    with opened as f:
                        own.append(" ".join(re.findall(r"\w+", f.read().decode(errors="replace").lower())))
        grams = {" ".join(words[i:i + 8]) for text in own for words in [text.split()] for i in range(len(words) - 7)}
        shared = []
        for blind in (False, True):
            for _, identity, document in store.documents(blind):
                for sentence in counts.sentences(document):
                    words = sentence.split()
                    if all(" ".join(words[i:i + 8]) in grams for i in range(len(words) - 7)):
                        shared.append(identity)
        self.assertEqual(shared, [])

    def test_judgements_on_other_peoples_text_hold_no_text(self):
        allowed = {"real": {"file", "id", "start", "end", "seal", "kind", "register", "spans", "split"}, "abuse": {"file", "id", "seal", "act", "why", "edits"},
                   "junk": {"file", "id", "seal", "title", "changes"}}
        for name, keys in allowed.items():
            with lzma.open(BOOK / f"{name}.jsonl.xz", "rt") as lines:
                for line in lines:
                    row = json.loads(line)
                    self.assertLessEqual(set(row), keys)
                    for span in row.get("spans", ()):
                        self.assertLessEqual(set(span), {"start", "end", "label", "private", "person"})


if __name__ == "__main__":
    unittest.main()
