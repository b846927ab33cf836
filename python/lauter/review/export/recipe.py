"""Decisions as a recipe: the run's own, with lists of what may stay and what must go."""
from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from ..figures import figures, wilson
from ..texts import Texts, ops_of
from .files import private_file, public_file
from .judged import Judgements

_ANONYMIZES = ("anonymize", "anonymize-code")


def write(texts: Texts, judged: Judgements, path: str) -> list[str]:
    """Writes the recipe, and its lists beside it."""
    lists = (path[: -len(".yaml")] if path.endswith(".yaml") else path) + ".lists"
    allowed, torn = _allowed(texts, judged)
    denied, lost = _denied(texts, judged)
    comments: list[str] = []
    lines: dict[str, list[str]] = {"allow": [], "deny": []}
    said = []
    if os.path.isdir(lists):  # Of an earlier export: a list that nothing names any more would only confuse.
        for old in os.listdir(lists):
            if old.startswith(("allow-", "deny-")) and old.endswith(".txt"):
                os.unlink(os.path.join(lists, old))
    for label, hashes in sorted(allowed.items()):
        os.makedirs(lists, exist_ok=True)
        name = os.path.join(lists, f"allow-{label}.txt")
        with public_file(name) as file:
            file.writelines(f"hmac:{hash}\n" for hash in sorted(hashes))
        n = sum(hashes.values())
        lines["allow"] += [f"  # {n} {_decisions(n)}: {len(hashes)} values", f"  - file: {_quoted(os.path.relpath(name, os.path.dirname(path) or '.'))}", f"    labels: [{label}]"]
        said.append(f"{name}: {len(hashes)} values of {label} that may stay, as keyed hashes")
    for label, values in sorted(denied.items()):
        os.makedirs(lists, exist_ok=True)
        name = os.path.join(lists, f"deny-{label}.txt")
        with private_file(name) as file:
            file.writelines(f"{value}\n" for value in sorted(values))
        n = sum(values.values())
        lines["deny"] += [f"  # {n} {_decisions(n)}: {len(values)} values", f"  - file: {_quoted(os.path.relpath(name, os.path.dirname(path) or '.'))}", f"    label: {label}"]
        said.append(f"{name}: {len(values)} values of {label} that must go; THEY ARE PRIVATE, keep the file as safe as the key")
    if lost:
        said.append(f"{lost} missed values are left out: their originals are not to be had, or cannot stand in a line")
    if torn:
        said.append(f"{torn} values are not allowed: they should stay at one place and go at another")
    recipe, disabled = _recipe(texts, judged)
    for label, n in disabled:
        comments.append(f"# {label} is switched off: all its rules were judged to be wrong ({n} {_decisions(n)} about rules).")
        said.append(f"{label} is switched off")
    for label, score, right, n in _min_scores(texts, judged, recipe, {label for label, _ in disabled}):
        comments.append(f"# {label} below a score of {score:g} is left alone: {right} of {n} judged edits there were right.")
        said.append(f"{label}: min_score {score:g}")
    comments += _rule_comments(judged)
    with public_file(path) as out:
        out.write(f"# The recipe {recipe['name']} of the run {os.path.basename(os.path.normpath(texts.index.run.out))}, and what people decided there.\n")
        out.writelines(line + "\n" for line in comments)
        own = {name: recipe.pop(name, []) for name in ("allow", "deny")}
        out.writelines(_yaml(recipe, ""))
        for name in ("allow", "deny"):
            entries = own[name] if isinstance(own[name], list) else [own[name]]
            if lines[name] or entries:
                out.write(f"{name}:\n")
                out.writelines(_yaml(entries, "  "))
                out.writelines(line + "\n" for line in lines[name])
    return [f"{path}: a recipe of {len(judged.all)} decisions", *said]


def _allowed(texts: Texts, judged: Judgements) -> tuple[dict[str, Counter[str]], int]:
    """Keyed hashes by label of what should stay, with how many decisions say so; and how many values are left out, because they should
    go elsewhere. A whole rule's values are those of the run."""
    goes = {decision.was for decision in judged.all if decision.verdict != "stay"}
    allowed: dict[str, Counter[str]] = defaultdict(Counter)
    torn: set[str] = set()
    rules = {rule for rule, decision in judged.rules.items() if decision.verdict == "stay"}
    for decision in judged.all:
        if decision.verdict == "stay" and decision.was:
            if decision.was in goes:
                torn.add(decision.was)
            else:
                allowed[decision.edit_label][decision.was] += 1
    for file in texts.index.run.files if rules else ():
        for _, row in texts.index.log_rows(file.number) if file.log else ():
            for op in ops_of(row):
                if op.rule in rules and op.was and op.was not in goes:
                    allowed[op.label].setdefault(op.was, 0)
    return allowed, len(torn)


