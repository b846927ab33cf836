"""Language identification: the metric, the step, conditions behind it, and the model against its own definition.

The reference reads models/language.bin with a few lines of Python (train/language.py says what is in it)."""

import json
import math
import pathlib
import struct
import sys
import unittest

from support import CliTest

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "train"))
from language import normal  # noqa: E402

# Written for this test.
SENTENCES = {
    "de": "Morgen früh gehen wir mit den Kindern in den Wald und suchen Pilze.",
    "en": "Tomorrow morning we will go to the woods with the children and look for mushrooms.",
    "fr": "Demain matin nous irons dans la forêt avec les enfants pour chercher des champignons.",
    "es": "Mañana por la mañana iremos al bosque con los niños a buscar setas.",
    "it": "Domani mattina andremo nel bosco con i bambini a cercare funghi.",
    "nl": "Morgenvroeg gaan we met de kinderen naar het bos om paddenstoelen te zoeken.",
    "pl": "Jutro rano pójdziemy z dziećmi do lasu szukać grzybów.",
    "ru": "Завтра утром мы пойдём с детьми в лес искать грибы.",
    "uk": "Завтра вранці ми підемо з дітьми до лісу шукати гриби.",
    "el": "Αύριο το πρωί θα πάμε στο δάσος με τα παιδιά για να βρούμε μανιτάρια.",
    "tr": "Yarın sabah çocuklarla birlikte ormana gidip mantar arayacağız.",
    "fi": "Huomenna aamulla menemme lasten kanssa metsään etsimään sieniä.",
    "ja": "明日の朝、子どもたちと森へきのこを探しに行きます。",
    "zh": "明天早上我们和孩子们去森林里找蘑菇。",
    "ko": "내일 아침 우리는 아이들과 함께 숲으로 버섯을 찾으러 갑니다.",
    "ar": "غدا صباحا سنذهب مع الأطفال إلى الغابة للبحث عن الفطر.",
    "he": "מחר בבוקר נלך עם הילדים ליער לחפש פטריות.",
    "hi": "कल सुबह हम बच्चों के साथ जंगल में मशरूम खोजने जाएंगे।",
    "th": "พรุ่งนี้เช้าเราจะไปป่ากับเด็กๆ เพื่อหาเห็ด",
}


