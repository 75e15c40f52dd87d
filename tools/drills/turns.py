"""Let several people press buttons at the same moment: all are answered in words, nothing is lost.

Each run makes records of its own and sends its requests together, each in a thread.
"""

import csv
import io
import os
import re
import sys
import threading
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from tools.drills.editors import Form
from tools.installations import create_installation

RUNS = 50
SAVED, SHOWN_AGAIN, REFUSED, GONE = 302, 200, 409, 410
ADMIN = "/admin/catalogue/practice/"


def report(kind: str, folder: Path, server: str) -> str:
    """Run the drill and return its result."""
    mode = {"CATALOGUE_MODE": "test"}  # no files of styles have to be collected
    installation = create_installation(kind, folder / "catalogue", server, variables=mode)
    installation.fill(200)
    said = installation.run("-m", "tools.drills.turns", str(RUNS))
    return f"{RUNS} runs each: {said.strip()}"


# --- In the process of the catalogue -----------------------------------------------------------


class Desk:
    """The browsers of two editors and two reviewers, and the practices that they work on."""

    def __init__(self, published):
        """Sign everybody in; `published` gives another published practice at each call."""
        self.published = published
        self.editor, self.other_editor = self.sign_in("Editors", 1), self.sign_in("Editors", 2)
        self.reviewer, self.other_reviewer = (self.sign_in("Reviewers", n) for n in (1, 2))

    def sign_in(self, group: str, number: int):
        """Return the browser of a new user in a group."""
        from django.contrib.auth.models import Group, User
        from django.test import Client

        user = User.objects.create_user(f"{group} {number}", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client = Client(raise_request_exception=False)
        client.force_login(user)
        client.user = user
        return client

    def make_drafts(self, name: str) -> list:
        """Return two drafts."""
        from catalogue.models import Practice

        titles = [f"{name}, {word}" for word in ("first", "second")]
        return [Practice.objects.create(title=title, kind="guidance") for title in titles]

    def preview(self, *rows: dict[str, str]) -> str:
        """Upload a table in the name of the editor; return the address of its import."""
        from catalogue.imports.preview import preview_import
        from catalogue.models import Practice

        file = io.StringIO(newline="")
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        data = file.getvalue().encode()
        found = preview_import(data, "table.csv", Practice, by=self.editor.user)
        return f"{ADMIN}import/{found.pk}/"

    def submit_revision(self, name: str):
        """Return a revision of a published practice that is in review."""
        record = self.published()
        press(self.editor, f"{ADMIN}{record.pk}/revise/")
        revision = type(record).objects.get(revises=record)
        address = f"{ADMIN}{revision.pk}/change/"
        fields = fill(self.editor, address, title=name, change_note="A reason.", _continue="1")
        assert send(self.editor, address, fields).status_code == SAVED
        press(self.editor, f"{ADMIN}{revision.pk}/move/submit/")
        revision.refresh_from_db()
        assert revision.status == "in_review", revision.status
        return revision


def press(client, address: str) -> None:
    """Press a button, on the page that asks for confirmation if there is one."""
    page = client.get(address)
    fields = read_hidden(page) if page.status_code == SHOWN_AGAIN else []
    assert send(client, address, fields).status_code == SAVED, address


def read_hidden(page) -> list[tuple[str, str]]:
    """Return what the hidden inputs of a page hold."""
    found = (dict(re.findall(r'(\w+)="([^"]*)"', each)) for each in INPUTS.findall(page.text))
    return [
        (each["name"], unescape(each.get("value", "")))
        for each in found
        if each["type"] == "hidden"
    ]


INPUTS = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")


def fill(client, address: str, **changes: str) -> list[tuple[str, str]]:
    """Return what a browser sends for the form of a record with other values."""
    others = [pair for pair in Form.parse(client.get(address).text) if pair[0] not in changes]
    return [*others, *changes.items()]


def send(client, address: str, fields=()):
    """Send a form."""
    kind = "application/x-www-form-urlencoded"
    return client.post(address, urlencode(list(fields)), content_type=kind)


def send_together(*requests: tuple) -> list[int]:
    """Send requests (client, address, fields) at the same moment; return their status codes.

    AssertionError if one is neither a success nor a refusal in words nor the page of a record that
    is no longer there.
    """
    from django.db import connection

    start, answers = threading.Barrier(len(requests)), [None] * len(requests)

    def work(place, request):
        start.wait()
        try:
            answers[place] = send(*request).status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {SAVED, SHOWN_AGAIN, REFUSED, GONE}, answers
    return answers


def apply_and_save_twice(desk: Desk, name: str) -> tuple:
    """Apply an import while two people save its records."""
    drafts = desk.make_drafts(name)
    imported = desk.preview(*({"code": d.code, "title": f"{d.title}, imported"} for d in drafts))
    saves = [
        (client, address, fill(client, address, title=f"{draft.title}, saved", _continue="1"))
        for client, draft in zip((desk.other_editor, desk.reviewer), drafts, strict=True)
        for address in [f"{ADMIN}{draft.pk}/change/"]
    ]
    applied, *saved = send_together((desk.editor, f"{imported}apply/", ()), *saves)
    for draft, status in zip(drafts, saved, strict=True):
        assert (applied, status) in {(SAVED, SHOWN_AGAIN), (REFUSED, SAVED), (REFUSED, SHOWN_AGAIN)}
        title = draft.title + (", imported" if applied == SAVED else ", saved")
        draft.refresh_from_db()
        assert draft.title == title, (draft.title, applied, saved)
    return applied, *saved


def undo_and_save(desk: Desk, name: str) -> tuple:
    """Undo an import while two people save what it changed and what it made."""
    changed, _other = desk.make_drafts(name)
    rows = {"code": changed.code, "title": f"{name}, imported", "kind": "guidance"}
    new = rows | {"code": "", "title": f"{name}, new"}
    imported = desk.preview(rows, new)
    assert send(desk.editor, f"{imported}apply/").status_code == SAVED
    made = type(changed).objects.get(title=new["title"])
    saves = [
        (client, address, fill(client, address, title=f"{name}, saved", _continue="1"))
        for client, record in ((desk.other_editor, changed), (desk.reviewer, made))
        for address in [f"{ADMIN}{record.pk}/change/"]
    ]
    undone, *saved = send_together((desk.editor, f"{imported}undo/", ()), *saves)
    titles = type(changed).objects.filter(pk__in=[changed.pk, made.pk]).order_by("pk")
    found = list(titles.values_list("title", flat=True))
    if undone == SAVED:
        assert saved == [SHOWN_AGAIN, GONE], saved
        assert found == [changed.title]
    else:
        assert (undone, *saved) == (REFUSED, SAVED, SAVED), (undone, saved)
        assert found == [f"{name}, saved"] * 2
    return undone, *saved


def publish_twice(desk: Desk, name: str) -> tuple:
    """Let two reviewers publish one revision."""
    revision = desk.submit_revision(name)
    address = f"{ADMIN}{revision.pk}/move/publish/"
    pages = [
        (c, address, read_hidden(c.get(address))) for c in (desk.reviewer, desk.other_reviewer)
    ]
    answers = send_together(*pages)
    assert sorted(answers) == [SAVED, GONE], answers
    revision.revises.refresh_from_db()
    assert revision.revises.title == name
    return tuple(sorted(answers))


def publish_and_save(desk: Desk, name: str) -> tuple:
    """Publish a revision while its editor goes on writing."""
    revision = desk.submit_revision(name)
    publish, change = (f"{ADMIN}{revision.pk}/{page}/" for page in ("move/publish", "change"))
    published, saved = send_together(
        (desk.reviewer, publish, read_hidden(desk.reviewer.get(publish))),
        (desk.editor, change, fill(desk.editor, change, title=f"{name}, better", _take_back="1")),
    )
    revision.revises.refresh_from_db()
    if saved == GONE:
        assert (published, revision.revises.title) == (SAVED, name), published
    else:
        assert saved == SAVED
        assert revision.revises.title not in {name, f"{name}, better"}
        revision.refresh_from_db()
        assert revision.title == f"{name}, better"
    return published, saved


SCENES = {
    "apply and two saves": apply_and_save_twice,
    "undo and two saves": undo_and_save,
    "two publish a revision": publish_twice,
    "publish and save": publish_and_save,
}


def run_scenes(desk: Desk, runs: int) -> str:
    """Run every scene so many times; return how often each answers were given."""
    outcomes = []
    for title, scene in SCENES.items():
        counts: dict[tuple, int] = {}
        for number in range(runs):
            found = scene(desk, f"{title} {number}")
            counts[found] = counts.get(found, 0) + 1
        outcomes.append(f"{title} {counts}")
    return "; ".join(outcomes)


def main() -> None:
    """Run the scenes in a catalogue of synthetic records."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.conf import settings

    from catalogue.models import Practice

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    practices = Practice.objects.filter(status="published", revises=None).order_by("pk")
    print(run_scenes(Desk(practices.iterator().__next__), int(sys.argv[1])))


if __name__ == "__main__":
    main()
