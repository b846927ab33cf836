"""Words of one's own: `allow`, `deny`, thresholds and operators by category, placeholders."""

import itertools
import json
import os
import random
import re
import unicodedata
import unittest

from support import CliTest, text


def jsonl(texts):
    return "".join(json.dumps({"id": str(i), "text": t}, ensure_ascii=False) + "\n" for i, t in enumerate(texts))


class ListsTest(CliTest):
    def refine(self, texts, recipe, *flags, code=0, out="out"):
        """The refined texts; None for those that were held back."""
        self.write("in.jsonl", jsonl(texts))
        self.write("r.yaml", recipe)
        self.run_lauter("refine", "in.jsonl", "-o", out, "--recipe", "./r.yaml", "--key-file", "key", "-q",
                        "--overwrite", *flags, code=code)
        rows = [json.loads(line) for line in (self.dir / out / "data/in.jsonl").read_text().splitlines()]
        by_id = {row["id"]: row["text"] for row in rows}
        return [by_id.get(str(i)) for i in range(len(texts))]

    def error(self, recipe, *words, values=()):
        self.write("r.yaml", recipe)
        out, err = self.run_lauter("recipe", "check", "./r.yaml", code=2)
        self.assert_one_line(err, *words)
        for value in values:
            self.assertNotIn(value.lower(), err.lower())


class Allow(ListsTest):
    MAILS = ["write to ada@corp-mail.net today", "or to eve@corp-mail.net"]

    def test_an_allowed_value_stays_and_holds_nothing_back(self):
        texts = [
            "write to ada@corp-mail.net today", "write to ADA@Corp-Mail.net today",
            "write to \uff41\uff44\uff41@corp-mail.net today",  # compatibility forms
            "write to eve@corp-mail.net, call +44 20 7946 1234",
            "my card is 4539 1488 0343 6467", "my card is 4539\u00a01488\n0343 6467",
        ]
        recipe = ("steps: [{use: anonymize}]\nallow: [ada@corp-mail.net, {words: [4539 1488 0343 6467], labels: [CARD]}]\n")
        refined = self.refine(texts, recipe)
        for i in (0, 1, 2, 4, 5):
            self.assertEqual(refined[i], texts[i])
        self.assertNotIn("eve@", refined[3])
        self.assertNotIn("7946 1234", refined[3])
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual(report["rows"]["rejected"], 0)

    def test_only_under_its_labels_case_and_bounds(self):
        text = ["write to ada@corp-mail.net or Ada@corp-mail.net or bada@corp-mail.net"]
        for entry, stays in (("{words: [ada@corp-mail.net], labels: [PHONE]}", []),
                             ("{words: [ada@corp-mail.net], labels: [contact]}", ["ada@", "Ada@"]),
                             ("{words: [ada@corp-mail.net], fold: false}", ["ada@"]),
                             ("{pattern: '[a-z]+@corp-mail\\.net'}", ["ada@", "bada@"])):
            refined = self.refine(text, f"steps: [{{use: anonymize}}]\nallow: [{entry}]\n")[0]
            kept = [w for w in ("ada@", "Ada@", "bada@") if re.search(rf"\b{w}corp-mail\.net", refined)]
            self.assertEqual(kept, stays, entry)

    def test_inside_of_a_larger_value_it_goes(self):
        text = "https://intranet.corp-mail.net/people?mail=ada@corp-mail.net&token=ghp_16C7e42F292c6912E7710c838347Ae178B4a"
        refined = self.refine([text, "mail ada@corp-mail.net"],
                              "steps: [{use: anonymize}]\nallow: [mail, '16C7e42F292c6912E7710c838347Ae178B4a', corp-mail.net]\n")
        self.assertNotIn("16C7e42F292c6912E7710c838347Ae178B4a", refined[0])
        self.assertNotIn("ada@corp-mail.net", refined[1])

    def test_hashes_of_a_log(self):
        self.refine(self.MAILS, "steps: [{use: anonymize}]\n")
        log = self.log_rows("out", "in.jsonl.zst")
        hashes = [op["was_hmac"] for row in log for op in row["program"]]
        self.assertEqual(len(hashes), 2)
        self.write("allow.txt", f"\n  hmac:{hashes[1].upper()}  \r\n")
        recipe = "steps: [{use: anonymize}]\nallow: {file: allow.txt}\n"
        refined = self.refine(self.MAILS, recipe)
        self.assertEqual(refined[1], self.MAILS[1])
        self.assertNotEqual(refined[0], self.MAILS[0])
        found, _ = self.run_lauter("find", "in.jsonl", "--recipe", "./r.yaml", "--key-file", "key")
        self.assertEqual([len(json.loads(line)["spans"]) for line in found.splitlines()], [1, 0])
        _, err = self.run_lauter("find", "in.jsonl", "--recipe", "./r.yaml", code=2)
        self.assert_one_line(err, "--key-file")

    def test_find_says_what_was_allowed(self):
        self.write("in.jsonl", jsonl(self.MAILS))
        out, _ = self.run_lauter("find", "in.jsonl", "--set", "allow=[ada@corp-mail.net]", "--candidates")
        spans = [json.loads(line)["spans"] for line in out.splitlines()]
        self.assertTrue(spans[0][0]["public"])
        self.assertEqual(spans[0][0]["reason"], "public: allowed by the recipe")
        self.assertNotIn("public", spans[1][0])


