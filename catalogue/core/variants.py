"""Other forms of words: British and American spelling, and words written together or apart.

A form that nobody uses does no harm: it finds nothing.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product

MAX_VARIANTS = 12  # forms of a phrase
#: Beginnings with and without `u`: harbour and harbor.
OUR = (
    "arm|behavi|cand|clam|col|end?eav|fav|ferv|flav|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum"
    "|sav|splend|tum|val|vap|vig"
)
#: Beginnings with `re` and `er`: centre and center.
RE = "calib|cent|epicent|fib|lit|lust|met|mit|och|sab|scept|somb|spect|theat"
#: Verbs whose last letter is doubled in Britain alone: travelled and traveled.
DOUBLED = (
    "cance|channe|counse|dia|equa|fue|initia|labe|leve|marsha|mode|signa|tota|trave|tunne|unrave"
)
#: Rules both ways: what a British form is, and what the American one has for it.
RULES = [
    (rf"({OUR})our(.*)", r"\1or\2", rf"({OUR})or(.*)", r"\1our\2"),
    (rf"((?:.*)(?:{RE}))re(s?)", r"\1er\2", rf"((?:.*)(?:{RE}))er(s?)", r"\1re\2"),
    (rf"({DOUBLED})ll(.+)", r"\1l\2", rf"({DOUBLED})l((?:ed|er|ers|ing|ings|able).*)", r"\1ll\2"),
    (
        r"(.{2,})is(e[drs]?|ers?|ing|ations?|ational|able)",
        r"\1iz\2",
        r"(.{2,})iz(e[drs]?|ers?|ing|ations?|ational|able)",
        r"\1is\2",
    ),
    (r"(.{2,})ys(e[drs]?|ers?|ing)", r"\1yz\2", r"(.{2,})yz(e[drs]?|ers?|ing)", r"\1ys\2"),
    (r"(def|off|lic|pret)ence(s?)", r"\1ense\2", r"(def|off|lic|pret)ense(s?)", r"\1ence\2"),
    (r"(cata|dia|ana|mono)logue(s?)", r"\1log\2", r"(cata|dia|ana|mono)log(s?)", r"\1logue\2"),
    (r"(progra)mme(s?)", r"\1m\2", r"(progra)m(s?)", r"\1mme\2"),
    (r"(judg|acknowledg)ement(s?)", r"\1ment\2", r"(judg|acknowledg)ment(s?)", r"\1ement\2"),
    (r"(enrol|fulfil|instal)(ments?|s)?", r"\1l\2", r"(enrol|fulfil|instal)l(ments?|s)?", r"\1\2"),
]
COMPILED_RULES = [
    (re.compile(pattern), form)
    for british, american_form, american, british_form in RULES
    for pattern, form in ((british, american_form), (american, british_form))
]
#: Words that follow no rule, in rows of the same meaning.
SAME_WORDS = [
    "grey gray", "tyre tire", "cheque check", "kerb curb", "plough plow", "storey story",
    "manoeuvre maneuver", "aeroplane airplane", "aluminium aluminum", "sulphur sulfur",
    "sceptical skeptical", "stadium stadia stadiums", "kidnapper kidnaper", "artefact artifact",
    "organisational organizational", "practise practice", "moslem muslim",
    "terrorism terrorist terrorists terror",
]  # fmt: skip
SAME = {
    word: [other for other in row.split() if other != word]
    for row in SAME_WORDS
    for word in row.split()
}
#: What is written together with the next word, with a hyphen, or apart from it.
FIRST_PARTS = [
    "air",
    "anti",
    "bio",
    "bomb",
    "car",
    "check",
    "co",
    "counter",
    "critical",
    "cross",
    "cyber",
    "de",
    "eco",
    "extra",
    "fire",
    "foot",
    "geo",
    "hyper",
    "inter",
    "intra",
    "macro",
    "mass",
    "mega",
    "micro",
    "mid",
    "multi",
    "night",
    "non",
    "off",
    "on",
    "over",
    "para",
    "post",
    "pre",
    "pro",
    "radio",
    "re",
    "sea",
    "self",
    "semi",
    "socio",
    "soft",
    "stake",
    "sub",
    "super",
    "tele",
    "trans",
    "ultra",
    "under",
    "water",
    "web",
    "work",
]
MIN_SECOND_PART = 3  # letters of the next word
#: Parts of the world have three forms: southeast, south-east and south-eastern.
DIRECTION = re.compile(r"(north|south)(east|west)(ern)?")

#: Standards are also written without a blank: `iso22343`.
STANDARD = re.compile(r"([a-z]{2,})([0-9]+)")


def list_spellings(word: str) -> list[str]:
    """Return a folded word and its spellings in other countries."""
    found = [pattern.sub(form, word) for pattern, form in COMPILED_RULES if pattern.fullmatch(word)]
    return list(dict.fromkeys([word, *SAME.get(word, ()), *found]))


def split_word(word: str) -> Iterator[tuple[str, ...]]:
    """Yield the words that are written as one."""
    if found := DIRECTION.fullmatch(word):
        yield found[1], found[2]
        yield found[1], f"{found[2]}ern"
        yield (f"{found[1]}{found[2]}ern",)
    if found := STANDARD.fullmatch(word):
        yield found.groups()
    for part in FIRST_PARTS:
        if word.startswith(part) and len(word) >= len(part) + MIN_SECOND_PART:
            yield part, word.removeprefix(part)


def list_variants(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return other forms of a folded phrase, without the phrase itself."""
    forms = [words]
    if len(words) > 1:
        forms.append(("".join(words),))
        if found := DIRECTION.match("".join(words)):
            rest = words[2:] if words[:2] == found.groups()[:2] else ()
            forms.append((words[0], f"{words[1]}ern", *rest))
    for place, word in enumerate(words):
        forms += [(*words[:place], *parts, *words[place + 1 :]) for parts in split_word(word)]
    spelled = (each for form in forms for each in product(*map(list_spellings, form)))
    return list(islice(skip_known(spelled, {words}), MAX_VARIANTS))


def skip_known(forms: Iterable[tuple[str, ...]], known: set) -> Iterator[tuple[str, ...]]:
    """Yield each form once that is not known; only as many are made as are asked for."""
    for form in forms:
        if form not in known:
            known.add(form)
            yield form
