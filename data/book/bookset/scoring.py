"""Scores spans against the book. Standard library only; nothing here knows lauter.

A private value is *gone* when predicted spans of any label cover at least 90 % of its non-space bytes, *found* when spans of its own label do. A
public fact is *kept* when no predicted span touches it. A predicted span is *justified* when at least half of it lies on private values.
Intervals: 95 %, percentile bootstrap over authors (texts of one author are not independent)."""
import collections
import random

NAMES = frozenset("PERSON FIRST_NAME LAST_NAME NICKNAME MAIDEN_NAME USERNAME".split())
TIES = frozenset("AGE GENDER SEXUAL_ORIENTATION NATIONALITY ETHNICITY RELIGION POLITICAL_VIEW MARITAL_STATUS NATIVE_LANGUAGE IMMIGRATION_STATUS DATE_OF_BIRTH "
                 "DATE_OF_DEATH MEDICAL_DATE EMPLOYMENT_DATE DATE_TIME STREET_ADDRESS LOCATION CITY STATE COUNTRY POSTAL_CODE PO_BOX GEO_COORDINATES GEO_CODE "
                 "CREDIT_SCORE SALARY MEDICAL_CONDITION MEDICATION BLOOD_TYPE ORGANIZATION JOB_TITLE SCHOOL ACADEMIC_RECORD GENETIC_DATA PHYSICAL_TRAIT "
                 "BODY_MEASUREMENT".split())
_SOLID = bytes(0 if chr(i).isspace() else 1 for i in range(128)) + b"\1" * 128


def class_of(label):
    return "names" if label in NAMES else "ties" if label in TIES else "access"


def byte_spans(text, spans, chars):
    """Spans as (start, end, label) in bytes, inside the text. `chars`: they came as code points."""
    if chars:
        at = [0]
        for c in text:
            at.append(at[-1] + len(c.encode()))
        clip = lambda i: at[max(0, min(i, len(text)))]  # noqa: E731
    else:
        size = len(text.encode())
        clip = lambda i: max(0, min(i, size))  # noqa: E731
    return [(clip(s["start"]), clip(s["end"]), s.get("label") or s.get("entity_type")) for s in spans]


def _cover(size, spans):
    out = bytearray(size)
    for s, e, _ in spans:
        out[s:e] = b"\1" * (e - s)
    return out


def _share(cover, solid, s, e):
    all_ = sum(solid[s:e])
    return sum(a & b for a, b in zip(cover[s:e], solid[s:e])) / all_ if all_ else 0.0


