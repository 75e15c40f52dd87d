"""Texts in the form in which words are compared and names sorted: one form for site and desk.

What people leave out or type in another way is gone: case, accents and vowel marks, the strokes of
letters such as ł and ø, typographic quotes and dashes, a possessive s, invisible characters. Only
й stays another letter than и.
"""

import re
import unicodedata
from collections.abc import Iterable

#: Soft hyphens, zero-width characters, marks of direction and of byte order.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PARTS = re.compile(r"[^\W\d_]+|\d+")
WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"(?<=[^\W_])(?:'s)+(?![^\W_]|')")
#: Signs that Unicode would otherwise take apart, or that have another meaning than their look.
SIGNS = str.maketrans(
    dict.fromkeys("‘’‚‛`´′＇ʹʻʼʽʾʿˈˊˋ՚׳ꞌ", "'")
    | dict.fromkeys("“”„‟«»″＂״", '"')
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
)
#: й is и with a mark: where Unicode takes it apart, it is put together again.
SHORT_I = re.compile("([Ии])\u0306")
#: Marks over and under letters: of Latin, Greek and Cyrillic, the points of Hebrew, the vowels of
#: Arabic. The vowel signs of other scripts, such as Devanagari, are letters and stay.
MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08d3-\u08e1\u08e3-\u08ff]"
)
#: Letters in lower case that Unicode does not take apart, as they are typed without them.
LETTERS = {
    **dict.fromkeys("ıɨ", "i"), **dict.fromkeys("łɫƚ", "l"), **dict.fromkeys("øɔɵ", "o"),
    **dict.fromkeys("đðɖɗ", "d"), **dict.fromkeys("ħɦ", "h"), **dict.fromkeys("ŧƭʈ", "t"),
    **dict.fromkeys("əɛǝ", "e"), **dict.fromkeys("ŋɲƞ", "n"), **dict.fromkeys("ƙĸ", "k"),
    "æ": "ae", "œ": "oe", "þ": "th", "ɓ": "b", "ƀ": "b", "ǥ": "g", "ɣ": "g", "ƴ": "y", "ƶ": "z",
    "\u0640": "",  # tatweel, which only stretches a word
    "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه",
}  # fmt: skip
CACHED = 0x3000  # characters from here on are so many that their forms are not kept


class FoldedCharacters(dict):
    """The folded form of each character, by its code point; worked out when it is first asked."""

    def __missing__(self, code: int) -> str:
        """Return the form of a character."""
        folded = fold_character(chr(code))
        if code < CACHED:
            self[code] = folded
        return folded


def fold_character(character: str) -> str:
    """Return the form of one character that Unicode cannot take apart; marks are left out."""
    if unicodedata.category(character) == "Cf" or MARKS.match(character):
        return ""
    digit = unicodedata.decimal(character, None)
    return "".join(
        LETTERS.get(each, each) for each in (character.casefold() if digit is None else str(digit))
    )


FOLDED = FoldedCharacters()


def fold_text(text: str) -> str:
    """Return the form in which a text is compared; its blanks and other signs stay."""
    if text.isascii():
        folded = text.lower().replace("`", "'")
    else:
        apart = unicodedata.normalize("NFKD", text.translate(SIGNS))
        composed = SHORT_I.sub(lambda found: chr(ord(found[1]) + 1), apart)
        folded = unicodedata.normalize("NFKC", composed.translate(FOLDED).translate(SIGNS))
    return POSSESSIVE.sub("", folded)


def fold_name(name: str) -> str:
    """Return the words of a folded name, with one blank between them: `cote d ivoire`."""
    return " ".join(WORD.findall(fold_text(name)))


def join_folded_names(names: Iterable[str | None]) -> str:
    r"""Return the folded form of each name on a line, with a blank before and after it.

    So `" ivo"` is the beginning of a word in it, `"\n ivo"` that of a name.
    """
    folded = dict.fromkeys(filter(None, (fold_name(each or "") for each in names)))
    return "".join(f"\n {each} " for each in folded) + "\n"


def clean_text(text: str) -> str:
    """Return a text without invisible characters, and without blanks at its ends."""
    return INVISIBLE.sub("", text).strip()


def is_blank(text: str) -> bool:
    """Return True for a text in which nothing can be seen."""
    return not text or not clean_text(text)


def fold_header(name: str) -> str:
    """Return the name of a column as the catalogue writes it: `Sources URL` is `sources_url`."""
    return fold_name(name).replace(" ", "_")


def fold_words(text: str) -> str:
    """Return a name as it is looked up: `Côte d’Ivoire` is `cote d ivoire`, `GP-0001` is `gp 1`."""
    return " ".join(part.lstrip("0") or "0" for part in PARTS.findall(fold_name(text)))
