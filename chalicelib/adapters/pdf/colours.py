"""A merchant's accent colour made readable on white paper."""

_READABLE = 4.5  # WCAG AA for text


def readable(accent: str) -> str:
    """``accent`` (``#rrggbb``), darkened as little as needed for a contrast of 4.5 on white."""
    red, green, blue = (int(accent[at : at + 2], 16) for at in (1, 3, 5))
    for percent in range(100, -1, -2):
        shade = tuple(part * percent // 100 for part in (red, green, blue))
        if 1.05 / (_luminance(shade) + 0.05) >= _READABLE:
            break
    return "#" + "".join(f"{part:02x}" for part in shade)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = (part / 255 for part in colour)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
