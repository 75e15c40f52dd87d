"""What a search asks for beside the words that were typed."""

import pytest

from catalogue.core.variants import list_variants
from catalogue.search.expansion import make_plan
from catalogue.search.names import NamedValue, NameIndex
from catalogue.search.query_parser import parse_query
from catalogue.search.recognition import RecognisedPart

RETAIL = NamedValue("sector", "sector", "retail", "Retail", ("Retail", "shopping mall", "mall"))
RAIL = NamedValue("sector", "sector", "rail", "Rail", ("Rail", "train"))
TRAINING = NamedValue("measure", "measure", "training", "Training", ("Training", "exercise"))
STATES = NamedValue(
    "country", "country", "US", "United States of America", ("United States of America", "USA")
)
PARAGRAPH = NamedValue("operativeparagraph", "paragraph", "2341-2", "para. 2", ())
NAMES = NameIndex((value, ()) for value in (RETAIL, RAIL, TRAINING, STATES))


def ask(typed: str, *parts: tuple[str, NamedValue]) -> dict[str, list[str]]:
    """Return the phrases of each group: `*` for a beginning, `=` for whole words."""
    recognised = [
        RecognisedPart(typed.index(text), typed.index(text) + len(text), (value,))
        for text, value in parts
    ]
    plan = make_plan(parse_query(typed), recognised, NAMES)
    return {
        term: [
            " ".join(phrase.words) + "*" * phrase.is_beginning + "=" * phrase.is_exact
            for phrase in group
        ]
        for term, group in zip(plan.terms, plan.groups, strict=True)
    }


def test_a_word_may_be_unfinished_if_it_is_the_last_one():
    assert ask("gates port") == {
        "gates": ["gates", "gatesport"],
        "port": ["port", "port*", "gatesport"],
    }
    assert ask('"gates" "port"') == {"gates": ["gates"], "port": ["port"]}


def test_other_names_stand_for_all_words_of_a_name():
    group = ["retail", "shopping mall", "mall"]
    assert ask("shopping mall guards", ("shopping mall", RETAIL)) == {
        "shopping": ["shopping", "shoppingmall", *group],
        "mall": ["mall", "shoppingmall", "mallguards", "retail", "shopping mall"],
        "guards": ["guards", "guards*", "mallguards"],
    }


def test_a_proper_name_is_one_group_of_its_names():
    assert ask("United States ports", ("United States", STATES)) == {
        "United States": ["united states", "united states of america", "usa="],
        "ports": ["ports", "ports*", "statesports"],
    }
    assert ask("the US", ("US", STATES)) == {"US": ["united states of america", "usa="]}


def test_a_code_is_asked_for_as_it_is_written():
    assert ask("OP2 of resolution 2341", ("OP2 of resolution 2341", PARAGRAPH)) == {
        "OP2 of resolution 2341": ["2341 2"]
    }


def test_words_with_the_same_stem_that_name_different_things_are_told_from_each_other():
    assert ask("train", ("train", RAIL)) == {"train": ["train=", "trains=", "rail"]}
    assert ask("training staff")["training"] == ["training=", "trainings=", "trainingstaff"]


def test_short_words_in_capitals_are_whole_words_and_are_not_unfinished():
    assert ask("EU UN") == {"EU": ["eu="], "UN": ["un="]}


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("counter terrorism", {"counterterrorism", "counter terror"}),
        ("counterterrorism", {"counter terrorism"}),
        ("cybersecurity", {"cyber security"}),
        ("multi agency", {"multiagency"}),
        ("defence", {"defense"}),
        ("defenses", {"defences"}),
        ("organisation", {"organization"}),
        ("organizations", {"organisations"}),
        ("shopping center", {"shopping centre", "shoppingcenter"}),
        ("theatre", {"theater"}),
        ("programme", {"program"}),
        ("harbor", {"harbour"}),
        ("travelling", {"traveling"}),
        ("stadia", {"stadium", "stadiums"}),
        ("iso22343", {"iso 22343"}),
        ("southeast asia", {"south eastern asia", "south east asia"}),
    ],
)
def test_other_forms_of_words(typed, forms):
    found = {" ".join(words) for words in list_variants(tuple(typed.split()))}
    assert forms <= found
    assert typed not in found


@pytest.mark.parametrize("word", ["port", "four", "security", "airport", "enter", "water", ""])
def test_words_that_have_no_other_form(word):
    forms = {" ".join(words) for words in list_variants((word,))}
    assert not [form for form in forms if " " not in form]


@pytest.mark.parametrize("word", ["terrorism", "stadium", "organisation"])
def test_a_long_phrase_has_few_other_forms(word):
    """All of them together would be more than any memory holds."""
    assert 0 < len(list_variants((word,) * 32)) <= 12
