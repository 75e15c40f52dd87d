"""The catalogue: practices, events, resolutions and organizations.

One Django app, divided into rooms by noun and verb. A room imports only from rooms below it:

    top floor      coverage < {pages, imports, linkcheck, operations}
    first floor    taxonomy < sources < organizations < resolutions < events < practices
    ground floor   core < db < {versions, changelog} < {facets, search, exports}
                   < {listings, citations, editorial}

    coverage    practices by two properties, map of States
    pages       home, search, statistics, sitemap, page cache
    imports     records from files, with preview and undo
    linkcheck   whether the addresses of sources still work
    operations  health, backup, sign-in, scheduled commands
    versions    history, diff, restore, revisions
    changelog   which records changed since a version of the catalogue
    editorial   workflow, tasks, duplicates, verification, and what all admin pages share
    core, db    abstract models and validators; what differs between SQLite and PostgreSQL

`models.py`, `admin.py`, `urls.py` and `nouns.py` here are tables of contents without logic.
"""
