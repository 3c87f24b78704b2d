"""The reliability picture: trend and noise add up, and a seed gives the same noise."""

import pytest

from diagnostics.reliability import STEPS, picture


def test_without_noise_the_picture_is_the_trend():
    points = picture(0.5, 0.0, 1)

    assert len(points) == STEPS
    assert (points[0].y, points[-1].y) == (0, 0.5)
    assert all(point.y == point.trend for point in points)


def test_same_seed_gives_the_same_noise_whatever_the_sizes():
    one, other = picture(0.5, 1.0, 3), picture(-0.2, 0.25, 3)

    for a, b in zip(one, other, strict=True):
        assert (a.y - a.trend) * 0.25 == pytest.approx(b.y - b.trend)
    assert picture(0.5, 1.0, 4) != one
