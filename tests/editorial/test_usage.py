"""What names a record is on its page; who renames a term knows how many public records change."""

import pytest
from django.contrib import admin

from catalogue.editorial.admin import VersionedAdmin
from catalogue.editorial.usage import find_naming_paths, has_uses
from catalogue.models import NotApplicable, Sector
from catalogue.versions import history
from tests import factories
from tests.admin.desk import address, filled_in, list_address, save
from tests.admin.records import make_event, make_practice

pytestmark = pytest.mark.django_db


def make_used():
    """Return a record of each kind that a public practice and the draft of one name."""
    named = {
        "sectors": factories.make_sector(),
        "measures": factories.make_measure(),
        "threats": factories.make_threat(),
        "countries": factories.make_country(),
        "organizations": factories.make_organization(),
        "paragraphs": factories.make_paragraph(),
        "sources": factories.make_source(),
    }
    practices = [
        make_practice(status=status, **{name: [each] for name, each in named.items()})
        for status in ("published", "draft")
    ]
    event, region = make_event(status="published"), factories.make_region()
    for practice in practices:
        practice.events.add(event)
        practice.regions.add(region)
    return [*named.values(), named["paragraphs"].resolution, event, region], practices


def test_each_page_says_what_names_the_record(editor):
    named, practices = make_used()
    for record in named:
        uses = {use.model: use for use in editor.get(address(record)).context["uses"]}
        (use,) = [use for model, use in uses.items() if model is type(practices[0])]
        assert use.name == "2 practices"
        assert sorted(use.statuses) == ["1 draft", "1 published"]
        assert {each for _address, each, _status in use.links} == set(practices)
        assert {status for _address, _each, status in use.links} == {"", "Draft"}
        listed = editor.get(use.address).context["cl"]
        assert set(listed.queryset) == set(practices)
    text = editor.get(address(named[0])).text
    assert "Used by" in text
    assert '<span class="quiet">Draft</span>' in text


def test_every_model_that_names_another_has_a_list():
    ours = [pages for pages in admin.site._registry.values() if isinstance(pages, VersionedAdmin)]
    for pages in ours:
        for naming, paths in find_naming_paths(pages.model).items():
            assert isinstance(admin.site.get_model_admin(naming), VersionedAdmin)
            for path in paths:
                assert not naming.objects.filter(**{path: 0}).exists()


@pytest.mark.parametrize(
    "value", ["x", "sector-", "sector-999", "sector-1x", "user-1", "event-1", ""]
)
def test_a_list_of_an_unknown_record_is_empty(editor, value):
    make_practice()
    found = editor.get(list_address("practice"), {"names": value})
    assert not found.context["cl"].result_list


def test_who_renames_a_term_that_readers_see_says_why(reviewer):
    sector = factories.make_sector(label="Old")
    for status in ("published", "published", "draft"):
        make_practice(status=status, sectors=[sector])
    assert "2 public records show the name" in reviewer.get(address(sector)).text
    page = save(reviewer, sector, label="New")
    assert "change_note" in page.context["adminform"].form.errors
    sector.refresh_from_db()
    assert sector.label == "Old"
    save(reviewer, sector, label="New", change_note="As the Council calls it.")
    sector.refresh_from_db()
    assert sector.label == "New"
    assert "As the Council calls it." in history.get_versions(sector).first().revision.comment
    save(reviewer, sector, definition="What it is.")
    assert Sector.objects.get(pk=sector.pk).definition == "What it is."


def test_a_country_is_renamed_with_a_reason_too(reviewer):
    country = factories.make_country()
    make_practice(status="published", countries=[country])
    page = save(reviewer, country, name="New")
    assert "1 public record shows the name" in page.text
    save(reviewer, country, name="New", change_note="As the United Nations call it.")
    country.refresh_from_db()
    assert country.name == "New"


def test_a_new_term_comes_last_with_a_code_from_its_label(reviewer):
    factories.make_sector(order=7)
    place = list_address("sector", "add")
    page = reviewer.get(place)
    reviewer.post(place, filled_in(page, label="Sports & major events") | {"_save": "1"})
    sector = Sector.objects.get(label="Sports & major events")
    assert (sector.slug, sector.order) == ("sports_major_events", 8)
    page = reviewer.get(place)
    again = reviewer.post(place, filled_in(page, label="Sports, major events") | {"_save": "1"})
    assert "slug" in again.context["adminform"].form.errors
    empty = reviewer.post(place, filled_in(page, label="???") | {"_save": "1"})
    assert "slug" in empty.context["adminform"].form.errors


def test_a_term_made_by_mistake_is_deleted_while_nothing_names_it(reviewer, seat):
    mistake, used, marked = (factories.make_sector() for _ in range(3))
    make_practice(sectors=[used])
    NotApplicable.objects.create(sector=marked, measure=factories.make_measure(), reason="Why.")
    assert [has_uses(each) for each in (mistake, used, marked)] == [False, True, True]
    editor = seat("editor")
    assert editor.post(address(mistake, "delete"), {"post": "yes"}).status_code == 403
    for sector in (mistake, used, marked):
        reviewer.post(address(sector, "delete"), {"post": "yes"})
    assert Sector.objects.filter(pk__in=[used.pk, marked.pk]).count() == 2
    assert not Sector.objects.filter(pk=mistake.pk).exists()


def test_a_retired_term_is_not_marked_as_fine(reviewer):
    factories.make_sector(retired=True)
    text = reviewer.get(list_address("sector")).text
    assert ">Retired</td>" in text
    assert "icon-yes" not in text
