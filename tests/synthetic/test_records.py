"""Synthetic records: marked, within the rules of the models, the same for the same seed."""

import hashlib

import pytest
from django.db import transaction

from catalogue import models
from catalogue.core.models import Publishable
from catalogue.core.registry import get_noun
from catalogue.imports.loader import SYNTHETIC_MARK as MARK
from tools.synthetic.generator import generate_catalogue

pytestmark = pytest.mark.django_db

NOUNS = (models.Practice, models.Event, models.Organization, models.Resolution, models.Source)
ROWS = (
    models.OperativeParagraph, models.Basis, models.Involvement, models.Evidence,
    models.PracticeRelation, models.PracticeCitation, models.Participation, models.EventCitation,
    models.OrganizationCitation, models.ResolutionCitation,
)  # fmt: skip
#: Moments, random tokens, and what only the desk writes.
NOT_MADE = {"created_at", "updated_at", "edit_token", "revises_token", "returned_because"}


def contents():
    """Yield every value of every record, links by the codes of what they lead to."""
    for model in (*NOUNS, *ROWS):
        names = [
            each.name for each in model._meta.fields
            if not each.primary_key and not each.is_relation
            and each.name not in NOT_MADE
        ]  # fmt: skip
        yield from model.objects.order_by("pk").values_list(*names)
    for noun, links in (
        (models.Practice, ("sectors__slug", "measures__slug", "threats__slug", "countries__code",
                           "regions__code", "events__code", "organizations__slug",
                           "basis__paragraph__code", "citations__source__url")),
        (models.Event, ("sectors__slug", "measures__slug", "resolutions__symbol",
                        "participations__organization__slug", "country__code")),
        (models.Organization, ("parent__slug", "country__code")),
    ):  # fmt: skip
        for link in links:
            yield from noun.objects.order_by("pk", link).values_list("pk", link)


def digest():
    """Return a digest over the contents of the catalogue."""
    lines = "\n".join("\t".join(map(str, row)) for row in contents())
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def test_the_same_seed_gives_the_same_records_and_another_seed_others(synthetic):
    first = digest()
    with transaction.atomic():
        generate_catalogue(60, seed=2, replace=True)
        assert digest() != first
        generate_catalogue(60, seed=1, replace=True)
        assert digest() == first
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", [*NOUNS, *ROWS])
def test_every_record_keeps_the_rules_of_its_model(synthetic, model):
    records = list(model.objects.all())
    assert records
    for record in records:
        record.full_clean()
        if isinstance(record, Publishable) and record.is_public:
            assert record.missing_for_publication() == []


@pytest.mark.parametrize("model", NOUNS)
def test_every_title_says_that_the_record_is_made_up(synthetic, model):
    titles = set(model.objects.values_list(get_noun(model).title, flat=True))
    assert all(title.startswith(f"{MARK} ") for title in titles)


def test_every_summary_says_that_the_record_is_made_up(synthetic):
    for model in (models.Practice, models.Event, models.Organization, models.Resolution):
        summaries = model.objects.values_list("summary", flat=True)
        assert all(summary.startswith("Made up for measurements") for summary in summaries)


def test_records_stand_in_sensible_numbers_and_in_every_state(synthetic):
    counts = [model.objects.count() for model in NOUNS]
    assert counts == [60, 20, 50, 13, 36]
    assert models.OperativeParagraph.objects.numbered().count() == 60
    assert models.Country.objects.filter(un_member=True).count() == 193
    published = models.Practice.objects.published().count()
    assert 45 <= published < 60
    assert models.Practice.objects.exclude(status="published").exists()


def test_some_words_are_in_nearly_all_practices_and_many_in_one_only(synthetic):
    texts = [
        set(f"{title} {summary} {how}".lower().replace(".", "").split())
        for title, summary, how in models.Practice.objects.values_list(
            "title", "summary", "how_it_works"
        )
    ]
    assert sum("security" in words for words in texts) > 60 * 0.7
    once = [word for word in set().union(*texts) if sum(word in words for words in texts) == 1]
    assert len(once) > 500


def test_a_record_that_an_editor_adds_takes_the_next_key_and_code(synthetic):
    with transaction.atomic():
        practice = models.Practice.objects.create(title="New", kind="tool")
        assert (practice.pk, practice.code) == (61, "GP-0061")
        assert models.Event.objects.create(title="New", start="2020-01-01").code == "EV-0021"
        transaction.set_rollback(True)
