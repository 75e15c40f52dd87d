"""Every column of every noun is read back, and so is a field that was just added."""

import shutil
from dataclasses import replace

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from catalogue import models
from catalogue.core.registry import get_noun
from catalogue.events.models import ParticipationRole
from catalogue.exports.columns import field
from catalogue.imports.apply import apply_import
from catalogue.imports.loader import RecordLoader
from catalogue.imports.planner import read_cells
from catalogue.imports.refusals import ImportRefused, UnreadableFile
from catalogue.imports.schemas import schema_of
from catalogue.practices.relations import InvolvementRole
from tests import factories
from tests.imports.tables import NEW, bring_in, errors, look, workbook, written

pytestmark = pytest.mark.django_db

MODELS = [models.Practice, models.Event, models.Organization, models.Resolution]
#: Other cells for columns whose words cannot be any text.
OTHER = {
    "kind": {models.Practice: "tool", models.Event: "launch", models.Organization: "academia"},
    "organ": "general_assembly", "year": "2018", "adopted": "2018-03-04", "number": "12",
    "started": "2011", "ended": "2021", "founded": "1951", "start": "2018-01-02",
    "end": "2020-12-31", "verification_on": "2025-01-02", "verification_verdict": "corrected",
    "basis_paragraph": "3", "basis_relation": "subject", "evidence_kind": "described",
    "relations_kind": "adapted_from", "paragraphs_paragraph": "9",
    "paragraphs_number_confirmed": "false", "website": "https://other.example.org/",
    "url": "https://other.example.org/text", "sources_year": "2003",
    "sources_url": "https://other.example.org/a", "sources_url_unopened": "true",
    "sources_also_read_at": "https://other.example.org/b",
    "sources_archived_url": "https://other.example.org/c", "sources_language": "fr",
    "sources_media": "pdf", "sources_is_the_practice": "true", "other_names_language": "fr",
    "other_names_needs_review": "true",
    "sources_accessed_on": "2020-02-03",
}  # fmt: skip
#: Cells that have to change with another one.
WITH = {
    "year": {"adopted": "2018-01-01"}, "adopted": {"year": "2018"},
    "basis_resolution": {"basis_paragraph": "1"},
}  # fmt: skip


def make_full(model):
    """Return a draft with something in every column, so that each cell can be changed."""
    makers = {
        models.Resolution: make_full_resolution,
        models.Organization: make_full_organization,
        models.Event: make_full_event,
        models.Practice: make_full_practice,
    }
    cited = factories.make_source(
        title="A report", publisher="CTED", year=2001, language="en", media="web",
        read_in="A library",
        other_url="https://example.org/b", archived_url="https://example.org/c", url_opened=True,
    )  # fmt: skip
    resolution, another = factories.make_resolution(2341), factories.make_resolution(2396)
    paragraphs = [factories.make_paragraph(resolution, number) for number in ("2", "3")]
    for number in ("1", "3"):
        factories.make_paragraph(another, number)
    record = makers[model](factories.make_organization(), factories.make_country(), paragraphs)
    record.citations.all().delete()
    record.citations.create(
        source=cited, locator="p. 1", quotation="Q", accessed_on="2020-01-02", position=1
    )
    return record


def make_full_resolution(body, country, paragraphs):
    """Return a resolution with a paragraph."""
    record = factories.make_resolution(
        4000, status="draft", title="T", summary="S", meeting="1st", url="https://example.org/"
    )
    paragraph = factories.make_paragraph(
        record, "1", number_confirmed=True, verb="urges", heading="H", summary="S", note="N"
    )
    paragraph.measures.add(factories.make_measure())
    return record


def make_full_organization(body, country, paragraphs):
    """Return an organization with a parent and a successor."""
    record = factories.make_organization(
        status="draft", acronym="A", parent=body, successor=body, country=country,
        founded=1950, ended=1990, website="https://example.org/", summary="S",
    )  # fmt: skip
    record.other_names.create(name="Organe", language="nl", position=1)
    return record


def make_full_event(body, country, paragraphs):
    """Return an event with an organization in every role."""
    record = factories.make_event(
        status="draft", title="T", city="C", country=country, other_participants="O",
        end="2020-01-01", summary="S", sectors=[factories.make_sector()],
        resolutions=[paragraphs[0].resolution],
    )  # fmt: skip
    record.measures.add(factories.make_measure())
    for role in ParticipationRole.values:
        record.participations.create(organization=body, role=role)
    return record


def make_full_practice(body, country, paragraphs):
    """Return a practice with an organization in every role."""
    texts = ("summary", "how_it_works", "results", "success_factors", "resources", "limits",
             "safeguards", "adaptation", "other_participants")  # fmt: skip
    record = factories.make_practice(
        status="draft", started=2010, ended=2020, verdict="confirmed",
        last_verified_on="2024-01-02", countries=[country], paragraphs=paragraphs[:1],
        events=[factories.make_event()], **dict.fromkeys(texts, "S"),
    )  # fmt: skip
    record.threats.add(factories.make_threat())
    record.regions.add(factories.make_region())
    record.involvements.all().delete()
    for role in InvolvementRole.values:
        record.involvements.create(organization=body, role=role)
    record.evidence.create(kind="monitored", by_whom="B", finding="F")
    record.relations.create(other=factories.make_practice(), kind="related", reason="R")
    record.basis.update(relation="cites", reason="R")
    return record


