"""Colours that can be read: what WCAG 2 calls contrast, and the nearest colour that has enough of it."""

BLACK, WHITE = "#000000", "#ffffff"
TEXT = 4.5
"""WCAG AA for text."""
SHAPE = 3.0
"""WCAG AA for the edges of things one must recognise (1.4.11)."""
_STEPS = 100


def contrast(one: str, other: str) -> float:
    """1 (the same) to 21 (black and white), of two colours written ``#rrggbb``."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """Black or white, whichever reads better: at least 4.58 on any background."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, background))


def readable_on(background: str, colour: str, ratio: float = TEXT) -> str:
    """``colour``, moved towards black or white as little as it takes to have ``ratio`` (up to 4.58) on ``background``."""
    goal = text_on(background)
    for step in range(_STEPS):
        shade = _mix(colour, goal, step)
        if contrast(shade, background) >= ratio:
            return shade
    return goal


def _mix(colour: str, goal: str, percent: int) -> str:
    pairs = zip(_parts(colour), _parts(goal), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * percent / _STEPS):02x}" for one, other in pairs)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _scaled(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _scaled(colour: str) -> list[float]:
    return [part / 255 for part in _parts(colour)]


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
