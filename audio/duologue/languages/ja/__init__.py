"""Japanese: words of pages and of the reader, and the offline front end."""