class AllowAnything(ListsTest):
    def test_what_find_prints_can_be_allowed_and_then_stays(self):
        """Whatever values are listed: they stay, all others go, and no row is held back."""
        rng = random.Random(int(os.environ.get("LAUTER_SEED", "1")))
        texts = [text(rng, 300, dense=0.2) for _ in range(300)]
        self.write("in.jsonl", jsonl(texts))
        out, _ = self.run_lauter("find", "in.jsonl")
        finds = [json.loads(line)["spans"] for line in out.splitlines()]
        values = [[t.encode()[s["start"]:s["end"]].decode() for s in spans] for t, spans in zip(texts, finds)]
        listed = {v for row in values for v in row if rng.random() < 0.5}
        self.assertGreater(len(listed), 100)
        self.write("allow.txt", "\n".join(" ".join(v.split()) for v in sorted(listed)))
        refined = self.refine(texts, "steps: [{use: anonymize}]\nallow: {file: allow.txt}\n"
                                     "surrogates: {default: remove}\n")
        for original, result, row in zip(texts, refined, values):
            rest = original
            for value in row:
                at = rest.index(value)
                if value.lower() not in {v.lower() for v in listed}:
                    rest = rest[:at] + rest[at + len(value):]
                else:  # hidden from later searches
                    rest = rest[:at] + "\0" * len(value) + rest[at + len(value):]
            self.assertEqual(len(result), len(rest), (original, result))


