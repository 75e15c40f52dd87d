"""Real and made-up records never meet, and a run that is broken off leaves nothing behind."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from catalogue import models
from tests.factories import make_organization, make_practice
from tools.synthetic.__main__ import main
from tools.synthetic.practices import Practices

pytestmark = pytest.mark.django_db


def test_the_command_reports_how_far_it_is(capsys):
    assert main(["5"]) == 0
    assert "100 %: 5 of 5 practices" in capsys.readouterr().err
    assert models.Practice.objects.count() == 5


@pytest.mark.parametrize("make_one", [make_practice, make_organization])
def test_a_catalogue_with_a_real_record_is_refused_and_stays_as_it_is(make_one, capsys):
    make_one()
    for words in (["5"], ["5", "--replace"]):
        assert main(words) == 1
        said = capsys.readouterr().err
        assert "Nothing was made." in said
        assert "holds real records" in said
    assert models.Organization.objects.count() == 1


def test_synthetic_records_are_replaced_only_when_asked(capsys):
    main(["5"])
    assert main(["6"]) == 1
    assert "Add --replace" in capsys.readouterr().err
    assert models.Practice.objects.count() == 5
    assert main(["6", "--replace"]) == 0
    assert models.Practice.objects.count() == 6


def test_real_records_are_not_loaded_into_a_synthetic_catalogue():
    main(["5"])
    for path in (settings.ROOT / "fixtures", settings.ROOT / "fixtures" / "practices.yaml"):
        with pytest.raises(CommandError, match="This catalogue is synthetic"):
            call_command("load_records", path)
    assert models.Practice.objects.count() == 5


def test_a_start_leaves_a_synthetic_catalogue_as_it_is(capsys):
    main(["5"])
    call_command("load_records", if_empty=True)
    assert "nothing was loaded" in capsys.readouterr().out
    assert models.Practice.objects.count() == 5


def test_a_run_that_is_interrupted_leaves_nothing(monkeypatch, capsys):
    def interrupt(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Practices, "write", interrupt)
    assert main(["5"]) == 130
    assert "the catalogue is as it was" in capsys.readouterr().err
    assert not models.Organization.objects.exists()
    assert not models.Sector.objects.exists()


@pytest.mark.parametrize("size", ["0", "-1", "10000001"])
def test_a_size_that_makes_no_sense_is_refused(size, capsys):
    with pytest.raises(SystemExit):
        main(["--", size])
    assert "Give a size" in capsys.readouterr().err
