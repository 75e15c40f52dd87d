"""One cache for all that a process remembers of a version of the catalogue."""

from concurrent.futures import ThreadPoolExecutor

from catalogue.core.versioned_cache import VersionedCache


def test_a_value_is_made_once_for_a_version():
    cache, made = VersionedCache(10), []
    for version in (1, 1, 2):
        cache.get_or_make(version, "a", lambda: made.append("a"))
    assert made == ["a", "a"]


def test_nothing_is_stored_without_a_version():
    cache = VersionedCache(10)
    assert cache.get_or_make(None, "a", lambda: 1) == 1
    cache.set(None, "a", 1)
    assert cache.get(None, "a") is None


def test_the_least_recently_used_value_is_dropped():
    cache = VersionedCache(2)
    cache.set(1, "a", "first")
    cache.set(1, "b", "second")
    cache.get(1, "a")
    cache.set(1, "c", "third")
    assert [cache.get(1, key) for key in "abc"] == ["first", None, "third"]


def test_clear_removes_everything():
    cache = VersionedCache(2)
    cache.set(1, "a", "first")
    cache.clear()
    assert cache.get(1, "a", "default") == "default"


def test_threads_share_it():
    cache = VersionedCache(50)

    def work(seed):
        for number in range(2000):
            key = (seed * 31 + number) % 100
            assert cache.get_or_make(1, key, lambda key=key: key * 2) == key * 2

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sum(cache.get(1, key) is not None for key in range(100)) == 50
