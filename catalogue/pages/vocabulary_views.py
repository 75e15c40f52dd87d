"""Pages of the vocabularies: all words of one, and one word with what is known of it."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import path

from catalogue.db.transactions import read_snapshot
from catalogue.pages.vocabularies import (
    VOCABULARIES,
    TermCounter,
    Vocabulary,
    build_term_tree,
    select_paragraphs,
    select_relatives,
    select_streams,
)
from catalogue.taxonomy.models import Measure


def vocabulary_index(request, vocabulary: Vocabulary):
    """Answer with all words of a vocabulary, what each means and how many records have it."""
    with read_snapshot():
        words = build_term_tree(vocabulary.model.objects.all(), TermCounter(vocabulary))
        context = {
            "vocabulary": vocabulary,
            "words": [word for word in words if not word.term.retired],
            "retired": [word for word in words if word.term.retired],
            "others": [other for other in VOCABULARIES if other is not vocabulary],
        }
        return render(request, "catalogue/pages/vocabulary.html", context)


def term_detail(request, vocabulary: Vocabulary, slug: str):
    """Answer with one word: its meaning, its place, on what it rests, its newest practices."""
    with read_snapshot():
        term = get_object_or_404(select_relatives(vocabulary.model.objects.all()), slug=slug)
        numbers = TermCounter(vocabulary)
        rests = vocabulary.model is Measure
        context = {
            "vocabulary": vocabulary,
            "term": term,
            "word": numbers.word(term),
            "children": [numbers.word(child) for child in term.children.all()],
            "paragraphs": list(select_paragraphs(term)) if rests else [],
            "streams": list(select_streams(term)) if rests else [],
            "newest": numbers.newest(term),
        }
        return render(request, "catalogue/pages/term.html", context)


def build_vocabulary_urls() -> list:
    """Return the addresses of the vocabularies and of their words."""
    found = []
    for each in VOCABULARIES:
        found += [
            path(f"{each.name}s/", partial(vocabulary_index, vocabulary=each), name=each.index),
            path(
                f"{each.name}s/<slug:slug>/",
                partial(term_detail, vocabulary=each),
                name=f"{each.name}-detail",
            ),
        ]
    return found
