"""Front door: the addresses of every room."""

from catalogue.coverage.urls import urlpatterns as coverage
from catalogue.events.urls import urlpatterns as events
from catalogue.operations.urls import urlpatterns as operating
from catalogue.organizations.urls import urlpatterns as organizations
from catalogue.pages.urls import urlpatterns as pages
from catalogue.practices.urls import urlpatterns as practices
from catalogue.resolutions.urls import urlpatterns as resolutions

urlpatterns = [*operating, *pages, *coverage, *practices, *events, *resolutions, *organizations]
