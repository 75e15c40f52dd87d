"""What is typed into a form is not lost: the browser keeps it, a page that refuses it shows it.

`static/js/typed_text.js` keeps it until the server says that it is saved, and sends it again to
have the form filled in (`RESTORE_INPUT`).
"""

import re
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.editorial.models import SentForm
from catalogue.editorial.record_page import admin_url
from catalogue.versions.content import field_label, format_value, read_names

MAX_KEY_DIGITS = 18  # SQLite fails at numbers of more than 63 bits
#: Inputs of a form into which nobody types.
TECHNICAL_INPUTS = re.compile(
    r"_\w+|csrf\w+|edit_token|token|state(-\d+)?|post|confirmed|action|select_across|index|"
    r"initial-.+|.+-(id|DELETE|\w+_FORMS)|.+-__prefix__-.+"
)
#: A form with this input is shown again, and not saved.
RESTORE_INPUT = "_restore"
#: The input with the name under which the browser keeps the text of a form; and where a session
#: lists those that are saved, until a page says so to the browser.
KEPT_INPUT, SAVED_TEXTS = "_kept", "saved_texts"
#: The token that a form carries: the edit token of the record, or that of a form for a new one.
TOKEN_INPUT = "edit_token"  # noqa: S105 (the name of an input)
TIME_KEPT = timedelta(days=7)  # of a form that has made a record
ROW_INPUT = re.compile(r"(\w+)-(\d{1,4})-(\w+)")


def is_record_key(text) -> bool:
    """Return True if a text can be the key of a record."""
    return str(text).isdecimal() and len(str(text)) <= MAX_KEY_DIGITS


def note_saved(request: HttpRequest) -> None:
    """Note that what was typed is saved as soon as it is: the browser need not keep it any more."""
    if kept := request.POST.get(KEPT_INPUT, "")[:300]:
        transaction.on_commit(lambda: request.session.update({SAVED_TEXTS: kept}))


def posted_texts(request: HttpRequest, model, *, with_names: bool) -> list[tuple[str, str]]:
    """Return (label, text) of each input of a form into which something was typed.

    Chosen records are named only `with_names`, for those who may see them; otherwise left out.
    """
    found = []
    for name, values in request.POST.lists():
        if not any(values) or TECHNICAL_INPUTS.fullmatch(name):
            continue
        label, column = find_input(name, model)
        if column is None or not column.is_relation:
            found.append((label, "\n".join(describe_input(column, each) for each in values)))
        elif with_names and not column.auto_created and column.remote_field.name != "+":
            found.append((label, describe_input(column, values)))
    return found


def find_input(name: str, model) -> tuple[str, Field | None]:
    """Return the label of an input, with the number of its row, and the field that it fills."""
    row = ROW_INPUT.fullmatch(name)
    try:
        if not row:
            return field_label(model, name), model._meta.get_field(name)
        children, number, child_field = row.groups()
        child = model._meta.get_field(children).related_model
        label = f"{field_label(model, children)} {int(number) + 1}"
        return f"{label}: {field_label(child, child_field)}", child._meta.get_field(child_field)
    except (FieldDoesNotExist, AttributeError):
        return name.replace("_", " ").capitalize(), None


def describe_input(column: Field | None, value) -> str:
    """Return the value of an input as people read it; chosen records by their names."""
    if column is None or (not column.is_relation and not column.flatchoices):
        return str(value if value is not None else "")
    if not column.is_relation:
        return format_value(column, value, {})
    keys = value if isinstance(value, list) else [value]
    return "\n".join(read_names(column.related_model, [*filter(is_record_key, keys)], {}))


# --- A form for a new record makes one record, however often it is sent ------------------------


def answer_sent_form(request: HttpRequest, model_admin) -> HttpResponse | None:
    """Lead a form for a new record that was saved already to this record.

    If something else was typed in it by now, it is shown again as one for another record.
    """
    if (sent := find_sent_form(request)) is None:
        return None
    if sent.digest != compute_digest(request):
        request.POST = request.POST.copy()
        request.POST[RESTORE_INPUT], request.POST[TOKEN_INPUT] = "1", str(uuid4())
        text = _("This form is saved already as %s. Saved again, it makes another record.")
        messages.warning(request, text % sent.record)
        return None
    note_saved(request)
    if IS_POPUP_VAR in request.POST:
        return ModelAdmin.response_add(model_admin, request, sent.record)
    messages.success(request, _("%s is saved. The form was sent twice.") % sent.record)
    return HttpResponseRedirect(admin_url(sent.record))


def find_sent_form(request: HttpRequest) -> SentForm | None:
    """Return the form that has made a record already, if it is the one that is sent now."""
    token = read_form_token(request)
    found = SentForm.objects.filter(token=token).first() if token else None
    return found if found and found.record is not None else None


def remember_sent_form(request: HttpRequest, record: Model) -> None:
    """Store which record a form has made, and forget those that are old."""
    SentForm.objects.filter(saved_at__lt=timezone.now() - TIME_KEPT).delete()
    if token := read_form_token(request):
        values = {"digest": compute_digest(request), "record": record}
        SentForm.objects.update_or_create(token=token, defaults=values)


def read_form_token(request: HttpRequest) -> UUID | None:
    """Return the token of a form for a new record; None if it has none."""
    try:
        return UUID(request.POST.get(TOKEN_INPUT, ""))
    except ValueError:
        return None


def compute_digest(request: HttpRequest) -> str:
    """Return the digest of what was typed into a form, whichever button was pressed."""
    typed = [
        (name, values)
        for name, values in sorted(request.POST.lists())
        if not name.startswith(("_", "csrf"))
    ]
    return sha256(repr(typed).encode()).hexdigest()
