"""The one form in which texts are stored, whether they come from a form, a file or code."""

import re
import unicodedata

#: Control characters that end a line: of word processors (U+000B), pages and other systems.
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: Ligatures that PDF files draw in the place of two or three letters.
LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
#: Bullets of the fonts Symbol and Wingdings: in any other font they are empty boxes.
FONT_BULLETS = "\uf06e\uf076\uf0a7\uf0b7\uf0d8\uf0fc"
#: Full-width Latin letters and digits; full-width punctuation belongs to Chinese text.
FULL_WIDTH = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
#: Soft hyphen, zero-width space, word joiner, byte order mark, and overrides of the direction.
INVISIBLE = (0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F))
#: Control characters, and halves of pairs of UTF-16, which no database stores.
UNPRINTABLE = (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
REPLACED = {
    **dict.fromkeys((*UNPRINTABLE, *INVISIBLE), ""),
    **{ord(ligature): letters for ligature, letters in LIGATURES.items()},
    **{code: chr(code - 0xFEE0) for code in FULL_WIDTH},
    **{ord(bullet): "•" for bullet in FONT_BULLETS},
    ord("\t"): " ",
    ord("\n"): "\n",
}
#: What may stay inside a text, but is no text by itself: joiners, isolates and other marks.
ZERO_WIDTH = "\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"


def normalize_text(text: str, *, one_line: bool = False) -> str:
    """Return a text in its stored form, empty if nothing of it can be seen.

    That is NFC, without invisible and control characters, ligatures, full-width letters, and
    blanks at the ends of lines; `one_line` makes one blank of line ends and repeated blanks.
    """
    if text.isascii() and text.isprintable():  # nearly every cell of a table
        return re.sub(" +", " ", text.strip()) if one_line else text.strip()
    text = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text).translate(REPLACED))
    text = "\n".join(map(str.rstrip, text.strip().split("\n")))
    if one_line:
        text = re.sub("[ \n]+", " ", text)
    return text if text.strip(f"{ZERO_WIDTH} \n") else ""
