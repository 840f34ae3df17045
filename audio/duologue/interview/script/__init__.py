"""script.md: the canonical written form of an interview. Reading it gives the same interview back.

    ---
    duologue: script
    title: …
    speakers:
      - name: Ann
        role: interviewer
        voice: kokoro:af_heart
    ---

    narrator: A paragraph of the narrator's.

    ## A section

    ![What the next paragraph shows](picture.jpg)

    Ann: The first paragraph of a turn carries the name.

    The following ones do not. [pause 800ms] {Written|said}. [pace -10%]

`voice:` is optional: a voice of whichever engine speaks, ``engine:voice``, or a mapping of engines to voices.
A backslash takes the meaning from the character after it.
"""

from __future__ import annotations

from duologue.interview.script.body import read_body, write_body
from duologue.interview.script.read import is_script, read_script, script_identity
from duologue.interview.script.write import script_blocks, write_script

__all__ = [
    "is_script",
    "read_body",
    "read_script",
    "script_blocks",
    "script_identity",
    "write_body",
    "write_script",
]