def _denied(texts: Texts, judged: Judgements) -> tuple[dict[str, Counter[str]], int]:
    denied: dict[str, Counter[str]] = defaultdict(Counter)
    lost = 0
    for row, decisions in judged.by_row.items():
        missed = [decision for decision in decisions if decision.verdict == "missed"]
        if not missed:
            continue
        about = texts.row(row)
        for decision in missed:
            text = about.texts.get(decision.field)
            if not about.is_original or text is None or about.log["raw_hash"] != decision.raw_hash:
                lost += 1
                continue
            value = " ".join(text[decision.start : decision.end].decode("utf-8", "replace").split())
            if not any(sign.isalnum() for sign in value):
                lost += 1
                continue
            denied[decision.label or "DENIED"][value] += 1
    return denied, lost


def _recipe(texts: Texts, judged: Judgements) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """The run's recipe; a label all of whose rules are wrong is switched off."""
    recipe = dict(texts.index.run.recipe)
    wrong = {rule for rule, decision in judged.rules.items() if decision.verdict == "stay"}
    by_label: dict[str, set[str]] = defaultdict(set)
    for rule, about in texts.index.run.report.get("rules", {}).items():
        by_label[about["label"]].add(rule)
    disabled = [(label, len(rules & wrong)) for label, rules in sorted(by_label.items()) if rules <= wrong]
    names = [label for label, _ in disabled]
    if names:
        recipe["steps"] = [
            step | {"categories": dict(step["categories"]) | {"disable": _disabled(step) + names}} if step.get("use") in _ANONYMIZES else step
            for step in recipe["steps"]
        ]
    return recipe, disabled


def _min_scores(texts: Texts, judged: Judgements, recipe: dict[str, Any], disabled: set[str]) -> list[tuple[str, float, int, int]]:
    """(label, score, right, judged): labels whose edits below a score were wrong more often than not, sure to 95 %. Sets them in the
    recipe's steps that anonymise."""
    by_label: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for row, decisions in sorted(judged.by_row.items()):
        log = texts.index.log_row(row)
        scores = {(op.field, op.start, op.end): op.score for op in ops_of(log)}
        for decision in decisions:
            score = scores.get((decision.field, decision.start, decision.end))
            if score is not None and decision.verdict != "missed" and decision.raw_hash == log["raw_hash"]:
                by_label[decision.edit_label].append((score, decision.verdict in ("right", "words")))
    raised = []
    for label, judgements in sorted(by_label.items()):
        if label in disabled:
            continue
        best = None
        for score in sorted({score for score, _ in judgements})[1:]:
            below = [right for other, right in judgements if other < score]
            if wilson(sum(below), len(below))[1] < 0.5:
                best = label, round(score, 4), sum(below), len(below)
        if best is not None:
            raised.append(best)
    if raised:
        steps = []
        for step in recipe["steps"]:
            if step.get("use") in _ANONYMIZES:
                known = step.get("min_score", 0.5)
                scores_of = dict(known) if isinstance(known, dict) else {"default": known}
                step = step | {"min_score": scores_of | {label: score for label, score, _, _ in raised}}
            steps.append(step)
        recipe["steps"] = steps
    return raised


def _disabled(step: dict[str, Any]) -> list[str]:
    disabled = step["categories"].get("disable", [])
    return list(disabled) if isinstance(disabled, list) else [disabled]


def _rule_comments(judged: Judgements) -> list[str]:
    """What the figures say of rules that did badly, for the person who tunes the recipe."""
    by_rule: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for decision in judged.all:
        if not decision.is_row and decision.verdict != "missed":
            by_rule[decision.rule][0] += decision.verdict in ("right", "words")
            by_rule[decision.rule][1] += 1
    comments = [
        f"# rule {rule}: {right} of {n} judged edits were right." for rule, (right, n) in sorted(by_rule.items()) if right < n
    ]  # fmt: skip
    kept = figures(judged.all)["kept"]
    if kept["rows"]:
        comments.append(f"# missed in {kept['with_missed']} of {kept['rows']} random kept rows.")
    return comments


def _decisions(n: int) -> str:
    return "decision" if n == 1 else "decisions"


def _quoted(value: Any) -> str:
    """Strings of JSON are strings of YAML."""
    return json.dumps(value, ensure_ascii=False)


def _yaml(value: Any, indent: str) -> Iterator[str]:
    """The lines of a map or a list, for people to read and change."""
    entries = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for name, item in entries:
        head = f"{indent}- " if name is None else f"{indent}{name}: "
        if isinstance(item, (dict, list)) and item:
            inner = list(_yaml(item, indent + "  "))
            if name is None:  # The first line stands behind the dash.
                yield head + inner[0][len(indent) + 2 :]
                yield from inner[1:]
            else:
                yield head.rstrip() + "\n"
                yield from inner
        else:
            yield head + _quoted(item) + "\n"
