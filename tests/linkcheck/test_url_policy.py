"""Only addresses of the web are asked, on machines that everybody can reach."""

import ipaddress

import pytest

from catalogue.linkcheck.http_client import (
    UrlRefused,
    is_public_machine,
    parse_allowed_url,
    require_public,
)

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
NOT_PUBLIC = {
    "this machine": ["127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "0.1.2.3", "::"],  # noqa: S104 (to refuse)
    "private": ["10.0.0.1", "172.16.0.9", "192.168.1.1", "fc00::1", "fd12::1", "fec0::1"],
    "link-local": ["169.254.169.254", "fe80::1", "fe80::1%1"],
    "shared": ["100.64.0.1", "100.100.100.200"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "2001:db8::1"],
    "IPv4 in IPv6": [
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:808:808::", "2001:0:7f00:1::",
    ],
}  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_machine_may_be_asked(address):
    assert is_public_machine(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [each for some in NOT_PUBLIC.values() for each in some])
def test_no_machine_that_is_not_public_is_asked(address):
    assert not is_public_machine(ipaddress.ip_address(address))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_address_that_is_not_public_is_enough_to_refuse_a_host(place):
    found = list(PUBLIC[:2])
    found.insert(place, "10.0.0.1")
    with pytest.raises(UrlRefused, match="not public"):
        require_public(found)
    assert require_public(PUBLIC) == PUBLIC


@pytest.mark.parametrize(
    "url",
    [
        "http://host.example", "https://host.example/a?b#c", "http://host.example:80/",
        "https://host.example:443/", "HTTPS://HOST.EXAMPLE/", "https://[2606:2800::1]/",
        "https://bücher.example/ä",
    ],
)  # fmt: skip
def test_addresses_of_the_web_are_allowed(url):
    assert parse_allowed_url(url).hostname


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://host.example/", "no address of the web"),
        ("gopher://host.example/", "no address of the web"),
        ("javascript:alert(1)", "no address of the web"),
        ("//host.example/", "no address of the web"),
        ("http:///nothing", "no address of the web"),
        ("", "no address of the web"),
        ("http://user:word@host.example/", "name or password"),
        ("http://user@host.example/", "name or password"),
        ("http://@host.example/", "name or password"),
        ("http://host.example:22/", "unusual port"),
        ("http://host.example:443/", "unusual port"),
        ("https://host.example:80/", "unusual port"),
        ("http://host.example:0/", "unusual port"),
        ("http://host.example:99999/", "malformed"),
        ("http://host.example:x/", "malformed"),
        ("http://[::1", "malformed"),
    ],
)
def test_nothing_else_is_asked(url, why):
    with pytest.raises(UrlRefused, match=why):
        parse_allowed_url(url)
