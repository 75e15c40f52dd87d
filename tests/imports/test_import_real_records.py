"""The real records go out as files and come in again: nothing is lost on the way."""

import pytest

from catalogue.imports.apply import apply_import
from catalogue.imports.readers import ImportRefused
from tests.admin.conftest import make_person
from tests.imports.tables import does, exported, look
from tests.imports.test_import_preview import NOUNS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("noun", NOUNS)
def test_an_export_of_all_is_read_as_what_is_there(real_records, noun, extension):
    by, data = make_person("superuser"), exported(noun, extension)
    found = look(data, NOUNS[noun], by)
    assert does(found) == {"unchanged": NOUNS[noun].objects.published().count()}
    assert does(found)["unchanged"] > 5
    assert apply_import(found.pk, by=by).done["created"] == {}
    if extension == "csv":
        assert exported(noun) == data
    with pytest.raises(ImportRefused):
        apply_import(found.pk, by=by)
