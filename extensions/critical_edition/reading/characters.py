"""Characters that nobody sees."""

from __future__ import annotations

import re

# Letters that print as nothing, which no category of Unicode tells apart.
BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u00ad\u034f\u180b-\u180f\ufe00-\ufe0f"
# Controls, characters that turn or hide the text around them, and those without a meaning.
UNSEEN = re.compile(
    f"[{BLANK}"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\uffff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Controls, characters that turn or hide the text around them, and those without a meaning."""
