"""Made-up texts with frequent and rare words, and a few words in other scripts."""

from functools import cache
from itertools import product
from pathlib import Path
from random import Random

from tools.synthetic.randomness import ZipfChoice

#: Words of the field, the most frequent first.
WORDS = Path(__file__).with_name("words.txt")
#: Of these, names that nobody bears are made for the long tail of rare words.
BEGINNINGS = "bal cor del fen gar hol jun kel lor mar nes or pel ral sol tam ul ver wen zor"
MIDDLES = "a an be da el fi go ha in ka lo mi ne or pa ri su te vo ya"
ENDS = "bek burg by dal dor fels gard ham ia kirk lund mere nau ov pol stad stein ton ville wick"
POOL = 20_000  # words that are drawn at once
SENTENCE = 12  # words

FOREIGN = (
    "حماية البنية التحتية الحيوية", "关键基础设施保护", "Защита критической инфраструктуры",
    "Sûreté des lieux fréquentés à Québec", "Protección de instalaciones en Bogotá",
    "Größere Übung in Zürich", "重要インフラの防護", "Świętokrzyska łączność", "Đà Nẵng",
)  # fmt: skip
#: Texts that a spreadsheet would take for formulas, and signs that need care in files.
PITFALLS = (
    "=1+1",
    "+1 of 2",
    "-2+3",
    "@SUM(A1:A9)",
    'a "quoted" part',
    "5 < 6 & 7 > 6",
    "one\ntwo",
)


@cache
def vocabulary() -> ZipfChoice[str]:
    """Return all words, with shares by which one of them stands in nine of ten practices."""
    middles, beginnings, ends = MIDDLES.split(), BEGINNINGS.split(), ENDS.split()
    tail = (b + m + n + e for m, n, b, e in product(middles, middles[:6], beginnings, ends))
    words = [*WORDS.read_text(encoding="ascii").split(), *tail]
    return ZipfChoice(dict.fromkeys(words))


class Writer:
    """Writes random texts."""

    def __init__(self, chance: Random):
        self.chance, self.pool, self.place = chance, [], 0

    def words(self, number: int) -> list[str]:
        """Return so many words."""
        if self.place + number > len(self.pool):
            self.pool, self.place = vocabulary().draw(self.chance, POOL), 0
        self.place += number
        return self.pool[self.place - number : self.place]

    def phrase(self, least: int, most: int) -> str:
        """Return a few words, as titles and names have them."""
        return " ".join(self.words(self.number(least, most)))

    def text(self, least: int, most: int) -> str:
        """Return sentences of so many words in all."""
        words = self.words(self.number(least, most))
        sentences = (
            " ".join(words[place : place + SENTENCE]) for place in range(0, len(words), SENTENCE)
        )
        return " ".join(f"{sentence.capitalize()}." for sentence in sentences)

    def sometimes(self, share: float, text: str) -> str:
        """Return a text in so many of all cases, and nothing in the others."""
        return text if self.chance.random() < share else ""

    def number(self, least: int, most: int) -> int:
        """Return a number between two."""
        return least + int(self.chance.random() * (most - least + 1))

    def foreign(self, share: float) -> str:
        """Return, in so many of all cases, words of another language in brackets."""
        return self.sometimes(share, f" ({FOREIGN[int(self.chance.random() * len(FOREIGN))]})")

    def pitfall(self, share: float) -> str:
        """Return, in so many of all cases, a text that files must treat with care."""
        return self.sometimes(share, PITFALLS[int(self.chance.random() * len(PITFALLS))])
