"""How a test sits at the editors' desk: addresses, and forms filled in as a browser would."""

from django.urls import reverse


def address(record, page="change"):
    """Return the address of a page about a record."""
    return reverse(f"admin:catalogue_{record._meta.model_name}_{page}", args=[record.pk])


def list_address(noun, page="changelist"):
    """Return the address of a page about a noun, given by its model name."""
    return reverse(f"admin:catalogue_{noun}_{page}")


def as_posted(value):
    """Return a form's value as a browser sends it."""
    if isinstance(value, list | tuple):
        return [str(getattr(item, "pk", item)) for item in value]
    return str(value)


def form_values(form):
    """Return what a browser sends for an untouched form."""
    values = {field.html_name: field.value() for field in form}
    return {
        name: "on" if value is True else as_posted(value)
        for name, value in values.items()
        if value not in (None, "") and value is not False
    }


def filled_in(response, **changes):
    """Return what a browser sends for an untouched page, with `changes`; None leaves one out."""
    values = form_values(response.context["adminform"].form)
    for rows in response.context["inline_admin_formsets"]:
        values |= form_values(rows.formset.management_form)
        for form in rows.formset.forms:
            values |= form_values(form)
    values |= {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in values.items() if value is not None}


def save(client, record, **changes):
    """Open a record's page, change what is asked, and press a button: `_save` unless said."""
    page = client.get(address(record))
    buttons = {} if any(name.startswith("_") for name in changes) else {"_save": "Save"}
    return client.post(address(record), filled_in(page, **changes) | buttons)


def move(record, name):
    """Return the address of the page on which a transition is decided."""
    return reverse(f"admin:catalogue_{record._meta.model_name}_move", args=[record.pk, name])


def decide(client, record, name, **typed):
    """Open the page of a decision, and confirm it as it is displayed; return the last page.

    `name` is that of a transition, or else the address of the page.
    """
    place = name if name.startswith("/") else move(record, name)
    page = client.get(place, follow=True)
    if "token" not in page.context:  # refused
        return page
    return client.post(place, {"state": page.context["token"]} | typed, follow=True)


def choose(client, noun, action, *records):
    """Select records in a list, run an action on them, and confirm it."""
    chosen = {"action": f"{action}_selected", "_selected_action": [r.pk for r in records]}
    page = client.post(list_address(noun), chosen, follow=True)
    choices = page.context.get("choices")
    if choices is None:
        return page
    tokens = {f"state-{each['record'].pk}": each["token"] for each in choices}
    return client.post(list_address(noun), chosen | tokens | {"confirmed": "1"}, follow=True)


def said(response):
    """Return the messages that a page shows, as one text."""
    return "\n".join(str(message) for message in response.context["messages"])