def other_cell(model, column, old: str) -> str:
    """Return another text for a cell, which names another record where it names one."""
    other = OTHER.get(column.name)
    if other:
        return other[model] if isinstance(other, dict) else other
    schema = schema_of(model)
    word, inner = schema.columns[column.name]
    found = schema.words[word].words[inner] if inner else schema.words[word]
    owner = model
    if schema.words[word].relation:
        owner = model._meta.get_field(schema.words[word].relation).related_model
    related = owner._meta.get_field(found.path.partition("__")[0]).related_model
    if related is None or related is models.Source:
        return f"{old} x"
    if related is models.OperativeParagraph:
        return models.Resolution.objects.get(number=2396).symbol
    make = getattr(factories, f"make_{related._meta.model_name}")
    return getattr(make(), found.path.partition("__")[2])


@pytest.mark.parametrize("model", MODELS)
def test_every_changed_cell_is_imported_and_exported_again(by, model):
    record, export = make_full(model), get_noun(model).export
    names = [column.name for column in export.columns if column.reads]
    for column in [each for each in export.columns if each.reads and not each.is_key]:
        [old] = read_cells(model, [record.pk]).values()
        assert old[column.name], f"the record has nothing in {column.name}"
        new = {name: old[name] for name in names}
        new[column.name] = other_cell(model, column, old[column.name])
        new |= WITH.get(column.name, {})
        if column.reads.row_field.startswith("source__") and column.name != "sources_url":
            new["sources_url"] = f"https://other.example.org/{column.name}"  # sources are shared
        found = look(written(new), model, by)
        assert not errors(found), column.name
        assert column.name in [change[0] for change in found.seen[0]["changes"]]
        apply_import(found.pk, by=by)
        [again] = read_cells(model, [record.pk]).values()
        assert {name: again[name] for name in names} == new, column.name


# --- A field that was just added: model, migration, column ---------------------------------------


@pytest.fixture
def added_field(monkeypatch):
    """Have a text field of practices for which only a column was declared."""
    noun = get_noun(models.Practice)
    declared = [*noun.export.declared, field("withdrawal_reason", "A field without other mention")]
    monkeypatch.setitem(noun.__dict__, "export", replace(noun.export, declared=declared))
    schema_of.cache_clear()
    yield "withdrawal_reason"
    schema_of.cache_clear()


@pytest.mark.parametrize("make_file", [written, lambda row: workbook(list(row), [*row.values()])])
def test_a_new_field_is_imported_from_tables(added_field, by, make_file):
    row = {"code": "", **NEW["practice"], added_field: "Said."}
    bring_in(make_file(row), models.Practice, by)
    assert models.Practice.objects.get().withdrawal_reason == "Said."


def test_a_new_field_is_imported_from_yaml(added_field, tmp_path):
    copy_vocabularies(tmp_path)
    practice = {"code": "GP-0001", **NEW["practice"], "status": "draft", added_field: "Said."}
    (tmp_path / "practices.yaml").write_text(yaml.safe_dump([practice]))
    RecordLoader().run(tmp_path)
    assert models.Practice.objects.get().withdrawal_reason == "Said."


def copy_vocabularies(folder):
    """Put the real vocabularies and resolutions into a folder, without other records."""
    for name in ("taxonomy", "regions", "countries", "resolutions"):
        shutil.copy(settings.ROOT / "fixtures" / f"{name}.yaml", folder)
    for name in ("organizations", "events", "crosswalk", "not_applicable"):
        (folder / f"{name}.yaml").write_text("[]")


def test_no_column_and_no_word_is_dropped_in_silence(by):
    with pytest.raises(UnreadableFile, match="“how_it_work” is unknown; nearest: how_it_works"):
        look(written({"code": "", "how_it_work": "x"}), models.Practice, by)
    draft = factories.make_practice(status="draft")
    found = look(written({"code": draft.code, "version": "7"}), models.Practice, by)
    assert found.passed_over == ["version"]


# --- Both commands take the same tables ----------------------------------------------------------


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_both_commands_take_a_table_of_three_columns(by, tmp_path, extension, capsys):
    practice = factories.make_practice(title="Old")
    row = {"code": practice.code, "title": "New", "summary": "Told."}
    data = written(row) if extension == "csv" else workbook(list(row), [*row.values()])
    path = tmp_path / f"table.{extension}"
    path.write_bytes(data)
    call_command("load_records", path)
    practice.refresh_from_db()
    assert (practice.title, practice.summary, practice.is_public) == ("New", "Told.", True)
    assert not models.Practice.objects.filter(revises=practice).exists()
    call_command("import_records", path, "--as", by.username)
    assert "Nothing to change." in capsys.readouterr().out


def test_load_records_makes_drafts_with_the_codes_of_the_table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(written({"code": "GP-0044", **NEW["practice"]}))
    RecordLoader().run(path)
    practice = models.Practice.objects.get()
    assert (practice.code, practice.status) == ("GP-0044", "draft")
    assert factories.make_practice(code="").code != "GP-0044"


def test_load_records_names_every_error_of_a_table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(written({"code": "GP-1", "title": "", "kind": "wish"}))
    with pytest.raises(ImportRefused) as refused:
        RecordLoader().run(path)
    for text in ("table.csv, row 2, code: ", "row 2, title: is missing", "row 2, kind: 'wish' is"):
        assert text in str(refused.value)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="No column of the file is known"):
        call_command("load_records", path)
