"""Real and made-up records never meet, and a run that is broken off leaves nothing behind."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from catalogue import models
from catalogue.synthetic.practices import Practices
from tests.factories import make_organization, make_practice

pytestmark = pytest.mark.django_db


def synthesize(*words):
    """Run the command and return what it said."""
    said = StringIO()
    call_command("make_synthetic", *words, stderr=said)
    return said.getvalue()


def test_the_command_says_how_far_it_is():
    assert "100 %: 5 of 5 practices" in synthesize("5")
    assert models.Practice.objects.count() == 5


@pytest.mark.parametrize("make_one", [make_practice, make_organization])
def test_a_catalogue_with_a_real_record_is_refused_and_stays_as_it_is(make_one):
    make_one()
    for words in (["5"], ["5", "--replace"]):
        with pytest.raises(CommandError, match=r"Nothing was made.*holds real records"):
            synthesize(*words)
    assert models.Organization.objects.count() == 1


def test_synthetic_records_are_replaced_only_when_asked():
    synthesize("5")
    with pytest.raises(CommandError, match="Add --replace"):
        synthesize("6")
    assert models.Practice.objects.count() == 5
    synthesize("6", "--replace")
    assert models.Practice.objects.count() == 6


def test_real_records_are_not_loaded_into_a_synthetic_catalogue():
    synthesize("5")
    for path in (settings.ROOT / "fixtures", settings.ROOT / "fixtures" / "practices.yaml"):
        with pytest.raises(CommandError, match="This catalogue is synthetic"):
            call_command("load_records", path)
    assert models.Practice.objects.count() == 5


def test_a_start_leaves_a_synthetic_catalogue_as_it_is(capsys):
    synthesize("5")
    call_command("load_records", if_empty=True)
    assert "nothing was loaded" in capsys.readouterr().out
    assert models.Practice.objects.count() == 5


def test_a_run_that_is_broken_off_leaves_nothing(monkeypatch):
    def break_off(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Practices, "write", break_off)
    with pytest.raises(CommandError, match=r"as it was\. Start anew"):
        synthesize("5")
    assert not models.Organization.objects.exists()
    assert not models.Sector.objects.exists()


@pytest.mark.parametrize("size", ["0", "-1", "10000001"])
def test_a_size_that_makes_no_sense_is_refused(size):
    with pytest.raises(CommandError, match="Give a size"):
        synthesize(size)
