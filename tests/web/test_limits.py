"""Links are limited one by one, in bounded memory."""

from app.web.limits import LinkLimit


def test_limit_counts_each_link_by_itself_and_frees_it_with_time() -> None:
    now = 0.0
    limit = LinkLimit(most=2, seconds=60, tick=lambda: now)
    assert [limit.wait_seconds("a") for _ in range(3)] == [0, 0, 60]
    assert limit.wait_seconds("b") == 0
    now = 45.5
    assert limit.wait_seconds("a") == 15
    now = 60.0
    assert limit.wait_seconds("a") == 0


def test_limit_remembers_a_bounded_number_of_links() -> None:
    limit = LinkLimit(remembered=10)
    for number in range(1000):
        limit.wait_seconds(str(number))
    assert len(limit) == 10
