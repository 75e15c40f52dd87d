"""Search: the first page by relevance for a rare word, a middling one and a very common one."""

from urllib.parse import urlencode

from django.http import QueryDict

from catalogue.practices.filters import PracticeFilter
from catalogue.practices.models import Practice
from tools.bench import sampling
from tools.bench.client import request_in_turn
from tools.bench.figures import Times
from tools.bench.measures.work import LIST, Work, print_progress
from tools.bench.sampling import uncached_addresses
from tools.synthetic.texts import vocabulary

#: Ranks in the vocabulary, by frequency, of the words to try.
TRIED = (3, *range(300, 2_400, 100), *range(10_000, 48_000, 2_000))


def measure(work: Work) -> dict:
    """Return the figures of each word."""
    index = work.index
    every = vocabulary().values

    def counted(word: str) -> int:
        address = QueryDict(urlencode({"q": word}))
        filterset = PracticeFilter(address, Practice.objects.published(), index)
        return len(filterset.selection)

    tried = [every[place] for place in TRIED]
    words = sampling.choose_words(tried, len(index.records), counted)
    return {name: measure_word(work, name, *found) for name, found in words.items()}


def measure_word(work: Work, name: str, word: str, records: int) -> dict:
    """Return the figures of the page for one word."""
    print_progress(f"  search for a {name} word: {word}, {records:,} records")
    paths = uncached_addresses(f"{LIST}?q={word}&sort=relevance")
    request_in_turn(work.port, paths, 0, least=4)
    times = Times.of(request_in_turn(work.port, paths, work.seconds))
    return {"word": word, "records": records, **times.as_dict()}
