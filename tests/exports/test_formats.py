"""Every format is whole: it is offered or says that it is not, and answers what it lists."""

import re

import pytest
from django.conf import settings
from django.test import Client

from catalogue.exports.formats import FORMATS
from tests.factories import make_practice

pytestmark = pytest.mark.django_db


def get(address: str):
    """Return the answer to an address."""
    return Client().get(address)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_format_says_what_it_is(extension):
    chosen = FORMATS[extension]
    assert chosen.extension == extension
    assert all([chosen.name, chosen.content_type, chosen.contents, chosen.good_for])
    assert chosen.described_by in {"", *FORMATS}
    text = (settings.ROOT / "docs" / "data.md").read_text()
    assert re.search(rf"^\| .*`\.{re.escape(extension)}`", text, re.MULTILINE)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_format_is_answered_with_its_type_and_offered_where_it_says(extension):
    chosen = FORMATS[extension]
    make_practice()
    response = get(f"/practices.{extension}")
    assert (response.status_code, response["Content-Type"]) == (200, chosen.content_type)
    assert response["Content-Disposition"].startswith(
        "inline" if chosen.is_inline else "attachment"
    )
    offered = f'href="/practices.{extension}"' in get("/practices/").text
    assert offered == bool(chosen.group or chosen.newest)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_format_takes_a_choice_of_columns_or_refuses_it_in_words(extension):
    make_practice()
    response = get(f"/practices.{extension}?columns=title,code")
    if FORMATS[extension].takes_columns:
        assert response.status_code == 200
    else:
        assert response.status_code == 400
        assert "columns: unknown parameter." in response.text


@pytest.mark.parametrize("extension", FORMATS)
def test_a_format_answers_every_value_of_its_parameters_and_refuses_others(extension):
    make_practice()
    for name, values in FORMATS[extension].parameters.items():
        for value in values:
            assert get(f"/practices.{extension}?{name}={value}").status_code == 200
        assert get(f"/practices.{extension}?{name}=other").status_code == 400
    assert get(f"/practices.{extension}?unknown=1").status_code == 400


@pytest.mark.parametrize("extension", FORMATS)
def test_a_format_that_holds_references_is_there_for_one_record_too(extension):
    practice = make_practice()
    status = 200 if FORMATS[extension].is_reference else 404
    assert get(f"/practices/{practice.code}.{extension}").status_code == status
