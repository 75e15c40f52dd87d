"""Who may do what with a record, where it stands: the table as it was agreed, written out.

It is not taken from the program. A row for each thing that can be done, a column for each place
where a record can stand; in it those who can: E an editor, R a reviewer, L the reviewer who changed
the record last, S a superuser. Nobody signed in, and staff of no group, can do nothing.
"""

#: Practices and events.
UNDER_REVIEW = """
            draft  in_review  published  withdrawn  revision  revision_in_review
submit      ERLS   -          -          -          ERLS      -
take_back   -      ERLS       -          -          -         ERLS
return      -      RLS        -          -          -         RLS
publish     -      RS         -          -          -         RS
withdraw    -      -          RLS        -          -         -
reopen      -      -          -          RLS        -         -
unpublish   -      -          -          -          -         -
save        ERLS   ERLS       -          -          ERLS      ERLS
revise      -      -          ERLS       -          -         -
discard     -      -          -          -          ERLS      -
catch_up    -      -          -          -          -         -
restore     ERLS   ERLS       ERLS       -          ERLS      ERLS
delete      S      S          -          -          S         S
preview     ERLS   ERLS       ERLS       ERLS       ERLS      ERLS
history     ERLS   ERLS       ERLS       ERLS       ERLS      ERLS
compare     ERLS   ERLS       ERLS       ERLS       ERLS      ERLS
changes     -      -          -          -          ERLS      ERLS
"""
#: Organizations and resolutions.
ALONE = """
            draft  in_review  published  withdrawn
submit      -      -          -          -
take_back   -      -          -          -
return      -      -          -          -
publish     RLS    RLS        -          -
withdraw    -      -          -          -
reopen      -      -          -          -
unpublish   -      -          RLS        RLS
save        ERLS   ERLS       RLS        RLS
restore     ERLS   ERLS       RLS        RLS
delete      S      S          S          S
preview     ERLS   ERLS       ERLS       ERLS
history     ERLS   ERLS       ERLS       ERLS
compare     ERLS   ERLS       ERLS       ERLS
"""
#: Where a move of the workflow leaves a record.
LEADS_TO = {
    "submit": "in_review",
    "take_back": "draft",
    "return": "draft",
    "publish": "published",
    "withdraw": "withdrawn",
    "reopen": "draft",
    "unpublish": "draft",
}
#: Moves that need words, and so are no button of a form and no action of a list.
WITH_WORDS = {"return", "withdraw"}
#: What is done with a record that has no form, and so by no button under one.
WITHOUT_FORM = {"reopen"}
READING = {"preview", "history", "compare", "changes"}
ROLES = {
    "A": "nobody signed in",
    "N": "staff of no group",
    "E": "editor",
    "R": "reviewer",
    "L": "the reviewer who changed it last",
    "S": "superuser",
}


def cells(table: str) -> list[tuple[str, str, str, bool]]:
    """Return (what is done, where the record stands, role, may) for every cell of a table."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return [
        (done, state, role, role in allowed)
        for done, *row in rows
        for state, allowed in zip(head, row, strict=True)
        for role in ROLES
    ]
