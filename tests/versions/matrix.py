"""Who may do what with a record, where it stands: the table as it was agreed, written out.

It is not taken from the program. A row for each thing that can be done, a column for each place
where a record can stand; in it those who can: E an editor, R a reviewer, L the reviewer who wrote
and submitted the record, S a superuser. Nobody signed in, and staff of no group, can do nothing.
"""

#: Practices and events. A record "changed" in review is no longer as L submitted it.
UNDER_REVIEW = """
            draft  in_review  changed  published  withdrawn  revision  revision_in_review
submit      ERLS   -          -        -          -          ERLS      -
take_back   -      ERLS       ERLS     -          -          -         ERLS
agree       -      -          L        -          -          -         -
return      -      RLS        RLS      -          -          -         RLS
publish     -      RS         -        -          -          -         RS
withdraw    -      -          -        RLS        -          -         -
reopen      -      -          -        -          RLS        -         -
save        ERLS   ERLS       ERLS     -          -          ERLS      ERLS
revise      -      -          -        ERLS       -          -         -
discard     -      -          -        -          -          ERLS      -
catch_up    -      -          -        -          -          -         -
restore     ERLS   ERLS       ERLS     ERLS       -          ERLS      ERLS
delete      S      S          S        -          -          S         S
preview     ERLS   ERLS       ERLS     ERLS       ERLS       ERLS      ERLS
history     ERLS   ERLS       ERLS     ERLS       ERLS       ERLS      ERLS
compare     ERLS   ERLS       ERLS     ERLS       ERLS       ERLS      ERLS
changes     -      -          -        -          -          ERLS      ERLS
verify      ERS    ERS        ERS      ERS        -          ERS       ERS
"""
#: Organizations and resolutions.
WITHOUT_REVISIONS = """
            draft  in_review  changed  published  withdrawn
submit      ERLS   -          -        -          -
take_back   -      ERLS       ERLS     -          -
agree       -      -          L        -          -
return      -      RLS        RLS      -          -
publish     -      RS         -        -          -
withdraw    -      -          -        RLS        -
reopen      -      -          -        -          RLS
save        ERLS   ERLS       ERLS     -          -
restore     ERLS   ERLS       ERLS     ERLS       -
delete      S      S          S        -          -
preview     ERLS   ERLS       ERLS     ERLS       ERLS
history     ERLS   ERLS       ERLS     ERLS       ERLS
compare     ERLS   ERLS       ERLS     ERLS       ERLS
propose     -      -          -        ERLS       -
"""
#: Where a move of the workflow leaves a record.
LEADS_TO = {
    "submit": "in_review",
    "take_back": "draft",
    "agree": "in_review",
    "return": "draft",
    "publish": "published",
    "withdraw": "withdrawn",
    "reopen": "draft",
}
#: Moves that need words, and so are no action of a list.
WITH_WORDS = {"return", "withdraw"}
#: Moves that are a button under a form, which saves first.
UNDER_THE_FORM = {"submit", "take_back"}
READING = {"preview", "history", "compare", "changes"}
ROLES = {
    "A": "nobody signed in",
    "N": "staff of no group",
    "E": "editor",
    "R": "reviewer",
    "L": "the reviewer who submitted it",
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
