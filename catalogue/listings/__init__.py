"""The list page, built once: filters, chips, pages and exports of one queryset."""