class Deny(ListsTest):
    WORDS = ["Bluebird", "Zanzibar Ltd", "C++ Guild", "Café Noir", "銀河計画"]
    TEXTS = [
        "We call it Bluebird now.", "we call it BLUEBIRD, or bluebird.", "Zanzibar\n  Ltd and Zanzibar Ltd.",
        "\uff22lue\u200bbird in full-width, Zanzibar\u00a0Ltd", "the C++ Guild, the c++ guild",
        unicodedata.normalize("NFD", "at the Café Noir") + " and the CAFÉ NOIR", "秘密の銀河計画です",
        "mail bluebird@corp-mail.net", "Bluebirds, Bluebirdie and Redbluebird stay", "nothing here",
    ]
    RECIPE = ("steps: [{use: anonymize}]\ndeny:\n  - {label: PROJECT, words: [Bluebird, 銀河計画]}\n"
              "  - {words: [Zanzibar Ltd, C++ Guild, Café Noir]}\n  - {label: TICKET, pattern: 'T-\\d+'}\n")

    def test_a_denied_value_goes_in_all_its_forms(self):
        refined = self.refine([*self.TEXTS, "see T-1234 and T-99"], self.RECIPE)
        self.assertEqual(refined[0], "We call it [PROJECT_1] now.")
        self.assertEqual(refined[1], "we call it [PROJECT_1], or [PROJECT_1].")
        self.assertEqual(refined[2], "[DENIED_1] and [DENIED_1].")
        self.assertEqual(refined[3], "[PROJECT_1] in full-width, [DENIED_1]")
        self.assertEqual(refined[4], "the [DENIED_1], the [DENIED_1]")
        self.assertRegex(refined[5], r"^at the \[DENIED_1\] and the \[DENIED_\d\]$")
        self.assertEqual(refined[6], "秘密の[PROJECT_1]です")
        self.assertEqual(refined[7], "mail [PROJECT_1]")
        self.assertEqual(refined[8], self.TEXTS[8])
        self.assertEqual(refined[10], "see [TICKET_1] and [TICKET_2]")
        causes = [op["cause"] for row in self.log_rows("out", "in.jsonl.zst") for op in row["program"]]
        self.assertEqual({cause["rule"] for cause in causes}, {"deny"})
        self.assertEqual({cause["label"] for cause in causes}, {"PROJECT", "DENIED", "TICKET"})

    def test_no_operator_and_no_dialect_lets_it_through(self):
        texts = [*self.TEXTS, "T-1234: call +44 20 7946 1234 about Bluebird"]
        for operator in ("placeholder", "mask", "hash", "remove", "keep"):
            recipe = self.RECIPE + f"surrogates: {{default: {operator}, custom: {operator}}}\n"
            for text in self.refine(texts, recipe):
                plain = unicodedata.normalize("NFKC", " ".join((text or "").split())).replace("\u200b", "").lower()
                for word in ("bluebird", "zanzibar ltd", "c++ guild", "café noir", "銀河計画"):
                    self.assertNotRegex(plain, rf"(?<![a-z]){re.escape(word)}(?![a-z])", (operator, text))
                self.assertNotRegex(plain, r"\bt-\d")
            for dialect in ("lauter", "refinex", "prox"):
                out, err = self.run_lauter("program", "in.jsonl", "--recipe", "./r.yaml", "--key-file", "key",
                                           "--dialect", dialect)
                self.write("p.jsonl", out)
                self.run_lauter("apply", "--programs", "p.jsonl", "in.jsonl", "-o", "applied", "--overwrite",
                                "--key-file", "key", "-q", code=None)
                left = "We call it Bluebird now." in (self.dir / "applied/data/in.jsonl").read_text()
                # What a dialect cannot say it must name: refinex deletes, and replaces nothing.
                self.assertEqual(left, "cannot be said" in err, (operator, dialect, err))
                self.assertTrue(not left or dialect == "refinex" and operator != "remove")

    def test_its_label_may_be_a_category(self):
        recipe = ("steps: [{use: anonymize}]\ndeny:\n  - {label: SURNAME, words: [Bluebird]}\n"
                  "surrogates: {operators: {LAST_NAME: placeholder}}\n")
        self.assertEqual(self.refine(["Ms Bluebird came"], recipe), ["Ms [LAST_NAME_1] came"])
        surrogate = self.refine(["Ms Bluebird came"], recipe.split("surrogates")[0])[0]
        self.assertRegex(surrogate, r"^Ms [A-Z]\w+ came$")
        self.assertNotIn("Bluebird", surrogate)

    def test_stand_ins_are_not_denied_either(self):
        """Whatever a name pool draws: what comes out is not on the list."""
        first = self.refine(["Mr Grauvogel left"], "steps: [{use: anonymize}]\ndeny: [{label: LAST_NAME, words: [Grauvogel]}]\n")
        drawn = re.fullmatch(r"Mr (\w+) left", first[0])[1]
        both = self.refine(["Mr Grauvogel left"],
                           f"steps: [{{use: anonymize}}]\ndeny: [{{label: LAST_NAME, words: [Grauvogel, {drawn}]}}]\n")
        self.assertEqual(both, ["Mr [LAST_NAME_1] left"])

    def test_inside_of_words(self):
        recipe = "steps: [{use: anonymize}]\ndeny: [{words: [Bluebird], whole_words: false}]\n"
        self.assertEqual(self.refine(["Bluebirds, Redbluebird!"], recipe), ["[DENIED_1]s, Red[DENIED_1]!"])

    def test_above_where_it_is_allowed_by_a_pattern(self):
        recipe = ("steps: [{use: anonymize}]\nallow: [{pattern: '[a-z]+@corp-mail\\.net'}]\n"
                  "deny: [{label: EMAIL, words: [eve@corp-mail.net]}]\n")
        ada, eve = self.refine(["ada@corp-mail.net", "eve@corp-mail.net"], recipe)
        self.assertEqual(ada, "ada@corp-mail.net")
        self.assertNotEqual(eve, "eve@corp-mail.net")

    def test_in_code_and_in_a_step(self):
        self.write("src/main.py", "bluebird = load('T-17')\n")
        self.write("r.yaml", "steps: [{use: anonymize-code, deny: [Bluebird, {label: TICKET, pattern: 'T-\\d+'}]}]\n")
        self.run_lauter("refine", "--format", "code", "src", "-o", "code", "--recipe", "./r.yaml", "--key-file", "key", "-q")
        self.assertEqual((self.dir / "code/data/main.py").read_text(), "[DENIED_1] = load('[TICKET_1]')\n")

    def test_whole_words_against_a_reference(self):
        """Every text of up to five pieces, against what a regular expression says."""
        pieces = ["ab", "AB", "c", " ", "-", "\n", "é"]
        texts = ["".join(t) for n in range(1, 6) for t in itertools.product(pieces, repeat=n) if n < 5 or t[0] == "ab"]
        texts = [t for t in texts if t.strip()]
        words = ["ab", "ab-c", "c ab", "éab"]
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w).replace("\\ ", r"\s+") for w in
                             sorted(words, key=len, reverse=True)) + r")(?!\w)", re.I)
        self.write("in.jsonl", jsonl(texts))
        self.write("r.yaml", f"steps: [{{use: anonymize}}]\ndeny: {json.dumps(words, ensure_ascii=False)}\n")
        out, _ = self.run_lauter("find", "in.jsonl", "--recipe", "./r.yaml")
        for text, line in zip(texts, out.splitlines()):
            found = set()
            for at in range(len(text)):
                for word in words:
                    match = re.compile(r"(?<!\w)" + re.escape(word).replace("\\ ", r"\s+") + r"(?!\w)", re.I).match(text, at)
                    if match:
                        found.update(range(len(text[:at].encode()), len(text[:match.end()].encode())))
            spans = json.loads(line)["spans"]
            covered = {i for s in spans if s["rule"] == "deny" for i in range(s["start"], s["end"])}
            self.assertEqual(covered, found, repr(text))


