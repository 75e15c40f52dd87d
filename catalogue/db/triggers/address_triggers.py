"""The triggers by which no address, present or former, leads to two organizations."""

from collections.abc import Iterator

ORGANIZATIONS, FORMER = "catalogue_organization", "catalogue_formerslug"
MESSAGE = "an address leads to one organization"
#: For each table, the condition under which a new row has an address of another organization.
TAKEN = {
    ORGANIZATIONS: (
        f"EXISTS (SELECT 1 FROM {FORMER} f WHERE f.slug = NEW.slug AND f.organization_id <> NEW.id)"
    ),
    FORMER: (
        f"EXISTS (SELECT 1 FROM {ORGANIZATIONS} o "
        "WHERE o.slug = NEW.slug AND o.id <> NEW.organization_id)"
    ),
}
EVENTS = {"insert": "INSERT", "update": "UPDATE"}


def create_statements(vendor: str) -> Iterator[str]:
    """Return the statements that create the triggers in a kind of database."""
    for table, taken in TAKEN.items():
        if vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE FUNCTION guard_{table}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $$ BEGIN IF {taken} THEN RAISE unique_violation USING MESSAGE = '{MESSAGE}'; "
                "END IF; RETURN NULL; END $$"
            )
            yield (
                f"CREATE OR REPLACE TRIGGER guard_{table} AFTER INSERT OR UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
            )
            continue
        for name, event in EVENTS.items():
            yield (
                f"CREATE TRIGGER guard_{table}_{name} AFTER {event} ON {table} WHEN {taken} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def drop_statements(vendor: str) -> Iterator[str]:
    """Return the statements that remove the triggers."""
    for table in TAKEN:
        if vendor == "postgresql":
            yield f"DROP FUNCTION IF EXISTS guard_{table}() CASCADE"
            continue
        for name in EVENTS:
            yield f"DROP TRIGGER IF EXISTS guard_{table}_{name}"
