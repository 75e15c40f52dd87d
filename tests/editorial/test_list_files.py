"""The list of the desk as a file: what one sees there, drafts too, for nobody else."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from catalogue import models
from catalogue.imports.apply import apply_import
from catalogue.versions.revisions import begin_revision
from tests.admin.desk import list_address
from tests.admin.records import PUBLISHABLE
from tests.factories import make_organization, make_practice
from tests.imports.tables import does, edited, look

pytestmark = pytest.mark.django_db


def download(client, noun="practice", extension="csv", **asked):
    """Download a list of the desk."""
    return client.get(reverse(f"admin:catalogue_{noun}_download", args=[extension]), asked)


def codes_in(answer) -> list[str]:
    """Return the first cell of each row of a CSV."""
    rows = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    return [row[0] for row in rows][1:]


@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_drafts_are_in_the_files_of_the_desk_alone_and_no_cache_keeps_them(editor, noun):
    draft = PUBLISHABLE[noun](status="draft")
    public = Client().get(f"/{noun}s.csv")
    answer = download(editor, noun)
    assert answer.getvalue().splitlines()[0] == public.getvalue().splitlines()[0]
    key = getattr(draft, "slug" if noun == "organization" else "code", "")
    assert (key or draft.symbol).encode() in answer.getvalue()
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "public" not in answer["Cache-Control"]
    assert Client().get(f"/{noun}s.csv").getvalue() == public.getvalue()
    assert f"/{noun}/download/csv/" in editor.get(list_address(noun)).text


def test_a_file_has_the_records_of_the_list_that_one_sees(editor):
    draft, other = make_practice(status="draft", title="Gates"), make_practice(title="Fences")
    assert set(codes_in(download(editor))) == {draft.code, other.code}
    assert codes_in(download(editor, status__exact="draft")) == [draft.code]
    assert codes_in(download(editor, q="fences")) == [other.code]
    assert codes_in(download(editor, q="nothing")) == []
    assert download(editor, summary__regex="(a+)+").status_code == 400
    book = load_workbook(io.BytesIO(download(editor, extension="xlsx", q="gates").getvalue()))
    assert [row[0].value for row in book["Records"].iter_rows()] == ["code", draft.code]
    assert download(editor, extension="bib").status_code == 404
    for wrong in ({"adopted_on__year": "99999"}, {"year": "x"}):
        assert download(editor, "resolution", **wrong).status_code == 400


def test_only_those_who_see_the_list_can_have_it(editor):
    stranger, staff = Client(), Client()
    staff.force_login(User.objects.create_user("nobody", is_staff=True))
    assert download(stranger).status_code == 302
    assert download(staff).status_code == 403


def test_drafts_and_revisions_are_changed_by_table(editor):
    by = User.objects.get(username="editor")
    hidden = make_organization(status="draft")
    draft = make_practice(status="draft", title="Old", organizations=[hidden])
    revision = begin_revision(make_practice(title="Published"), by=by)
    for record in (draft, revision):
        data = download(editor).getvalue()
        assert does(look(data, models.Practice, by)) == {"unchanged": 3}
        found = look(edited(data, record.code, title="New"), models.Practice, by)
        assert does(found) == {"update": 1, "unchanged": 2}
        apply_import(found.pk, by=by)
        record.refresh_from_db()
        assert record.title == "New"
    assert [each.organization for each in draft.involvements.all()] == [hidden]
    assert models.Practice.objects.get(title="Published").is_public
