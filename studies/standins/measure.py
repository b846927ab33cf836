"""What a run made of every mention, and the figures of it: entities, consistency, injectivity, form, collisions, linkage."""
import collections
import itertools
import random
import re

from invent import FACTS, NAME_FORMS, HANDLES, MAILS
from piiset.people import ascii_of

DOMAINS = {"example.com", "example.net", "example.org"}


def folded(text):
    return ascii_of(text).replace("-", "")


def spellings(name):
    """A name as mail and handles may write it: ae or a for the umlauts."""
    return {folded(name), folded(name.translate(str.maketrans("äöüÄÖÜåø", "aouAOUao")))}


def after(text, edits, start, end):
    """(what stands where [start, end) stood, how much of it is edited: none, part, whole, or beyond where it is whole and the edit reaches further into what
    changed, too, so that nobody can say what of it is the stand-in), in bytes."""
    data, out, at, inside, beyond = text.encode(), b"", start, 0, False
    for edit in edits:
        if edit["end"] <= start or edit["start"] >= end:
            continue
        made, first, last = edit.get("with", "").encode(), data[edit["start"]:max(start, edit["start"])], data[min(end, edit["end"]):edit["end"]]
        beyond |= not made.startswith(first) or not made.endswith(last)  # an @ that stays does not matter
        begin, stop = max(start, edit["start"]), min(end, edit["end"])
        out += data[at:begin] + made[len(first):len(made) - len(last)]
        inside += stop - begin
        at = stop
    solid = end - start - len(re.findall(rb"[\s,]", data[start:end]))
    much = "none" if not inside else "part" if inside < solid else "beyond" if beyond else "whole"
    return (out + data[at:end]).decode(errors="replace"), much


class Result:
    """What one run made of the documents of a world. programs: {document id: edits}"""

    def __init__(self, world, programs):
        self.world, self.documents = world, [d for d in world.documents if d.id in programs]
        self.made = []  # (document, mention, stand-in or None, how much)
        self.texts = {}
        for d in self.documents:
            edits = sorted(programs[d.id], key=lambda e: e["start"])
            self.texts[d.id] = after(d.text, edits, 0, len(d.text.encode()))[0]
            for m in d.mentions:
                self.made.append((d, m, *after(d.text, edits, m.start, m.end)))
        self.replaced = [(d, m, text) for d, m, text, much in self.made if much == "whole"]

    def value(self, mention):
        value = self.world.people[mention.person].values[mention.form]
        return value[3:] if mention.form == "title" else value

    def gone(self):
        """{form: [replaced as a whole, mentions]}"""
        out = collections.defaultdict(lambda: [0, 0])
        for _, m, _, much in self.made:
            out[m.form][0] += much in ("whole", "beyond")
            out[m.form][1] += 1
        return out

    def names(self, documents=None):
        """{person: (given, family) of the stand-in of the full name that most of its mentions have}; with documents one for each (person, document)."""
        seen = collections.defaultdict(collections.Counter)
        for d, m, text in self.replaced:
            name = two_parts(m.form, text, self.world.people[m.person])
            if name:
                seen[(m.person, d.id) if documents else m.person][name] += 1
        return {key: of.most_common(1)[0][0] for key, of in seen.items()}


def two_parts(form, text, person):
    """(given, family) of a stand-in of the full name or its reverse; None where it is not of that shape."""
    parts = text.split(", ") if form == "rev" else text.split(" ", 1) if form == "full" else []
    if len(parts) != 2 or not all(parts):
        return None
    return tuple(reversed(parts)) if form == "rev" else tuple(parts)


def same_value(result):
    """By (form, value as written): how many stand-ins it has; the share with one. Of values that stand in two documents and more."""
    seen, documents = collections.defaultdict(set), collections.defaultdict(set)
    for d, m, text in result.replaced:
        key = m.form if m.form not in ("title", "family") else "family", result.value(m)
        seen[key].add(text)
        documents[key].add(d.id)
    return {key: texts for key, texts in seen.items() if len(documents[key]) > 1}


def agrees(person, form, text, name, numbers):
    """Whether the stand-in of a form is the one that the person's full name or number calls for."""
    given, family = name
    if form in NAME_FORMS:
        return text == {"full": f"{given} {family}", "rev": f"{family}, {given}", "ini": f"{given[0]}. {family}", "given": given}.get(form, family)
    if form == "mail":
        local, _, _ = text.partition("@")
        return local in {MAILS[person.firm % 4](g, f) for g in spellings(given) for f in spellings(family)}
    if form == "handle":
        return text in {HANDLES[person.number % 4](g, f) for g in spellings(given) for f in spellings(family)}
    digits = re.sub(r"\D", "", text)
    return len(numbers) == 1 and digits[-10:] == next(iter(numbers))[-10:]


def across_forms(result):
    """[(person, form, agrees)] of each replaced mention of a person whose full name has a stand-in."""
    names, numbers = result.names(), collections.defaultdict(set)
    for _, m, text in result.replaced:
        if m.form in ("phone", "phone2"):
            numbers[m.person].add(re.sub(r"\D", "", text)[-10:])
    people = result.world.people
    return [(m.person, m.form, agrees(people[m.person], m.form, text, names[m.person], numbers[m.person]))
            for _, m, text in result.replaced if m.person in names and m.form != "emp"]


