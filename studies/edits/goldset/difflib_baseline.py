"""What the published recipe does: Python's difflib on characters, deletions kept, the filters of RefineX.

    python3 -m goldset.difflib_baseline RAW REFINED OUT stock|plain MOST

Writes rows {"id","spans"} (what a program would delete), or {"id","error"} where the filter throws the pair away
(an inserted or replacing span of 20 characters and more); pairs beyond the first MOST are left out. Prints seconds,
characters and deletions.
"""
import difflib
import json
import sys
import time


def spans_of(raw, refined, autojunk):
    """(spans in bytes, deletions), or None if the filter rejects the pair."""
    offsets, at = [0], 0
    for c in raw:
        at += len(c.encode())
        offsets.append(at)
    spans = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, raw, refined, autojunk).get_opcodes():
        if tag in ("insert", "replace") and max(j2 - j1, i2 - i1 if tag == "replace" else 0) >= 20:
            return None
        if tag == "delete":
            spans.append({"start": offsets[i1], "end": offsets[i2]})
    return spans


def main(raw_path, refined_path, out_path, mode, most):
    seconds, chars, operations, rows = 0.0, 0, 0, 0
    with open(raw_path, encoding="utf-8") as raws, open(refined_path, encoding="utf-8") as refineds, \
            open(out_path, "w", encoding="utf-8") as out:
        for raw_line, refined_line in zip(raws, refineds):
            if rows == most:
                break
            rows += 1
            raw, refined = json.loads(raw_line), json.loads(refined_line)
            begin = time.process_time()
            spans = spans_of(raw["text"], refined["text"], mode == "stock")
            seconds += time.process_time() - begin
            chars += len(raw["text"])
            operations += len(spans or [])
            row = {"id": raw["id"], "spans": spans} if spans is not None else {"id": raw["id"], "error": "rejected"}
            out.write(json.dumps(row) + "\n")
    print(json.dumps({"rows": rows, "seconds": seconds, "characters": chars, "operations": operations}))


if __name__ == "__main__":
    main(*sys.argv[1:5], int(sys.argv[5]))
