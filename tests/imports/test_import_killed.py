"""The process of an import is killed at the worst moments: all of it is there, or nothing."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from reversion.models import Revision, Version

from catalogue import models
from catalogue.imports.models import Import
from catalogue.versions import content, history
from tests.admin.conftest import make_person
from tests.facets.test_workers import database_url
from tests.factories import make_practice
from tests.imports.tables import look, written
from tests.sizes import SIZE

pytestmark = pytest.mark.django_db(transaction=True)

#: Applies an import in a process of its own, which ends itself as `kill -9` does at a step: one
#: that the import reports, just before it is committed, or right after.
PROGRAM = """
import os, signal, sys
import django
django.setup()
from django.contrib.auth.models import User
from django.db.models.signals import post_save
from catalogue.imports.apply import apply_import
from catalogue.models import Import

key, moment = int(sys.argv[1]), sys.argv[2]

def at(step, *numbers, **names):
    if step == moment:
        os.kill(os.getpid(), signal.SIGKILL)

def at_the_end(**names):
    at("all but committed")

post_save.connect(at_the_end, sender=Import)
apply_import(key, by=User.objects.get(username="superuser"), report=at)
at("committed")
"""
HALF_WAY = ["all but committed"]
if SIZE != "small":
    HALF_WAY += ["Rows checked", "Records created", "Records updated"]


def killed(found: Import, moment: str) -> None:
    """Apply an import in a process that is killed at a moment."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(found.pk), moment],
        cwd=settings.ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def what_is_there() -> tuple:
    """Return what an import could have left behind."""
    return (
        sorted(models.Practice.objects.values_list("title", flat=True)),
        models.Source.objects.count(), Revision.objects.count(), Version.objects.count(),
        Import.objects.get().state,
    )  # fmt: skip


def test_an_import_that_is_killed_leaves_nothing_and_can_be_made_again():
    draft, by = make_practice(status="draft", title="Old"), make_person("superuser")
    rows = [{"code": "", "title": f"New {n}", "kind": "tool", "sources_title": f"Report {n}",
             "sources_url": ""} for n in range(20)]  # fmt: skip
    source = draft.citations.get().source
    rows.append({"code": draft.code, "title": "Changed", "kind": draft.kind,
                 "sources_title": source.title, "sources_url": source.url})  # fmt: skip
    found = look(written(*rows), models.Practice, by)
    before = what_is_there()
    for moment in HALF_WAY:
        killed(found, moment)
        assert what_is_there() == before, moment
    killed(found, "committed")
    titles, sources, revisions, _versions, state = what_is_there()
    assert titles == sorted(["Changed", *(f"New {n}" for n in range(20))])
    assert (sources, revisions, state) == (21, 2, "applied")
    for practice in models.Practice.objects.all():
        newest = history.get_versions(practice).first()
        assert content.read_version(newest) == content.read_record(practice)
        assert newest.revision.user == by