class Score:
    """Counts by author; every figure is a pair (hits, of)."""

    def __init__(self):
        self.by_author = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
        self.values = collections.defaultdict(list)  # (author, group) -> outcomes of values, for pairs and paraphrases
        self.rows = self.words = 0

    def add(self, row, predicted):
        """`predicted`: (start, end, label) in bytes of row["text"]."""
        data = row["text"].encode()
        solid = data.translate(_SOLID)
        any_ = _cover(len(data), predicted)
        by_label = {label: _cover(len(data), [p for p in predicted if p[2] == label]) for label in {p[2] for p in predicted}}
        gold = _cover(len(data), [(s["start"], s["end"], "") for s in row["spans"] if s["private"]])
        count = self.by_author[row["author"]]

        def tally(key, hit):
            count[key][0] += bool(hit)
            count[key][1] += 1

        form, twin = row.get("form", "plain"), row.get("form", "").startswith("made-")
        group = row.get("pair") and ("pair", row["author"], row["pair"]) or row.get("para") and ("para", row["author"], row["para"])
        outcomes = []
        for span in row["spans"]:
            s, e, label = span["start"], span["end"], span["label"]
            if span["private"]:
                gone = _share(any_, solid, s, e) >= 0.9
                found = label in by_label and _share(by_label[label], solid, s, e) >= 0.9
                outcomes.append((True, label, data[s:e].lower(), gone))
                if span.get("check") == "wrong":
                    tally(("wrong check digit", "gone"), gone)
                    continue
                if twin:
                    tally(("gone by form", form), gone)
                    continue
                tally(("gone", "all"), gone)
                tally(("gone by category", label), gone)
                tally(("found by category", label), found)
                tally(("gone by class", class_of(label)), gone)
                tally(("gone by register", row["register"]), gone)
                tally(("gone by kind", row["kind"]), gone)
                tally(("gone by language", row["lang"]), gone)
                tally(("gone by form", form if form != "plain" else "value " + span["form"] if "form" in span else "plain"), gone)
            else:
                kept = not any(any_[s:e])
                outcomes.append((False, label, data[s:e].lower(), kept))
                if twin:
                    tally(("kept by form", form), kept)
                    continue
                tally(("kept", "all"), kept)
                tally(("kept by category", label), kept)
                tally(("kept by register", row["register"]), kept)
                tally(("kept by kind", row["kind"]), kept)
                tally(("kept by language", row["lang"]), kept)
                tally(("kept by form", form), kept)
        if twin:
            return
        self.rows += 1
        words = len(row["text"].split())
        self.words += words
        for s, e, label in predicted:
            hit = _share(gold, solid, s, e) >= 0.5
            tally(("justified", "all"), hit)
            tally(("justified by class", class_of(label)), hit)
            tally(("justified by category", label), hit)
            tally(("justified by register", row["register"]), hit)
            tally(("justified by form", form), hit)
        if row["kind"] == "public":
            tally(("public texts untouched", "all"), not predicted)
            count["edits a word in public texts", "all"][0] += len(predicted)
            count["edits a word in public texts", "all"][1] += words
        if group:
            self.values[group].append(outcomes)

    def finish(self):
        """Judges pairs and paraphrases; call once, after the last row."""
        for (kind, author, _), texts in self.values.items():
            count = self.by_author[author]
            if kind == "pair" and len(texts) == 2:
                for a, b in (texts, texts[::-1]):
                    secret = {v[2]: v[3] for v in a if v[0]}
                    open_ = {v[2]: v[3] for v in b if not v[0]}
                    for value in secret.keys() & open_.keys():
                        count["pairs both right", "all"][0] += secret[value] and open_[value]
                        count["pairs both right", "all"][1] += 1
            if kind == "para" and len(texts) >= 4:
                seen = [{v[:3]: v[3] for v in t} for t in texts]
                for value in set.intersection(*(set(s) for s in seen)):
                    count["same in all wordings", "all"][0] += len({s[value] for s in seen}) == 1
                    count["same in all wordings", "all"][1] += 1

    def _sum(self, authors):
        out = collections.defaultdict(lambda: [0, 0])
        for a in authors:
            for key, (hits, of) in self.by_author[a].items():
                out[key][0] += hits
                out[key][1] += of
        return out

    @staticmethod
    def _figures(total):
        out = {f"{name}": hits / of for (name, part), (hits, of) in total.items() if part == "all" and of}
        for name in ("gone", "found"):
            by = [hits / of for (n, _), (hits, of) in total.items() if n == name + " by category" and of]
            if by:
                out[f"{name}, macro over categories"] = sum(by) / len(by)
        return out

    def result(self, samples=500):
        """{"rows", "words", "authors", "figures": {name: {value, low, high, of}}, "by": {name: {part: [hits, of]}}}"""
        authors = sorted(self.by_author)
        total = self._sum(authors)
        figures = self._figures(total)
        r = random.Random(1)
        drawn = collections.defaultdict(list)
        for _ in range(samples if len(authors) > 1 else 0):
            for name, value in self._figures(self._sum(r.choices(authors, k=len(authors)))).items():
                drawn[name].append(value)
        out = {}
        for name, value in sorted(figures.items()):
            d = sorted(drawn[name])
            out[name] = {"value": round(value, 4), **({"low": round(d[int(0.025 * len(d))], 4), "high": round(d[int(0.975 * len(d))], 4)} if d else {}),
                         "of": total[name, "all"][1] if (name, "all") in total else None}
        by = collections.defaultdict(dict)
        for (name, part), pair in sorted(total.items()):
            if part != "all":
                by[name][part] = pair
        return {"rows": self.rows, "words": self.words, "authors": len(authors), "figures": out, "by": by}


def table(result):
    """The headline figures as text."""
    return "\n".join(f"{name:34} {f['value']:.3f}" + (f"  [{f['low']:.3f}, {f['high']:.3f}]" if "low" in f else "") + (f"  n {f['of']}" if f["of"] else "")
                     for name, f in result["figures"].items())
