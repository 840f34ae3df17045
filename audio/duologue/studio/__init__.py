"""The studio: the local web application in which a reading is seen, corrected, cast, heard and finished.

It calls the public API, and what it changes are the files that the command line reads.
"""
