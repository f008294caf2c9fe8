"""Colour arithmetic: contrast as WCAG defines it, and the nearest shade that is readable."""

from __future__ import annotations

import colorsys

READABLE = 4.5
Rgb = tuple[float, float, float]


def parse(colour: str) -> Rgb:
    return tuple(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))  # type: ignore[return-value]


def write(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in rgb)


def luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parse(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(first: str, second: str) -> float:
    """1 for equal colours, 21 for black on white."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(first: str, second: str, share: float) -> str:
    """`first` with `share` of `second` in it."""
    pairs = zip(parse(first), parse(second), strict=True)
    return write(tuple(a * (1 - share) + b * share for a, b in pairs))  # type: ignore[arg-type]


def shade(colour: str, lightness: float, saturation: float = 1.0) -> str:
    """The colour's hue at another lightness, its saturation multiplied."""
    hue, _, own = colorsys.rgb_to_hls(*parse(colour))
    return write(colorsys.hls_to_rgb(hue, lightness, min(1.0, own * saturation)))


def readable(colour: str, *grounds: str, least: float = READABLE) -> str:
    """The shade of `colour` nearest to it that stands out from all `grounds`."""
    darker = luminance(grounds[0]) > 0.18
    target = "#000000" if darker else "#ffffff"
    for step in range(51):
        candidate = mix(colour, target, step / 50)
        if min(ratio(candidate, ground) for ground in grounds) >= least:
            return candidate
    return target


def text_on(ground: str) -> str:
    """Near-black or white, whichever reads better on `ground`."""
    return max("#ffffff", "#0b0f14", key=lambda colour: ratio(colour, ground))
