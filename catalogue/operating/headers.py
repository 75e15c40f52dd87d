"""Headers that every answer carries besides those of Django and of the content policy."""

#: What a page may use of a browser: nothing of it.
NOTHING = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOTHING),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headers:
    """Adds them, also to static files and to errors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response
