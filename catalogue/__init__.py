"""The catalogue: practices, events, resolutions and organizations, and what people do with them.

One Django app, cut into rooms by noun and verb. Imports go down only:

    top floor      {coverage < pages (home, about), importing (records from files), links (whether
                   they lead there), operating (health, backups, signing in, scheduled work)}
                   < synthetic (records that are made up)
    first floor    taxonomy < sources < organizations < resolutions < events < practices
    ground floor   core < curation < changes < {facets, search, exports}
                   < {listings, citing, desk (what there is to do, likely doubles)}

`models.py`, `admin.py` and `urls.py` here are front doors: tables of contents without logic.
"""
