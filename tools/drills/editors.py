"""Editors of a drill: each saves a draft repeatedly and remembers the answers."""

import re
import threading
import time
from html.parser import HTMLParser
from pathlib import Path

import psycopg2

from tools.drills.readers import PAUSE
from tools.drills.visitors import GOOD, WRONG, Answer, Journal, Visitor, classify_answer

ADD = "/admin/catalogue/practice/add/"
WAITING = 0.1  # seconds between two saves, as for typing


class Form(HTMLParser):
    """Reads what a browser would send for the form of a record, as it stands."""

    def __init__(self):
        super().__init__()
        self.values, self._inside, self._name, self._text = [], False, "", None

    @classmethod
    def parse(cls, page: str) -> list[tuple[str, str]]:
        """Return the fields of a page's form with what they say."""
        form = cls()
        form.feed(page)
        return form.values

    def handle_starttag(self, tag, attributes):
        """Note a field."""
        found = dict(attributes)
        if tag == "form":
            self._inside = found.get("id") == "practice_form"
        if not self._inside:
            return
        if tag == "input":
            self.read_input(found)
        elif tag in ("select", "textarea"):
            self._name = found["name"]
            self._text = "" if tag == "textarea" else None
        elif tag == "option" and "selected" in found:
            self.values.append((self._name, found.get("value", "")))

    def read_input(self, found):
        """Note what stands in an input, unless it is a button or not ticked."""
        kind = found.get("type", "text")
        if kind in ("submit", "button", "file") or "name" not in found:
            return
        if kind not in ("checkbox", "radio") or "checked" in found:
            self.values.append((found["name"], found.get("value", "")))

    def handle_data(self, data):
        """Note what stands in a text area."""
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag):
        """End a text area; a browser leaves out the line break with which it begins."""
        if tag == "textarea" and self._text is not None:
            text = self._text.removeprefix("\r").removeprefix("\n")
            self.values.append((self._name, text))
            self._text = None
        elif tag == "form":
            self._inside = False


def classify_save(answer: Answer) -> tuple[str, str]:
    """Return the kind of the answer to a save: good is only that it was saved."""
    if answer.status == 302 and answer.headers["Location"].endswith("/change/"):
        return GOOD, ""
    kind, why = classify_answer(answer)
    return (WRONG, "the form again") if kind == GOOD else (kind, why)


class Editor(threading.Thread):
    """One editor, who goes on until the drill is over."""

    def __init__(self, port: int, number: int, journal: Journal, over: threading.Event):
        super().__init__(daemon=True)
        self.visitor, self.number, self.journal, self.over = Visitor(port), number, journal, over
        self.saves, self.draft, self.tried = 0, "", []
        self.acknowledged: list[str] = []

    def sign_in(self, password: str) -> None:
        """Sign in, and begin a draft; AssertionError where that is not possible."""
        self.visitor.ask("/admin/login/")
        token = self.visitor.cookies["csrftoken"]
        fields = {"username": "editor", "password": password, "next": "/admin/"}
        answer = self.visitor.ask(
            "/admin/login/", [*fields.items(), ("csrfmiddlewaretoken", token)]
        )
        assert answer.status == 302, f"the editor was not let in: {answer.status}"
        form = fill_form(self.visitor.ask(ADD), self.create_title())
        answer = self.visitor.ask(ADD, form)
        assert answer.status == 302, f"no draft was made: {read_form_errors(answer)}"
        self.draft = answer.headers["Location"]

    @property
    def key(self) -> int:
        """Return the key of the draft."""
        return int(re.search(r"/(\d+)/change/", self.draft)[1])

    def create_title(self) -> str:
        """Return a title that was never saved before."""
        self.saves += 1
        return f"Draft of editor {self.number}, save {self.saves:05}"

    def run(self):
        """Open the form and save it, again and again."""
        while not self.over.is_set():
            kind, page = self.journal.ask(self.visitor, self.draft)
            if kind == GOOD:
                title = self.create_title()
                self.tried.append(title)
                form = fill_form(page, title)
                kind, _answer = self.journal.ask(self.visitor, self.draft, form, classify_save)
                if kind == GOOD:
                    self.acknowledged.append(title)
            time.sleep(WAITING if kind == GOOD else PAUSE)


def fill_form(page: Answer, title: str) -> list[tuple[str, str]]:
    """Return what a browser sends for a page whose title was changed."""
    changed = {"title": title, "kind": "good_practice", "_continue": "Save and continue editing"}
    others = [pair for pair in Form.parse(page.body.decode()) if pair[0] not in changed]
    return [*others, *changed.items()]


def read_password(folder: Path) -> str:
    """Return the password of the trial account."""
    lines = (folder / "trial-accounts.txt").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("editor "))


def read_saved_titles(url: str, key: int) -> list[str]:
    """Return the titles in the history of a practice, the oldest first."""
    connection = psycopg2.connect(url)
    cursor = connection.cursor()
    cursor.execute(
        "SELECT v.serialized_data::json->0->'fields'->>'title' FROM reversion_version v "
        "JOIN django_content_type t ON t.id = v.content_type_id "
        "WHERE t.model = 'practice' AND v.object_id = %s ORDER BY v.id",
        [str(key)],
    )
    titles = [title for (title,) in cursor.fetchall()]
    connection.close()
    return titles


def read_form_errors(answer: Answer) -> list[str]:
    """Return what a form says is wrong."""
    lists = re.findall(r'<ul class="errorlist.*?</ul>', answer.body.decode(), re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", " ", each).strip() for each in lists]