class Reference:
    def __init__(self, path):
        self.data = path.read_bytes()
        magic, version, self.dim, self.rows, languages, self.least, self.most, _ = struct.unpack_from("<4s7I", self.data)
        assert magic == b"LID1" and version == 2
        at = 32
        self.labels = [self.data[at + 4 * i:at + 4 * i + 4].rstrip(b"\0").decode() for i in range(languages)]
        at += 4 * languages
        self.weights = struct.unpack_from(f"<{languages * self.dim}f", self.data, at)
        self.scales_at = at + 4 * languages * self.dim
        self.rows_at = self.scales_at + 2 * self.rows

    def row_numbers(self, text):
        for word in normal(text).split():
            word = "<" + word + ">"
            for i in range(len(word)):
                for n in range(self.least, self.most + 1):
                    if i + n > len(word) or (n == 1 and word[i] in "<>"):
                        continue
                    value = 2166136261
                    for byte in word[i:i + n].encode():
                        value = ((value ^ (byte | (0xFFFFFF00 if byte > 127 else 0))) * 16777619) & 0xFFFFFFFF
                    yield value % self.rows

    def identify(self, text):
        mean, count = [0.0] * self.dim, 0
        for row in self.row_numbers(text):
            scale = struct.unpack("<f", b"\0\0" + self.data[self.scales_at + 2 * row:self.scales_at + 2 * row + 2])[0]
            pairs = self.data[self.rows_at + self.dim // 2 * row:self.rows_at + self.dim // 2 * (row + 1)]
            numbers = [half - 8 for pair in pairs for half in (pair & 15, pair >> 4)]
            mean = [m + scale * q for m, q in zip(mean, numbers)]
            count += 1
        scores = [sum(w * m / count for w, m in zip(self.weights[i * self.dim:(i + 1) * self.dim], mean))
                  for i in range(len(self.labels))]
        best = max(range(len(scores)), key=scores.__getitem__)
        return self.labels[best], 1 / sum(math.exp(score - scores[best]) for score in scores)


class LanguageTest(CliTest):
    def scores(self, texts):
        rows = "".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(texts))
        out, _ = self.run_lauter("score", "-", "--metrics", "language", stdin=rows.encode())
        return [json.loads(line)["scores"] for line in out.splitlines()]

    def test_knows_languages_and_says_what_its_file_says(self):
        reference = Reference(ROOT / "models/language.bin")
        mixed = ["ok", "Grüße, jane@x.org, 12 % – «café» d’été…", "α β γ latin кирилл 混合 mixed", "x" * 40 + " ÀÉÎ õü"]
        texts = [*SENTENCES.values(), *mixed]
        found = self.scores(texts)
        self.assertEqual([of["lang"] for of in found[:len(SENTENCES)]], list(SENTENCES))
        for text, of in zip(texts, found):
            language, share = reference.identify(text)
            self.assertEqual(of["lang"], language, text)
            self.assertAlmostEqual(of["lang_score"], share, delta=1e-4, msg=text)

    def test_texts_without_letters_and_long_ones(self):
        long_text = "12345 " * 300 + (SENTENCES["de"] + "\n") * 300
        found = self.scores(["", "123 !?", "🙂🙂", long_text])
        self.assertEqual([of["lang"] for of in found], ["und", "und", "und", "de"])

    def write_rows(self):
        rows = [{"id": language, "text": text + " Mail: jane.miller@corp-mail.net"} for language, text in SENTENCES.items()]
        rows.append({"id": "said", "lang": "de", "text": rows[1]["text"]})
        self.write("in.jsonl", "".join(json.dumps(row) + "\n" for row in rows))

    def test_the_step_filters(self):
        self.write_rows()
        self.write("r.yaml", "steps:\n  - use: language\n    keep: [de, fr, ja]\n")
        self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", "-q", code=1)
        rows = [json.loads(line)["id"] for line in (self.dir / "out/data/in.jsonl").read_text().splitlines()]
        self.assertEqual(rows, ["de", "fr", "ja"])
        gone = [json.loads(line) for line in (self.dir / "out/rejected/in.jsonl").read_text().splitlines()]
        self.assertEqual({row["id"]: row["lauter_reason"] for row in gone}["ru"], "filter language: ru")
        self.write("d.yaml", "steps:\n  - use: language\n    drop: [de]\n")
        out, _ = self.run_lauter("refine", "in.jsonl", "-o", "-", "--recipe", "./d.yaml", "--key-file", "key", code=1)
        self.assertEqual(len(out.splitlines()), len(SENTENCES))

    def test_conditions_behind_the_step_need_no_field(self):
        self.write_rows()
        steps = "  - use: anonymize\n    model: none\n    where: lang == de\n"
        self.write("with.yaml", "steps:\n  - use: language\n" + steps)
        self.write("without.yaml", "steps:\n" + steps)
        for recipe, edited in (("with", {"de", "said"}), ("without", {"said"})):
            out, _ = self.run_lauter("refine", "in.jsonl", "-o", "-", "--recipe", f"./{recipe}.yaml", "--key-file", "key")
            rows = [json.loads(line) for line in out.splitlines()]
            self.assertEqual({row["id"] for row in rows if "jane.miller" not in row["text"]}, edited)
            out, _ = self.run_lauter("find", "in.jsonl", "--recipe", f"./{recipe}.yaml")
            self.assertEqual({row["id"] for row in map(json.loads, out.splitlines()) if row["spans"]}, edited)

    def test_an_unknown_language_is_refused(self):
        self.write("in.jsonl", '{"text":"a"}\n')
        self.write("r.yaml", "steps:\n  - use: language\n    keep: [german]\n")
        _, err = self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", code=2)
        self.assert_one_line(err, 'unknown language "german"', " de ")


if __name__ == "__main__":
    unittest.main()
