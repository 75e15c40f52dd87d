"""Front door: the addresses of every room."""

urlpatterns = []
