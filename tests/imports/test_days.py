"""Days that a spreadsheet rewrote are read in the one order that fits their column."""

import pytest

from catalogue.imports.days import read_days


@pytest.mark.parametrize(
    ("cells", "held", "read"),
    [
        (["24/04/2018", "04/05/2018"], ["", ""], ["2018-04-24", "2018-05-04"]),
        (["4/24/2018", "04/05/2018"], ["", ""], ["2018-04-24", "2018-04-05"]),
        (["4/24/18", "4/5/30"], ["", ""], ["2018-04-24", "1930-04-05"]),
        (["24-04-2018|2018-05-01"], [""], ["2018-04-24|2018-05-01"]),
        (["04.05.2018"], [""], ["2018-05-04"]),
        (["05/05/2018"], [""], ["2018-05-05"]),
        (["2018/4/5", "2018-04-06 00:00:00"], ["", ""], ["2018-04-05", "2018-04-06"]),
        (["04/05/2018"], ["2018-05-04"], ["2018-05-04"]),
        (["04/05/2018", "06/07/2018"], ["2018-04-05", "2018-01-01"], ["2018-04-05", "2018-06-07"]),
        (["yesterday", "2018-02-30", "20180424"], ["", "", ""], None),
        ([], [], None),
    ],
)
def test_days_are_read_in_the_order_that_fits_all(cells, held, read):
    texts, message = read_days("start", cells, held)
    assert texts == (cells if read is None else read)
    assert ("were read as" in message) is (read is not None)


@pytest.mark.parametrize(
    ("cells", "held", "words"),
    [
        (["04/05/2018"], [""], "(04/05/2018) fit more than one order"),
        (["04/05/18"], ["2018-01-01"], "(04/05/18) fit more than one order"),
        (["04/05/2018", "06/07/2018"], ["2018-04-05", "2018-07-06"], "fit more than one order"),
        (["24/04/2018", "04/24/2018"], ["", ""], "(04/24/2018, 24/04/2018) fit no order"),
        (["31/02/2018"], [""], "(31/02/2018) fit no order"),
    ],
)
def test_days_in_no_one_order_are_not_guessed(cells, held, words):
    texts, message = read_days("start", cells, held)
    assert texts is None
    assert words in message
    assert "Take the XLSX" in message
