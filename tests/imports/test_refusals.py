"""Files with errors: each error is named with its file and record, and nothing is taken over."""

import pytest
from django.core.management import CommandError, call_command

from catalogue import models
from catalogue.imports.loader import RecordLoader
from catalogue.imports.refusals import ImportRefused
from tests.imports.folders import (
    EMPTY_CELL,
    EVENT,
    PAIR,
    PRACTICE,
    read_fixture,
    real_terms,
    shorten_resolutions,
    write_files,
)

pytestmark = pytest.mark.django_db


def problems(folder) -> list[str]:
    """Load a folder that is refused, check that nothing was taken over, and return why."""
    before = [model.objects.count() for model in (models.Country, models.Practice, models.Source)]
    with pytest.raises(ImportRefused) as refused:
        RecordLoader().run(folder)
    after = [model.objects.count() for model in (models.Country, models.Practice, models.Source)]
    assert before == after
    return refused.value.reasons


def test_the_small_folder_is_fine(folder):
    RecordLoader().run(folder)
    assert models.Practice.objects.get().is_public


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sektors": ["aviation"]}, "unknown word 'sektors'"),
        ({"sectors": ["aviatoin"]}, "'aviatoin' is unknown; nearest: aviation"),
        ({"sectors": "aviation"}, "sectors: 'aviation' is not a list"),
        ({"measures": []}, "is published and lacks a measure"),
        ({"lead": ["nobody"]}, "lead: 'nobody' is unknown"),
        ({"lead": []}, "is published and lacks an organization"),
        ({"countries": ["XX"]}, "countries: 'XX' is unknown"),
        ({"regions": ["Atlantis"]}, "regions: 'Atlantis' is unknown"),
        ({"kind": "wish"}, "kind: 'wish' is unknown; use good_practice"),
        ({"started": "2018"}, "started: '2018' is not a whole number"),
        ({"started": True}, "started: True is not a whole number"),
        ({"started": 2018, "ended": 2017}, "ended"),
        ({"title": ""}, "title is missing"),
        ({"title": "a | b"}, "The character | cannot be used here."),
        ({"summary": "x" * 601}, "summary"),
        ({"events": ["EV-0099"]}, "events: 'EV-0099' is unknown; nearest: EV-0001"),
        ({"verification": {"on": "yesterday", "verdict": "confirmed"}}, "is not a date"),
        ({"verification": {"on": "2026-11-23", "verdict": "maybe"}}, "'maybe' is unknown"),
        ({"verification": {"on": "9999-12-31", "verdict": "confirmed"}}, "day is after today"),
        (
            {
                "basis": [
                    {"resolution": "S/RES/2341 (2017)", "paragraph": "99", "relation": "cites"}
                ]
            },
            "basis.paragraph: '99' is not a known paragraph of S/RES/2341 (2017); known: 2, 3, 4",
        ),
        (
            {"basis": [{"resolution": "2341", "paragraph": "2", "relation": "cites"}]},
            "basis.resolution: '2341' is unknown; use S/RES/2341 (2017)",
        ),
        ({"sources": [{"title": "T", "url": "javascript:alert(1)"}]}, "url"),
        ({"sources": [{"publisher": "nobody"}]}, "sources"),
        ({"sources": [{"title": "T", "page": 3}]}, "unknown word 'sources[1].page'"),
        ({"relations": [{"practice": "GP-0001", "kind": "related"}]}, "GP-0001"),
        ({"code": "GP-1"}, "GP-1"),
    ],
)
def test_an_error_is_named_with_its_file_and_record(folder, change, said):
    write_files(folder, practices=[PRACTICE | change])
    found = problems(folder)
    assert any(said in problem for problem in found), found
    assert all(problem.startswith(("practices.yaml, GP-", "sources, ")) for problem in found)


def test_all_errors_are_said_at_once(folder):
    write_files(
        folder,
        events=[EVENT | {"organizers": ["nobody"], "end": "2018-04-23"}],
        practices=[PRACTICE | {"sectors": ["a"]}, PRACTICE | {"code": "GP-0002", "lead": ["b"]}],
    )
    found = "\n".join(problems(folder))
    for said in ("EV-0001: organizers: 'nobody'", "GP-0001: sectors: 'a'", "GP-0002: lead: 'b'"):
        assert said in found


def test_a_record_without_a_key_or_with_one_twice_is_named(folder):
    write_files(folder, practices=[PRACTICE, PRACTICE, {"title": "Nameless"}, "no record"])
    found = "\n".join(problems(folder))
    assert "practices.yaml, GP-0001: 'code' is given twice" in found
    assert "practices.yaml, record 3: has no 'code'" in found
    assert "practices.yaml, record 4: has no 'code'" in found


@pytest.mark.parametrize(
    "content", ["a: [", "just text", "[]: {}", "\x00", "- !!python/object:x {}", "- 2018-13-45"]
)
def test_a_file_that_is_no_list_of_records_is_named(folder, content):
    (folder / "events.yaml").write_text(content)
    assert any(problem.startswith("events.yaml") for problem in problems(folder))


def test_a_missing_file_is_named(folder):
    (folder / "events.yaml").unlink()
    assert any(problem.startswith("events.yaml: cannot be read") for problem in problems(folder))


