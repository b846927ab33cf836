"""Writes dev.jsonl and test.jsonl. Deterministic: same seed, same bytes."""
import json
import os
import random
import sys

from . import decoys, letters, rows
from .checks import self_test


COMMON = {"EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS", "PASSWORD", "DATE_OF_BIRTH", "URL"}


def build(seed, per_category):
    r = random.Random(seed)
    out = {False: [], True: []}
    seen = set()

    def add(test, text, spans, form, where, decoy, template):
        if text in seen:
            return False
        seen.add(text)
        half = out[test]
        half.append({"id": f"{'test' if test else 'dev'}-{len(half):05d}", "text": text, "spans": spans, "form": form, "slice": where, "decoy": decoy, "template": template})
        return True

    for cat in rows.SPECS:
        done = tries = 0
        want = per_category * (3 if cat in COMMON else 1)
        while done < want and tries < want * 4:
            tries += 1
            test, hard = r.random() < 0.35, r.random() < 0.28
            make = rows.make_sentence if r.random() < 0.6 else rows.make_record
            parts, form, where, template = make(r, cat, hard, test)
            text, spans = rows.flat(parts)
            done += add(test, text, spans, form, where, False, template)
    for _ in range(per_category * 45):
        test = r.random() < 0.35
        text, kind, template = decoys.make_decoy(r, test)
        add(test, text, [], kind, "decoy", True, template)
    for _ in range(per_category * 20):
        test = r.random() < 0.35
        add(test, decoys.make_clean(r, test), [], "clean", "clean", False, "c")
    documents = random.Random(seed + 1)  # apart, so that the rows above stay as they are
    for _ in range(per_category * 22):
        test = documents.random() < 0.35
        parts, form, where, template = letters.make_letter(documents, test)
        text, spans = rows.flat(parts)
        add(test, text, spans, form, "doc_" + where, False, template)
    disguised = random.Random(seed + 2)  # the ways in which people hide addresses from robots
    for cat, form in (("EMAIL_ADDRESS", "at_dot"), ("EMAIL_ADDRESS", "at_dot"), ("EMAIL_ADDRESS", "entity"), ("IP_ADDRESS", "defanged"), ("URL", "hxxp"), ("SOCIAL_PROFILE_URL", "hxxp"),
                      ("PERSON", "letters"), ("LAST_NAME", "letters")):
        for _ in range(per_category * 2 // 3):
            test = disguised.random() < 0.35
            parts, name, where, template = rows.make_sentence(disguised, cat, form, test)
            text, spans = rows.flat(parts)
            add(test, text, spans, name, where, False, template)
    for half in out.values():
        r.shuffle(half)
    return out[False], out[True]


def main():
    self_test()
    folder, seed, per_category = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    for name, half in zip(("dev", "test"), build(seed, per_category)):
        with open(os.path.join(folder, name + ".jsonl"), "w", encoding="utf-8") as f:
            for row in half:
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(f"{name}: {len(half)} rows, {sum(len(x['spans']) for x in half)} spans", file=sys.stderr)


if __name__ == "__main__":
    main()
