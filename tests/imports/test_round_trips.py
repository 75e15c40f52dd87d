"""Files of the catalogue that a spreadsheet opened and saved again change nothing."""

import pytest

from catalogue import models
from catalogue.imports.refusals import UnreadableFile
from tests.admin.conftest import make_person
from tests.factories import make_event
from tests.imports.excel import COUNTRIES, save_in_excel
from tests.imports.tables import does, errors, exported, look, written
from tests.imports.test_import_preview import NOUNS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("noun", NOUNS)
def test_what_excel_saves_as_csv_changes_nothing(real_records, noun, country):
    data = save_in_excel(exported(noun), COUNTRIES[country])
    found = look(data, NOUNS[noun], make_person("superuser"))
    assert not errors(found)
    assert not found.seen
    assert does(found) == {"unchanged": NOUNS[noun].objects.published().count()}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_day_that_could_be_read_in_two_orders_is_that_of_the_record(by, country):
    event = make_event(start="2018-05-04", end="2018-05-05")
    found = look(save_in_excel(exported("events"), COUNTRIES[country]), models.Event, by)
    assert does(found) == {"unchanged": 1}
    table = written({"code": event.code, "start": "2018-06-07", "end": "2018-06-08"})
    if country == "German":
        assert does(look(save_in_excel(table, COUNTRIES[country]), models.Event, by))
        return
    with pytest.raises(UnreadableFile) as refused:
        look(save_in_excel(table, COUNTRIES[country]), models.Event, by)
    assert len(refused.value.reasons) == 2
    assert "Excel rewrites dates" in str(refused.value)