class Files(ListsTest):
    def test_resume_refuses_a_changed_list(self):
        self.write("deny.txt", "\ufeffBluebird\r\n\r\n  Zanzibar Ltd \n")
        recipe = "steps: [{use: anonymize}]\ndeny: [{file: deny.txt}]\n"
        self.assertEqual(self.refine(["Bluebird of Zanzibar Ltd"], recipe), ["[DENIED_1] of [DENIED_2]"])
        shown, hash1 = self.run_lauter("recipe", "show", "./r.yaml")
        args = ("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", "-q", "--resume")
        self.run_lauter(*args)
        (self.dir / "deny.txt").write_text("Bluebird\n")
        _, err = self.run_lauter(*args, code=2)
        self.assert_one_line(err, "recipe")
        _, hash2 = self.run_lauter("recipe", "show", "./r.yaml")
        self.assertNotEqual(hash1, hash2)
        self.write("shown.yaml", shown)  # it is pinned to the bytes it was printed with
        _, err = self.run_lauter("recipe", "show", "./shown.yaml", code=2)
        self.assert_one_line(err, "deny.txt", "changed")
        (self.dir / "deny.txt").write_bytes("\ufeffBluebird\r\n\r\n  Zanzibar Ltd \n".encode())
        self.assertEqual(self.run_lauter("recipe", "show", "./shown.yaml")[1], hash1)

    def test_the_hash_is_of_the_content_and_paths_are_of_the_recipe(self):
        hashes = set()
        for folder in ("a", "b"):
            self.write(f"{folder}/words/deny.txt", "Bluebird\n")
            self.write(f"{folder}/r.yaml", "steps: [{use: anonymize}]\ndeny: {file: words/deny.txt, label: P}\n")
            hashes.add(self.run_lauter("recipe", "show", f"./{folder}/r.yaml")[1])
        self.assertEqual(len(hashes), 1)

    def test_tasks_of_a_cluster_see_the_same_list(self):
        self.write("deny.txt", "Bluebird\n")
        self.write("in.jsonl", jsonl(["Bluebird"]))
        self.write("r.yaml", "steps: [{use: anonymize}]\ndeny: {file: deny.txt}\n")
        self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", "-q",
                        "--executor", "shell", "--tasks", "1")
        self.run_lauter("task", "out", "--task", "0")
        self.run_lauter("task", "out", "--task", "final")
        self.assertIn("[DENIED_1]", (self.dir / "out/data/in.jsonl").read_text())

    def test_errors_name_the_place_and_no_value(self):
        head = "steps: [{use: anonymize}]\n"
        self.write("words.txt", "Zanzibar\nBluebird\n")
        self.error(head + "allow: [Bluebird]\ndeny: [bluebird]\n", "r.yaml:3", "deny", "`allow`", values=["bluebird"])
        self.error(head + "allow: [Bluebird]\ndeny: {file: words.txt}\n", "words.txt:2", values=["bluebird"])
        self.error(head + "allow: [T-17]\ndeny: {pattern: 'T-\\d+'}\n", "r.yaml:2", "pattern", values=["T-17"])
        self.error(head + "deny: {pattern: 'Bluebird('}\n", "r.yaml:2", "pattern", values=["bluebird"])
        self.error(head + "deny: ['--']\n", "letter or digit")
        self.error(head + "deny: [hmac:00112233445566778899aabbccddeeff]\n", "`allow`")
        self.error(head + "allow: [hmac:0011]\n", "32 hex digits")
        self.error(head + "deny: {file: none.txt}\n", "r.yaml:2", "none.txt")
        self.error(head + "deny: {label: BLUEBIRD, words: [bluebird]}\n", "label")
        self.error(head + "deny: {labels: [X], words: [a]}\n", 'did you mean "label"')
        self.error(head + "allow: {words: [a], labels: [EMIAL]}\n", 'did you mean "EMAIL"')
        self.error(head + "deny: {pattern: a, fold: false}\n", "(?i)")
        self.error("steps: [{use: gopher_quality}]\ndeny: [Bluebird]\n", "no step", values=["bluebird"])
        self.error(head + "surrogates: {placeholder: 'x {labl}'}\n", "{label} and {n}")
        self.error(head + "surrogates: {operators: {TICKET: hash}}\n", "TICKET")
        self.error(head + "deny: {label: TICKET, words: [a]}\nsurrogates: {operators: {TICKET: surrogate}}\n", "stand-in")


