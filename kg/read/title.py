"""The headline of a plain text, where its first line plainly is one."""

from __future__ import annotations

import re

_LONGEST = 160
_RUNNING_END = re.compile(r"[.،,؛;][\"'”»)\]]*\Z")
_LINES_ABOVE = 12


def find_title(text: str) -> str | None:
    """Return the first line if it is a headline: short, no full stop, the only one above running text.

    A text that opens with several different short lines (a page's head, a menu) has no title to be told.

    >>> find_title(chr(10).join(["اتفاق جديد في جنيف", "", "اتفق الوفدان أمس على هدنة."]))
    'اتفاق جديد في جنيف'
    """
    above: list[str] = []
    for line in text.lstrip("\ufeff").split("\n", 4 * _LINES_ABOVE)[: 4 * _LINES_ABOVE]:
        stripped = " ".join(line.split())
        if not stripped:
            continue
        if len(stripped) > _LONGEST or _RUNNING_END.search(stripped):
            return above[0] if len(set(above)) == 1 else None
        above.append(stripped)
    return None
