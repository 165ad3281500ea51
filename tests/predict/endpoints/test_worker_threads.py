"""Lanes run side by side within their number of threads, and nobody waits for them after a failure."""

import threading
import time

import pytest

from alignsurvey.predict.endpoints.worker_threads import side_by_side


def test_each_lane_keeps_to_its_threads():
    running, most, lock = [0, 0], [0, 0], threading.Lock()
    full = [threading.Barrier(2), threading.Barrier(3)]

    def work(number):
        with lock:
            running[number] += 1
            most[number] = max(most[number], running[number])
        full[number].wait(10)  # until all threads of the lane are at work
        with lock:
            running[number] -= 1
        return -number

    found = sorted(side_by_side([(2, work, [0] * 8), (3, work, [1] * 9)]))
    assert found == [*((0, place, 0) for place in range(8)), *((1, place, -1) for place in range(9))]
    assert most == [2, 3]


def test_failure_is_raised_at_once_and_stops_what_has_not_begun():
    begun = []

    def work(item):
        begun.append(item)
        if item == 0:
            raise ValueError("no")
        time.sleep(1 if item == 1 else 0.05)

    start = time.monotonic()
    with pytest.raises(ValueError, match="no"):
        list(side_by_side([(2, work, range(50))]))
    assert time.monotonic() - start < 0.5
    time.sleep(0.1)
    assert len(begun) < 5


def test_nothing_to_do():
    assert list(side_by_side([(4, print, []), (4, print, [])])) == []