class Categories(ListsTest):
    def test_operators_of_own_labels(self):
        recipe = ("steps: [{use: anonymize, custom_rules: [{name: t, label: TICKET, pattern: 'TK-\\d+'}]}]\n"
                  "deny: [Bluebird]\nsurrogates: {operators: {TICKET: hash, DENIED: mask}}\n")
        self.assertRegex(self.refine(["TK-17 of Bluebird"], recipe)[0], r"^[0-9a-f]{16} of \*{8}$")
        shown, before = self.run_lauter("recipe", "show", "./r.yaml")
        self.write("again.yaml", shown)
        self.assertEqual(self.run_lauter("recipe", "show", "./again.yaml")[1], before)

    def test_thresholds_by_category(self):
        texts = ["call +44 20 7946 1234", "mail ada@corp-mail.net"]
        self.write("in.jsonl", jsonl(texts))
        found = {}
        for value in ("0.5", "{PHONE: 1, default: 0.5}", "{default: 1, EMAIL: 0.5}", "{contact: 1, EMAIL_ADDRESS: 0.5}"):
            out, _ = self.run_lauter("find", "in.jsonl", "--set", f"steps.0.min_score={value}")
            found[value] = [[s["label"] for s in json.loads(line)["spans"]] for line in out.splitlines()]
        self.assertEqual(found.pop("0.5"), [["PHONE_NUMBER"], ["EMAIL_ADDRESS"]])
        for value, labels in found.items():
            self.assertEqual(labels, [[], ["EMAIL_ADDRESS"]], value)

    def test_placeholders(self):
        text = ["+44 20 7946 1234, +44 20 7946 1234, +44 20 7946 5678"]
        for form, expected in (("<{label}_{n}>", "<PHONE_NUMBER_1>, <PHONE_NUMBER_1>, <PHONE_NUMBER_2>"),
                               ("[REDACTED]", "[REDACTED], [REDACTED], [REDACTED]")):
            recipe = f"steps: [{{use: anonymize}}]\nsurrogates: {{default: placeholder, placeholder: '{form}'}}\n"
            self.assertEqual(self.refine(text, recipe), [expected])

    def test_parts_of_a_person_have_its_placeholder(self):
        recipe = ("steps: [{use: anonymize}]\ndeny:\n  - {label: PERSON, words: [Ada Lovelace, Ruth Keller, Max Keller]}\n"
                  "  - {label: FIRST_NAME, words: [Ada, Ruth]}\n  - {label: LAST_NAME, words: [Keller, Lovelace, Brandt]}\n"
                  "surrogates: {default: placeholder}\n")
        texts = ["Ada Lovelace wrote. Ada slept; Ms Lovelace and Brandt left.",
                 "Ada came first, Ada Lovelace later.",
                 "Ruth Keller met Max Keller. Keller laughed, Ruth did not, Keller did."]
        self.assertEqual(self.refine(texts, recipe), [
            "[PERSON_1] wrote. [PERSON_1] slept; Ms [PERSON_1] and [LAST_NAME_1] left.",
            "[PERSON_1] came first, [PERSON_1] later.",
            "[PERSON_1] met [PERSON_2]. [PERSON_2] laughed, [PERSON_1] did not, [PERSON_1] did."])

    def test_names_of_others(self):
        self.write("in.jsonl", jsonl(["ada@corp-mail.net, +44 20 7946 1234, SSN 536-22-1234"]))
        for name, label in (("EMAIL", "EMAIL_ADDRESS"), ("US_SOCIAL_SECURITY_NUMBER", "US_SSN"), ("PHONE", "PHONE_NUMBER")):
            out, _ = self.run_lauter("find", "in.jsonl", "--set", f"steps.0.categories.enable=[{name}]")
            self.assertEqual([s["label"] for s in json.loads(out)["spans"]], [label])
        recipe = "steps: [{use: anonymize}]\nsurrogates: {operators: {EMAIL: remove, PHONE: mask, SSN: hash}}\n"
        self.assertRegex(self.refine(["ada@corp-mail.net, +44 20 7946 1234, SSN 536-22-1234"], recipe)[0],
                         r"^, \+\*\* \*\* \*{4} \*{4}, SSN [0-9a-f]{16}$")


if __name__ == "__main__":
    unittest.main()