def test_a_pair_of_paragraphs_is_named_by_both_of_them(folder):
    write_files(folder, crosswalk=[PAIR | {"relation": "similar"}])
    (said,) = problems(folder)
    assert said.startswith("crosswalk.yaml, 2396-28 2341-4: relation: 'similar' is unknown; use ")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paragraph": "2341-99"}, "not_applicable.yaml, 2341-99 water: paragraph: '2341-99'"),
        ({"sector": "watr"}, "not_applicable.yaml, 2341-3 watr: sector: 'watr' is unknown"),
        ({"sector": None}, "not_applicable.yaml, 2341-3: Choose exactly two"),
        ({"reason": ""}, "not_applicable.yaml, 2341-3 water: reason is missing"),
        ({"shade": "dark"}, "not_applicable.yaml, 2341-3 water: unknown word 'shade'"),
    ],
)
def test_an_error_in_an_empty_cell_is_named_with_the_cell(folder, change, said):
    write_files(folder, not_applicable=[EMPTY_CELL | change])
    assert any(each.startswith(said) for each in problems(folder)), problems(folder)


def test_a_cell_is_marked_once(folder):
    write_files(folder, not_applicable=[EMPTY_CELL, EMPTY_CELL])
    (said,) = problems(folder)
    assert "not_applicable.yaml, 2341-3 water:" in said
    assert "given twice" in said


def change_term(folder, **words):
    """Write the vocabularies with other words for civil aviation."""
    taxonomy = real_terms()
    next(each for each in taxonomy["sectors"] if each["slug"] == "aviation").update(words)
    write_files(folder, taxonomy=taxonomy)


def test_a_name_of_two_terms_is_refused_unless_it_is_meant_for_several(folder):
    name = {"name": "Water"}
    change_term(folder, other_names=[name])
    (said,) = problems(folder)
    assert said.startswith("taxonomy.yaml, aviation: name: “Water” leads to Water too")
    change_term(folder, other_names=[name | {"meant_for_several": True}])
    RecordLoader().run(folder)


@pytest.mark.parametrize("other", [("sectors", 1), ("measures", 0)])
def test_a_name_of_two_new_terms_is_refused(folder, other):
    taxonomy = real_terms()
    for vocabulary, place in [("sectors", 0), other]:
        taxonomy[vocabulary][place]["other_names"] = [{"name": "zq word"}]
    write_files(folder, taxonomy=taxonomy)
    assert any("“zq word” leads to" in each for each in problems(folder))


@pytest.mark.parametrize("code", ["xx", "FR", "french"])
def test_a_language_is_one_of_iso_639(folder, code):
    change_term(folder, other_names=[{"name": "avion", "language": code}])
    (said,) = problems(folder)
    assert said.startswith(f"taxonomy.yaml, aviation: language: “{code}” is not a language code")


def test_two_records_say_the_same_of_a_source(folder):
    (source,) = PRACTICE["sources"]
    other = PRACTICE | {"code": "GP-0002", "sources": [source | {"title": "A guide"}]}
    write_files(folder, practices=[PRACTICE, other])
    (said,) = problems(folder)
    assert said == (
        "practices.yaml, GP-0002: sources.title: 'A guide', but 'A report' in another record"
    )


def test_a_stream_of_an_unknown_measure_is_refused(folder):
    resolution = read_fixture("resolutions")[0]
    streams = [{"name": "planning", "measure": "unpreparedness"}]
    write_files(folder, resolutions=[resolution | {"streams": streams}])
    said = "S/RES/2341 (2017): streams: 'unpreparedness' is unknown"
    assert any(said in problem for problem in problems(folder))


def test_the_command_tells_every_error_and_fails(folder):
    write_files(folder, practices=[PRACTICE | {"sectors": ["a"], "measures": ["b"]}])
    with pytest.raises(CommandError) as refused:
        call_command("load_records", folder)
    assert "Nothing was loaded. Errors: 4" in str(refused.value)


def test_a_changed_file_updates_its_record_and_keeps_what_points_to_it(folder):
    RecordLoader().run(folder)
    basis = {"resolution": "S/RES/2341 (2017)", "paragraph": "2", "relation": "cites"}
    write_files(folder, practices=[PRACTICE | {"title": "Another title", "basis": [basis]}])
    RecordLoader().run(folder)
    practice = models.Practice.objects.get()
    assert practice.title == "Another title"
    assert practice.basis.get().paragraph.code == "2341-2"
    write_files(folder, resolutions=change_summary())
    RecordLoader().run(folder)
    assert practice.basis.get().paragraph.summary == "Changed."


def change_summary() -> list[dict]:
    """Return the resolutions of the folder with another summary of one paragraph."""
    resolutions = shorten_resolutions()
    for paragraph in resolutions[0]["paragraphs"]:
        if paragraph.get("paragraph") == "2":
            paragraph["summary"] = "Changed."
    return resolutions


def test_if_empty_leaves_a_catalogue_with_records_alone(folder, capsys):
    call_command("load_records", folder)
    models.Practice.objects.update(title="Changed by an editor")
    call_command("load_records", folder, if_empty=True)
    assert models.Practice.objects.get().title == "Changed by an editor"
