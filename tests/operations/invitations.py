"""How the script of the page for invitations opens a link."""


def open_invitation(browser, link: str):
    """Send the code of a link as the form of its page; return the answer."""
    address, _hash, code = link.partition("#")
    assert browser.get(address).status_code == 200
    return browser.post(address, {"code": code})
