"""The document itself among the sources of a practice, with its language and form."""

import pytest

from tests.factories import make_practice, make_source

pytestmark = pytest.mark.django_db


def shown(client, *, is_the_practice=True, **source) -> str:
    """Return the page of a practice that cites a source."""
    practice = make_practice(sources=[])
    practice.citations.all().delete()
    practice.citations.create(source=make_source(**source), is_the_practice=is_the_practice)
    return client.get(practice.get_absolute_url()).text


def test_it_is_named_with_form_and_language(client):
    assert "The document itself, PDF, French" in shown(client, language="fr", media="pdf")


def test_a_text_about_a_practice_is_not_the_document_itself(client):
    text = shown(client, is_the_practice=False, language="am", media="video")
    assert "Video, Amharic" in text
    assert "The document itself" not in text


def test_nothing_is_said_of_what_nobody_has_looked_at(client):
    text = shown(client, is_the_practice=False)
    assert "The document itself" not in text
    assert "English" not in text


def test_nothing_is_said_of_a_document_without_an_address(client):
    text = shown(client, url="", title="A guide", language="fr", media="pdf")
    assert "The document itself" not in text
    assert "French" not in text
