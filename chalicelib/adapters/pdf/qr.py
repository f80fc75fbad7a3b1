"""A QR code as one SVG path, black on nothing, for the page that says whether a document is genuine."""


def qr_svg(url: str) -> bytes:
    """The code of ``url`` at error level M. The mask is fixed: searching the best one costs 3 ms and changes no scan."""
    import segno  # only the Lambda that renders has it

    rows = segno.make(url, error="m", micro=False, boost_error=False, mask=3).matrix
    path = "".join(_row(y, bytes(row)) for y, row in enumerate(rows))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{path}"/></svg>'.encode()


def _row(y: int, modules: bytes) -> str:
    """The dark runs of one row as rectangles."""
    path, x = "", 0
    while (x := modules.find(1, x)) >= 0:
        end = modules.find(0, x)
        width = (end if end >= 0 else len(modules)) - x
        path += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return path
