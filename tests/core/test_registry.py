"""Every noun is registered once and whole: what lists, files, search and imports read is there."""

import dataclasses

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from catalogue.core.registry import all_nouns, get_noun, listed_nouns, register_noun, searched_nouns
from catalogue.nouns import NOUNS
from tests.factories import make_event, make_organization, make_practice, make_resolution

MAKERS = {
    "practice": make_practice,
    "event": make_event,
    "organization": make_organization,
    "resolution": make_resolution,
}


def test_the_registry_has_what_the_front_door_names():
    assert all_nouns() == NOUNS
    assert [get_noun(noun.model) for noun in NOUNS] == NOUNS
    assert {noun.name for noun in listed_nouns()} == set(MAKERS)
    assert sorted(searched_nouns(), key=NOUNS.index) == listed_nouns()
    assert len({noun.plural for noun in NOUNS}) == len(NOUNS)


def test_a_model_is_no_second_noun():
    with pytest.raises(ValueError, match="declared twice"):
        register_noun(dataclasses.replace(NOUNS[0]))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_a_noun_names_fields_of_its_model_and_a_file_that_is_there(noun):
    assert bool(noun.key) != bool(noun.key_links)
    for name in (noun.key, *noun.key_links, noun.title):
        assert not name or noun.model._meta.get_field(name).concrete
    assert noun.public().model is noun.model
    assert not noun.fixture[0] or (settings.ROOT / "fixtures" / noun.fixture[0]).is_file()


@pytest.mark.django_db
@pytest.mark.parametrize("noun", listed_nouns(), ids=lambda noun: noun.name)
def test_a_noun_with_a_list_is_whole(client, noun):
    record = MAKERS[noun.name]()
    assert list(noun.public()) == [record]
    assert [each.name for each in noun.export.columns if each.is_key] == [noun.key]
    assert noun.filterset.searched.model is noun.model
    assert get_template(noun.list_template)
    assert get_template(noun.list_template.replace("list.html", "_card.html"))
    assert str(noun.list_title)
    assert noun.search_note(record)
    assert {name for names in noun.breakdowns for name in names} <= set(
        noun.filterset.list_facets()
    )
    assert "newest" in noun.filterset.list_orders()
    assert reverse(noun.list_url_name) == f"/{noun.plural}/"
    assert client.get(reverse(noun.list_url_name)).status_code == 200
    assert client.get(record.get_absolute_url()).status_code == 200
