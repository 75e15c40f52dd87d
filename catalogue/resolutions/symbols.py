"""How resolutions and paragraphs are written: in addresses, in files, and as people type them."""

import re
from typing import Any

from catalogue.core.folding import fold_name
from catalogue.search.codes import CodeForm

SYMBOL = re.compile(r"\A(?P<organ>[SA])/RES/(?P<number>\d+(?:/\d+)?) \((?P<year>\d{4})\)\Z")

#: What people write before the number of an operative paragraph.
PARAGRAPH_WORD = r"(?:(?:operative )?para(?:graph)?s?|o\.?p|§)\.? ?"
BEFORE_NUMBER = re.compile(rf"{PARAGRAPH_WORD}\s*(?=[\divx(])", re.IGNORECASE)
#: `2`, `3(b)`, `3b` or `III.13`, on plain text (`catalogue.search.codes`).
PARAGRAPH_NUMBER = (
    r"(?P<paragraph>\(?0*[1-9]\d{0,2}\)?(?: ?\([a-z]{1,4}\)|[a-z])?|[ivx]{1,5}[ .-]\d{1,3})(?!\w)"
)
#: The organ that a word before the number of a resolution stands for; other words say nothing.
ORGAN_WORDS = {
    **dict.fromkeys(["s", "sc", "scr", "unsc", "unscr", "security"], "S"),
    **dict.fromkeys(["a", "ga", "gar", "unga", "general"], "A"),
}
NUMBER = (
    r"(?<![\w/.-])(?P<words>(?:(?:the|united nations|u\.?n|security council|general assembly"
    r"|(?:un)?scr?|(?:un)?gar?|unga|resolutions?|res|number|no)[ .]{0,2}){0,6}"
    r"(?:[sa] ?[/ -] ?res ?[/ -] ?)?)(?P<number>\d{1,3} ?[/-] ?\d{1,4}|\d{1,4})(?!\d)"
)
IN_BRACKETS = r"(?: ?\( ?(?P<year>(?:19|20)\d\d) ?\))?"
AS_A_WORD = r"(?:-|,? (?:of )?)(?P<year>(?:19|20)\d\d)(?!\w)"
RESOLUTIONS = [f"{NUMBER}{year}" for year in (AS_A_WORD, IN_BRACKETS)]


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


def read_resolution(match: re.Match[str]) -> dict[str, Any]:
    """Return what a typed symbol says about its resolution: the code, and perhaps the year.

    Numbers with a session are those of the Assembly; other words for them mean nothing.
    """
    code = re.sub(r"\D+", "-", match["number"])
    words = re.findall("[a-z]+", match["words"])
    organs = {ORGAN_WORDS[word] for word in words if word in ORGAN_WORDS}
    if organs - {"A" if "-" in code else "S"}:
        return {}
    return {"code": code} | ({"year": int(match["year"])} if match["year"] else {})


def read_paragraph(match: re.Match[str]) -> dict[str, Any]:
    """Return what a typed paragraph says about it: its code, and perhaps the year."""
    if not (resolution := read_resolution(match)):
        return {}
    number = re.sub(r"(?<=[ivx]) (?=\d)|\A\(?0+", ".", match["paragraph"]).lstrip(".")
    code = f"{resolution.pop('code')}-{paragraph_slug(number)}"
    return {"code": code} | {f"resolution__{name}": value for name, value in resolution.items()}


def compile_patterns(*forms: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of some forms, each with a resolution in the place of `{}`."""
    return tuple(re.compile(form.replace("{}", each)) for form in forms for each in RESOLUTIONS)


#: `2341`, `SC res. 2341`, `S/RES/2341 (2017)`, `75/291`.
RESOLUTION_FORM = CodeForm(compile_patterns(r"{}(?![\w/])"), read_resolution)
#: `2341 para 2`, `2341(2)`, `2341-2`, `OP2 of resolution 2341`; as a whole text also `2341 2`.
PARAGRAPH_FORM = CodeForm(
    compile_patterns(
        rf"{{}}(?:[,:;]? ?{PARAGRAPH_WORD}| ?(?=\()|-){PARAGRAPH_NUMBER}",
        rf"(?<![\w/-]){PARAGRAPH_WORD}{PARAGRAPH_NUMBER},? ?(?:of |in )?{{}}(?![\w/])",
        rf"\A{{}},? {PARAGRAPH_NUMBER}\Z",
    ),
    read_paragraph,
)


def normalize_symbol(text: str) -> str:
    """Return a symbol as it is stored: `s/res/2341(2017)` gives `S/RES/2341 (2017)`.

    A text that does not say the organ, the number and the year stays as it is.
    """
    read = RESOLUTION_FORM.read_all(text)
    organs = [ORGAN_WORDS[each] for each in fold_name(text).split() if each in ORGAN_WORDS]
    if "year" not in read or not organs:
        return text
    return f"{organs[0]}/RES/{read['code'].replace('-', '/')} ({read['year']})"


def normalize_number(text: str) -> str:
    """Return the number of a paragraph as it is stored: `OP 03.` and `para. 3` give `3`."""
    text = text.strip()
    if found := BEFORE_NUMBER.match(text):
        text = text[found.end() :]
    return re.sub(r"\A0+(?=\d)", "", text.removesuffix(".").strip())
