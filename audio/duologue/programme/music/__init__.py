"""Music that the maker of a show supplies: intro, outro, stings between sections, a bed under the narrator.

Intro, outro and stings are takes like any other, in a voice of their own, so levels, pauses, encoding and
cache treat them as they treat speech. Where a bed plays, the narrator's takes and the bed become one take.
"""
