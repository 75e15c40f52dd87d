"""Texts in the form in which words are compared and names sorted: one form for site and desk.

What people leave out or type in another way is gone: case, accents and vowel marks, the strokes of
letters such as ł and ø, typographic quotes and dashes, a possessive s, invisible characters. Only
й stays another letter than и.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

#: Soft hyphens, zero-width characters, marks of direction and of byte order.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PARTS = re.compile(r"[^\W\d_]+|\d+")
WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"(?<=[^\W_])(?:'s)+(?![^\W_]|')")
#: The same in a text of which only words, blanks and apostrophes are left.
SEARCHED_POSSESSIVE = re.compile(r"(?<=[^ '])(?:'s)+(?![^ ]|')")
ASCII_SIGNS = re.compile("[^a-z0-9']+")
#: The characters of writing without blanks between words, and those of Korean.
EAST_ASIAN_RANGES = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u312f\u31a0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
EAST_ASIAN = re.compile(f"[{EAST_ASIAN_RANGES}]")
#: Signs that Unicode would otherwise take apart, or that have another meaning than their look.
SIGNS = str.maketrans(
    dict.fromkeys("‘’‚‛`´′＇ʹʻʼʽʾʿˈˊˋ՚׳ꞌ", "'")
    | dict.fromkeys("“”„‟«»″＂״", '"')
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
)
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


class CharacterMap(dict):
    """What stands for each character, by its code point; worked out when it is first asked."""

    def __init__(self, form: Callable[[str], str]):
        super().__init__()
        self.form = form

    def __missing__(self, code: int) -> str:
        """Return what stands for a character."""
        text = self.form(chr(code))
        if code < CACHED:
            self[code] = text
        return text


def fold_character(character: str) -> str:
    """Return the folded form of one character; marks and invisible characters are left out."""
    if character in "йЙ":
        return "й"
    apart = unicodedata.normalize("NFKD", character)
    folded = "".join(map(fold_simple_character, apart))
    return unicodedata.normalize("NFKC", folded).translate(SIGNS)


def fold_simple_character(character: str) -> str:
    """Return the folded form of a character that Unicode cannot take apart."""
    if unicodedata.category(character) == "Cf" or MARKS.match(character):
        return ""
    digit = unicodedata.decimal(character, None)
    return "".join(
        LETTERS.get(each, each) for each in (character.casefold() if digit is None else str(digit))
    )


def find_search_form(character: str) -> str:
    """Return what search has of a character: letters, digits, an apostrophe, or a blank."""
    return "".join(
        each if each.isalnum() or each == "'" else " " for each in fold_character(character)
    )


FOLDED, SEARCHED = CharacterMap(fold_character), CharacterMap(find_search_form)


def compose_text(text: str) -> str:
    """Return a text with plain signs, and each letter with its marks as one character."""
    return unicodedata.normalize("NFKC", text.translate(SIGNS))


def fold_text(text: str) -> str:
    """Return the form in which a text is compared; its blanks and other signs stay."""
    if text.isascii():
        folded = text.lower().replace("`", "'")
    else:
        folded = compose_text(text).translate(FOLDED)
    return POSSESSIVE.sub("", folded)


def fold_for_search(text: str) -> str:
    """Return the words of a text as search compares them, with one blank between them.

    Each Chinese, Japanese or Korean character is a word, so that a part of a name is found. The
    databases do the same: see `catalogue.db.search`.
    """
    if text.isascii():
        words = ASCII_SIGNS.sub(" ", text.lower().replace("`", "'"))
    else:
        words = EAST_ASIAN.sub(r" \g<0> ", compose_text(text).translate(SEARCHED))
    return " ".join(SEARCHED_POSSESSIVE.sub("", words).replace("'", " ").split())


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
