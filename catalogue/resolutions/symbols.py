"""How resolutions and paragraphs are written: in addresses, in files, and as people type them."""

import re

from catalogue.core.folding import fold_text

SYMBOL = re.compile(r"\A(?P<organ>[SA])/RES/(?P<number>\d+(?:/\d+)?) \((?P<year>\d{4})\)\Z")

PARAGRAPH_NUMBER = r"\d+ ?[a-z]?|[ivx]+ ?\d+"
#: A paragraph as people type it, when words without meaning are left out.
TYPED_PARAGRAPH = re.compile(
    rf"(?:para (?P<before>{PARAGRAPH_NUMBER}) )?(?P<number>\d+(?:/\d+)?)"
    rf"(?: (?:para )?(?P<after>{PARAGRAPH_NUMBER}))?"
)
PARAGRAPH_WORD = re.compile(r"\b(?:op|paras?|paragraphs?|operative paragraph) ?(?=\d|[ivx]+ ?\d)")
MEANINGLESS = re.compile(
    r"\b(?:[sa]/res/|un|unscr|unsc|unga|sc|ga|res|resolution|of|in|the|security council"
    r"|general assembly)(?: |(?<=/)|$)"
)
YEAR = re.compile(r"\((?:19|20)\d\d\)|(?<=\d) (?:19|20)\d\d\b")
#: A symbol as people write it, in small letters and with other blanks.
WRITTEN_SYMBOL = re.compile(
    r"(?P<organ>[SA])\s*/\s*RES\s*/\s*(?P<number>\d+(?:\s*/\s*\d+)?)\s*\(\s*(?P<year>\d{4})\s*\)",
    re.IGNORECASE,
)
#: What people write before the number of an operative paragraph.
BEFORE_NUMBER = re.compile(
    r"(?:(?:operative\s+)?para(?:graph)?s?|op)\b\.?\s*|op(?=\d)", re.IGNORECASE
)
#: The words of the organs in names of resolutions; other words in them say nothing.
ORGAN_WORDS = {
    **dict.fromkeys(["s", "sc", "scr", "unsc", "unscr", "security"], "s"),
    **dict.fromkeys(["a", "ga", "gar", "unga", "general"], "a"),
}
OTHER_WORDS = {"res", "resolution", "un", "united", "nations", "council", "assembly", "no"}


def symbol_slug(symbol: str) -> str:
    """Return the address of a symbol: `S/RES/2341 (2017)` gives `s-res-2341-2017`."""
    return re.sub(r"[^a-z0-9]+", "-", symbol.lower()).strip("-")


def short_code(symbol: str) -> str:
    """Return the short symbol: `2341` for the Security Council, `75-291` for the Assembly.

    ValueError where the symbol is not of the form `S/RES/2341 (2017)` or `A/RES/75/291 (2021)`.
    """
    match = SYMBOL.match(symbol)
    if match is None:
        raise ValueError(f"{symbol!r} is not of the form S/RES/2341 (2017) or A/RES/75/291 (2021)")
    return match["number"].replace("/", "-")


def paragraph_slug(number: str) -> str:
    """Return a paragraph's number for an address: `3(b)` gives `3b`, `III.13` gives `iii-13`."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[()\s]", "", number.lower())).strip("-")


def paragraph_sort_key(paragraph: dict) -> tuple:
    """Return the place of a paragraph among others: by number, `2` before `2(a)` before `11`.

    Paragraphs without a number stand last, in the order in which they were given.
    """
    parts = re.findall(r"\d+|[A-Za-z]+", paragraph.get("paragraph") or "")
    return (
        not parts,
        [(part.isalpha(), int(part) if part.isdigit() else 0, part) for part in parts],
    )


def read_typed_symbol(typed: str) -> str:
    """Return the code of what people type for a resolution or one of its paragraphs.

    `UNSCR 2341 (2017), para. 7` and `OP7 of resolution 2341` give `2341-7`, `A/RES/75/291` gives
    `75-291`; other texts give none.
    """
    plain = re.sub(r"[^\w/]+", " ", YEAR.sub(" ", fold_text(typed)))
    plain = MEANINGLESS.sub("", PARAGRAPH_WORD.sub("para ", plain)).strip()
    found = TYPED_PARAGRAPH.fullmatch(plain)
    if found is None:
        return ""
    paragraph = paragraph_slug(found["before"] or found["after"] or "")
    return "-".join(filter(None, [found["number"].replace("/", "-"), paragraph]))


def normalize_symbol(text: str) -> str:
    """Return a symbol as it is stored: `s/res/2341(2017)` gives `S/RES/2341 (2017)`.

    A text that is no symbol stays as it is.
    """
    found = WRITTEN_SYMBOL.fullmatch(text.strip())
    if found is None:
        return text
    number = re.sub(r"\s", "", found["number"])
    return f"{found['organ'].upper()}/RES/{number} ({found['year']})"


def normalize_number(text: str) -> str:
    """Return the number of a paragraph as it is stored: `OP 03.` and `para. 3` give `3`."""
    text = text.strip()
    if found := BEFORE_NUMBER.match(text):
        text = text[found.end() :]
    return re.sub(r"\A0+(?=\d)", "", text.removesuffix(".").strip())


def fold_symbol(words: str) -> str:
    """Return the words of a name of a resolution in one form: `unscr 2341 2017` is `s 2341 2017`.

    `words` are in lower case, between blanks.
    """
    parts = [ORGAN_WORDS.get(each, each) for each in words.split() if each not in OTHER_WORDS]
    return " ".join(parts)


def list_symbol_names(symbol: str) -> list[str]:
    """Return how people name a resolution, also without organ or year, as `fold_symbol` does."""
    if (found := SYMBOL.match(symbol)) is None:
        return []
    organ, number = found["organ"].lower(), found["number"].replace("/", " ")
    named = [number, f"{number} {found['year']}"]
    return [*named, *(f"{organ} {each}" for each in named)]
