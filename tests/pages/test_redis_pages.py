"""Pages that one process made are found by the others; without the Redis nothing is missing."""

import logging
import subprocess

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from redis import RedisError

from catalogue.pages import redis_pages
from catalogue.pages.middleware import PageCacheMiddleware, page_cache
from catalogue.pages.redis_pages import RedisPages
from config import env
from tests.factories import make_practice
from tests.servers import find_program
from tools.servers import find_free_port, wait_until

pytestmark = [pytest.mark.redis, pytest.mark.django_db]
TAG, PAGE = 'W/"one"', b"text/html; charset=utf-8\npacked"


class Server:
    """A Redis of our own, which can be ended and started again."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, find_free_port(), None

    def start(self):
        """Start it and wait until it answers."""
        words = [
            find_program("redis-server"),
            "--port",
            str(self.port),
            "--save",
            "",
            "--dir",
            self.folder,
        ]
        self.process = subprocess.Popen([*words, "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL)
        pages = RedisPages(self.url)

        def is_answering():
            try:
                return pages.redis.ping()
            except RedisError:
                return False

        wait_until(is_answering, lambda: "Redis did not start")

    def stop(self):
        """End it."""
        self.process.terminate()
        self.process.wait()

    @property
    def url(self) -> str:
        """Return its address."""
        return f"redis://127.0.0.1:{self.port}/0"


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    """Run a Redis for this module."""
    server = Server(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def shared(redis, settings):
    """Have pages shared; what earlier tests kept is gone."""
    settings.CACHE_URL = redis.url
    pages = RedisPages(redis.url)
    pages.redis.flushall()
    return pages


@pytest.fixture
def counted(monkeypatch):
    """Count how often a page is made."""
    made, find = [], PageCacheMiddleware.find_page

    def noted(self, request, tag):
        page = find(self, request, tag)
        made.append(request.page_found)
        return page

    monkeypatch.setattr(PageCacheMiddleware, "find_page", noted)
    return made


def test_a_page_that_another_process_made_is_not_made_again(shared, counted):
    make_practice(title="Shared by all")
    first = Client().get("/practices/")
    page_cache.clear()  # as another process, which has made nothing yet
    second = Client().get("/practices/")
    Client().get("/practices/")
    assert counted == ["nowhere", "shared", "process"]
    assert second.content == first.content
    assert (second["ETag"], second["Content-Type"]) == (first["ETag"], first["Content-Type"])


def test_after_a_change_no_earlier_page_is_found(shared):
    practice = make_practice(title="First title")
    Client().get("/practices/")
    practice.title = "Second title"
    practice.save()
    page_cache.clear()
    assert "Second title" in Client().get("/practices/").text


def test_the_desk_and_files_are_not_shared(shared, admin_client):
    make_practice()
    admin_client.get("/admin/")
    Client().get("/practices.csv")
    Client().get("/nothing/")
    assert shared.redis.dbsize() == 0


def test_a_page_goes_after_a_day(shared):
    shared.put(TAG, PAGE)
    assert 0 < shared.redis.ttl(redis_pages.build_redis_key(TAG)) <= redis_pages.EXPIRY_SECONDS


def test_who_writes_into_the_redis_puts_no_words_in_our_mouth(shared, settings):
    shared.put(TAG, PAGE)
    own = shared.redis.get(redis_pages.build_redis_key(TAG))
    assert shared.get(TAG) == PAGE
    forged = own.replace(b"packed", b"forged")
    for content in (forged, b"short", b"", own[:-1]):
        shared.redis.set(redis_pages.build_redis_key(TAG), content)
        assert shared.get(TAG) is None
    # A page of ours, at the place of another.
    shared.redis.set(redis_pages.build_redis_key('W/"two"'), own)
    assert shared.get('W/"two"') is None
    shared.redis.set(redis_pages.build_redis_key(TAG), own)
    settings.SECRET_KEY = "of another installation"
    assert shared.get(TAG) is None


def test_without_the_redis_pages_are_made_and_it_is_said_once(redis, shared, caplog, monkeypatch):
    make_practice(title="All the same")
    redis.stop()
    try:
        reader = Client()
        with caplog.at_level(logging.WARNING, logger=redis_pages.__name__):
            for path in ("/", "/practices/", "/events/"):
                assert reader.get(path).status_code == 200
        assert len(caplog.records) == 1
        assert "Pages are not shared for 30 seconds" in caplog.text
    finally:
        redis.start()


def test_a_redis_that_is_back_is_used_again(redis, monkeypatch):
    monkeypatch.setattr(redis_pages, "RETRY_SECONDS", 0)
    pages = RedisPages(redis.url)
    redis.stop()
    pages.put(TAG, PAGE)
    redis.start()
    pages.put(TAG, PAGE)
    assert pages.get(TAG) == PAGE


def test_a_redis_that_hangs_costs_a_moment_once(redis, monkeypatch):
    pages = RedisPages(redis.url)
    pages.get(TAG)
    asked, ask = [], pages.redis.get
    monkeypatch.setattr(pages.redis, "get", lambda key: asked.append(key) or ask(key))
    options = pages.redis.connection_pool.connection_kwargs
    assert options["socket_timeout"] == redis_pages.REDIS_TIMEOUT
    redis.process.send_signal(19)  # SIGSTOP
    try:
        for _ in range(20):
            assert pages.get(TAG) is None
        assert len(asked) == 1
    finally:
        redis.process.send_signal(18)  # SIGCONT


class TestSetting:
    """What is no Redis is refused at the start, and so is a library that is missing."""

    @pytest.mark.parametrize("url", ["memcached://cache:11211", "localhost:6379"])
    def test_another_cache_is_refused(self, url, monkeypatch):
        monkeypatch.setenv("CACHE_URL", url)
        with pytest.raises(ImproperlyConfigured, match="is no Redis"):
            env.read_setting("CACHE_URL", "", parse=env.parse_redis_url)

    def test_a_missing_library_is_named(self):
        with pytest.raises(ImproperlyConfigured, match=r"needs .* no_such_library"):
            env.require_library("no_such_library", "CACHE_URL")
