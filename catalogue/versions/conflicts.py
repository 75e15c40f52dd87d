"""Two people at one record: what was changed since a form was opened, and by whom."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.versions import version_content
from catalogue.versions.history import get_versions


@dataclass
class Conflict:
    """What another save changed: who, when, and the fields with what they say now."""

    who: str
    when: str
    now: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """Tell the editor what happened, and how to go on."""
        what = get_text_list(self.labels, _("and")) if self.labels else _("it")
        return _(
            "While this page was open, %(who)s changed %(what)s (%(when)s). Nothing of yours was "
            "saved, and nothing you typed is lost. What stands there now is shown below. Save "
            "again to put what is in this form in its place."
        ) % {"who": self.who, "what": what, "when": self.when}


def find_conflict(record, opened_with: UUID | None) -> Conflict:
    """Return what was changed in a record since a form was opened with an edit token."""
    before = find_version_by_token(record, opened_with)
    later = get_versions(record).filter(pk__gt=before.pk) if before else get_versions(record)[:1]
    people = [version.revision.user for version in later if version.revision.user]
    names = sorted({str(who) for who in people or [record.changed_by or _("somebody")]})
    moment = later[0].revision.date_created if later else record.updated_at
    found = Conflict(
        who=get_text_list(names, _("and")),
        when=date_format(timezone.localtime(moment), "j F Y, H:i"),
    )
    if before is not None:
        note_changes(
            found,
            version_content.read_version(before),
            version_content.read_record(record),
            type(record),
        )
    return found


def find_version_by_token(record, token: UUID | None) -> Version | None:
    """Return the snapshot of a record that has an edit token."""
    wanted = str(token)
    return next(
        (v for v in get_versions(record) if str(v.field_dict["edit_token"]) == wanted), None
    )


def note_changes(found: Conflict, before, now, model) -> None:
    """Note each field that says something else now."""
    for name, text in now.texts.items():
        if before.texts[name] != text:
            found.now[name] = text or _("(empty)")
    for name, names in now.names.items():
        if before.names[name] != names:
            found.now[name] = "\n".join(names) or _("(none)")
    found.labels = [version_content.field_label(model, name) for name in found.now]
