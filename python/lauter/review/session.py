"""A review: a run, a person, and what they ask and decide."""
from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, final

from ..errors import InputError
from . import queues
from .decisions import SCOPES, VERDICTS, Decision, Decisions, Place, by_scope, verdict_of
from .figures import figures
from .index import Index
from .page import TextView, row_json, text_views
from .run_files import RunFiles
from .texts import RowTexts, Texts

_MAX_WORDS = 4096
_CACHED_BYTES = 8 << 20


class Refused(Exception):
    """What was asked for cannot be done; the message is for the person."""


@final
class Session:
    """Everything but HTTP. Safe from any thread."""

    def __init__(
        self,
        out: str,
        *,
        inputs: str | None = None,
        key: str | None = None,
        who: str | None = None,
        strategy: str = "unsure",
        progress: Callable[[int], object] | None = None,
    ) -> None:
        """Builds the index if there is none.

        Raises:
            InputError: no finished run; inputs or decisions that cannot be read.
            KeyProblem: the key is another.
        """
        if strategy not in queues.STRATEGIES:
            raise InputError(f"--strategy: one of {', '.join(queues.STRATEGIES)}")
        self.run = RunFiles.open(out)
        self.key = self.run.key(key)
        self.strategy = strategy
        self.decisions = Decisions(self.run.out, who)
        try:
            self.index = Index.open_or_build(self.run, progress)
            self.texts = Texts(self.index, inputs=inputs, key=self.key)
            self.texts.prepare()
        except BaseException:
            self.decisions.close()
            raise
        self._files = {file.relative: file.number for file in self.run.files}
        self._lock = threading.Lock()
        self._rows: OrderedDict[int, tuple[RowTexts, dict[str | None, TextView]]] = OrderedDict()

    def close(self) -> None:
        self.decisions.close()

    # ---- what the page asks ----

    def summary(self) -> dict[str, Any]:
        from ..catalog import categories

        report = self.run.report
        rows = report["rows"]
        labels = {name: about["edits"] for name, about in report.get("labels", {}).items()}
        rules = {name: {"edits": about["edits"], "label": about["label"]} for name, about in report.get("rules", {}).items()}
        missing = self.texts.missing()
        return {
            "out": self.run.out, "recipe": report["recipe"]["name"], "hash": report["recipe"]["hash"], "rows": rows, "edits": report["edits"],
            "labels": labels, "rules": rules, "strategies": list(queues.STRATEGIES), "strategy": self.strategy, "who": self.decisions.who,
            "decisions": self.decisions.path, "missing": missing[:20], "n_missing": len(missing), "has_key": self.key is not None,
            "categories": sorted({category.name for category in categories()} | labels.keys()),
            "reviewers": 1 + len(self.decisions.others()),
        }  # fmt: skip

    def queue(self, strategy: str, *, label: str = "", rule: str = "", text: str = "", after: str = "", limit: int = 200) -> dict[str, Any]:
        limit = max(1, min(limit, 1000))
        if strategy == "disagreements":
            page = queues.Page(self._disagreements(), None, None)
        else:
            page = queues.queue(self.index, strategy, label=label, rule=rule, text=text, after=after, limit=limit)
        judged, values = self._judged()
        items = []
        for item in page.items:
            done = (item.row, item.op) in judged if item.op is not None else (item.row, None) in judged
            items.append({"row": item.row, "op": item.op, "done": done or (item.was in values and item.was != 0)})
        return {"items": items, "after": page.after, "total": page.total}

    def row(self, row: int, focus: int | None = None) -> dict[str, Any]:
        """Raises IndexError if there is none."""
        texts, views = self._row(row)
        file, number = self.index.place(row)
        out = row_json(texts, views, self.run.files[file].relative, texts.line or number + 1, focus)
        out["marks"] = self._marks(texts, views)
        return out

    def piece(self, row: int, text: int, start: int, end: int) -> dict[str, Any]:
        """A part of a long text that the page does not show yet."""
        _, views = self._row(row)
        if not 0 <= text < len(views):
            raise Refused("there is no such text")
        begin, content = list(views.values())[text].piece(start, end)
        return {"start": begin, "text": content}

    def figures(self) -> dict[str, Any]:
        return figures(self.decisions.own().values()) | {"saved": self.decisions.saved}

    # ---- what the person decides ----

    def decide(self, wish: Mapping[str, Any]) -> dict[str, Any]:
        """Writes a decision. `wish`: {"row", "op" or "text", "start", "end", "decision", "label", "with", "scope", "queue"}.

        Raises:
            Refused: it makes no sense.
            IndexError: there is no such row.
        """
        verdict, scope = wish.get("decision"), wish.get("scope", "here")
        if verdict not in VERDICTS or scope not in SCOPES:
            raise Refused("there is no such decision")
        row = wish.get("row")
        if not isinstance(row, int) or isinstance(row, bool):
            raise Refused("row: a number")
        texts, views = self._row(row)
        label, words = _word(wish, "label"), _word(wish, "with")
        if verdict in ("label", "missed") and not label:
            raise Refused("say the label")
        if verdict == "words" and words is None:
            raise Refused("say the words")
        if verdict not in ("label", "missed"):
            label = None
        if verdict != "words":
            words = None
        field: str | None = None
        start = end = number_of_op = -1
        edit_label = rule = was = ""
        if verdict == "missed":
            field, start, end, was = self._selection(wish, texts, views)
            edit_label = label or ""
        elif wish.get("op") is not None:
            op = next((op for op in texts.ops if op.number == wish["op"]), None)
            if op is None:
                raise Refused("there is no such edit")
            number_of_op, field, start, end, edit_label, rule, was = op.number, op.field, op.start, op.end, op.label, op.rule, op.was
        elif verdict not in ("right", "stay"):
            raise Refused("a row as a whole is right, or should stay")
        if scope == "value" and not was:
            raise Refused("the log does not say what else has this value")
        if scope == "rule" and not rule:
            raise Refused("this is no edit of a rule")
        file, number = self.index.place(row)
        decision = self.decisions.append(
            Decision(
                0, "", "", str(texts.log["id"]), self.run.files[file].relative, number + 1, texts.log["raw_hash"], number_of_op, field, start, end,
                edit_label, rule, was, verdict, label, words, scope, str(wish.get("queue", ""))[:40],
            )
        )  # fmt: skip
        return {"line": decision.line, "row": row, "marks": self._marks(texts, views), "figures": self.figures()}

    def undo(self, line: int | None = None) -> dict[str, Any]:
        """Takes back the last decision, or one."""
        decision = self.decisions.undo(line)
        if decision is None:
            raise Refused("there is nothing to undo")
        row = self._row_of(decision.place)
        out: dict[str, Any] = {"row": row, "op": None, "figures": self.figures()}
        if row is not None:
            texts, views = self._row(row)
            out["op"] = decision.op if decision.op >= 0 else None
            out["marks"] = self._marks(texts, views)
        return out

    # ---- inside ----

    def _row(self, row: int) -> tuple[RowTexts, dict[str | None, TextView]]:
        with self._lock:
            known = self._rows.get(row)
            if known is not None:
                self._rows.move_to_end(row)
                return known
        texts = self.texts.row(row)
        made = texts, text_views(texts)
        if sum(map(len, texts.texts.values())) <= _CACHED_BYTES:
            with self._lock:
                self._rows[row] = made
                while len(self._rows) > 16:
                    self._rows.popitem(last=False)
        return made

    def _selection(self, wish: Mapping[str, Any], texts: RowTexts, views: dict[str | None, TextView]) -> tuple[str | None, int, int, str]:
        names = list(views)
        text, start, end = (wish.get(name) for name in ("text", "start", "end"))
        if not (isinstance(text, int) and isinstance(start, int) and isinstance(end, int)) or not 0 <= text < len(names):
            raise Refused("nothing is selected")
        name = names[text]
        try:
            begin, stop = views[name].bytes_of(start, end)
        except ValueError as error:
            raise Refused(str(error)) from None
        was = self.key.was(texts.texts[name][begin:stop]) if self.key is not None and texts.is_original else ""
        return name, begin, stop, was

    def _marks(self, texts: RowTexts, views: dict[str | None, TextView]) -> dict[str, Any]:
        """The decisions that the page shows in a row."""
        file, number = self.index.place(texts.row)
        relative = self.run.files[file].relative
        own, others = self.decisions.own(), self.decisions.others()
        values, rules = by_scope(own.values())
        ops: dict[str, Any] = {}
        for op in texts.ops:
            place: Place = relative, number + 1, op.field, op.start, op.end
            here = own.get(place)
            if here is not None and here.raw_hash != texts.log["raw_hash"]:
                here = None  # Of another run into this folder.
            decision = here or values.get(op.was) or rules.get(op.rule)
            against = [
                other[place].who for other in others if place in other and (here is None or verdict_of(other[place]) != verdict_of(here))
            ]
            if decision is not None or against:
                ops[str(op.number)] = _mark(decision, here is not None) | {"against": against}
        missed = []
        for (where, row, field, start, end), decision in own.items():
            if (where, row) == (relative, number + 1) and decision.verdict == "missed" and field in views and _fits(texts, field, start, end):
                shown = views[field].shown(start, end)
                missed.append({"text": list(views).index(field), "start": shown[0], "end": shown[1]} | _mark(decision, True))
        whole = own.get((relative, number + 1, None, -1, -1))
        return {"ops": ops, "missed": missed, "row": None if whole is None else _mark(whole, True)}

    def _judged(self) -> tuple[set[tuple[int, int | None]], set[int]]:
        """What of the queues is done: (row, op) of edits, (row, None) of rows in which anything was decided, and values that
        were decided everywhere."""
        judged: set[tuple[int, int | None]] = set()
        own = self.decisions.own()
        for place, decision in own.items():
            row = self._row_of(place)
            if row is not None:
                judged |= {(row, None), (row, decision.op)}
        values, _ = by_scope(own.values())
        return judged, {int(was[:15], 16) for was in values}

    def _row_of(self, place: Place) -> int | None:
        file = self._files.get(place[0])
        return None if file is None else self.index.row_of(file, place[1] - 1)

    def _disagreements(self) -> list[queues.Item]:
        own, items = self.decisions.own(), []
        for other in self.decisions.others():
            for place, decision in other.items():
                mine = own.get(place)
                row = self._row_of(place)
                if mine is None or row is None or verdict_of(mine) == verdict_of(decision):
                    continue
                items.append(queues.Item(row, mine.op if mine.op >= 0 else None))
        return sorted(set(items), key=lambda item: (item.row, -1 if item.op is None else item.op))


def _mark(decision: Decision | None, here: bool) -> dict[str, Any]:
    if decision is None:
        return {"decision": None}
    return {
        "decision": decision.verdict, "label": decision.label, "with": decision.words, "scope": decision.scope, "here": here,
        "line": decision.line,
    }  # fmt: skip


def _fits(texts: RowTexts, field: str | None, start: int, end: int) -> bool:
    text = texts.texts.get(field)
    return text is not None and 0 <= start < end and (not texts.is_original or end <= len(text))


def _word(wish: Mapping[str, Any], name: str) -> str | None:
    word = wish.get(name)
    if word is None:
        return None
    if not isinstance(word, str) or len(word) > _MAX_WORDS:
        raise Refused(f"{name}: too long, or no text")
    return word