def normal(person, form, text):
    """(kind, what the text says), so that two ways of writing one value are one."""
    if form in ("full", "rev"):
        return "full name", two_parts(form, text, person)
    if form in ("family", "title"):
        return "family name", text
    if form in ("phone", "phone2"):
        return "telephone", re.sub(r"\D", "", text)[-10:]
    return {"ini": None, "given": "given name", "mail": "mail address", "handle": "user name", "emp": "number of an employee"}[form], text


def injective(result):
    """{kind: [values with no stand-in that another value has, too, values]}"""
    back = collections.defaultdict(lambda: collections.defaultdict(set))
    for _, m, text in result.replaced:
        person = result.world.people[m.person]
        kind, value = normal(person, m.form, result.value(m))
        made = normal(person, m.form, text)[1]
        if value and made and kind:
            back[kind][made].add(value)
    out = {}
    for kind, of in back.items():
        values, shared = set().union(*of.values()), set().union(*(v for v in of.values() if len(v) > 1))
        out[kind] = [len(values) - len(shared), len(values)]
    return out


def keeps_kind(person, form, text):
    """Whether a stand-in is of the kind and the form of what it stands for."""
    capital = re.compile(r"\w[\w'’.-]*( \w[\w'’.-]*)*")
    if form in ("full", "rev"):
        parts = two_parts(form, text, person)
        return bool(parts) and all(capital.fullmatch(p) and p[0].isupper() for p in parts)
    if form == "ini":
        return re.fullmatch(r"\w\. \w[\w'’-]*( \w[\w'’-]*)*", text) is not None
    if form in NAME_FORMS:
        return capital.fullmatch(text) is not None and text[0].isupper()
    if form == "mail":
        local, _, domain = text.partition("@")
        return domain in DOMAINS and re.sub(r"\w", "", local) == re.sub(r"\w", "", person.values["mail"].split("@")[0])
    old = person.values[form]
    shape = lambda s: re.sub(r"[A-Za-z]+", "a", re.sub(r"\d", "0", s))  # noqa: E731
    country = form != "phone" or text.split()[0] == old.split()[0]
    return shape(text) == shape(old) and country if form != "handle" else re.sub(r"\w", "", text) == re.sub(r"\w", "", old) and text == text.lower()


def of_one_sex(result, sexes):
    """[right, known]: given names whose stand-in is a name of the same sex, of names that the list knows."""
    right = known = 0
    pairs = {(m.person, text) for _, m, text in result.replaced if m.form == "given"}
    for person, text in pairs:
        if text in sexes:
            known += 1
            right += result.world.people[person].sex in sexes[text]
    return [right, known]


def collisions(result):
    """{kind: [stand-ins that are another real value of the corpus, stand-ins]}"""
    real, made = collections.defaultdict(set), collections.defaultdict(set)
    for _, m, text in result.replaced:
        person = result.world.people[m.person]
        kind, value = normal(person, m.form, result.value(m))
        if kind not in (None, "given name", "family name"):
            real[kind].add(value)
            made[kind].add(normal(person, m.form, text)[1])
    for person in result.world.people:
        for form in ("full", "mail", "handle", "phone", "emp"):
            kind, value = normal(person, form, person.values[form])
            real[kind].add(value)
    return {kind: [len(made[kind] & real[kind]), len(made[kind])] for kind in made}


def resolution(world, name_of):
    """(precision, recall) of "the same person": pairs of documents that name someone, linked where the names are equal. name_of: {(person, document): name}"""
    by_name, by_person, both = collections.Counter(), collections.Counter(), collections.Counter()
    for (person, _), name in name_of.items():
        by_name[name] += 1
        by_person[person] += 1
        both[person, name] += 1
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts.values())  # noqa: E731
    return pairs(both) / max(1, pairs(by_name)), pairs(both) / max(1, pairs(by_person))


def profiles(world, documents, linked):
    """What an attacker holds: sets of (whom it is of, facts that can still be read). documents: {id: text}; linked: {(person, document): name} by which documents are
    joined, or None where every document stands for itself."""
    facts = collections.defaultdict(lambda: collections.defaultdict(set))
    for d in world.documents:
        text = documents.get(d.id, "")
        for person, fact in d.facts:
            if world.people[person].values[fact] in text:
                key = linked.get((person, d.id)) if linked is not None else None
                facts[(key, person) if key else (d.id, person)][person].add(fact)
    return [(person, frozenset((f, world.people[person].values[f]) for f in known)) for of in facts.values() for person, known in of.items()]


def singled_out(world, held, k, tries=20, seed=1):
    """{person: share of sets of k facts about the person (of those that the documents say at all) of which a profile is found that is the person's and nobody else's}"""
    rng = random.Random(seed)
    said = collections.defaultdict(set)
    for d in world.documents:
        for person, fact in d.facts:
            said[person].add((fact, world.people[person].values[fact]))
    out = {}
    for person, facts in sorted(said.items()):
        sets = list(itertools.combinations(sorted(facts), k))
        sets = rng.sample(sets, tries) if len(sets) > tries else sets
        hits = [{who for who, known in held if known.issuperset(one)} == {person} for one in sets]
        if hits:
            out[person] = (sum(hits), len(hits))
    return out


def followed(world, name_of):
    """{person: share of the person's other documents that bear the stand-in of one that the attacker has in the original}"""
    documents = collections.defaultdict(list)
    for (person, document), name in name_of.items():
        documents[person].append(name)
    out = {}
    for person, names in documents.items():
        pairs = [(a == b) for i, a in enumerate(names) for j, b in enumerate(names) if i != j]
        if pairs:
            out[person] = (sum(pairs), len(pairs))
    return out


FACT_COUNTS = range(1, min(4, len(FACTS)) + 1)
